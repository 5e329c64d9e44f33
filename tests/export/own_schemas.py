"""Schemas of users: nasty by hand, and any by lot."""

from __future__ import annotations

import itertools
import math
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from hypothesis import strategies as st
from pydantic import BaseModel, Field, create_model

from llm_extract.schemas import schema_of


class Inner(BaseModel):
    b: int | None
    item: str


class Leaf(BaseModel):
    names: list[str]
    position: float


class Tree(BaseModel):
    """A tree; it has no end."""

    name: str
    twigs: list[Tree]
    best: Tree | None


class Boat(BaseModel):
    """One of two kinds; ``speed`` is in knots."""

    cites: list[int]
    kind_of: Literal["boat"]
    speed: int
    only_boat: str
    note: str


class Cart(BaseModel):
    """The other kind."""

    cites: list[int]
    kind_of: Literal["cart"]
    speed: float
    note: int


class Nasty(BaseModel):
    """An item whose fields have the names of our columns."""

    cites: list[int]
    position: str
    article_id: int
    item: bool | None
    doubtful: str
    worst_verdict: str
    a: Inner | None
    a_b: str
    A_B: str
    value: date | None
    moment: datetime | None
    amount: Decimal
    leaves: list[Leaf]
    leaves_names: list[int]
    matrix: list[list[int]]
    pair: tuple[int, str]
    mixed: int | str
    anything: Any
    by_name: dict[str, int]
    tree: Tree | None
    size: Annotated[int, Field(description="Size in metres.\nOr so.")]


class Record(BaseModel):
    """Lists with the names of our tables."""

    article_id: str
    Status: str
    articles: list[Nasty]
    evidence: list[Boat | Cart]
    columns: list[str]
    evidence_2: list[Inner]


NASTY = schema_of(Record, "own:Record")


def nasty_item(**changed):
    item = {
        "cites": [1, 3],
        "position": "at the front",
        "article_id": 7,
        "item": None,
        "doubtful": "yes",
        "worst_verdict": "good",
        "a": {"b": 4, "item": "inner"},
        "a_b": "first",
        "A_B": "second",
        "value": "2027-03-17",
        "moment": "2027-03-17T12:00:00+02:00",
        "amount": "12.50",
        "leaves": [
            {"names": ["x", "y"], "position": 1.5},
            {"names": [], "position": 2.0},
        ],
        "leaves_names": [9],
        "matrix": [[1, 2], [], [3]],
        "pair": [1, "one"],
        "mixed": 5,
        "anything": {"deep": [None]},
        "by_name": {"k": 1},
        "tree": {"name": "oak", "twigs": [{"name": "t", "twigs": [], "best": None}], "best": None},
        "size": 3,
    }
    return item | changed


def nasty_record(**changed):
    record = {
        "article_id": "of the record",
        "Status": "fine",
        "articles": [nasty_item()],
        "evidence": [
            {"cites": [2], "kind_of": "boat", "speed": 3, "only_boat": "x", "note": "n"},
            {"cites": [4], "kind_of": "cart", "speed": 2.5, "note": 8},
        ],
        "columns": ["one", "two"],
        "evidence_2": [{"b": None, "item": "i"}],
    }
    return record | changed


# Any schema: fields are named f0, f1, ..., so that no two names collide when they are joined.

TEXTS = st.text(max_size=6)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
INTEGERS = st.integers(-(2**63), 2**63 - 1)
PLAIN = (
    (str, TEXTS),
    (int, INTEGERS),
    (float, NUMBERS),
    (bool, st.booleans()),
    (date, st.dates()),
    (Literal["a", "b"], st.sampled_from(("a", "b"))),
)


@st.composite
def records(draw):
    """A schema, and a record of it as it is stored."""
    numbers = itertools.count()
    item = _model(draw, numbers, 2, cites=(list[int], ...))
    record = _model(draw, numbers, 1, items=(list[item], ...))
    value = draw(_value(record))
    return schema_of(record, "own:Any"), record.model_validate(value).model_dump(mode="json")


def _model(draw, numbers, depth, **fields):
    for _ in range(draw(st.integers(1, 3))):
        annotation = draw(_annotation(numbers, depth))
        fields[f"f{next(numbers)}"] = (annotation, ...)
    return create_model(f"M{next(numbers)}", **fields)


@st.composite
def _annotation(draw, numbers, depth):
    shape = draw(
        st.sampled_from(("plain", "null", "list", "object", "objects") if depth else ("plain",))
    )
    if shape == "plain":
        return draw(st.sampled_from(PLAIN))[0]
    if shape == "null":
        return draw(_annotation(numbers, 0)) | None
    if shape == "list":
        return list[draw(_annotation(numbers, depth - 1))]
    model = _model(draw, numbers, depth - 1)
    return model | None if shape == "object" else list[model]


def _value(annotation):
    """Values of an annotation, as Python has them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return st.fixed_dictionaries({name: _value(field.annotation) for name, field in fields})
    for plain, values in PLAIN:
        if annotation == plain:
            return values
    parts = annotation.__args__
    if annotation.__origin__ is list if hasattr(annotation, "__origin__") else False:
        return st.lists(_value(parts[0]), max_size=3)
    return st.none() | _value(parts[0])


def flattened(data):
    """The tables of a record of such a schema: rows as dicts, keys left out."""
    tables = {}
    facts = {name: value for name, value in data.items() if name != "items"}
    row = {}
    _spread(facts, (), "", row, tables)
    tables["articles"] = [row]
    tables["items"] = []
    for item in data["items"]:
        row = {}
        tables["items"].append(row)
        rest = {name: value for name, value in item.items() if name != "cites"}
        _spread(rest, (), "items_", row, tables)
    return tables


def _spread(value, names, table, row, tables):
    if isinstance(value, dict):
        for name, part in value.items():
            _spread(part, (*names, name), table, row, tables)
    elif isinstance(value, list):
        name = f"{table}{'_'.join(names) or 'value'}"
        for part in value:
            below = {}
            tables.setdefault(name, []).append(below)
            _spread(part, (), f"{name}_", below, tables)
    elif value is not None:
        row["_".join(names) or "value"] = value


def plain_cell(value):
    """A cell as it stands in JSON."""
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value
