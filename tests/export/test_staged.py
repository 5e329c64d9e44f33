from __future__ import annotations

import errno

import pytest

from llm_extract.errors import OutputError, SettingsError
from llm_extract.export._staged import staged
from llm_extract.export.formats._package import is_package, write_package


def refuses(_path):
    return False


def takes(_path):
    return True


def write_folder(path, text="new"):
    path.mkdir()
    (path / "a.csv").write_text(text)


def write(target, is_ours, fault=None):
    with staged(target, is_ours) as path:
        path.write_text("half")
        if fault:
            raise fault


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_whole(tmp_path):
    with staged(tmp_path / "x", refuses) as path:
        path.write_text("new")
        assert not (tmp_path / "x").exists()
    assert (tmp_path / "x").read_text() == "new"
    assert left(tmp_path) == ["x"]


def test_what_an_export_wrote_is_replaced(tmp_path):
    (tmp_path / "x").write_text("old")
    with staged(tmp_path / "x", takes) as path:
        path.write_text("new")
    assert (tmp_path / "x").read_text() == "new"
    write_folder(tmp_path / "f", "old")
    (tmp_path / "f" / "more.csv").write_text("old")
    with staged(tmp_path / "f", takes) as path:
        write_folder(path)
    assert left(tmp_path / "f") == ["a.csv"]
    assert (tmp_path / "f" / "a.csv").read_text() == "new"
    assert left(tmp_path) == ["f", "x"]


@pytest.mark.parametrize("is_folder", [True, False])
def test_anything_else_is_left_alone(tmp_path, is_folder):
    target = tmp_path / "x"
    if is_folder:
        write_folder(target, "mine")
    else:
        target.write_text("mine")
    with (
        pytest.raises(SettingsError, match="was not made by this command"),
        staged(target, refuses),
    ):
        raise AssertionError("nothing is to be written")
    assert (target / "a.csv" if is_folder else target).read_text() == "mine"
    assert left(tmp_path) == ["x"]


def test_an_empty_file_or_folder_may_go(tmp_path):
    (tmp_path / "x").touch()
    (tmp_path / "f").mkdir()
    for name in ("x", "f"):
        with staged(tmp_path / name, refuses) as path:
            path.write_text("new")
        assert (tmp_path / name).read_text() == "new"


def test_nothing_is_left_of_what_failed(tmp_path):
    (tmp_path / "x").write_text("old")
    with pytest.raises(KeyError):
        write(tmp_path / "x", takes, fault=KeyError("row"))
    assert (tmp_path / "x").read_text() == "old"
    assert left(tmp_path) == ["x"]


def test_a_full_disk_is_told(tmp_path):
    fault = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(OutputError, match="disk_full: the export cannot be written: No space"):
        write(tmp_path / "x", refuses, fault=fault)
    assert left(tmp_path) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OutputError, match="output_lost"):
        write(tmp_path / "no" / "x", refuses)


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with staged(tmp_path / "link", takes) as path:
        path.write_text("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_folder_of_an_export_with_a_file_of_the_user_is_not_ours(tmp_path):
    folder = tmp_path / "csv"
    folder.mkdir()
    write_package(folder, ".csv", ())
    assert is_package(folder)
    (folder / "notes.txt").write_text("mine")
    assert not is_package(folder)
    (folder / "notes.txt").unlink()
    (folder / "datapackage.json").write_text('{"resources": [], "name": "another"}')
    assert not is_package(folder)
    (folder / "datapackage.json").write_text("[")
    assert not is_package(folder)
