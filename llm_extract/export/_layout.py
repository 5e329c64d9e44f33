"""All tables of an export, and the rows of a line in them.

Records are taken one at a time: whatever holds rows longer is the writer of a format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from llm_extract.articles import Article
from llm_extract.errors import ArticleError, field_path
from llm_extract.export._article_table import COLUMNS, article_row
from llm_extract.export._cells import text
from llm_extract.export._levels import ARTICLES, OF_ARTICLE
from llm_extract.export._names import Names
from llm_extract.export._places import LOCATIONS, location_rows
from llm_extract.export._proof_tables import (
    EVIDENCE,
    FINDINGS,
    REJECTED,
    SUSPICIOUS,
    evidence_rows,
    findings_rows,
    rejected_rows,
    suspicious_rows,
)
from llm_extract.export._record_tables import RecordTables
from llm_extract.export._tables import Column, Row, Table
from llm_extract.export._verdicts import Judgement
from llm_extract.schemas import Schema

_KEY = ("article_id",)
_POSITIONS = ("article_id", "position")
_PROOF = (
    Table(
        "evidence",
        EVIDENCE,
        "Each value of a record with its verdict and the words that bear it out.",
        ("article_id", "path"),
        OF_ARTICLE,
    ),
    Table(
        "rejected",
        REJECTED,
        "Parts of answers that are not in the record, and why.",
        _POSITIONS,
        OF_ARTICLE,
    ),
    Table(
        "findings",
        FINDINGS,
        "What the checks of a record as a whole found.",
        _POSITIONS,
        OF_ARTICLE,
    ),
    Table(
        "suspicious_text",
        SUSPICIOUS,
        "Stretches of articles that look like an attack on the model that reads them.",
        _POSITIONS,
        OF_ARTICLE,
    ),
    Table(
        "locations",
        LOCATIONS,
        "Where places may be: one row for each candidate, or one without any.",
        ("article_id", "path", "rank"),
        OF_ARTICLE,
    ),
)
DICTIONARY = Table(
    "columns",
    (
        Column("table_name", "text", "Name of the table.", False),
        Column("column_name", "text", "Name of the column.", False),
        Column("type", "text", "Type of its cells.", False),
        Column("nullable", "boolean", "Whether a cell may be empty.", False),
        Column("choices", "text", "The values it may have, as JSON, where they are a closed list."),
        Column("description", "text", "What it holds."),
    ),
    "All columns of all tables.",
    ("table_name", "column_name"),
)


class Layout:
    """The tables of one schema.

    Attributes:
        schema: of the records.
        tables: all of them; a table stands behind the one its rows belong to.
        lists: fields of a record that are lists of items.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.lists = frozenset(schema.items)
        own = (ARTICLES, *(table.name for table in _PROOF), DICTIONARY.name)
        columns = Names(tuple(column.name for column in COLUMNS))
        self._record = RecordTables(schema, Names(own), columns)
        # An input without a record has no facts.
        facts = (replace(column, nullable=True) for column in self._record.facts.columns)
        articles = Table(
            ARTICLES,
            (*COLUMNS, *facts),
            "One row for each input, also for those without a record; facts of the article.",
            _KEY,
        )
        self.tables = (articles, *self._record.tables(), *_PROOF, DICTIONARY)

    def table_of(self, name: str) -> Table:
        """The table of a list of items."""
        wanted = self._record.items[name].name
        return next(table for table in self.tables if table.name == wanted)

    def dictionary(self) -> Iterator[tuple[str, Row]]:
        """Rows of the table of columns."""
        for table in self.tables:
            for column in table.columns:
                choices = json.dumps(column.choices, ensure_ascii=False) if column.choices else None
                said = (column.kind, column.nullable, choices, column.description or None)
                yield DICTIONARY.name, (table.name, column.name, *said)

    def rows(self, line: Mapping[str, Any], article: Article | None) -> Iterator[tuple[str, Row]]:
        """Rows of one line with the names of their tables.

        Raises:
            ArticleError: ``invalid_json``, its data is no record of the schema.
        """
        own = article_row(line)
        if line["status"] != "ok":
            yield ARTICLES, (*own, *(None for _ in self._record.facts.columns))
            return
        record_of(self.schema, line)
        yield ARTICLES, (*own, *self._record.facts.cells(line["data"]))
        yield from self.record_rows(line)
        yield from (("evidence", row) for row in evidence_rows(line, self.lists, article))
        yield from (("rejected", row) for row in rejected_rows(line))
        yield from (("findings", row) for row in findings_rows(line))
        yield from (("suspicious_text", row) for row in suspicious_rows(line))
        yield from (("locations", row) for row in location_rows(line, self.lists))

    def record_rows(self, line: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
        """The rows of its record alone."""
        judgement = Judgement.of(line, self.lists)
        yield from self._record.rows(text(line["id"]), line["data"], judgement)


def record_of(schema: Schema, line: Mapping[str, Any]) -> BaseModel:
    """The record of a line, as strict as its schema is.

    Raises:
        ArticleError: ``invalid_json``, its data is none; a schema of the user's own may have been
            edited since the run.
    """
    try:
        return schema.model.model_validate_json(json.dumps(line["data"]), by_name=True)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        raise ArticleError(
            "invalid_json",
            f"its data is no record of {schema.reference}:"
            f" {field_path(fault['loc'])} {fault['type']}",
            source=str(line["id"]),
            hint="was the schema edited since the run? llm-extract check tells all such records",
        ) from None
