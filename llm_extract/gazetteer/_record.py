"""The places of one record, with candidate coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from llm_extract.articles import Article
from llm_extract.gazetteer._clues import ReadText
from llm_extract.gazetteer._entry import Entry
from llm_extract.gazetteer._gazetteer import Gazetteer
from llm_extract.gazetteer._precision import Precision, precision_of
from llm_extract.gazetteer._ranking import KEPT, Candidate, choice, ranked
from llm_extract.gazetteer._sought import Search, Sought
from llm_extract.gazetteer._toponyms import NamedPlace, named_places

_NEAR = 2


class LocatedPlace(NamedTuple):
    """A place name of a record and where it may be.

    Attributes:
        path: of the item that holds the name, such as ``places.0``.
        field: of the name below that, ``name``.
        name: as the record has it.
        phrase: the words around it that say what it is or how near, as the article has them.
        precision: codes of UCDP GED and ACLED.
        chosen: index of the candidate that is clear enough, or ``None``.
        candidates: the best first, eight at most.
    """

    path: str
    field: str
    name: str
    phrase: str | None
    precision: Precision
    chosen: int | None
    candidates: tuple[Candidate, ...]

    def as_json(self) -> dict[str, Any]:
        """The place as a JSON object."""
        return self._asdict() | {
            "precision": self.precision._asdict(),
            "candidates": [one._asdict() for one in self.candidates],
        }


def locate_record(
    record: BaseModel | Mapping[str, Any],
    gazetteer: Gazetteer,
    *,
    model: type[BaseModel] | None = None,
    article: Article | None = None,
    title: str | None = None,
    dateline: str | None = None,
) -> tuple[LocatedPlace, ...]:
    """Look up every place name of a record.

    A place that is clear by itself speaks for its neighbours: all names are weighed twice, the
    second time in the company of those that were clear the first time.

    Args:
        record: of a schema with fields marked `Toponym`; or its JSON, and its ``model``.
        gazetteer: where to look.
        model: of the record, where this is JSON.
        article: what the record is of, if it is there: its words are clues.
        title: its headline; by default that of ``article``.
        dateline: likewise.

    Raises:
        TypeError: JSON without a ``model``.
    """
    if isinstance(record, BaseModel):
        model, record = type(record), record.model_dump(mode="json")
    if model is None:
        raise TypeError("a record that is JSON needs its model")
    title = title or (article.title if article else None) or ""
    dateline = dateline or (article.dateline if article else None) or ""
    text = ReadText(article, f"{title}\n{dateline}")
    search = Search(text, gazetteer)
    named = list(named_places(record, model))
    found = [search.of_record(place) for place in named]
    company = _company([*found, search.of_dateline(dateline)], gazetteer)
    return tuple(
        _located(place, sought, company, gazetteer)
        for place, sought in zip(named, found, strict=True)
    )


def _company(found: Sequence[Sought], gazetteer: Gazetteer) -> dict[str, Entry]:
    """The places that are clear without the others, by folded name."""
    clear: dict[str, Entry] = {}
    for sought in found:
        candidates = ranked(sought.hits, sought.clues, (), gazetteer)
        if choice(candidates) is not None:
            best = candidates[0].id
            clear[sought.key] = next(h.entry for h in sought.hits if h.entry.id == best)
    return clear


def _located(
    place: NamedPlace, sought: Sought, company: Mapping[str, Entry], gazetteer: Gazetteer
) -> LocatedPlace:
    others = [entry for key, entry in company.items() if key != sought.key]
    candidates = ranked(sought.hits, sought.clues, others, gazetteer)
    chosen = choice(candidates)
    if sought.is_nearby:
        candidates = [one._replace(reasons=("place_nearby", *one.reasons)) for one in candidates]
    return LocatedPlace(
        path=place.path,
        field=place.field,
        name=place.name,
        phrase=sought.phrase.text if sought.phrase else None,
        precision=_precision(place, sought, candidates),
        chosen=chosen,
        candidates=tuple(candidates[:KEPT]),
    )


def _precision(place: NamedPlace, sought: Sought, candidates: Sequence[Candidate]) -> Precision:
    stated = place.sibling("precise")
    feature = candidates[0].feature if candidates else None
    found = precision_of(stated if isinstance(stated, int) else None, sought.phrase, feature)
    if sought.is_nearby and (found.ged_where_prec or 0) < _NEAR:
        return precision_of(_NEAR, None, None)
    return found
