"""Names in texts, the places they mean, and what a gazetteer makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import yaml
from pydantic import BaseModel

from llm_extract import Article, article_from_text, read_articles
from llm_extract.gazetteer import Gazetteer, LocatedPlace, locate_record
from llm_extract.schemas import Toponym

_HERE = Path(__file__).parent
_MARCHES = Path(__file__).parents[2] / "examples" / "marches"


class Stop(BaseModel):
    """A place and nothing else of it."""

    cites: list[int]
    name: Annotated[str, Toponym()]


class Route(BaseModel):
    """A record of places."""

    stops: list[Stop]


class Case(NamedTuple):
    article: Article
    gold: list[dict]


class Outcome(NamedTuple):
    """What came of a name; `expected` and `chosen` are numbers of GeoNames."""

    name: str
    expected: int | None
    chosen: int | None
    is_offered: bool
    where_prec: int | None
    found_prec: int | None
    best: str

    @property
    def is_right(self) -> bool:
        return self.expected == self.chosen


def marches() -> Iterator[Case]:
    gold = yaml.safe_load((_HERE / "marches.yaml").read_text("utf-8"))
    for article in read_articles(_MARCHES):
        yield Case(article, gold[article.id])


def traps() -> Iterator[Case]:
    return _sentences("traps")


def held_out() -> Iterator[Case]:
    return _sentences("held_out")


def _sentences(name: str) -> Iterator[Case]:
    cases = yaml.safe_load((_HERE / f"{name}.yaml").read_text("utf-8"))
    for number, case in enumerate(cases):
        yield Case(article_from_text(case["text"], id=f"{name} {number}"), case["places"])


def located(article: Article, names: list[str], gazetteer: Gazetteer) -> tuple[LocatedPlace, ...]:
    record = Route(stops=[Stop(cites=_cites(article, name), name=name) for name in names])
    return locate_record(record, gazetteer, article=article)


def outcomes(case: Case, gazetteer: Gazetteer) -> Iterator[Outcome]:
    found = located(case.article, [place["name"] for place in case.gold], gazetteer)
    for gold, place in zip(case.gold, found, strict=True):
        best = place.candidates[0] if place.candidates else None
        yield Outcome(
            place.name,
            gold["is"],
            None if place.chosen is None else place.candidates[place.chosen].id,
            any(one.id == gold["is"] for one in place.candidates),
            gold.get("where_prec"),
            place.precision.ged_where_prec,
            f"{best.country} {best.score} {' '.join(best.reasons)}" if best else "",
        )


def _cites(article: Article, name: str) -> list[int]:
    sentences = [n for n in range(1, len(article.sentences) + 1) if name in article.sentence(n)]
    return sentences[:4] or [1]
