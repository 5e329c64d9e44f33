"""Whole extractions replayed from answers the embedded model gave.

`make record` records them again. The assertions hold what this model gets right; what it gets
wrong is in the recordings for everybody to read.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from llm_extract import Extraction, Extractor, read_articles

EXAMPLES = Path(__file__).parents[1] / "examples"

pytestmark = [pytest.mark.cassette, pytest.mark.vcr]


def extract(options, path: str, prompt: str = "conflict_events") -> Extraction:
    (article,) = read_articles(EXAMPLES / path)
    return Extractor(prompt, **options).extract(article)


def test_fighting_in_the_hills(embedded):
    result = extract(embedded, "articles/01-hill-fighting.txt")

    assert result.article.published == date(2027, 3, 17)
    assert not result.gaps
    assert result.data.article.agency == "Meridian"
    assert [(c.cites, c.group, c.harm, c.low, c.best) for c in result.data.casualties] == [
        ([4], "soldiers", "killed", 11, 11),
        ([4], "Highland fighters", "killed", 17, 17),
        ([6], "civilians", "injured", 4, 4),
        ([10], "people", "killed", 6200, 6200),
    ]
    assert result.data.casualties[3].status == "cumulative"
    families = result.data.displacement[-1]
    assert (families.cites, families.best, families.origin, families.destination) == (
        [8],
        450,
        "Ostrel",
        "Veskar",
    )
    check_evidence(result)
    assert result.usage.requests == len(result.article.sentences) + 1
    assert result.usage.complete
    assert result.usage.cached_tokens > 0.8 * result.usage.prompt_tokens


def check_evidence(result: Extraction) -> None:
    text = result.article.text
    for item in result.evidence.items:
        assert [text[start:end] for start, end in item.spans] == [
            result.article.sentence(number) for number in item.cites
        ]
    found = {value.path: value for value in result.evidence.values}
    ((start, end),) = found["casualties.0.best"].spans
    assert (text[start:end], found["casualties.0.best"].verdict) == ("11", "exact")
    # What the model got wrong is marked: the credit of the photo is not who counted.
    assert found["casualties.2.counted_by"].verdict == "miscited"


def test_harvest_fair_without_any_conflict(embedded):
    result = extract(embedded, "articles/05-harvest-fair.txt")

    assert result.data.article.reports_conflict is False
    assert result.usage.requests == 1
    assert not [item for item in result.evidence.items if not item.path.startswith("quantities.")]


def test_obituary_with_the_same_engine(embedded):
    result = extract(embedded, "obituaries/01-clockmaker.txt", "obituary")

    assert result.data.person.name == "Edvin Sall"
    assert result.data.person.age == 91
    assert ([8], "Mayor Osgood Lenn", "the most patient man in the county") in [
        (t.cites, t.speaker, t.words) for t in result.data.tributes
    ]
    (sister,) = [s for s in result.data.survivors if s.relation == "sister"]
    assert sister.name == "Gudrun Sall"
    assert 9 in sister.cites
