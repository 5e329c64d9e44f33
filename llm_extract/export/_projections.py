"""Rows in the columns of other standards, which a schema makes of its records by ``rows()``.

A record model with ``rows(article)`` returns rows by the name of a projection; the first column of
a row is the id of the item it is of. A class variable ``projections`` names the columns of each
projection in order, so that a table without rows has its header. Columns named ``latitude`` and
``longitude``, and those of the article and of the verdicts, are filled here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from traceback import extract_tb
from typing import Any

from llm_extract.articles import Article
from llm_extract.errors import SettingsError
from llm_extract.export._cells import as_json, text
from llm_extract.export._layout import record_of
from llm_extract.export._links import Links
from llm_extract.export._places import Located, located_in
from llm_extract.export._tables import Cell
from llm_extract.export._verdicts import VERDICTS, Judgement
from llm_extract.schemas import Schema

# What stands behind the columns of a projection, unless it has a column of that name.
ADDED: dict[str, str] = {
    "latitude": "Degrees north of the item's place, when one candidate was chosen.",
    "longitude": "Degrees east of the same.",
    "location_status": "`chosen`, `ambiguous` or `not_found`; empty when no place was looked up.",
    "location_score": "How well the chosen candidate fits, from 0 to 1.",
    "article_id": "Id of the article.",
    "article_title": "Title of the article.",
    "article_published": "Publication date.",
    "item": "Path of the item in the record.",
    "doubtful": "How many values of the item are `altered` or `unsupported`.",
    "doubtful_linked": "The same of the items that refer to it.",
    "worst_verdict": "The worst verdict on a value of the item or of those.",
    "model": "Model that read the article.",
    "prompt": "Prompt with its version.",
    "schema": "Schema with its version.",
}


def projections_of(schema: Schema) -> dict[str, tuple[str, ...]]:
    """Columns of a schema's projections by name, as far as it declares them."""
    found = getattr(schema.model, "projections", None)
    if not isinstance(found, Mapping) or not has_rows(schema):
        return {}
    return {str(name): tuple(columns) for name, columns in found.items()}


def has_rows(schema: Schema) -> bool:
    """Whether records of a schema have rows in other forms."""
    return callable(getattr(schema.model, "rows", None))


def header(columns: Sequence[str]) -> list[str]:
    """The columns of a projection with those that are added."""
    return list(dict.fromkeys((*columns, *ADDED)))


class Projected:
    """The rows of one projection.

    An article with the text of an earlier one has no rows: its events would be there twice.

    Attributes:
        twins: how many such articles there were.
        without_text: records whose article is not where it was read: their rows were made
            knowing its id, title and date only.
    """

    def __init__(self, schema: Schema, name: str) -> None:
        self._schema = schema
        self._name = name
        self._lists = frozenset(schema.items)
        self.twins = 0
        self.without_text = 0

    def rows(
        self, lines: Iterable[tuple[Mapping[str, Any], Article | None]]
    ) -> Iterator[dict[str, Cell]]:
        """Rows by column, in the order of the lines.

        Raises:
            SettingsError: ``usage``, there is no such projection; ``schema_invalid``, ``rows()``
                failed.
            ArticleError: ``invalid_json``, the data of a line is no record of the schema.
        """
        for line, article in lines:
            if line["status"] != "ok":
                continue
            if line.get("same_as") is not None:
                self.twins += 1
                continue
            self.without_text += article is None
            yield from self._of(line, article or _known(line))

    def _of(self, line: Mapping[str, Any], article: Article) -> Iterator[dict[str, Cell]]:
        places = located_in(line, self._lists)
        record = record_of(self._schema, _with_precision(line, places))
        made = _made(record, article, self._schema.reference)
        if self._name not in made:
            raise no_such(self._schema, self._name, made)
        added = _Added(line, self._lists, places)
        for row in made[self._name]:
            own = {name: _cell(value) for name, value in row.items()}
            more = added.to(next(iter(row.values()), None))
            yield own | {name: value for name, value in more.items() if own.get(name) is None}


def no_such(
    schema: Schema, name: str, known: Iterable[str], hint: str | None = None
) -> SettingsError:
    """The refusal of a projection a schema does not have."""
    offered = ", ".join(sorted(known))
    said = f"rows of {schema.reference}: {offered}" if offered else f"{schema.reference} has none"
    message = f"{name!r} is no format and no kind of rows; {said}"
    return SettingsError("usage", message, source="--to", hint=hint)


class _Added:
    """What is known of the items of one line beside the rows."""

    def __init__(
        self, line: Mapping[str, Any], lists: frozenset[str], places: Sequence[Located]
    ) -> None:
        self._line = line
        self._links = Links(line["data"], lists)
        self._judgement = Judgement.of(line, lists)
        self._places = places

    def to(self, identity: object) -> dict[str, Cell]:
        """Cells of `ADDED` for the row of the item with an id."""
        item = self._links.path_of(identity)
        about = self._line.get("article") or {}
        published = about.get("published")
        return {
            **(self._where(item) if item else {}),
            "article_id": text(self._line["id"]),
            "article_title": _cell(about.get("title")),
            "article_published": date.fromisoformat(published) if published else None,
            "item": item,
            **(self._doubts(item) if item else {}),
            **{name: _cell(self._line.get(name)) for name in ("model", "prompt", "schema")},
        }

    def _where(self, item: str) -> dict[str, Cell]:
        """Coordinates, when the item is of one place only."""
        related = {item, *(target for _, target in self._links.of(item))}
        places = [place for place in self._places if place.item in related]
        if len(places) != 1:
            return {}
        chosen = places[0].chosen or {}
        named = {"latitude": "latitude", "longitude": "longitude", "location_score": "score"}
        cells = {name: chosen.get(member) for name, member in named.items()}
        return {**cells, "location_status": places[0].status}

    def _doubts(self, item: str) -> dict[str, Cell]:
        own = self._judgement.at(item)
        linked = [self._judgement.at(other) for other in self._links.to(item)]
        worst = [one.worst for one in (own, *linked) if one.worst]
        return {
            "doubtful": own.doubtful,
            "doubtful_linked": sum(one.doubtful for one in linked),
            "worst_verdict": max(worst, key=VERDICTS.index, default=None),
        }


def _with_precision(line: Mapping[str, Any], places: Iterable[Located]) -> Mapping[str, Any]:
    """The line, with the precision codes of places that were located in empty fields so named."""
    data: dict[str, Any] | None = None
    for place in places:
        if place.item and place.chosen and place.precision:
            data = data or deepcopy(line["data"])
            name, _, position = place.item.partition(".")
            item = data[name][int(position)]
            item |= {k: v for k, v in place.precision.items() if k in item and item[k] is None}
    return {**line, "data": data} if data else line


def _made(record: Any, article: Article, reference: str) -> Mapping[str, list[Mapping[str, Any]]]:
    try:
        made: Mapping[str, list[Mapping[str, Any]]] = record.rows(article)
    except Exception as error:
        # A message of the schema's own code may hold words of the article.
        place = extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        raise SettingsError(
            "schema_invalid", f"rows() failed: {type(error).__name__} at {where}", source=reference
        ) from error
    return made


def _known(line: Mapping[str, Any]) -> Article:
    """What a line knows of an article whose text is not there."""
    about = line.get("article") or {}
    published = about.get("published")
    return Article(
        line["id"],
        "",
        (),
        (),
        published=date.fromisoformat(published) if published else None,
        published_from=about.get("published_from") or "unknown",
        title=about.get("title"),
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return text(value)
    return value if isinstance(value, int | float | date) or value is None else as_json(value)
