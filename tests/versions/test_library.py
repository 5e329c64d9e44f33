from __future__ import annotations

from pathlib import Path

import pytest
from projects import add_prompt, add_schema, make_project

from llm_extract import prompts, schemas
from llm_extract.errors import SettingsError
from llm_extract.prompts import load_prompt, prompt_versions
from llm_extract.schemas import load_schema, schema_versions


def spelled() -> dict[str, str]:
    return {str(version): version.origin for version in prompt_versions()}


def test_versions_of_a_project_are_added_to_the_bundled_ones(project: Path) -> None:
    bundled = spelled()
    assert set(bundled.values()) == {"bundled"}
    add_prompt(project, "conflict_events", 3)
    add_prompt(project, "tides", 1)
    assert spelled() == bundled | {"conflict_events@3": "project", "tides@1": "project"}
    assert load_prompt("conflict_events").reference == "conflict_events@3"


def test_a_version_of_a_project_replaces_its_bundled_namesake(project: Path) -> None:
    before = load_prompt("conflict_events@1")
    add_prompt(project, "conflict_events", 1, "Mine")
    assert list(spelled()).count("conflict_events@1") == 1
    assert load_prompt("conflict_events@1").description == "Mine"
    # The others are as they were, and so is everything outside the project.
    assert load_prompt("conflict_events").reference == "conflict_events@2"
    assert load_prompt("conflict_events@2").description != "Mine"
    (project / "llm-extract.toml").unlink()
    assert load_prompt("conflict_events@1") == before


def test_in_this_repository_each_version_is_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    inside = (prompt_versions(), schema_versions())
    monkeypatch.chdir("/")
    assert inside == (prompt_versions(), schema_versions())


def test_a_schema_of_a_project_imports_its_own_parts(project: Path) -> None:
    add_schema(project, "tides", 3, imports="from .v3_checks import HIGHEST  # noqa: F401")
    (project / "schemas/tides/v3_checks.py").write_text("HIGHEST = 9\n")
    assert load_schema("tides@3").items.keys() == {"tides"}


def test_schemas_of_two_projects_do_not_mix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = []
    for name, height in (("one", "int | None"), ("other", "HEIGHT")):
        root = make_project(tmp_path / name)
        add_schema(root, "tides", 1, height=height, imports="from .v1_part import HEIGHT")
        (root / "schemas/tides/v1_part.py").write_text("HEIGHT = str\n")
        monkeypatch.chdir(root)
        hashes.append(load_schema("tides").sha256)
    assert len(set(hashes)) == 2
    monkeypatch.chdir(tmp_path / "one")
    assert load_schema("tides").sha256 == hashes[0]


def test_release_locks_once(project: Path) -> None:
    add_prompt(project, "tides", 1)
    add_schema(project, "tides", 1)
    for kind in (prompts, schemas):
        assert [finding.kind for finding in kind.check()] == ["draft"]
        assert kind.release("tides@1")
        assert not kind.release("tides")
        assert kind.check() == []
    lock = (project / "prompts/prompts.lock").read_bytes()
    assert lock.endswith(f"\ntides@1  {load_prompt('tides').sha256}\n".encode())
    assert not list(project.rglob("*.tmp"))


def test_an_edited_release_is_found_and_not_released_again(project: Path) -> None:
    path = add_prompt(project, "tides", 1)
    prompts.release("tides@1")
    locked = (project / "prompts/prompts.lock").read_bytes()
    path.write_bytes(path.read_bytes().replace(b"notices", b"bulletins"))
    (found,) = prompts.check()
    assert (found.kind, found.reference) == ("changed", "tides@1")
    assert found.command == "llm-extract prompts new tides --from 1"
    with pytest.raises(SettingsError) as caught:
        prompts.release("tides@1")
    assert caught.value.code == "version_locked"
    assert (project / "prompts/prompts.lock").read_bytes() == locked
    # It can be used all the same: its records carry another fingerprint.
    assert "bulletins" in load_prompt("tides@1").templates["System"]


def test_a_prompt_whose_line_ends_were_changed_is_told_so(project: Path) -> None:
    path = add_prompt(project, "tides", 1)
    prompts.release("tides")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (found,) = prompts.check()
    assert found.kind == "changed"
    assert "CRLF" in found.message


def test_a_lock_with_line_ends_of_another_system_is_the_same(project: Path) -> None:
    add_prompt(project, "tides", 1)
    prompts.release("tides")
    lock = project / "prompts/prompts.lock"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert prompts.check() == []


def test_the_hash_of_a_schema_is_that_of_its_fields(project: Path) -> None:
    path = add_schema(project, "tides", 1)
    schemas.release("tides")
    other = make_project(project / "copy")
    moved = add_schema(other, "tides", 1)
    moved.write_text(path.read_text() + "\n\ndef unused() -> None: ...\n")
    assert schemas.load_schema(f"{moved}:RECORD").sha256 == load_schema("tides").sha256
    moved = add_schema(other, "tides", 2, height="int")
    assert schemas.load_schema(f"{moved}:RECORD").sha256 != load_schema("tides").sha256


def test_gaps_and_files_that_are_gone_are_found(project: Path) -> None:
    add_prompt(project, "tides", 1)
    add_prompt(project, "tides", 2)
    add_prompt(project, "tides", 4)
    # No gap: the numbers before it are bundled.
    add_prompt(project, "conflict_events", 3)
    for reference in ("tides@1", "tides@2", "tides@4", "conflict_events@3"):
        prompts.release(reference)
    assert [(f.reference, f.kind) for f in prompts.check()] == [("tides@4", "gap")]
    (project / "prompts/tides/v1.md").unlink()
    assert [(f.reference, f.kind) for f in prompts.check()] == [
        ("tides@1", "missing"),
        ("tides@4", "gap"),
    ]


def test_a_file_that_cannot_be_loaded_does_not_hide_the_others(project: Path) -> None:
    add_schema(project, "tides", 1, imports="import no_such_module_of_ours")
    add_schema(project, "waves", 1)
    found = {finding.reference: finding for finding in schemas.check()}
    assert {name: finding.kind for name, finding in found.items()} == {
        "tides@1": "invalid",
        "waves@1": "draft",
    }
    assert "no_such_module_of_ours" in found["tides@1"].message


@pytest.mark.parametrize(
    "line",
    ["tides@1 abc", "tides  " + "0" * 64, "<<<<<<< HEAD", f"tides@1  {'A' * 64}"],
)
def test_a_lock_that_is_none_is_named_with_its_line(project: Path, line: str) -> None:
    add_prompt(project, "tides", 1)
    (project / "prompts/prompts.lock").write_text(f"# a comment\n\n{line}\n")
    for use in (prompts.check, lambda: prompts.release("tides")):
        with pytest.raises(SettingsError) as caught:
            use()
        assert caught.value.code == "lock_invalid"
        assert "line 3" in caught.value.message


def test_a_version_locked_twice_is_refused(project: Path) -> None:
    add_prompt(project, "tides", 1)
    prompts.release("tides")
    lock = project / "prompts/prompts.lock"
    lock.write_text(lock.read_text() + f"tides@1  {'0' * 64}\n")
    with pytest.raises(SettingsError, match="lock_invalid"):
        prompts.check()


def test_locked_versions_are_in_order_of_their_numbers(project: Path) -> None:
    for number in (10, 9, 1):
        add_prompt(project, "tides", number)
        prompts.release(f"tides@{number}")
    lines = (project / "prompts/prompts.lock").read_text().splitlines()
    assert [line.split()[0] for line in lines if "  " in line] == ["tides@1", "tides@9", "tides@10"]


def test_bundled_versions_are_locked_and_not_released_by_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for kind in (prompts, schemas):
        assert kind.check() == []
        assert not kind.release("conflict_events@1")


def test_only_versions_can_be_released(project: Path) -> None:
    path = add_prompt(project, "tides", 1)
    for reference in ("tide", "tides@2", str(path)):
        with pytest.raises(SettingsError, match="unknown_prompt"):
            prompts.release(reference)
