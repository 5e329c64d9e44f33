"""A run of an output folder as files that other tools open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from llm_extract.articles import Article
from llm_extract.errors import SettingsError
from llm_extract.export._layout import Layout
from llm_extract.export._names import plain
from llm_extract.export._projections import Projected, has_rows, no_such, projections_of
from llm_extract.export._staged import lost, staged
from llm_extract.export.formats import (
    GEOJSON,
    TABLE_FORMATS,
    Destination,
    How,
    rows_to,
    write_geojson,
    write_rows,
)
from llm_extract.runs import StoredRun, reopen
from llm_extract.schemas import Schema, load_schema

FORMATS = (*TABLE_FORMATS, "geojson")
FOLDER = "export"
_Write = Callable[[Path], None]
_R = TypeVar("_R")


@dataclass(slots=True)
class Exported:
    """What an export wrote.

    Attributes:
        path: of the file or folder.
        run: number of the run.
        lines: inputs of the run.
        rows: rows of all tables, or features.
        told: what a user should know of them.
    """

    path: Path
    run: int
    lines: int = 0
    rows: int = 0
    told: list[str] = field(default_factory=list)


def export_run(
    folder: Path,
    to: str,
    output: Path | None = None,
    *,
    run: int | None = None,
    articles: Path | str | None = None,
    raw: bool = False,
    on_article: Callable[[int, int], None] = lambda _done, _total: None,
) -> Exported:
    """Write a run in another format, whole or not at all.

    Args:
        folder: output folder of a run.
        to: one of `FORMATS`, or the name of a projection of the schema, such as ``acled``.
        output: where to; by default in ``export`` inside the folder. What an earlier export wrote
            there is replaced, anything else is left alone.
        run: number of the run; by default the newest one with inputs.
        articles: where the articles are now; by default where each line says.
        raw: leave texts of CSV as they are, also those a spreadsheet would run.
        on_article: called with the articles done and the articles in all.

    Raises:
        SettingsError: ``usage``, there is no journal, no such run, format or projection, or no
            places were looked up; ``output_not_writable``; ``extra_missing``; as for `load_schema`.
        ArticleError: ``unreadable``, the journal is damaged; ``not_found``, there is nothing at
            ``articles``; ``invalid_json``, a record is none of its schema.
        OutputError: ``disk_full`` or ``output_lost``; what was there is untouched.
    """
    stored = reopen(folder, run, articles=articles)
    export = _Export(stored, load_schema(stored.totals.schema), raw, on_article)
    destination, write = export.writer(to)
    if raw and not destination.is_csv:
        raise SettingsError("usage", "goes with CSV only", source="--raw")
    target = output or _default(folder, destination)
    with staged(target, destination.is_ours) as path:
        write(path)
    export.done.path = target
    return export.done


def _default(folder: Path, destination: Destination) -> Path:
    parent = folder / FOLDER
    try:
        parent.mkdir(exist_ok=True)
    except OSError as error:
        raise lost(error, parent) from error
    return parent / destination.name


class _Export:
    """One run on its way into one format."""

    def __init__(
        self, stored: StoredRun, schema: Schema, raw: bool, on_article: Callable[[int, int], None]
    ) -> None:
        self._stored = stored
        self._schema = schema
        self._raw = raw
        self._on_article = on_article
        self.done = Exported(Path(), stored.totals.number)

    def writer(self, to: str) -> tuple[Destination, _Write]:
        """Where a format goes, and what writes it."""
        if to in TABLE_FORMATS:
            return TABLE_FORMATS[to].to, self._tables(to)
        if to == "geojson":
            return GEOJSON, self._features
        known = projections_of(self._schema)
        # A schema that does not declare its projections tells them by its first record.
        if not has_rows(self._schema) or (known and to not in known):
            raise no_such(self._schema, to, known, f"formats: {', '.join(FORMATS)}")
        return rows_to(plain(to)), self._rows(to, known.get(to, ()))

    def _tables(self, to: str) -> _Write:
        layout = Layout(self._schema)
        rows = (row for line, article in self._lines() for row in layout.rows(line, article))
        how = How(self._raw, self.done.told.append)
        return lambda path: TABLE_FORMATS[to].write(
            path, layout.tables, chain(self._counted(rows), layout.dictionary()), how
        )

    def _features(self, path: Path) -> None:
        layout = Layout(self._schema)
        self.done.rows = write_geojson(path, layout, self._located())

    def _located(self) -> Iterator[dict[str, Any]]:
        looked_up = False
        for line, _ in self._lines():
            looked_up |= "locations" in line
            yield line
        if not looked_up:
            raise SettingsError(
                "usage",
                "no places of this run were looked up yet",
                source="--to",
                hint="llm-extract locate does",
            )

    def _rows(self, to: str, columns: tuple[str, ...]) -> _Write:
        projected = Projected(self._schema, to)
        rows = self._counted(projected.rows(self._lines()))

        def write(path: Path) -> None:
            write_rows(path, columns, rows, raw=self._raw)
            self._tell("articles with the text of an earlier one, left out", projected.twins)
            self._tell("articles that are gone, rows made without them", projected.without_text)

        return write

    def _tell(self, what: str, count: int) -> None:
        if count:
            self.done.told.append(f"{what}: {count:,}")

    def _lines(self) -> Iterator[tuple[dict[str, Any], Article | None]]:
        for one in self._stored.lines:
            yield one.line, one.article
            self.done.lines += 1
            self._on_article(self.done.lines, len(self._stored.lines))

    def _counted(self, rows: Iterator[_R]) -> Iterator[_R]:
        for row in rows:
            self.done.rows += 1
            yield row
