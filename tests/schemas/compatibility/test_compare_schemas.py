"""Each kind of change with its class, and the way back, which is the other one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, create_model

from llm_extract.schemas import Gate, load_schema, schema_of
from llm_extract.schemas.compatibility import compare_json_schemas, schema_diff


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class Ignoring(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Strike(Closed):
    kind: Literal["strike"]
    weapon: str | None


class Raid(Closed):
    kind: Literal["raid"]
    weapon: str | None


class RaidInDetail(Closed):
    kind: Literal["raid"]
    weapon: str | None
    loot: str | None = None


class Siege(Closed):
    kind: Literal["siege"]


class Tree(Closed):
    name: Annotated[str, Field(max_length=5)]
    below: list[Tree] = Field(default_factory=list)


class TallTree(Closed):
    name: Annotated[str, Field(max_length=9)]
    below: list[TallTree] = Field(default_factory=list)


class Part(Closed):
    unit: Literal["km", "year"]
    note: str


class LongerPart(Closed):
    unit: Literal["km", "year", "village"]
    note: str


def found(old: Any, new: Any) -> list[tuple[str, str]]:
    """Classes and paths of the changes between two models, or two types of a field ``x``."""
    models = [part if is_model(part) else create_model("R", x=(part, ...)) for part in (old, new)]
    before, after = (model.model_json_schema() for model in models)
    changes = compare_json_schemas(before, after)
    told = [c for c in changes if not c.message.startswith("another ")]
    assert all(c.compatibility == "compatible" for c in changes if c not in told)
    return [(c.compatibility, c.path) for c in told]


def is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)


def record(base: type[BaseModel] = Closed, **fields: Any) -> type[BaseModel]:
    return create_model("Record", __base__=base, **fields)


WIDENINGS: list[tuple[Any, Any, str]] = [
    (Literal["a", "b"], Literal["a", "b", "c"], "x"),
    (Literal["a"], Literal["a", "c"], "x"),
    (Literal["a", "b"], str, "x"),
    (Literal["a", 1], Literal["a", 1, 2], "x"),
    (str, str | None, "x"),
    (int, float, "x"),
    (int, int | str, "x"),
    (Literal[True], bool, "x"),
    (date, str, "x"),
    (int, Any, "x"),
    (Annotated[str, Field(max_length=9)], Annotated[str, Field(max_length=10)], "x"),
    (Annotated[str, Field(max_length=9)], str, "x"),
    (Annotated[str, Field(min_length=2)], Annotated[str, Field(min_length=1)], "x"),
    (Annotated[str, Field(pattern="^a")], str, "x"),
    (Annotated[int, Field(ge=0)], Annotated[int, Field(ge=-1)], "x"),
    (Annotated[int, Field(gt=0)], Annotated[int, Field(ge=0)], "x"),
    (Annotated[float, Field(lt=9)], Annotated[float, Field(le=9)], "x"),
    (Annotated[int, Field(le=9)], int, "x"),
    (Annotated[list[int], Field(max_length=3)], Annotated[list[int], Field(max_length=4)], "x"),
    (Annotated[list[int], Field(min_length=1)], list[int], "x"),
    (list[Literal["a"]], list[Literal["a", "b"]], "x.*"),
    (dict[str, int], dict[str, float], "x.*"),
    (list[Strike], list[Strike | Raid], "x.*"),
    (list[Strike | Raid], list[Strike | Raid | Siege], "x.*"),
    (list[Strike | Raid], list[Strike | RaidInDetail], "x.*[raid].loot"),
    (Part | None, LongerPart | None, "x.unit"),
    (record(x=(int, ...)), record(x=(int, ...), y=(int | None, None)), "y"),
    (record(x=(int, ...)), record(x=(int, 3)), "x"),
    (record(x=(int, ...)), record(Open, x=(int, ...)), ""),
    (Tree, TallTree, "name"),
]


@pytest.mark.parametrize(("old", "new", "path"), WIDENINGS)
def test_a_widening_is_one_and_its_reverse_is_breaking(old: Any, new: Any, path: str) -> None:
    assert found(old, new) == [("widening", path)]
    assert [kind for kind, _ in found(new, old)] == ["breaking"]


BREAKINGS: list[tuple[Any, Any, str]] = [
    (str, int, "x"),
    (str, list[str], "x"),
    (Literal["a", "b"], Literal["a", "c"], "x"),
    # Short texts only, and a choice is longer.
    (Literal["a", "bcd"], Annotated[str, Field(max_length=2)], "x"),
    (Literal["a"], Annotated[str, Field(pattern="^b")], "x"),
    (Literal[1, 12], Annotated[int, Field(le=9)], "x"),
    (Annotated[str, Field(pattern="^a")], Annotated[str, Field(pattern="^b")], "x"),
    (list[Strike | Raid], list[Strike | Siege], "x.*"),
    (record(x=(int, ...)), record(y=(int, ...)), "x"),
    (record(Open, x=(int, ...)), record(Open, x=(int, ...), y=(int, 1)), "y"),
    (tuple[int, int], tuple[int, str], "x.1"),
]


@pytest.mark.parametrize(("old", "new", "path"), BREAKINGS)
def test_a_breaking_change_is_one_both_ways(old: Any, new: Any, path: str) -> None:
    for changes in (found(old, new), found(new, old)):
        assert "breaking" in [kind for kind, _ in changes]
    assert ("breaking", path) in found(old, new)


def test_a_removed_field_is_breaking_even_where_it_would_be_ignored() -> None:
    old = record(Ignoring, x=(int, ...), y=(int, 1))
    new = record(Ignoring, x=(int, ...))
    assert found(old, new) == [("breaking", "y")]
    assert found(new, old) == [("widening", "y")]


SAME: list[tuple[Any, Any]] = [
    (Literal["a", "b"], Literal["b", "a"]),
    (str | None, None | str),
    (Strike | Raid, Raid | Strike),
    (Annotated[int, Field(gt=0)], Annotated[int, Field(ge=1)]),
    (Literal[True, False], bool),
    (record(x=(int, ...), y=(str, ...)), record(y=(str, ...), x=(int, ...))),
    (Tree, Tree),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_is_only_written_otherwise_is_the_same(old: Any, new: Any) -> None:
    assert found(old, new) == found(new, old) == []


def test_changes_of_words_and_marks_are_compatible() -> None:
    old = record(x=(Annotated[int, Field(description="a")], 1))
    new = record(x=(Annotated[int, Field(description="b", json_schema_extra={"x-asked": 1})], 2))
    changes = compare_json_schemas(old.model_json_schema(), new.model_json_schema())
    assert [(c.path, c.compatibility) for c in changes] == [("x", "compatible")]
    assert all(word in changes[0].message for word in ("description", "default", "x-asked"))


def test_what_all_kinds_of_an_item_share_is_told_once() -> None:
    def with_site(base: type[BaseModel]) -> type[BaseModel]:
        return create_model(f"{base.__name__}AtSite", __base__=base, site=(str | None, None))

    new = list[with_site(Strike) | with_site(Raid) | Siege]  # type: ignore[misc, valid-type]
    assert found(list[Strike | Raid | Siege], new) == [("widening", "x.*[strike, raid].site")]
    assert found(list[Strike | Raid], new) == [("widening", "x.*.site"), ("widening", "x.*")]


def test_keywords_that_are_not_understood_are_taken_for_the_worst() -> None:
    old = {"type": "object", "properties": {"x": {"type": "array", "contains": {"const": 1}}}}
    new = {"type": "object", "properties": {"x": {"type": "array", "contains": {"const": 2}}}}
    assert [c.compatibility for c in compare_json_schemas(old, new)] == ["breaking"]
    assert compare_json_schemas(old, old) == ()


def test_an_unread_keyword_that_means_something_else_now_is_one_too() -> None:
    shape = {"type": "object", "patternProperties": {"^a": {"$ref": "#/$defs/A"}}}
    old = shape | {"$defs": {"A": {"type": "integer"}}}
    new = shape | {"$defs": {"A": {"type": "string"}}}
    assert [c.compatibility for c in compare_json_schemas(old, new)] == ["breaking"]


def test_other_gates_are_told() -> None:
    class Item(BaseModel):
        cites: list[int]

    class Gated(BaseModel):
        about: Annotated[bool, Gate()]
        items: list[Item]

    class Ungated(BaseModel):
        about: bool
        items: list[Item]

    diff = schema_diff(schema_of(Gated, "a@1"), schema_of(Ungated, "a@2"))
    assert diff.compatibility == "compatible"
    assert "relevant" in [change.message for change in diff.changes][-1]


def test_version_2_of_conflict_events_takes_the_records_of_version_1() -> None:
    one, two = load_schema("conflict_events@1"), load_schema("conflict_events@2")
    assert schema_diff(one, two).compatibility == "widening"
    back = schema_diff(two, one)
    assert back.compatibility == "breaking"
    assert "front_lines" in {change.path for change in back.changes}
    assert back.changes[0].compatibility == "breaking"
    assert schema_diff(two, two).changes == ()
