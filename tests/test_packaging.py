"""What a user who installs the wheel gets."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_holds_prompts_schemas_mappings_catalogue_pages_and_marker(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())

    shipped = {f"prompts/{p.parent.name}/{p.name}" for p in (ROOT / "prompts").glob("*/v*.md")}
    shipped |= {f"schemas/{p.parent.name}/{p.name}" for p in (ROOT / "schemas").glob("*/v*.py")}
    shipped |= {f"mappings/{path.name}" for path in (ROOT / "mappings").glob("*.yaml")}
    assert "mappings/muc4.yaml" in shipped
    assert {f"llm_extract/_bundled/{name}" for name in shipped} <= names
    assert {"llm_extract/py.typed", "llm_extract/llm/models.toml"} <= names
    tables = {f"llm_extract/gazetteer/{name}.tsv" for name in ("countries", "divisions")}
    assert tables <= names
    folders = [ROOT / "llm_extract" / name / "templates" for name in ("report", "review")]
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    pages = {str(path.relative_to(ROOT)) for path in files}
    assert "llm_extract/report/templates/app/start.js" in pages
    assert "llm_extract/review/templates/review.js" in pages
    assert pages <= names
    assert "llm_extract/notebook/templates/extraction.html.j2" in names
    outlines = {
        f"llm_extract/report/outlines/countries-{scale}.json.gz" for scale in ("110m", "50m")
    }
    assert outlines <= names


def test_wheel_holds_nothing_else_of_the_repository(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert tops == {"llm_extract", "llm_extract-0.1.0.dist-info"}


def test_the_unpacked_wheel_finds_its_prompts_and_schemas_without_the_repository(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path)

    shown = subprocess.run(
        [sys.executable, "-P", "-m", "llm_extract", "prompts", "list"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert "conflict_events@1" in shown
    assert "obituary@1" in shown


@pytest.mark.parametrize("kind", ["prompts", "schemas"])
def test_the_unpacked_wheel_holds_what_was_released(wheel, tmp_path, kind):
    zipfile.ZipFile(wheel).extractall(tmp_path)
    command = [sys.executable, "-P", "-m", "llm_extract", kind, "check", "--no-drafts"]
    options = {"cwd": tmp_path, "env": {"PYTHONPATH": str(tmp_path)}, "capture_output": True}

    assert subprocess.run(command, check=False, **options).returncode == 0

    lock = tmp_path / "llm_extract" / "_bundled" / kind / f"{kind}.lock"
    text = lock.read_text()
    lock.write_text(text.replace(text.split()[-1], "0" * 64))
    changed = subprocess.run(command, check=False, **options)
    assert changed.returncode == 1
    assert changed.stdout.startswith(b"obituary@1: changed: ")


def test_both_floors_are_declared():
    # Without the floor of instructor, pip resolves to a version three years older.
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert '"instructor>=1.17,<2"' in text
    assert '"openai>=3.3,<4"' in text


@pytest.mark.parametrize("lock", ["demo.lock", "dev.lock"])
def test_locks_pin_hashes_and_hold_no_address(lock):
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")

    pins = text.count("==")
    assert pins > 40
    assert text.count("--hash=sha256:") >= pins
    assert "://" not in text
