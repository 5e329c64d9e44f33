"""The pytest plugin, run by pytest itself as its users do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from cli.program import call
from fake_model import FakeModel, obituary

from llm_extract.recording import Suite

from . import suites
from .conftest import KEY

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


def accept(suite: Suite) -> Suite:
    result = call("accept", suite.folder, "--reason", "read", "--author", "Ada Holm")
    assert result.exit_code == 0, result.output
    return suite


@pytest.fixture
def accepted(recorded):
    return accept(recorded)


def test_accepted_cases_pass_without_a_network(accepted, tmp_path, model):
    model.close()
    code, out = run_pytest(tmp_path, "--block-network")
    assert code == 0, out
    assert "test_each_case.py::test_case[obituary@1/fake/bo.txt]" in out
    assert "llm-extract: 2 cases (2 ok), 2 recorded answers played" in out


@pytest.mark.slow
def test_it_works_under_xdist(accepted, tmp_path):
    code, out = run_pytest(tmp_path, "-n", "2")
    assert code == 0, out
    assert "llm-extract: 2 cases (2 ok), 2 recorded answers played" in out


def change(suite: Suite) -> None:
    path = suite.articles / "changed.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("12", "13"), encoding="utf-8")


def differ(suite: Suite) -> None:
    path = suite.accepted("differs.txt")
    text = path.read_text(encoding="utf-8")
    assert text.count('"sister"') == 1
    path.write_text(text.replace('"sister"', '"brother"'), encoding="utf-8")


# What is done to the case of each name.
SPOILED = {
    "changed": change,
    "differs": differ,
    "unrecorded": lambda suite: suite.recording("unrecorded.txt").unlink(),
    "gone": lambda suite: (suite.articles / "gone.txt").unlink(),
    "unread": lambda suite: suite.accepted("unread.txt").unlink(),
    "damaged": lambda suite: suite.recording("damaged.txt").write_text("{"),
}
WELL = "well"


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    """Folder and output of a run of pytest, after each case was spoiled in its own way."""
    folder = tmp_path_factory.mktemp("spoiled")
    endpoint = FakeModel()
    texts = {}
    for name in (*SPOILED, WELL):
        texts[name] = f"PORT SELWICK — {name} Brill mended 12 nets a week.\n\nIna survives him.\n"
        record = obituary(f"{name} Brill", survivors=[suites.SURVIVOR])
        endpoint.by_marker[f"{name} Brill mended"] = record
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LLM_EXTRACT_API_KEY", KEY)
        # Nothing is recorded or accepted where it is set.
        patch.delenv("CI", raising=False)
        suites.write_articles(folder, texts)
        suite = accept(suites.recorded(endpoint, folder))
        for spoil in SPOILED.values():
            spoil(suite)
        report = f"--junitxml={folder / 'report.xml'}"
        code, out = run_pytest(folder, report, "-o", "junit_family=xunit1")
    endpoint.close()
    assert code == 1
    return folder, out


def about(out: str, case: str) -> str:
    """What pytest said of one case that failed."""
    parts = re.split(r"^(?:_+ (.*) _+|=+ .* =+)$", out, flags=re.MULTILINE)
    told = {title: said for title, said in zip(parts[1::2], parts[2::2], strict=True) if title}
    (title,) = (title for title in told if title.endswith(f"[obituary@1/fake/{case}]"))
    return told[title]


def test_what_is_well_passes_beside_what_is_not(spoiled):
    _, out = spoiled
    assert f"PASSED test_each_case.py::test_case[obituary@1/fake/{WELL}.txt]" in out
    assert out.count("PASSED") == 1
    assert "Traceback" not in out


def test_a_changed_article_fails_with_the_cause_and_the_command(spoiled):
    folder, out = spoiled
    said = about(out, "changed.txt")
    assert "recording_stale: the article changed since it was recorded" in said
    assert f"llm-extract record {folder / 'cases' / 'obituary@1' / 'fake'}" in said


def test_the_last_line_counts_the_cases_by_state(spoiled):
    states = re.search(r"llm-extract: 8 cases \((.*)\), 3 recorded answers played", spoiled[1])[1]
    assert sorted(states.split(", ")) == [
        "1 changed",
        "1 damaged",
        "1 missing",
        "1 new",
        "1 ok",
        "1 stale",
        "2 unused",
    ]


def test_the_report_keeps_the_classes(spoiled):
    (report,) = spoiled[0].glob("*.xml")
    named = {p.get("name") for p in ET.parse(report).iter("property")}
    assert "llm_extract" in named


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("unrecorded.txt", "recording_missing"),
        ("recordings/gone.txt.yaml", "recording_unused"),
        ("accepted/gone.txt.json", "recording_unused"),
        ("unread.txt", "nothing was accepted yet"),
        ("damaged.txt", "recording_damaged"),
    ],
)
def test_what_is_not_there_is_not_passed_over(spoiled, case, why):
    assert why in about(spoiled[1], case)


def test_differences_are_told_before_the_command_that_accepts_them(spoiled):
    said = about(spoiled[1], "differs.txt")
    assert "differences from the accepted record" in said
    assert "survivors" in said
    assert said.index("survivors") < said.index("llm-extract accept")


def test_a_folder_without_cases_fails(tmp_path):
    (tmp_path / "cases").mkdir()
    code, out = run_pytest(tmp_path)
    assert code == 1
    assert "no recorded cases in" in out


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
