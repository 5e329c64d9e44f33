"""Numbers and dates that must follow from the words beside them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import BaseModel

from llm_extract.articles import Article, article_from_text
from llm_extract.grounding import ValueEvidence, ground
from llm_extract.schemas import CountOf, DateOf, schema_of


class Wreck(BaseModel):
    cites: list[int]
    dead_text: str | None = None
    low: Annotated[int, CountOf("dead_text", "low")] | None = None
    best: Annotated[int, CountOf("dead_text", "best")] | None = None
    high: Annotated[int, CountOf("dead_text", "high")] | None = None
    sank_text: str | None = None
    sank: Annotated[date, DateOf("sank_text")] | None = None
    seen: date | None = None


class Log(BaseModel):
    wrecks: list[Wreck] = []


LOG = schema_of(Log)

# 14 August 2019 is a Wednesday.
ARTICLE = article_from_text(
    "At least 44 sailors drowned off Karvel on Monday, and 12 more were hurt.\n\n"
    "The Amsa sank in May with 3,500 crates and as many as 40 men.\n\n"
    "Dozens of boats searched; twenty-one divers came on 2 June 2019, the mayor said.\n\n"
    "Some 300 people watched, and 44 of them prayed.",
    published="2019-08-14",
)


def proof(field: str, article: Article = ARTICLE, **wreck: Any) -> ValueEvidence:
    found = ground(article, LOG, Log(wrecks=[Wreck(**wreck)])).of(f"wrecks.0.{field}")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cite", "text", "bound", "value", "verdict"),
    [
        (1, "At least 44 sailors", "low", 44, "exact"),
        (1, "At least 44 sailors", "best", 44, "exact"),
        (1, "At least 44 sailors", "high", 44, "altered"),
        (1, "At least 44 sailors", "best", 45, "altered"),
        (1, "At least 44 sailors", "best", 12, "altered"),
        (1, "12 more", "best", 12, "exact"),
        (2, "3,500 crates", "best", 3500, "normalised"),
        (2, "3,500 crates", "best", 3501, "altered"),
        (3, "twenty-one divers", "best", 21, "normalised"),
        (3, "twenty-one divers", "best", 20, "altered"),
        (3, "Dozens of boats", "best", 24, "altered"),
        (3, "Dozens of boats", "best", 12, "altered"),
        (4, "Some 300 people", "best", 300, "exact"),
        # The words are of another sentence than the one cited.
        (3, "Some 300 people", "best", 300, "miscited"),
        # The words themselves are changed, and the number with them.
        (1, "At least 45 sailors", "best", 45, "altered"),
        (1, "nine hundred gulls", "best", 900, "unsupported"),
    ],
)
def test_a_number_follows_from_its_phrase(
    cite: int, text: str, bound: str, value: int, verdict: str
) -> None:
    assert proof(bound, cites=[cite], dead_text=text, **{bound: value}).verdict == verdict


@pytest.mark.parametrize(
    ("cite", "text", "bound", "value", "verdict"),
    [
        (1, "44 sailors", "low", 44, "exact"),
        (1, "44 sailors", "high", 44, "altered"),
        (2, "40 men", "high", 40, "exact"),
        (2, "40 men", "low", 40, "altered"),
        (4, "44 of them", "high", 44, "exact"),
        (1, "12 more", "high", 12, "exact"),
    ],
)
def test_a_comparator_the_phrase_leaves_out_still_counts(
    cite: int, text: str, bound: str, value: int, verdict: str
) -> None:
    assert proof(bound, cites=[cite], dead_text=text, **{bound: value}).verdict == verdict


def test_without_a_phrase_the_number_itself_must_stand_there() -> None:
    assert proof("best", cites=[1], best=44).verdict == "exact"
    assert proof("best", cites=[3], best=44).verdict == "miscited"
    assert proof("best", cites=[1], best=45).verdict == "unsupported"


@pytest.mark.parametrize(
    ("cite", "text", "day", "verdict", "rule"),
    [
        (1, "on Monday", date(2019, 8, 12), "derived", "R1"),
        (1, "on Monday", date(2019, 8, 5), "altered", "R1"),
        (2, "in May", date(2019, 5, 17), "derived", "R8"),
        (2, "in May", date(2018, 5, 17), "altered", "R8"),
        (3, "2 June 2019", date(2019, 6, 2), "derived", "R0"),
        (3, "2 June 2019", date(2019, 7, 2), "altered", "R0"),
        (1, "in January", date(2019, 1, 3), "unsupported", None),
    ],
)
def test_a_date_follows_from_its_words_by_a_rule(
    cite: int, text: str, day: date, verdict: str, rule: str | None
) -> None:
    found = proof("sank", cites=[cite], sank_text=text, sank=day)
    assert (found.verdict, found.rule) == (verdict, rule)


def test_a_date_that_differs_tells_what_the_rule_says() -> None:
    found = proof("sank", cites=[2], sank_text="in May", sank=date(2019, 4, 1))
    assert found.differs == ("2019-05-01/2019-05-31",)


@pytest.mark.parametrize(
    ("cite", "day", "verdict"),
    [
        (3, date(2019, 6, 2), "derived"),
        (1, date(2019, 8, 12), "derived"),
        (1, date(2019, 6, 2), "miscited"),
        (1, date(2019, 8, 13), "altered"),
        (4, date(2019, 8, 1), "unsupported"),
    ],
)
def test_a_date_without_words_is_a_time_of_a_cited_sentence(
    cite: int, day: date, verdict: str
) -> None:
    assert proof("seen", cites=[cite], seen=day).verdict == verdict
