"""What becomes of items and facts the article does not prove, with a model on a real socket."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from boats import RECORD, TEXT, Boat, Harbour, Log, article, extractor, prompt_file
from doubts import GOOD, MANY, STRANGE, asked, doubtful, item, record, sent
from fake_endpoint import FakeEndpoint, Step, answers, refuses
from pydantic import BaseModel, ConfigDict

from llm_extract.errors import AnswerError, SettingsError
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.grounding import Source
from llm_extract.policy import POLICIES
from llm_extract.reading import Rejected
from llm_extract.schemas import Derived


@pytest.fixture
def prompt(tmp_path: Path) -> str:
    return prompt_file(tmp_path)


# who decides


class Cautious(Log):
    policy: ClassVar[str] = "drop"


class Undecided(Log):
    policy: ClassVar[str] = "burn"


class Pays(BaseModel):
    """A field of the record that happens to be called so."""

    policy: str | None = None
    boats: list[Boat]


@pytest.mark.parametrize(
    ("schema", "option", "policy"),
    [
        (Log, None, "flag"),
        (Cautious, None, "drop"),
        (Pays, None, "flag"),
        *((Cautious, option, option) for option in POLICIES),
    ],
)
def test_the_option_wins_over_the_schema_and_flag_is_the_rest(
    fake_endpoint: FakeEndpoint, prompt: str, schema: type[BaseModel], option: Any, policy: str
) -> None:
    assert extractor(fake_endpoint, prompt, schema=schema, policy=option).policy == policy


@pytest.mark.parametrize(
    ("options", "code", "source"),
    [
        ({"policy": "burn"}, "usage", "policy"),
        ({"schema": Undecided}, "schema_invalid", "test_policy:Undecided"),
    ],
)
def test_a_policy_nobody_knows_is_told_before_any_call(
    fake_endpoint: FakeEndpoint, prompt: str, options: dict[str, Any], code: str, source: str
) -> None:
    with pytest.raises(SettingsError, match="'burn' is not one of flag, reask, drop, fail") as told:
        extractor(fake_endpoint, prompt, **options)
    assert (told.value.code, told.value.source) == (code, source)
    assert fake_endpoint.requests == []


@pytest.mark.parametrize("policy", POLICIES)
def test_a_proven_record_is_the_same_under_every_policy(
    fake_endpoint: FakeEndpoint, prompt: str, policy: str
) -> None:
    fake_endpoint.play(RECORD)
    found = extractor(fake_endpoint, prompt, policy=policy).extract(TEXT)
    assert (found.policy, found.rejected, found.findings) == (policy, (), ())
    assert found.data == Log(harbour=Harbour(town="Karvel"), boats=[Boat(**GOOD)])
    assert len(fake_endpoint.requests) == 1


# flag


def test_flag_keeps_what_is_doubtful_with_its_verdict(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    fake_endpoint.play(record(MANY, STRANGE, town="Sark"))
    found = extractor(fake_endpoint, prompt).extract(TEXT)
    assert found.data == Log(harbour=Harbour(town="Sark"), boats=[Boat(**MANY), Boat(**STRANGE)])
    assert set(doubtful(found)) == {"harbour.town", "boats.0.crew", "boats.1.name"}
    assert found.rejected == ()
    assert len(fake_endpoint.requests) == 1


# reask


def reasked(endpoint: FakeEndpoint, prompt: str, *steps: Step, **options: Any) -> Extraction:
    endpoint.play(*steps)
    found: Extraction = extractor(endpoint, prompt, policy="reask", **options).extract(TEXT)
    return found


def test_each_doubtful_item_is_asked_for_once_and_good_ones_are_not_sent_again(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    first = record({"cites": [3], "name": "Amsa", "crew": None}, MANY, STRANGE)
    found = reasked(fake_endpoint, prompt, first, item(GOOD), item({**STRANGE, "name": "Corv"}))
    assert len(fake_endpoint.requests) == len(found.attempts) == found.usage.requests == 3
    assert json.dumps(MANY, separators=(",", ":")) in asked(fake_endpoint, 1)
    assert "crew is nowhere in the article" in asked(fake_endpoint, 1)
    assert json.dumps(STRANGE, separators=(",", ":")) in asked(fake_endpoint, 2)
    for number in (1, 2):
        assert '"cites":[3],"name":"Amsa"' not in sent(fake_endpoint, number)
        assert len(fake_endpoint.requests[number].body) < len(fake_endpoint.requests[0].body)
    assert found.data.boats == [Boat(cites=[3], name="Amsa", crew=None), Boat(**GOOD)]  # type: ignore[attr-defined]
    assert doubtful(found) == {}


def test_what_stays_doubtful_is_rejected_as_it_was_written_last(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    again = {"cites": [3], "name": "Corv", "crew": None}
    found = reasked(fake_endpoint, prompt, record(GOOD, STRANGE), item(again))
    reason = "name is nowhere in the article"
    assert found.rejected == (Rejected("boats", again, "unsupported", reason, (3,)),)
    assert found.data.boats == [Boat(**GOOD)]  # type: ignore[attr-defined]
    assert len(found.attempts) == 2


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (item(None), "withdrawn"),
        (answers("I am sorry."), "unsupported"),
        (item({**STRANGE, "crew": "none"}), "unsupported"),
    ],
)
def test_no_better_item_leaves_the_first_one_rejected(
    fake_endpoint: FakeEndpoint, prompt: str, answer: Step, code: str
) -> None:
    found = reasked(fake_endpoint, prompt, record(STRANGE, GOOD), answer)
    assert [(part.raw, part.code) for part in found.rejected] == [(STRANGE, code)]
    assert found.data.boats == [Boat(**GOOD)]  # type: ignore[attr-defined]
    assert len(fake_endpoint.requests) == 2


def test_an_endpoint_that_fails_in_between_costs_only_what_was_doubtful(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    found = reasked(fake_endpoint, prompt, record(MANY, STRANGE), item(GOOD), refuses(401))
    assert found.data.boats == [Boat(**GOOD)]  # type: ignore[attr-defined]
    assert [(part.raw, part.code) for part in found.rejected] == [(STRANGE, "unsupported")]
    assert [attempt.outcome for attempt in found.attempts] == ["ok", "ok", "failed"]


def test_facts_are_not_asked_for_again(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    found = reasked(fake_endpoint, prompt, record(GOOD, town="Sark"))
    assert len(fake_endpoint.requests) == 1
    assert found.data.harbour == Harbour(town=None)  # type: ignore[attr-defined]


# drop


class Numbered(Boat):
    id: Annotated[str, Derived()] = ""


class Register(BaseModel):
    harbour: Harbour
    boats: list[Numbered]

    def completed(self, _source: Source) -> Register:
        boats = [boat.model_copy(update={"id": f"B-{boat.name}"}) for boat in self.boats]
        return self.model_copy(update={"boats": boats})


def test_drop_moves_items_to_the_rejected_as_the_model_wrote_them(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    fake_endpoint.play(record(STRANGE, GOOD, MANY))
    reader = extractor(fake_endpoint, prompt, schema=Register, policy="drop")
    found = reader.extract(TEXT)
    assert found.rejected == (
        Rejected("boats", STRANGE, "unsupported", "name is nowhere in the article", (3,)),
        Rejected("boats", MANY, "unsupported", "crew is nowhere in the article", (1,)),
    )
    assert found.data.boats == [Numbered(**GOOD, id="B-Amsa")]  # type: ignore[attr-defined]
    assert {value.path for value in found.evidence.values} == {
        "harbour.town",
        "boats.0.name",
        "boats.0.crew",
        "boats.0.id",
    }
    assert len(fake_endpoint.requests) == 1


def test_every_reason_is_told_and_the_first_one_is_the_code(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    fake_endpoint.play(record({"cites": [9], "name": "Brul", "crew": 15}))
    found = extractor(fake_endpoint, prompt, policy="drop").extract(TEXT)
    [rejected] = found.rejected
    assert (rejected.code, rejected.cites) == ("unknown_sentence", (9,))
    assert rejected.reason == (
        "the article has no sentence 9; name is nowhere in the article; "
        "crew is nowhere in the article"
    )


# facts


class Mooring(BaseModel):
    model_config = ConfigDict(frozen=True)

    pier: str
    keeper: str | None
    depth: int | None = None


class Guarded(BaseModel):
    model_config = ConfigDict(validate_assignment=True)

    mooring: Mooring
    towns: list[str] = []
    boats: list[Boat]


def test_a_doubtful_fact_is_nulled_and_rejected_and_one_that_may_not_be_null_stays(
    fake_endpoint: FakeEndpoint, prompt: str
) -> None:
    mooring = {"pier": "Old Pier", "keeper": "Ona Reef", "depth": 7}
    facts = {"mooring": mooring, "towns": ["Sark", "Karvel"], "boats": [GOOD]}
    fake_endpoint.play(answers(json.dumps(facts)))
    found = extractor(fake_endpoint, prompt, schema=Guarded, policy="drop").extract(TEXT)
    assert found.data == Guarded(
        mooring=Mooring(pier="Old Pier", keeper=None), towns=["Karvel"], boats=[Boat(**GOOD)]
    )
    rejected = {json.dumps(part.raw): (part.list, part.code) for part in found.rejected}
    assert rejected == dict.fromkeys(
        ('{"mooring.keeper": "Ona Reef"}', '{"mooring.depth": 7}', '{"towns.0": "Sark"}'),
        ("", "unsupported"),
    )
    assert doubtful(found) == {"mooring.pier": "unsupported"}


# fail


@pytest.fixture
def failing(fake_endpoint: FakeEndpoint, prompt: str) -> Extractor:
    # The first answer does not fit, so that more than one request is sent.
    fake_endpoint.play(answers('{"name":14}'), record(STRANGE, MANY))
    return extractor(fake_endpoint, prompt, policy="fail")


def test_fail_costs_the_article_its_record_and_counts_every_request(
    failing: Extractor, fake_endpoint: FakeEndpoint
) -> None:
    async def collect() -> list[Extraction | Failure]:
        return [result async for result in failing.stream([article(id="a1")])]

    [failure] = asyncio.run(collect())
    assert isinstance(failure, Failure)
    assert (failure.article_id, failure.error.code) == ("a1", "unproven")
    assert len(failure.attempts) == len(fake_endpoint.requests) == 2


def test_an_unproven_record_is_told_by_field_paths_never_by_words(failing: Extractor) -> None:
    with pytest.raises(AnswerError) as caught:
        failing.extract(TEXT)
    error = caught.value
    assert set(error.fields) == {"boats.0", "boats.1"}
    assert error.raw is None
    told = f"{error} {error!r} {error.message} {error.hint}"
    assert not [word for word in ("Amsa", "Brul", "Karvel", "15") if word in told]


def test_fail_asks_for_facts_too(fake_endpoint: FakeEndpoint, prompt: str) -> None:
    fake_endpoint.play(record(GOOD, town="Sark"))
    with pytest.raises(AnswerError) as caught:
        extractor(fake_endpoint, prompt, policy="fail").extract(TEXT)
    assert caught.value.fields == ("harbour.town",)
