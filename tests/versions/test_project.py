from __future__ import annotations

from pathlib import Path

import pytest
from projects import make_project

from llm_extract.errors import SettingsError
from llm_extract.versions import MARKER, project_root


def test_the_root_is_the_nearest_folder_with_the_marker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = make_project(tmp_path / "outer")
    inner = make_project(outer / "inner")
    (inner / "deep" / "deeper").mkdir(parents=True)
    (outer / "beside").mkdir()
    for here, root in (
        (inner, inner),
        (inner / "deep" / "deeper", inner),
        (outer / "beside", outer),
    ):
        monkeypatch.chdir(here)
        assert project_root() == root


def test_without_a_marker_there_is_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A folder of that name is no marker.
    (tmp_path / MARKER).mkdir()
    monkeypatch.chdir(tmp_path)
    assert project_root() is None


def test_a_working_directory_that_is_gone_is_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert project_root() is None


@pytest.mark.parametrize("content", [b"prompts = [", b"\xff\xfe"])
def test_a_marker_that_is_not_toml_is_named(project: Path, content: bytes) -> None:
    (project / MARKER).write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        project_root()
    assert (caught.value.code, caught.value.source) == ("usage", str(project / MARKER))
    assert len(str(caught.value).splitlines()) == 1


def test_this_repository_is_a_project(monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Path(__file__).parents[2]
    monkeypatch.chdir(repository / "examples")
    assert project_root() == repository
