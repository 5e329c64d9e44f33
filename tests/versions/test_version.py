from __future__ import annotations

from pathlib import Path

import pytest

from llm_extract.errors import SettingsError
from llm_extract.versions import bundled, find_version, versions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("flood/v2.md", "flood/v10.md", "flood/v1.md", "fire_alarm/v3.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    return tmp_path


def find(reference: str, folder: Path) -> str:
    known = versions(folder, ".md")
    return str(find_version(reference, known, kind="prompt", code="unknown_prompt"))


def test_versions_are_sorted_by_number_not_by_spelling(folder: Path) -> None:
    assert [str(found) for found in versions(folder, ".md")] == [
        "fire_alarm@3",
        "flood@1",
        "flood@2",
        "flood@10",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "v1.md",
        "flood/v0.md",
        "flood/v01.md",
        "flood/v3.txt",
        "flood/v3-draft.md",
        "flood/deep/v3.md",
    ],
)
def test_other_files_are_no_versions(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("")
    assert len(versions(folder, ".md")) == 4


@pytest.mark.parametrize(
    ("reference", "found"),
    [("flood", "flood@10"), ("flood@1", "flood@1"), ("flood@10", "flood@10")],
)
def test_find(folder: Path, reference: str, found: str) -> None:
    assert find(reference, folder) == found


@pytest.mark.parametrize(
    ("reference", "near"),
    [
        ("flod", "flood"),
        ("flood@3", "flood@"),
        ("flood@", "flood"),
        ("Flood", "flood"),
        ("fire-alarm@3", "fire_alarm@3"),
        ("zzz", "fire_alarm, flood?"),
        ("../flood", "flood"),
    ],
)
def test_unknown_reference_names_the_nearest(folder: Path, reference: str, near: str) -> None:
    with pytest.raises(SettingsError) as caught:
        find(reference, folder)
    assert caught.value.code == "unknown_prompt"
    assert repr(reference) in caught.value.message
    assert near in str(caught.value.hint)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("folder_name", "suffix"), [("prompts", ".md"), ("schemas", ".py")])
def test_both_domains_are_bundled(folder_name: str, suffix: str) -> None:
    names = {found.name for found in versions(bundled(folder_name), suffix)}
    assert {"conflict_events", "obituary"} <= names
