from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel

from llm_extract.articles import Article, article_from_text
from llm_extract.grounding import Evidence, ValueEvidence, ground
from llm_extract.schemas import Unquoted, load_schema, schema_of


class Side(StrEnum):
    LEFT = "left"


class Boat(BaseModel):
    cites: list[int]
    name: str | None = None
    crew: int | None = None
    ports: list[str] = []
    sort: Literal["ferry", "barge"] | None = None
    tags: list[Literal["red", "blue"]] = []
    code: Annotated[str, Unquoted()] | None = None
    side: Side | None = None
    sunk: bool = False


class Harbour(BaseModel):
    town: str | None = None
    berths: int | None = None
    cites: list[int] = []
    language: Annotated[str, Unquoted()] = "en"
    open: bool = True


class Paper(BaseModel):
    harbour: Harbour = Harbour()
    boats: list[Boat] = []


PAPER = schema_of(Paper)

ARTICLE = article_from_text(
    "The ferry Amsa left Karvel with 14 people.\n\n"
    "Two hundred people watched, the mayor of Karvel said.\n\n"
    "The Amsa’s owner had paid 370,000 crowns in 2014 — “a bargain” — and 140 more later.\n\n"
    "It sank off Karvel Bay, near Straßburg, in a 3.14 metre swell; 14 drowned."
)


def evidence(article: Article = ARTICLE, **boat: Any) -> Evidence:
    return ground(article, PAPER, Paper(boats=[Boat(**boat)]))


def the_value(article: Article = ARTICLE, **boat: Any) -> ValueEvidence:
    (value,) = asked(evidence(article, **boat))
    return value


def asked(found: Evidence) -> list[ValueEvidence]:
    """What is said of the boat, but for its flag, and of no harbour, which each paper has."""
    return [v for v in found.values if v.path.startswith("boats.") and v.path != "boats.0.sunk"]


def quoted(value: ValueEvidence, article: Article = ARTICLE) -> str | None:
    return article.text[slice(*value.spans[0])] if value.spans else None


def test_the_planted_article_has_four_sentences() -> None:
    assert [sentence.number for sentence in ARTICLE.sentences] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("cite", "name", "verdict", "found"),
    [
        (1, "Amsa", "exact", "Amsa"),
        (1, "ferry Amsa", "exact", "ferry Amsa"),
        (1, "AMSA", "normalised", "Amsa"),
        (1, "14 people", "exact", "14 people"),
        (3, "Amsa's owner", "normalised", "Amsa’s owner"),
        (3, '"a bargain"', "normalised", "“a bargain”"),
        (3, '2014 - "a bargain"', "normalised", "2014 — “a bargain”"),
        (4, "Strassburg", "normalised", "Straßburg"),
        (4, "Strasbourg", "altered", "Straßburg"),
        (4, "Karvel  bay ", "normalised", "Karvel Bay"),
        (2, "Amsa", "miscited", "Amsa"),
        (1, "Karvel Bay", "miscited", "Karvel Bay"),
        (1, "karvel bay", "miscited", "Karvel Bay"),
        (1, "Ams", "altered", "Amsa"),
        (1, "msa", "altered", "Amsa"),
        (1, "Amsan", "unsupported", None),
        (3, "40", "unsupported", None),
        (3, "201", "unsupported", None),
        (3, "000 crowns", "altered", "370,000 crowns"),
        (3, "370", "unsupported", None),
        (4, "3", "unsupported", None),
        (1, "", "unsupported", None),
        (1, " ", "unsupported", None),
        (1, "Tarran", "unsupported", None),
    ],
)
def test_names(cite: int, name: str, verdict: str, found: str | None) -> None:
    value = the_value(cites=[cite], name=name)
    assert (value.path, value.verdict, quoted(value)) == ("boats.0.name", verdict, found)


@pytest.mark.parametrize(
    ("cite", "crew", "verdict", "found"),
    [
        (1, 14, "exact", "14"),
        (2, 200, "normalised", "Two hundred"),
        (3, 370_000, "normalised", "370,000"),
        (3, 140, "exact", "140"),
        (3, 2014, "exact", "2014"),
        (2, 14, "miscited", "14"),
        (1, 200, "miscited", "Two hundred"),
        (3, 370, "unsupported", None),
        (4, 3, "unsupported", None),
        (2, 2, "unsupported", None),
        (2, 100, "unsupported", None),
        (1, 40, "unsupported", None),
    ],
)
def test_numbers(cite: int, crew: int, verdict: str, found: str | None) -> None:
    value = the_value(cites=[cite], crew=crew)
    assert (value.path, value.verdict, quoted(value)) == ("boats.0.crew", verdict, found)


def sentence_of(value: ValueEvidence) -> int:
    ((start, end),) = value.spans
    (number,) = (s.number for s in ARTICLE.sentences if s.start <= start and end <= s.end)
    return number


@pytest.mark.parametrize("cite", [1, 2, 4])
def test_of_a_repeated_name_the_cited_one_is_chosen(cite: int) -> None:
    for name in ("Karvel", "karvel"):
        assert sentence_of(the_value(cites=[cite], name=name)) == cite


@pytest.mark.parametrize("cite", [1, 4])
def test_of_a_repeated_number_the_cited_one_is_chosen(cite: int) -> None:
    value = the_value(cites=[cite], crew=14)
    assert (value.verdict, sentence_of(value)) == ("exact", cite)


def test_the_first_citation_comes_first() -> None:
    assert sentence_of(the_value(cites=[4, 1], name="Karvel")) == 4
    assert sentence_of(the_value(cites=[4, 1], crew=14)) == 4
    assert sentence_of(the_value(cites=[3, 2], name="Karvel")) == 2


def test_letter_by_letter_in_a_later_citation_beats_folded_in_the_first() -> None:
    article = article_from_text("AMSA left port.\n\nThe Amsa sank.")
    value = the_value(article, cites=[1, 2], name="Amsa")
    assert (value.verdict, quoted(value, article)) == ("exact", "Amsa")


def test_a_name_never_runs_over_the_end_of_its_sentence() -> None:
    article = article_from_text("They sailed to Karvel.\n\nAmsa followed.")
    assert the_value(article, cites=[1], name="Karvel. Amsa").verdict == "miscited"


def test_line_breaks_and_no_break_spaces_inside_a_name() -> None:
    article = article_from_text("They sailed past Karvel\nBay and Port\u00a0Tey at dawn.")
    for name, found in (("Karvel Bay", "Karvel\nBay"), ("Port Tey", "Port\u00a0Tey")):
        value = the_value(article, cites=[1], name=name)
        assert (value.verdict, quoted(value, article)) == ("normalised", found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was Groß who rowed.", "Gros"),
        ("It was ﬁnn who rowed.", "inn"),
        ("It was 각 who rowed.", "가"),
        ("It was がん who rowed.", "か"),
        ("It was か\u3099ん who rowed.", "か"),
    ],
)
def test_no_part_of_a_character_is_a_name(text: str, name: str) -> None:
    verdict = the_value(article_from_text(text), cites=[1], name=name).verdict
    assert verdict in {"altered", "unsupported"}


def test_accents_may_be_left_out_and_are_part_of_the_span() -> None:
    for text in ("It was Rene\u0301 who rowed.", "It was René who rowed."):
        value = the_value(article_from_text(text), cites=[1], name="Rene")
        assert value.verdict == "normalised"
        assert quoted(value, article_from_text(text)) in ("René", "Rene\u0301")


@pytest.mark.parametrize(
    ("text", "name"), [("船は北京市に着いた。", "北京"), ("그는 서울에서 왔다.", "서울")]
)
def test_scripts_without_spaces_around_names(text: str, name: str) -> None:
    value = the_value(article_from_text(text), cites=[1], name=name)
    assert (value.verdict, quoted(value, article_from_text(text))) == ("exact", name)


def test_spans_of_the_cited_sentences_and_unknown_citations() -> None:
    (item,) = evidence(cites=[4, 99, 1, 0, -1]).items
    first, last = ARTICLE.sentences[0], ARTICLE.sentences[3]
    assert item.path == "boats.0"
    assert item.cites == (4, 1)
    assert item.spans == ((last.start, last.end), (first.start, first.end))
    assert item.unknown_cites == (99, 0, -1)


@pytest.mark.parametrize("cites", [[], [99]])
def test_without_a_real_citation_nothing_is_better_than_miscited(cites: list[int]) -> None:
    for boat in ({"name": "Amsa"}, {"name": "AMSA"}, {"crew": 14}):
        assert the_value(cites=cites, **boat).verdict == "miscited"
    assert the_value(cites=cites, name="Tarran").verdict == "unsupported"


def test_choices_flags_and_unquoted_texts_are_classified() -> None:
    boat: dict[str, Any] = {
        "sort": "ferry",
        "tags": ["red"],
        "code": "Amsa",
        "side": "left",
        "sunk": True,
    }
    sentence = ARTICLE.sentences[0]
    cited = ((sentence.start, sentence.end),)
    found = {value.path: value for value in evidence(cites=[1], **boat).values}
    for field in ("sort", "tags.0", "side", "sunk"):
        value = found[f"boats.0.{field}"]
        assert (value.verdict, value.spans) == ("classified", cited)
    assert (found["boats.0.code"].verdict, found["boats.0.code"].spans) == ("classified", ())


def test_a_choice_without_a_cited_sentence_is_unsupported() -> None:
    found = evidence(cites=[99], sort="ferry").of("boats.0.sort")
    assert found is not None
    assert found.verdict == "unsupported"


def test_each_text_of_a_list_has_its_verdict() -> None:
    values = asked(evidence(cites=[1], ports=["Karvel", "Tarran", "Karvel Bay"]))
    assert [(value.path, value.verdict) for value in values] == [
        ("boats.0.ports.0", "exact"),
        ("boats.0.ports.1", "unsupported"),
        ("boats.0.ports.2", "miscited"),
    ]


def test_facts_of_the_article_are_looked_for_everywhere() -> None:
    record = Paper(harbour=Harbour(town="Karvel Bay", berths=200, language="Karvel", cites=[14]))
    found = ground(ARTICLE, PAPER, record)
    assert found.items == ()
    assert [(value.path, value.verdict, quoted(value)) for value in found.values] == [
        ("harbour.town", "exact", "Karvel Bay"),
        ("harbour.berths", "normalised", "Two hundred"),
        ("harbour.language", "classified", None),
        ("harbour.open", "classified", None),
    ]
    nowhere = ground(ARTICLE, PAPER, Paper(harbour=Harbour(town="Tarran", berths=3)))
    assert nowhere.counts() == {
        "exact": 0,
        "normalised": 0,
        "derived": 0,
        "classified": 2,
        "miscited": 0,
        "altered": 0,
        "unsupported": 2,
    }


def test_bundled_schema() -> None:
    article = article_from_text("Three rebels died in Tey, the Orsk monitor said.")
    casualties = {
        "cites": [1],
        "count_text": "Three rebels",
        "group": "rebels",
        "harm": "killed",
        "low": 3,
        "best": 3,
        "high": 30,
        "counted_by": "Orsk Monitor",
        "status": "new",
    }
    schema = load_schema("conflict_events@1")
    record = schema.model.model_validate(
        {
            "article": {
                "reports_conflict": True,
                "language": "en",
                "agency": None,
                "byline": None,
            },
            "claims": [],
            "events": [],
            "casualties": [casualties],
            "displacement": [],
        }
    )
    verdicts = {value.path: value.verdict for value in ground(article, schema, record).values}
    assert verdicts == {
        "casualties.0.count_text": "exact",
        "casualties.0.group": "exact",
        "casualties.0.harm": "classified",
        "casualties.0.low": "normalised",
        "casualties.0.best": "normalised",
        "casualties.0.high": "unsupported",
        "casualties.0.counted_by": "normalised",
        "casualties.0.status": "classified",
        "article.reports_conflict": "classified",
        "article.language": "classified",
    }
