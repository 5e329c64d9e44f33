"""Tables of a record: one for each list, and one for each list inside another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from llm_extract.export._about import About
from llm_extract.export._cells import maker
from llm_extract.export._fields import Held, held
from llm_extract.export._names import Names, plain
from llm_extract.export._tables import Cell, Column, Reference, Row, Table
from llm_extract.schemas.compatibility import Node

ARTICLE_ID = Column("article_id", "text", "Id of the article.", nullable=False)
POSITION = Column("position", "integer", "Place in its list, from 0.", nullable=False)
ARTICLES = "articles"
OF_ARTICLE = Reference((ARTICLE_ID.name,), ARTICLES, (ARTICLE_ID.name,))


@dataclass(slots=True)
class Level:
    """One table in the making, and how its rows are taken from the elements of its list.

    Attributes:
        name: of the table.
        keys: columns that say which row of the table above an element belongs to.
        names: of its columns.
        steps: fields that lead from an element to each value, with what makes the cell.
        columns: one for each of ``steps``.
        lists: fields that lead from an element to a list of a table below.
        title: what the table holds.
        parent: the table above.
    """

    name: str
    keys: tuple[Column, ...]
    names: Names
    columns: list[Column] = field(default_factory=list)
    steps: list[tuple[tuple[str, ...], Callable[[Any], Cell]]] = field(default_factory=list)
    lists: list[tuple[tuple[str, ...], Level]] = field(default_factory=list)
    title: str = ""
    parent: Reference | None = None

    def cells(self, element: Any) -> Row:
        """Cells of one element, without its keys."""
        found = ((_at(element, path), make) for path, make in self.steps)
        return tuple(None if value is None else make(value) for value, make in found)

    def below(self, element: Any, keys: Row) -> Iterator[tuple[str, Row]]:
        """Rows of the tables below, for an element with these keys."""
        for path, level in self.lists:
            for position, part in enumerate(_at(element, path) or ()):
                own = (*keys, position)
                yield level.name, (*own, *level.cells(part))
                yield from level.below(part, own)

    def table(self) -> Table:
        """The table of a list inside another."""
        columns = (*self.keys, POSITION, *self.columns)
        key = (*(column.name for column in self.keys), POSITION.name)
        return Table(self.name, columns, self.title, key, self.parent)

    def tables(self) -> Iterator[Table]:
        """The tables below, each before those below it."""
        for _, level in self.lists:
            yield level.table()
            yield from level.tables()


@dataclass(slots=True)
class Builder:
    """Fills levels with the fields of a record; tables get their names in the order of fields."""

    tables: Names

    def add(
        self,
        level: Level,
        nodes: Iterable[Node],
        about: About,
        steps: tuple[str, ...] = (),
        above: frozenset[str] = frozenset(),
    ) -> None:
        """Add a field: a column, the columns of an object, or a table below."""
        found = held(nodes, above)
        if found.form == "object":
            self.add_fields(level, found, about, steps, above)
        elif found.form == "list":
            below = self._below(level, about, steps)
            level.lists.append((steps, below))
            self.add(below, found.elements(), about, (), above)
        else:
            name = level.names.unique("_".join(steps) or "value")
            column = Column(name, found.kind, about.text, found.nullable, found.choices)
            level.columns.append(column)
            level.steps.append((steps, maker(found.kind, is_json=found.is_json)))

    def add_fields(
        self,
        level: Level,
        found: Held,
        about: About,
        steps: tuple[str, ...] = (),
        above: frozenset[str] = frozenset(),
        without: tuple[str, ...] = (),
    ) -> None:
        """Add the fields of an object; those of one that may be null may be null, too."""
        for name, nodes in found.fields():
            if name not in without:
                given = next((d for n in nodes if (d := n.schema.get("description"))), None)
                below = about.below(name, given)
                inside = above | found.models
                self.add(level, _also_null(nodes, found), below, (*steps, name), inside)

    def _below(self, level: Level, about: About, steps: tuple[str, ...]) -> Level:
        keys, parent = _linked(level)
        above = () if level.name == ARTICLES else (level.name,)
        name = self.tables.unique(plain("_".join((*above, *(steps or ("value",))))))
        names = Names((*(column.name for column in keys), POSITION.name))
        return Level(name, keys, names, title=about.text or about.title, parent=parent)


def _linked(level: Level) -> tuple[tuple[Column, ...], Reference]:
    """Columns that name a row of a level in the tables below it."""
    if level.name == ARTICLES:
        return (ARTICLE_ID,), OF_ARTICLE
    link = f"`{POSITION.name}` in `{level.name}`."
    keys = (*level.keys, Column(f"{level.name}_position", "integer", link, nullable=False))
    ours = tuple(column.name for column in keys)
    return keys, Reference(ours, level.name, (*ours[:-1], POSITION.name))


def _also_null(nodes: list[Node], found: Held) -> list[Node]:
    return [*nodes, nodes[0].at({"type": "null"})] if found.nullable else nodes


def _at(element: Any, path: tuple[str, ...]) -> Any:
    """Value at a path; ``None`` where a part of it is null or absent."""
    for name in path:
        element = element.get(name) if isinstance(element, dict) else None
    return element
