from __future__ import annotations

from pathlib import Path

import pytest
from projects import add_schema, make_project

from llm_extract.errors import SettingsError
from llm_extract.schemas import load_schema, migration

STEP = """\
def migrate(record):
    return {"tides": [{**t, "height": %s} for t in record["tides"]]}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make_project(tmp_path / "harbour")
    monkeypatch.chdir(root)
    return root


def migrated(old: str, new: str, height: object) -> object:
    record = {"tides": [{"cites": [1], "height": height}]}
    made = migration(load_schema(old), load_schema(new))(record)
    load_schema(new).model.model_validate(made, strict=True)
    return made["tides"][0]["height"]


def failure(old: str, new: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        migration(load_schema(old), load_schema(new))
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


def test_steps_are_taken_one_after_the_other(project: Path) -> None:
    add_schema(project, "tides", 1, height="int")
    add_schema(project, "tides", 2, height="str")
    folder = add_schema(project, "tides", 3, height="list[str]").parent
    (folder / "v2_from_v1.py").write_text(STEP % "str(t['height'])")
    (folder / "v3_from_v2.py").write_text(STEP % "[t['height']]")
    assert migrated("tides@1", "tides@3", 4) == ["4"]
    assert migrated("tides@2", "tides@3", "4") == ["4"]
    assert migrated("tides@2", "tides@2", "4") == "4"


def test_a_widening_needs_no_file_and_a_breaking_change_names_it(project: Path) -> None:
    add_schema(project, "tides", 1, height="int")
    add_schema(project, "tides", 2, height="int | None")
    folder = add_schema(project, "tides", 3, height="str").parent
    assert migrated("tides@1", "tides@2", 4) == 4
    for old in ("tides@1", "tides@2"):
        error = failure(old, "tides@3")
        assert error.code == "no_migration"
        assert error.source == str(folder / "v3_from_v2.py")
        assert "tides.*.height" in error.message
    # A file is taken where there is one, also for a widening.
    (folder / "v2_from_v1.py").write_text(STEP % "None")
    assert migrated("tides@1", "tides@2", 4) is None


def test_a_step_may_use_the_parts_of_its_version(project: Path) -> None:
    add_schema(project, "tides", 1, height="int")
    folder = add_schema(project, "tides", 2, height="str").parent
    (folder / "v2_units.py").write_text("UNIT = 'm'\n")
    (folder / "v2_from_v1.py").write_text(
        "from .v2_units import UNIT\n" + STEP % "f\"{t['height']} {UNIT}\""
    )
    assert migrated("tides@1", "tides@2", 4) == "4 m"


def test_a_file_without_the_function_is_named(project: Path) -> None:
    add_schema(project, "tides", 1, height="int")
    folder = add_schema(project, "tides", 2, height="str").parent
    path = folder / "v2_from_v1.py"
    path.write_text("def convert(record):\n    return record\n")
    error = failure("tides@1", "tides@2")
    assert (error.code, error.source) == ("schema_invalid", str(path))


def test_only_an_older_version_of_one_schema_can_be_migrated(project: Path) -> None:
    path = add_schema(project, "tides", 1)
    add_schema(project, "tides", 2)
    add_schema(project, "waves", 2)
    for old, new in (
        ("tides@2", "tides@1"),
        ("tides@1", "waves@2"),
        (f"{path}:RECORD", "tides@2"),
        ("tides@1", f"{path}:RECORD"),
    ):
        assert failure(old, new).code == "usage"


def test_a_version_between_that_is_gone_is_told(project: Path) -> None:
    add_schema(project, "tides", 1)
    add_schema(project, "tides", 3)
    assert failure("tides@1", "tides@3").code == "unknown_schema"
