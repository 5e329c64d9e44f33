from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from llm_extract.errors import SettingsError
from llm_extract.schemas import load_schema, schema_of, schema_versions

MODEL = """
from __future__ import annotations
from pydantic import BaseModel

class Flood(BaseModel):
    cites: list[int]
    river: str | None

class Floods(BaseModel):
    region: str | None
    floods: list[Flood]

class NoCites(BaseModel):
    rivers: list[str]

height = 3
"""


class River(BaseModel):
    cites: Annotated[list[int], Field(max_length=3)]
    name: str


class Lake(BaseModel):
    cites: list[int]
    depth: int


class Waters(BaseModel):
    region: str
    waters: Annotated[list[Annotated[River | Lake, Field()]], Field(max_length=9)]
    mixed: list[River | int]
    rivers: list[River]
    numbers: list[int]
    main: River


@pytest.fixture
def floods(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "water_model.py"
    file.write_text(MODEL)
    yield file
    sys.modules.pop("water_model", None)


def failure(load: Callable[[], object]) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load()
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


@pytest.mark.parametrize("reference", [str(version) for version in schema_versions()])
def test_bundled_schema(reference: str) -> None:
    schema = load_schema(reference)
    assert schema.reference == reference
    assert len(schema.sha256) == 64
    assert {*schema.items, *schema.facts} == set(schema.model.model_fields)


def test_newest_version_by_name() -> None:
    assert load_schema("obituary") == load_schema(load_schema("obituary").reference)


def test_items_and_facts() -> None:
    schema = schema_of(Waters)
    assert schema.items == {"waters": (River, Lake), "mixed": (River,), "rivers": (River,)}
    assert schema.facts == ("region", "numbers", "main")
    assert schema.reference.endswith(":Waters")


def test_model_of_a_module(floods: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(floods.parent)
    schema = load_schema("water_model:Floods")
    assert schema.reference == "water_model:Floods"
    assert (list(schema.items), schema.facts) == (["floods"], ("region",))


def test_model_of_a_file(floods: Path) -> None:
    schema = load_schema(f"{floods}:Floods")
    assert schema.model.model_validate(
        {"region": None, "floods": [{"cites": [1], "river": "Amsa"}]}
    )
    assert schema == load_schema(f"{floods}:Floods")


def test_another_field_is_another_schema(floods: Path) -> None:
    before = load_schema(f"{floods}:Floods")
    changed = floods.with_name("other.py")
    changed.write_text(MODEL.replace("river: str | None", "river: str"))
    assert load_schema(f"{changed}:Floods").sha256 != before.sha256


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("NoCites", "cites"),
        ("Missing", "Missing is not a pydantic model"),
        ("height", "height is not a pydantic model"),
        ("annotations", "annotations is not a pydantic model"),
    ],
)
def test_name_that_is_no_record(floods: Path, name: str, reason: str) -> None:
    error = failure(lambda: load_schema(f"{floods}:{name}"))
    assert (error.code, error.source) == ("schema_invalid", f"{floods}:{name}")
    assert reason in error.message


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise RuntimeError('no luck\\nsecond line')", "RuntimeError: no luck"),
        ("import no_such_package_xyz", "no_such_package_xyz"),
        ("class Floods(:\n", "SyntaxError"),
        ("assert False", "AssertionError"),
    ],
)
def test_file_that_fails_on_import(tmp_path: Path, code: str, reason: str) -> None:
    file = tmp_path / "broken.py"
    file.write_text(code)
    # Twice: a half-imported module must not pass for a loaded one.
    for _ in range(2):
        error = failure(lambda: load_schema(f"{file}:Floods"))
        assert (error.code, error.source) == ("schema_import", str(file))
        assert reason in error.message


def test_module_that_does_not_exist() -> None:
    error = failure(lambda: load_schema("no_such_package_xyz.models:Floods"))
    assert (error.code, error.source) == ("schema_import", "no_such_package_xyz.models")


def test_file_that_does_not_exist(tmp_path: Path) -> None:
    error = failure(lambda: load_schema(f"{tmp_path}/none.py:Floods"))
    assert (error.code, error.source) == ("unknown_schema", f"{tmp_path}/none.py")


def test_unknown_schema_names_the_nearest() -> None:
    error = failure(lambda: load_schema("conflict_event"))
    assert error.code == "unknown_schema"
    assert "conflict_events" in str(error.hint)


class Kind(BaseModel):
    cites: list[int]
    kind: str


class HasKind(BaseModel):
    kinds: list[Kind]


class TextCites(BaseModel):
    cites: str


class HasTextCites(BaseModel):
    texts: list[TextCites]


class HasCallable(BaseModel):
    rivers: list[River]
    call: Callable[[], int]


@pytest.mark.parametrize(
    ("model", "reason"),
    [(HasKind, "`kind`"), (HasTextCites, "`cites: list[int]`"), (HasCallable, "no JSON Schema")],
)
def test_model_that_cannot_be_asked_for(model: type[BaseModel], reason: str) -> None:
    error = failure(lambda: schema_of(model))
    assert error.code == "schema_invalid"
    assert reason in error.message
