"""The tables a schema makes: facts of the article, items, and lists inside of either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from llm_extract.export._about import About
from llm_extract.export._cells import cites
from llm_extract.export._fields import held
from llm_extract.export._levels import ARTICLE_ID, ARTICLES, OF_ARTICLE, POSITION, Builder, Level
from llm_extract.export._names import Names, plain
from llm_extract.export._tables import Column, Row, Table
from llm_extract.export._verdicts import VERDICTS, Judgement
from llm_extract.schemas import Schema
from llm_extract.schemas.compatibility import Node

_ITEM = Column("item", "text", "Path of the item in the record, `events.0`.", nullable=False)
CITES = Column("cites", "text", "Numbers of the sentences the item cites, from 1.", nullable=False)
_JUDGED = (
    Column(
        "doubtful",
        "integer",
        "How many of its values are `altered` or `unsupported`.",
        nullable=False,
    ),
    Column("worst_verdict", "text", "The worst verdict on its values.", choices=VERDICTS),
)
_OWN = (ARTICLE_ID, _ITEM, POSITION, CITES, *_JUDGED)


class RecordTables:
    """The tables of a schema's records.

    Args:
        schema: of the records.
        tables: gives the tables their names.
        columns: gives the facts of the article, which are columns of the articles, theirs.
    """

    def __init__(self, schema: Schema, tables: Names, columns: Names) -> None:
        self._schema = schema
        self._about = About.of(schema)
        root = Node.root(schema.model.model_json_schema(by_alias=False, mode="serialization"))
        self._record = held([root])
        self._builder = Builder(tables)
        self.items = {name: self._level(name) for name in schema.items}
        self.facts = Level(ARTICLES, (ARTICLE_ID,), columns)
        self._fill()

    def tables(self) -> Iterator[Table]:
        """Items first, then the lists inside; each before those below it."""
        for level in self.items.values():
            yield self._table(level)
        for level in (*self.items.values(), self.facts):
            yield from level.tables()

    def rows(
        self, article: str, data: Mapping[str, Any], judgement: Judgement
    ) -> Iterator[tuple[str, Row]]:
        """Rows of a record but its facts; each before those below it."""
        for name, level in self.items.items():
            for position, item in enumerate(data[name]):
                path = f"{name}.{position}"
                judged = judgement.at(path)
                own = (article, path, position, cites(item["cites"]))
                yield level.name, (*own, *level.cells(item), judged.doubtful, judged.worst)
                yield from level.below(item, (article, position))
        yield from self.facts.below(data, (article,))

    def columns_of(self, name: str) -> tuple[Column, ...]:
        """Columns of the table of one list."""
        return self._table(self.items[name]).columns

    def _level(self, name: str) -> Level:
        about = self._about.below(name)
        names = Names(tuple(column.name for column in _OWN))
        table = self._builder.tables.unique(plain(name))
        title = about.text or about.title
        return Level(table, (ARTICLE_ID,), names, title=title, parent=OF_ARTICLE)

    def _fill(self) -> None:
        for name, nodes in self._record.fields():
            about = self._about.below(name)
            if name in self.items:
                item = held(held(nodes).elements())
                self._builder.add_fields(self.items[name], item, about, without=(CITES.name,))
            else:
                self._builder.add(self.facts, nodes, about, (name,))

    def _table(self, level: Level) -> Table:
        columns = (*_OWN[:-2], *level.columns, *_JUDGED)
        return Table(
            level.name, columns, level.title, (ARTICLE_ID.name, POSITION.name), level.parent
        )
