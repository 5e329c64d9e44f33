"""The pytest plugin, run by pytest itself as its users do."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from . import suites

TEST = "def test_case(extract_case):\n    extract_case.assert_accepted()\n"


def run_pytest(folder: Path, *options: str, **environment: str) -> tuple[int, str]:
    """Run pytest over the cases, in a process of its own."""
    (folder / "test_each_case.py").write_text(TEST, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", *options],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def accepted(recorded):
    from typer.testing import CliRunner

    from llm_extract.cli import app

    result = CliRunner().invoke(
        app, ["accept", str(recorded.folder), "--reason", "read", "--author", "Ada Holm"]
    )
    assert result.exit_code == 0, result.output
    return recorded


def test_accepted_cases_pass_without_a_network(accepted, tmp_path, model):
    model.close()
    code, out = run_pytest(tmp_path, "--block-network")
    assert code == 0, out
    assert "test_each_case.py::test_case[obituary@1/fake/bo.txt]" in out
    assert "llm-extract: 2 cases (2 ok), 2 recorded answers played" in out


def test_it_works_under_xdist(accepted, tmp_path):
    code, out = run_pytest(tmp_path, "-n", "2")
    assert code == 0, out
    assert "llm-extract: 2 cases (2 ok), 2 recorded answers played" in out


def test_a_changed_article_fails_with_the_cause_and_the_command(accepted, tmp_path):
    path = accepted.articles / "bo.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("12", "13"), encoding="utf-8")
    code, out = run_pytest(tmp_path)
    assert code == 1
    assert "recording_stale: the article changed since it was recorded" in out
    assert f"llm-extract record {accepted.folder}" in out
    assert "Traceback" not in out
    assert "1 ok, 1 stale" in out or "1 stale, 1 ok" in out


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda suite: suite.recording("bo.txt").unlink(), "recording_missing"),
        (lambda suite: (suite.articles / "bo.txt").unlink(), "recording_unused"),
        (lambda suite: suite.accepted("bo.txt").unlink(), "nothing was accepted yet"),
        (lambda suite: suite.recording("bo.txt").write_text("{"), "recording_damaged"),
    ],
)
def test_what_is_not_there_is_not_passed_over(accepted, tmp_path, spoil, said):
    spoil(accepted)
    code, out = run_pytest(tmp_path)
    assert code == 1
    assert said in out


def test_a_folder_without_cases_fails(tmp_path):
    (tmp_path / "cases").mkdir()
    code, out = run_pytest(tmp_path)
    assert code == 1
    assert "no recorded cases in" in out


def test_differences_are_told_before_the_command_that_accepts_them(accepted, tmp_path):
    path = accepted.accepted("bo.txt")
    text = path.read_text(encoding="utf-8")
    assert text.count('"sister"') == 1
    path.write_text(text.replace('"sister"', '"brother"'), encoding="utf-8")
    code, out = run_pytest(tmp_path)
    assert code == 1
    assert "differences from the accepted record" in out
    assert "survivors" in out
    assert out.index("survivors") < out.index("llm-extract accept")


def test_recording_is_refused_in_ci_and_in_parallel(accepted, tmp_path, model):
    sent = len(model.requests)
    code, out = run_pytest(tmp_path, "--llm-record", "all", CI="true")
    assert code == 4
    assert "nothing is recorded where CI is set" in out
    code, out = run_pytest(tmp_path, "--llm-record", "all", "-n", "2")
    assert code == 4
    assert "one process records" in out
    assert len(model.requests) == sent


def test_what_is_missing_is_recorded_when_asked_for(accepted, tmp_path, model):
    suites.answering(model)
    accepted.recording("bo.txt").unlink()
    code, out = run_pytest(tmp_path, "--llm-record", "missing", LLM_EXTRACT_API_KEY="x")
    assert code == 0, out
    assert accepted.recording("bo.txt").exists()


def test_only_some_suites_and_another_folder(accepted, tmp_path):
    (tmp_path / "cases").rename(tmp_path / "kept")
    code, out = run_pytest(tmp_path, "--llm-cases", "kept", "--llm-suite", "obituary@1/*")
    assert code == 0, out
    code, out = run_pytest(tmp_path, "--llm-cases", "kept", "--llm-suite", "other/*")
    assert code == 1


def test_the_report_keeps_the_classes(accepted, tmp_path):
    report = tmp_path / "report.xml"
    code, out = run_pytest(tmp_path, f"--junitxml={report}", "-o", "junit_family=xunit1")
    assert code == 0, out
    named = {p.get("name") for p in ET.parse(report).iter("property")}
    assert "llm_extract" in named


def test_pytest_starts_where_the_plugin_is_not_used(tmp_path):
    """Loading the plugin costs nobody the extra or its imports."""
    (tmp_path / "test_other.py").write_text(
        "import sys\n\n\ndef test_it():\n    assert 'vcr' not in sys.modules\n"
        "    assert 'pydantic' not in sys.modules\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:recording", "-p", "no:hypothesispytest"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
