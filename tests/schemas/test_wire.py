from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError

from llm_extract.prompts import Renderer, load_prompt, prompt_versions
from llm_extract.schemas import (
    Derived,
    Lead,
    Schema,
    Whole,
    Wire,
    assemble,
    facts_answer,
    facts_wire,
    item_wire,
    load_schema,
    part_wire,
    record_wire,
    schema_of,
    schema_versions,
    sentence_answer,
    sentence_wire,
    without_derived,
)

SCHEMAS = [load_schema(str(version)) for version in schema_versions()]
LAST_SENTENCE = 6


class River(BaseModel):
    """A river."""

    cites: Annotated[list[int], Field(min_length=1, max_length=2)]
    title: str
    depth: int | None = None


class Lake(BaseModel):
    cites: Annotated[list[int], Field(min_length=1)]
    title: str
    shape: Literal["round", "long"] = "round"


class Place(BaseModel):
    default: str
    kind: str = "town"


class Waters(BaseModel):
    rivers: list[River]
    place: Place
    lakes: list[Lake] = Field(default_factory=list, description="All lakes", title="Lakes")
    old_lakes: list[Lake]


WATERS = schema_of(Waters)

WIRES = {schema.reference: sentence_wire(schema) for schema in [*SCHEMAS, WATERS]}

every_schema = pytest.mark.parametrize(
    "schema", [*SCHEMAS, WATERS], ids=lambda schema: schema.reference
)


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """All schema nodes, but not the maps from names to schemas."""
    if isinstance(node, list):
        for part in node:
            yield from objects(part)
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            yield from objects(list(value.values()) if key in ("properties", "$defs") else value)


def wires(schema: Schema) -> list[Wire]:
    facts = facts_wire(schema)
    return [record_wire(schema), sentence_wire(schema), *([facts] if facts else [])]


def definitions(wire: Wire) -> list[dict[str, Any]]:
    names = [part["$ref"].rpartition("/")[2] for part in items_schema(wire)]
    return [wire.json_schema["$defs"][name] for name in names]


def items_schema(wire: Wire) -> list[dict[str, Any]]:
    items: dict[str, Any] = wire.json_schema["properties"]["items"]["items"]
    return list(items.get("anyOf", [items]))


def join(schema: Schema, record: dict[str, Any], last: int) -> dict[str, Any]:
    wire = WIRES[schema.reference]
    answers = (
        (
            number,
            wire.model.model_validate_json(json.dumps(sentence_answer(schema, record, number))),
        )
        for number in range(1, last + 1)
    )
    return assemble(schema, {name: record[name] for name in schema.facts}, answers)


def unordered(schema: Schema, record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(
            json.dumps(item | {"cites": sorted(item["cites"])}, sort_keys=True) for item in value
        )
        if name in schema.items
        else value
        for name, value in record.items()
    }


@every_schema
def test_closed_objects_all_fields_required_no_titles(schema: Schema) -> None:
    for wire in wires(schema):
        for node in objects(wire.json_schema):
            assert not node.keys() & {"oneOf", "title", "description", "default", "discriminator"}
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])


def test_planted_titles_and_defaults_are_in_the_source() -> None:
    """The test above proves something only if pydantic writes what it looks for."""
    written = json.dumps(Waters.model_json_schema())
    assert all(f'"{key}"' in written for key in ("title", "description", "default"))
    assert '"oneOf"' in json.dumps(load_schema("conflict_events@1").model.model_json_schema())


def test_fields_called_title_default_or_kind_stay() -> None:
    defs = record_wire(WATERS).json_schema["$defs"]
    assert list(defs["River"]["properties"]) == ["cites", "title", "depth"]
    assert list(defs["Place"]["properties"]) == ["default", "kind"]
    assert facts_wire(WATERS) is not None
    nested = sentence_wire(WATERS)
    assert all("title" in found["properties"] for found in definitions(nested))


def test_schema_of_the_model_is_left_alone() -> None:
    before = json.dumps(Waters.model_json_schema())
    wires(WATERS)
    assert json.dumps(Waters.model_json_schema()) == before


@every_schema
def test_items_of_a_sentence_start_with_their_kind_and_cite_nothing(schema: Schema) -> None:
    found = definitions(sentence_wire(schema))
    for definition in found:
        assert next(iter(definition["properties"])) == "kind"
        assert "cites" not in definition["properties"]
    kinds = {definition["properties"]["kind"]["const"] for definition in found}
    assert kinds == set(schema.sentence_items)


@every_schema
def test_facts_are_all_other_fields(schema: Schema) -> None:
    wire = facts_wire(schema)
    assert wire is not None
    assert tuple(wire.json_schema["properties"]) == schema.facts


def test_no_facts_no_wire() -> None:
    class Rivers(BaseModel):
        rivers: list[River]

    assert facts_wire(schema_of(Rivers)) is None


def test_a_sentence_holds_only_so_many_items() -> None:
    wire = sentence_wire(WATERS)
    item = {"kind": "rivers", "title": "Amsa", "depth": None}
    limit = wire.json_schema["properties"]["items"]["maxItems"]
    assert wire.model.model_validate({"items": [item] * limit})
    with pytest.raises(ValidationError):
        wire.model.model_validate({"items": [item] * (limit + 1)})


@pytest.mark.parametrize("kind", ["river", "place", None])
def test_unknown_kind_is_refused(kind: str | None) -> None:
    with pytest.raises(ValidationError):
        sentence_wire(WATERS).model.model_validate({"items": [{"kind": kind, "title": "Amsa"}]})


@pytest.mark.parametrize("reference", [str(version) for version in prompt_versions()])
def test_worked_examples_survive_the_sentence_wire(reference: str) -> None:
    prompt = load_prompt(reference)
    schema = load_schema(prompt.schema)
    for article, record in Renderer(prompt).examples:
        joined = join(schema, record, len(article.sentences))
        for sentence in article.sentences:
            told = sentence_answer(schema, record, sentence.number)["items"]
            assert by_content(told) == by_content(
                sentence_answer(schema, joined, sentence.number)["items"]
            )
        assert facts_answer(schema, joined) == facts_answer(schema, record)
        assert list(joined) == list(record)
        assert schema.model.model_validate_json(json.dumps(joined), strict=True)


def by_content(items: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(item) for item in items)


@pytest.mark.parametrize("reference", [str(version) for version in prompt_versions()])
def test_worked_answers_have_the_field_order_of_the_wire(reference: str) -> None:
    prompt = load_prompt(reference)
    schema = load_schema(prompt.schema)
    orders = [list(found["properties"]) for found in definitions(sentence_wire(schema))]
    for article, record in Renderer(prompt).examples:
        for sentence in article.sentences:
            for item in sentence_answer(schema, record, sentence.number)["items"]:
                assert list(item) in orders


CITES = st.sets(st.integers(1, LAST_SENTENCE), min_size=1).map(sorted)
RIVERS = st.fixed_dictionaries(
    {
        "cites": CITES.map(lambda cites: cites[:2]),
        "title": st.text(),
        "depth": st.none() | st.integers(),
    }
)
LAKES = st.fixed_dictionaries(
    {"cites": CITES, "title": st.text(), "shape": st.sampled_from(["round", "long"])}
)


def few(items: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """So few that one sentence holds them all, and none equal: those would rightly become one."""
    return st.lists(items, max_size=2, unique_by=lambda item: str(item["title"]))


@given(
    st.fixed_dictionaries(
        {
            "rivers": few(RIVERS),
            "place": st.just({"default": "Bellamur", "kind": "town"}),
            "lakes": few(LAKES),
            "old_lakes": few(LAKES),
        }
    )
)
def test_invented_records_survive_the_sentence_wire(record: dict[str, Any]) -> None:
    assert unordered(WATERS, join(WATERS, record, LAST_SENTENCE)) == unordered(WATERS, record)


def answer(number: int, *items: dict[str, Any]) -> tuple[int, BaseModel]:
    return number, WIRES[WATERS.reference].model.model_validate({"items": list(items)})


def test_equal_items_of_several_sentences_become_one() -> None:
    amsa = {"kind": "rivers", "title": "Amsa", "depth": 3}
    deeper = amsa | {"depth": 4}
    lake = {"kind": "lakes", "title": "Iddar"}
    answers = [answer(2, amsa), answer(1, amsa, amsa, lake), answer(4, deeper)]
    facts = {"place": {"default": "Bellamur", "kind": "town"}}
    assert assemble(WATERS, facts, iter(answers)) == {
        "rivers": [
            {"cites": [1, 2], "title": "Amsa", "depth": 3},
            {"cites": [4], "title": "Amsa", "depth": 4},
        ],
        "place": {"default": "Bellamur", "kind": "town"},
        "lakes": [{"cites": [1], "title": "Iddar", "shape": "round"}],
        "old_lakes": [],
    }


def test_more_citations_than_the_schema_allows_split_the_item() -> None:
    amsa = {"kind": "rivers", "title": "Amsa", "depth": None}
    iddar = {"kind": "lakes", "title": "Iddar", "shape": "long"}
    facts = {"place": {"default": "Bellamur", "kind": "town"}}
    record = assemble(WATERS, facts, iter([answer(n, amsa, iddar) for n in range(1, 6)]))
    assert [item["cites"] for item in record["rivers"]] == [[1, 2], [3, 4], [5]]
    assert [item["cites"] for item in record["lakes"]] == [[1, 2, 3, 4, 5]]
    assert Waters.model_validate(record, strict=True)


def test_no_sentence_answered_is_an_empty_record() -> None:
    record = assemble(WATERS, {"place": {"default": "", "kind": ""}}, iter(()))
    assert (record["rivers"], record["lakes"], record["old_lakes"]) == ([], [], [])


class Mouth(BaseModel):
    """A river's end; its delta is asked of who sees the whole text, its id of nobody."""

    cites: list[int]
    name: str
    delta: Annotated[bool | None, Whole()] = None
    id: Annotated[str, Derived()] = ""


class Bar(BaseModel):
    cites: list[int]
    width: int


class Coast(BaseModel):
    """Fields for whom it may concern."""

    sea: str
    tide: Annotated[int | None, Whole()] = None
    mouths: Annotated[list[Mouth | Annotated[Bar, Whole()]], Lead()]
    towns: Annotated[list[Mouth], Whole()] = []


COAST = schema_of(Coast)


def fields(wire: Wire, name: str) -> list[str]:
    return list(wire.json_schema["$defs"][name]["properties"])


def test_what_code_fills_in_is_on_no_wire() -> None:
    for wire in (record_wire(COAST), item_wire(COAST, "mouths"), part_wire(COAST, ["mouths"])):
        assert fields(wire, "Mouth") == ["cites", "name", "delta"]
    assert "id" not in json.dumps(sentence_wire(COAST).json_schema)


def test_a_sentence_is_not_asked_what_takes_the_whole_article() -> None:
    wire = sentence_wire(COAST)
    assert list(wire.json_schema["$defs"]) == ["MouthItem"]
    assert fields(wire, "MouthItem") == ["kind", "name"]
    facts = facts_wire(COAST)
    assert facts is not None
    assert list(facts.json_schema["properties"]) == ["sea"]
    assert list(record_wire(COAST).json_schema["properties"]) == ["sea", "tide", "mouths", "towns"]


def test_worked_answers_leave_out_the_same() -> None:
    mouth = {"cites": [1], "name": "Amsa", "delta": True, "id": "x"}
    record = {
        "sea": "Karvel Sea",
        "tide": 3,
        "mouths": [mouth, {"cites": [1], "width": 20}],
        "towns": [mouth],
    }
    assert sentence_answer(COAST, record, 1) == {"items": [{"kind": "mouths", "name": "Amsa"}]}
    assert facts_answer(COAST, record) == {"sea": "Karvel Sea"}
    assert without_derived(record, (Coast,))["mouths"][0] == {
        "cites": [1],
        "name": "Amsa",
        "delta": True,
    }


def test_one_item_may_be_withdrawn() -> None:
    wire = item_wire(COAST, "mouths")
    assert wire.model.model_validate({"item": None}).model_dump() == {"item": None}
    assert {"type": "null"} in wire.json_schema["properties"]["item"]["anyOf"]


def test_a_part_asks_for_the_named_fields_only() -> None:
    assert list(part_wire(COAST, ["sea", "towns"]).json_schema["properties"]) == ["sea", "towns"]


def test_lists_by_mark() -> None:
    assert (COAST.leads, COAST.sentence_items) == (("mouths",), ("mouths",))
