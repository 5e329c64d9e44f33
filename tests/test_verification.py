"""A record against its article: verdicts, findings, faults; no model is asked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from random import Random
from typing import Annotated, Any, get_args

import pytest
from boats import PROMPT, Boat, Harbour, Log, article
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples
from pydantic import BaseModel, Field
from truth.generated import true_articles

from llm_extract.articles import Article
from llm_extract.grounding import Evidence, Finding, Source, Verdict
from llm_extract.schemas import Derived, Schema, load_schema, schema_of
from llm_extract.verification import Verified, Verifier, value_at

BOATS = schema_of(Log)
CONFLICT = load_schema("conflict_events@2")
EXAMPLE = PROMPT.partition("# Example article 1\n")[2].partition("\n# ")[0]


def verified(*boats: Boat, town: str | None = None, examples: tuple[str, ...] = ()) -> Verified:
    record = Log(harbour=Harbour(town=town), boats=[*boats])
    return Verifier(BOATS, examples).verify(article(), record)


def boat(*cites: int, name: str = "Amsa", crew: int | None = None) -> Boat:
    return Boat(cites=[*cites], name=name, crew=crew)


def told(found: Verified) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.path, finding.severity) for finding in found.findings]


# sentences that do not exist


@pytest.mark.parametrize(
    ("cites", "severity"),
    [((99,), "fault"), ((0,), "fault"), ((-1, 99), "fault"), ((1, 99), "notice"), ((1, 2), None)],
)
def test_unknown_sentences_are_a_fault_only_where_no_other_is_cited(
    cites: tuple[int, ...], severity: str | None
) -> None:
    found = verified(boat(*cites))
    assert told(found) == ([("unknown_sentence", "boats.0", severity)] if severity else [])
    codes = [code for reasons in found.faults.values() for code, _ in reasons]
    assert codes.count("unknown_sentence") == (severity == "fault")
    assert found.rejects == {}


def test_the_numbers_of_unknown_sentences_are_named() -> None:
    [finding] = verified(boat(7, 1, -3)).findings
    assert finding.message == "the article has no sentence 7, -3"


def test_a_value_of_an_item_without_any_known_sentence_is_at_best_miscited() -> None:
    found = verified(boat(99, crew=14))
    verdicts = {value.path: value.verdict for value in found.evidence.values}
    assert verdicts == {"boats.0.name": "miscited", "boats.0.crew": "miscited"}


# findings


class Checked(Log):
    """Finds one of each severity, and something about the record as a whole."""

    def findings(self, source: Source, evidence: Evidence) -> Iterator[Finding]:
        assert source.sentence_text(2) == "It rained."
        assert [item.path for item in evidence.items] == ["boats.0", "boats.1"]
        yield Finding("n1", "boats.0", "a notice", "notice")
        yield Finding("f1", "boats.0.name", "a fault")
        yield Finding("r1", "boats.1.crew", "a reject", "reject")
        yield Finding("f2", "harbour", "a fact at fault")
        yield Finding("whole", "", "of the record", "reject")
        yield Finding("r2", "boats.0", "another reject", "reject")


@pytest.fixture
def checked() -> Verified:
    record = Checked(harbour=Harbour(town="Sark"), boats=[boat(1, 9, crew=15), boat(3)])
    return Verifier(schema_of(Checked)).verify(article(), record)


def test_the_worst_findings_come_first_and_keep_their_order(checked: Verified) -> None:
    assert [finding.code for finding in checked.findings] == [
        *("r1", "whole", "r2"),
        *("f1", "f2"),
        *("unknown_sentence", "n1"),
    ]


def test_faults_are_grouped_by_item_and_fact(checked: Verified) -> None:
    assert checked.faults == {
        "boats.0": (
            ("r2", "another reject"),
            ("f1", "a fault"),
            ("unsupported", "crew is nowhere in the article"),
        ),
        "boats.1": (("r1", "a reject"),),
        "harbour": (("f2", "a fact at fault"),),
        "harbour.town": (("unsupported", "harbour.town is nowhere in the article"),),
    }


def test_rejects_keep_their_paths_and_are_never_the_record_as_a_whole(checked: Verified) -> None:
    assert checked.rejects == {
        "boats.1.crew": (("r1", "a reject"),),
        "boats.0": (("r2", "another reject"),),
    }


def test_reasons_tell_altered_from_absent_values_without_their_words() -> None:
    text = "The ferry Amsa Queen of Karvel left at dusk."
    record = Log(harbour=Harbour(town=None), boats=[boat(1, name="Amsa Queen of Sund", crew=77)])
    found = Verifier(BOATS).verify(article(text), record)
    assert found.faults["boats.0"] == (
        ("altered", "name is not what the article says"),
        ("unsupported", "crew is nowhere in the article"),
    )


def test_the_eleventh_item_is_not_taken_for_the_first() -> None:
    many = schema_of(Fleet)
    record = Fleet(boats=[boat(1)] * 10 + [boat(1, name="Brul"), boat(1)])
    assert list(Verifier(many).verify(article(), record).faults) == ["boats.10"]


class Fleet(BaseModel):
    boats: list[Boat]


# words of the prompt's worked example


@pytest.mark.parametrize(
    ("words", "leaks"),
    [
        ("Orl", True),
        ("the barge Orl", True),
        ("THE BARGE ORL", True),
        ("It sank", True),
        ("barge", False),  # one common word
        ("Brul", False),  # in no example
        ("Orl of Brul", False),
        ("Or", False),
        ("The Amsa", False),  # in the article
    ],
)
def test_words_of_an_example_that_the_article_lacks(words: str, leaks: bool) -> None:
    found = verified(boat(1, name=words), examples=(EXAMPLE,))
    leak = [("example_leak", "boats.0", "reject")]
    assert told(found) == (leak if leaks else [])
    assert set(found.rejects) == ({"boats.0"} if leaks else set())


def test_the_same_words_in_the_article_are_no_leak_wherever_they_stand() -> None:
    text = "The ferry Amsa met the barge Orl. It sank."
    record = Log(harbour=Harbour(town=None), boats=[boat(1, name="Orl"), boat(2, name="Orl")])
    assert Verifier(BOATS, (EXAMPLE,)).verify(article(text), record).findings == ()


def test_an_item_leaks_once_however_many_examples_and_values_do() -> None:
    record = Crews(crews=[Crew(cites=[1], boat="Orl", mate="Sund")])
    found = Verifier(schema_of(Crews), (EXAMPLE, EXAMPLE)).verify(article(), record)
    assert [finding.message for finding in found.findings] == [
        "boat repeats a worked example of the prompt"
    ]


class Crew(BaseModel):
    cites: list[int]
    boat: str
    mate: str


class Crews(BaseModel):
    crews: list[Crew]


# values


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("harbour.town", "Karvel"),
        ("boats.1.name", "Brul"),
        ("boats.0.cites", [1, 2]),
        ("boats.0.crew", None),
        ("boats.0.crew.low", None),
        ("harbour.town.quarter", None),
    ],
)
def test_value_at(path: str, value: object) -> None:
    record = Log(harbour=Harbour(town="Karvel"), boats=[boat(1, 2), boat(1, name="Brul")])
    assert value_at(record, path) == value


def test_verdicts_are_counted() -> None:
    found = verified(boat(1, crew=14), boat(3, name="amsa", crew=14), boat(2, crew=99), town="Sark")
    counts = found.evidence.counts()
    assert set(counts) == set(get_args(Verdict))
    assert {verdict: count for verdict, count in counts.items() if count} == {
        "exact": 2,  # name and crew of the first
        "normalised": 1,
        "miscited": 2,  # the crew of the second, the name of the third
        "unsupported": 2,
    }


class Numbered(Boat):
    id: Annotated[str, Derived()] = ""
    links: Annotated[list[str], Derived()] = Field(default_factory=list)


class Numbers(BaseModel):
    boats: list[Numbered]

    def completed(self, source: Source) -> Numbers:
        boats = [
            found.model_copy(update={"id": source.article.id, "links": ["x", "y"]})
            for found in self.boats
        ]
        return self.model_copy(update={"boats": boats})


def test_what_code_fills_in_is_derived_with_the_cited_sentences() -> None:
    shown = article(id="a1")
    written = Numbers(boats=[Numbered(cites=[1, 3], name="Amsa", crew=None)])
    found = Verifier(schema_of(Numbers)).verify(shown, written)
    assert written.boats[0].id == ""
    assert value_at(found.record, "boats.0.id") == "a1"
    derived = [value for value in found.evidence.values if value.verdict == "derived"]
    assert [value.path for value in derived] == ["boats.0.id", "boats.0.links.0", "boats.0.links.1"]
    assert {found.evidence.items[0].spans, *(value.spans for value in derived)} == {
        tuple((shown.sentences[n - 1].start, shown.sentences[n - 1].end) for n in (1, 3))
    }


# properties: one verdict for each value, and spans that lie in the text


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All values of a dump that are not null, but for citations."""
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in parts:
            if name != "cites":
                yield from leaves(part, f"{path}.{name}" if path else str(name))
    elif value is not None:
        yield path, value


def check_evidence(shown: Article, schema: Schema, found: Verified) -> None:
    values = dict(leaves(found.record.model_dump(mode="json")))
    verdicts = Counter(value.path for value in found.evidence.values)
    assert verdicts == Counter(values.keys())
    for value in found.evidence.values:
        assert all(0 <= start < end <= len(shown.text) for start, end in value.spans)
        if value.verdict == "exact":
            [(start, end)] = value.spans
            assert shown.text[start:end] == str(values[value.path])
        assert value.spans or value.verdict not in ("normalised", "altered", "miscited")
        assert not (value.spans and value.verdict == "unsupported")
    for item in found.evidence.items:
        assert len(item.spans) == len(item.cites)
        cites = value_at(found.record, f"{item.path}.cites")
        assert sorted((*item.cites, *item.unknown_cites)) == sorted(cites)


# Characters that folding makes longer or shorter, that join, hide or turn the direction.
ODD = "ßİﬁ½①Ａe\u0301\u00a0\u200d\u202e\x07’“—－٣أ๑𝟛🏴"
WORDS = st.lists(
    st.sampled_from(["Amsa", "Brul", "the", "14", "fourteen", "and", "Karvel", "1,400", "."])
    | st.text(ODD, min_size=1, max_size=3),
    min_size=1,
    max_size=9,
).map(" ".join)


@st.composite
def logs(draw: st.DrawFn) -> tuple[str, Log]:
    text = draw(WORDS.filter(str.strip))
    words = text.split()
    names = st.sampled_from(words) | WORDS | st.text(max_size=4)
    boats = st.builds(
        Boat,
        cites=st.lists(st.integers(-1, 4), min_size=1, max_size=3),
        name=names,
        crew=st.none() | st.sampled_from([0, 1, 3, 14, 400, 1400, -14]),
    )
    town = draw(st.none() | names)
    return text, Log(harbour=Harbour(town=town), boats=draw(st.lists(boats, max_size=3)))


@settings(max_examples=examples(60))
@given(logs())
def test_every_value_of_any_log_has_one_verdict_within_the_text(written: tuple[str, Log]) -> None:
    text, record = written
    shown = article(text)
    found = Verifier(BOATS, (EXAMPLE,)).verify(shown, record)
    assert found.record == record
    check_evidence(shown, BOATS, found)


@lru_cache(maxsize=64)
def true_article(seed: int, index: int) -> tuple[Article, str]:
    shown, record = next(islice(true_articles(seed), index, None))
    return shown, json.dumps(record)


@settings(max_examples=examples(15))
@given(st.integers(0, 2), st.sampled_from((0, 1, 2, 24, 26)), st.integers())
def test_every_value_of_any_conflict_record_has_one_verdict_within_the_text(
    seed: int, index: int, wrong: int
) -> None:
    """True records, and the same with names, counts and sentences mixed up."""
    shown, text = true_article(seed, index)
    record = CONFLICT.model.model_validate_json(mixed(text, Random(wrong)))
    found = Verifier(CONFLICT, (EXAMPLE,)).verify(shown, record)
    check_evidence(shown, CONFLICT, found)
    derived = tuple(derived_fields(found.record))
    below = [value for value in found.evidence.values if f"{value.path}.".startswith(derived)]
    assert len(below) > len(found.evidence.items)
    assert {value.verdict for value in below} == {"derived"}


def mixed(text: str, random: Random) -> str:
    """Now and then an item has the sentences and the numbers of another one of its list."""
    record = json.loads(text)
    for items in (part for part in record.values() if isinstance(part, list)):
        for item in items:
            other = random.choice(items)
            for field in ("cites", "count_text", "name", "what", "place"):
                if field in item and other.get(field) and random.random() < 0.2:
                    item[field] = other[field]
            if random.random() < 0.1:
                item["cites"] = [*item["cites"][:1], 999]
    return json.dumps(record)


def derived_fields(record: BaseModel) -> Iterator[str]:
    for name in CONFLICT.items:
        for index, item in enumerate(getattr(record, name)):
            for field, info in type(item).model_fields.items():
                if any(isinstance(mark, Derived) for mark in info.metadata):
                    yield f"{name}.{index}.{field}."
