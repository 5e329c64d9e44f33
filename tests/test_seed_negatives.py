"""The twenty things a record of the seed article must not say, each planted in the coding.

They are put as a model would put them: with words of the text, and with the most tempting
sentences cited. What catches each is told; what nothing catches yet is in `CANNOT`.
"""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from fake_endpoint import FakeEndpoint, answers
from schemas.conflict_events.seed_gold import gold, gold_article, gold_record
from seed_answers import Answer, seed_extractor, words
from seed_negatives import CANNOT, CAUGHT

DOUBTED = ("altered", "unsupported", "miscited")


@pytest.fixture(scope="module")
def endpoint():
    gold()
    with closing(FakeEndpoint()) as made:
        yield made


@pytest.fixture(scope="module")
def extractor(endpoint):
    with seed_extractor(endpoint.base_url) as made:
        yield made


def run(endpoint, extractor, answer):
    endpoint.play(answers(json.dumps(answer.record)))
    return extractor.extract(gold_article())


def told(result):
    """All that casts doubt: verdicts and codes with their paths, and lists with rejected items."""
    values = (v for v in result.evidence.values if v.verdict in DOUBTED)
    return (
        {f"{value.path} {value.verdict}" for value in values}
        | {f"{finding.path} {finding.code}" for finding in result.findings}
        | {f"rejected:{rejected.list}" for rejected in result.rejected}
    )


@pytest.fixture(scope="module")
def told_of_coding(endpoint, extractor):
    return told(run(endpoint, extractor, Answer()))


def name_of(plant):
    return f"{plant.negative}-{plant.field}"


@pytest.mark.parametrize("plant", CAUGHT, ids=name_of)
def test_what_the_record_must_not_say_is_caught(plant, endpoint, extractor, told_of_coding):
    answer = Answer()
    plant.how(answer)
    found = told(run(endpoint, extractor, answer))

    expected = {
        " ".join((answer.path(where), *code))
        for where, *code in (each.split(" ") for each in plant.caught)
    }
    assert expected
    assert expected <= found, found - told_of_coding
    assert plant.coded or expected.isdisjoint(told_of_coding)


@pytest.mark.parametrize("plant", CANNOT, ids=name_of)
def test_what_is_not_caught_yet(plant, endpoint, extractor, told_of_coding):
    """Fails once something catches it: then it belongs with the others."""
    answer = Answer()
    plant.how(answer)
    assert answer.record != gold_record()
    assert plant.why
    assert told(run(endpoint, extractor, answer)) - told_of_coding == set()


@pytest.mark.parametrize("number", range(20))
def test_each_negative_is_planted_under_its_own_name(number):
    negatives = gold()["negatives"]
    assert len(negatives) == 20
    fields = {plant.field for plant in (*CAUGHT, *CANNOT) if plant.negative == number}
    assert fields == {negatives[number]["field"]}


def test_no_date_of_publication_and_no_lead_is_asked_for_or_taken(endpoint, extractor):
    endpoint.requests.clear()
    answer = Answer()
    answer.record["article"]["publication_date"] = "2019-08-13"
    result = run(endpoint, extractor, answer)
    (rejected,) = result.rejected
    assert (rejected.list, rejected.code) == ("", "extra_forbidden")
    assert "article.publication_date" in rejected.reason
    assert "publication_date" not in result.data.article.model_dump()
    asked = json.dumps(endpoint.requests[0].json["response_format"])
    assert "photo_credit" in asked
    assert not any(f'"{name}"' in asked for name in ("publication_date", "published", "lead"))


def test_a_lead_of_the_models_own_is_not_kept(endpoint, extractor):
    answer = Answer()
    answer.record["lead"] = words(1, "Syrian", "province")
    assert "lead" not in run(endpoint, extractor, answer).data.model_dump()
