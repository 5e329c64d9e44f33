from __future__ import annotations

from pathlib import Path

import pytest
from projects import add_prompt, add_schema

from llm_extract import prompts, schemas
from llm_extract.errors import SettingsError
from llm_extract.prompts import load_prompt
from llm_extract.schemas import load_schema
from llm_extract.versions import project_root


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_a_bundled_prompt_is_copied_into_the_project(project: Path) -> None:
    path = prompts.new_version("conflict_events")
    assert path == project / "prompts/conflict_events/v3.md"
    assert load_prompt("conflict_events@3").sha256 == load_prompt("conflict_events@2").sha256
    # The next one counts on, and may come of any number.
    assert prompts.new_version("conflict_events", "1").name == "v4.md"
    assert load_prompt("conflict_events@4").sha256 == load_prompt("conflict_events@1").sha256


def test_a_name_begins_with_a_copy_of_another(project: Path) -> None:
    assert prompts.new_version("sieges", "conflict_events@1").name == "v1.md"
    assert load_prompt("sieges").reference == "sieges@1"
    with pytest.raises(SettingsError, match="unknown_prompt"):
        prompts.new_version("raids")


def test_the_number_of_a_released_version_that_is_gone_stays_taken(project: Path) -> None:
    add_prompt(project, "tides", 1)
    second = add_prompt(project, "tides", 2)
    prompts.release("tides@2")
    second.unlink()
    assert prompts.new_version("tides", "1").name == "v3.md"


@pytest.mark.parametrize("name", ["Tides", "../tides", "a-b", "", "1st", "tides@2"])
def test_a_name_that_is_none_writes_nothing(project: Path, name: str) -> None:
    for kind in (prompts, schemas):
        with pytest.raises(SettingsError, match="is no name"):
            kind.new_version(name, "obituary@1")
    assert [path.name for path in project.rglob("*")] == ["llm-extract.toml"]


def test_outside_a_project_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert project_root() is None
    for kind in (prompts, schemas):
        with pytest.raises(SettingsError) as caught:
            kind.new_version("obituary")
        assert "llm-extract init" in str(caught.value.hint)
    assert list(tmp_path.iterdir()) == []


def test_a_schema_is_copied_with_its_parts(project: Path) -> None:
    version, *parts = schemas.new_version("conflict_events", "2")
    assert version == project / "schemas/conflict_events/v3.py"
    assert "v3_checks.py" in names(tuple(parts))
    # Nothing of version 2 is meant any more, and no migration is a part.
    assert not list(version.parent.glob("v2*"))
    assert not [path for path in parts if "v2" in path.name or "_from_" in path.name]
    assert not [path for path in (version, *parts) if "from .v2" in path.read_text("utf-8")]
    old, new = load_schema("conflict_events@2"), load_schema("conflict_events@3")
    assert old.sha256 == new.sha256
    assert new.model.__module__.endswith(".v3")
    assert new.model is not old.model


def test_only_whole_names_of_parts_are_renamed(project: Path) -> None:
    folder = add_schema(
        project, "tides", 2, height="HEIGHT", imports="from .v2_part import HEIGHT"
    ).parent
    (folder / "v2_part.py").write_text(
        '"""A part; see `v2_part_more` and `v2`, not v2_part_of.\n\nfrom version 2.v2_part"""\n'
        "from . import v2_part_more\nfrom .v1_part import OLD\n"
        "HEIGHT = v2_part_more.HEIGHT\nNAME = 'v2_part'\nnew_v2_part_more = OLD\n"
    )
    (folder / "v2_part_more.py").write_text("HEIGHT = int\n")
    (folder / "v1_part.py").write_text("OLD = 1\n")
    (folder / "v2_from_v1.py").write_text("def migrate(record): return record\n")
    made = schemas.new_version("tides")
    assert sorted(names(made)) == ["v3.py", "v3_part.py", "v3_part_more.py"]
    assert (folder / "v3_part.py").read_text() == (
        '"""A part; see `v3_part_more` and `v3`, not v2_part_of.\n\nfrom version 2.v2_part"""\n'
        "from . import v3_part_more\nfrom .v1_part import OLD\n"
        "HEIGHT = v3_part_more.HEIGHT\nNAME = 'v2_part'\nnew_v2_part_more = OLD\n"
    )
    assert load_schema("tides@3").sha256 == load_schema("tides@2").sha256


def test_a_part_in_the_way_is_named_and_nothing_written(project: Path) -> None:
    folder = add_schema(project, "tides", 1, imports="from .v1_part import HIGHEST").parent
    (folder / "v1_part.py").write_text("HIGHEST = 9\n")
    (folder / "v2_part.py").write_text("mine = True\n")
    with pytest.raises(SettingsError) as caught:
        schemas.new_version("tides")
    assert caught.value.source == str(folder / "v2_part.py")
    assert not (folder / "v2.py").exists()
    assert (folder / "v2_part.py").read_text() == "mine = True\n"


def test_a_copy_can_be_used_at_once(project: Path) -> None:
    """The folder was imported from before the copy was made."""
    add_schema(project, "tides", 1)
    before = load_schema("tides")
    schemas.new_version("tides")
    assert load_schema("tides").reference == "tides@2"
    assert load_schema("tides").sha256 == before.sha256
