"""Items as tables: a column for each field that any of them has, a verdict on each value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from pydantic import BaseModel

from llm_extract.grounding import Evidence, ItemEvidence, ValueEvidence, Verdict
from llm_extract.notebook._limits import ROWS, VALUES, short
from llm_extract.schemas import without_derived


class Leaf(NamedTuple):
    """One value: its name below the field (``start``), its words, and what proves it."""

    name: str
    text: str
    verdict: Verdict | None
    hint: str


class Row(NamedTuple):
    """One item: its place in the list, the sentences it cites, and its values by column."""

    number: int
    cites: tuple[int, ...]
    cells: Sequence[Sequence[Leaf]]


class Table(NamedTuple):
    """Items of one list, ``total`` of them there."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int


class Tables:
    """Makes the tables of one record, until there is room for no more values."""

    def __init__(self, record: BaseModel, evidence: Evidence) -> None:
        self._record = record
        self._evidence = evidence
        self._room = VALUES

    def facts(self) -> Iterator[tuple[str, list[Leaf]]]:
        """Values that belong to the article as a whole, by path."""
        listed = {_list_of(item) for item in self._evidence.items}
        for name, value in self._record.model_dump(mode="json").items():
            if name not in listed:
                yield from self._facts_in(value, name)

    def lists(self, *, by_code: bool = False) -> Iterator[Table]:
        """Each list of items, in the fields that were asked for or in those code filled in."""
        by_list: dict[str, list[ItemEvidence]] = {}
        for item in self._evidence.items:
            by_list.setdefault(_list_of(item), []).append(item)
        for name, items in by_list.items():
            table = self._table(name, items, by_code)
            if table.columns:
                yield table

    def _facts_in(self, value: Any, path: str) -> Iterator[tuple[str, list[Leaf]]]:
        if isinstance(value, Mapping):
            for name, part in value.items():
                yield from self._facts_in(part, f"{path}.{name}")
        elif leaves := list(self._leaves(value, path)):
            yield path, leaves

    def _table(self, name: str, items: Sequence[ItemEvidence], by_code: bool) -> Table:
        shown = items[:ROWS]
        fields = [self._fields(name, index, by_code) for index in range(len(shown))]
        filled = (field for own in fields for field, value in own.items() if not _is_empty(value))
        columns = tuple(dict.fromkeys(filled))
        rows = []
        for number, (item, own) in enumerate(zip(shown, fields, strict=True)):
            if self._room <= 0:
                break
            cells = [list(self._leaves(own.get(c), f"{item.path}.{c}")) for c in columns]
            rows.append(Row(number, item.cites, cells))
        return Table(name, columns, tuple(rows), len(items))

    def _fields(self, name: str, index: int, by_code: bool) -> dict[str, Any]:
        item: BaseModel = getattr(self._record, name)[index]
        whole = item.model_dump(mode="json", exclude={"cites"})
        asked: dict[str, Any] = without_derived(whole, (type(item),))
        if by_code:
            return {field: value for field, value in whole.items() if field not in asked}
        return asked

    def _leaves(self, value: Any, path: str, name: str = "") -> Iterator[Leaf]:
        if isinstance(value, Mapping):
            for key, part in value.items():
                yield from self._leaves(part, f"{path}.{key}", str(key))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                yield from self._leaves(part, f"{path}.{index}", name)
        elif value is not None and self._room > 0:
            self._room -= 1
            proof = self._evidence.of(path)
            verdict = proof.verdict if proof else None
            yield Leaf(name, words(value), verdict, hint_of(proof))


def words(value: object) -> str:
    """A value in a few words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return short(str(value.value if isinstance(value, Enum) else value))


def hint_of(proof: ValueEvidence | None) -> str:
    """What the letter of a verdict stands for, and what it rests on."""
    if proof is None:
        return ""
    rule = f" by rule {proof.rule}" if proof.rule else ""
    return f"{proof.verdict}{rule}{differs_of(proof)}"


def differs_of(proof: ValueEvidence) -> str:
    """Words of an altered value that the text lacks, or what the text has instead."""
    return f": {short(', '.join(proof.differs))}" if proof.differs else ""


def _list_of(item: ItemEvidence) -> str:
    return item.path.split(".", 1)[0]


def _is_empty(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_empty, value.values()))
    return value is None or value == []
