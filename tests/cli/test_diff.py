"""``llm-extract diff`` over real runs into real folders, and over recorded suites."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest
from fake_endpoint import refuses
from fake_model import FakeModel, obituary

from cli.conftest import write_article
from cli.program import call, finish, process, records, run_options


def survivor(name, relation, cites=(1,)):
    return {"cites": list(cites), "name": name, "relation": relation}


RUNA, IVO = survivor("Runa", "sister"), survivor("Ivo", "brother")


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory):
    """Two runs into one folder. Of three articles one changes: it gets a survivor more."""
    folder, model = tmp_path_factory.mktemp("runs"), FakeModel()
    (folder / "articles").mkdir()
    for name in ("asta", "bo", "cass"):
        write_article(folder / "articles", name)
    for survivors, options in (([RUNA], ()), ([IVO, RUNA], ("--fresh",))):
        model.by_marker["Asta Brill kept"] = obituary("Asta Brill", survivors=survivors)
        call(*run_options(model), folder / "articles", "-o", folder / "out", *options)
    model.close()
    return folder / "out"


@pytest.fixture
def out(two_runs, tmp_path):
    return shutil.copytree(two_runs, tmp_path / "out")


@pytest.fixture
def first(out):
    return f"{out}#1"


def told(*arguments):
    return json.loads(call("diff", *arguments, "--json").stdout)


def write_lines(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


# what is shown


def test_an_item_more_is_a_line_below_its_article(first, out):
    result = call("diff", first, out)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["grade", "path", "old", "new", "evidence"]
    assert lines[1] == "asta.txt"
    assert lines[2].startswith("  major  survivors.0 (added)  -    name Ivo, relation")
    assert lines[2].endswith("  Asta Brill kept the l…")
    assert lines[3] == ""
    assert lines[4] == "1 major: 3 articles compared, 1 changed, 2 equal"
    assert lines[5] == "by path: survivors.* 1"
    assert lines[6].startswith("tokens per article 110 -> 110; requests 1.00 -> 1.00; re-asks 0.00")


def test_the_order_of_items_is_no_difference(model, articles, out, tmp_path):
    model.by_marker["Asta Brill kept"] = obituary("Asta Brill", survivors=[RUNA, IVO])
    call(*run_options(model), articles, "-o", tmp_path / "other")
    result = call("diff", out, tmp_path / "other")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "nothing differs: 3 articles compared"


def test_the_other_way_round_it_is_lost(first, out):
    assert [part["kind"] for part in told(first, out)["differences"]] == ["added"]
    assert [part["kind"] for part in told(out, first)["differences"]] == ["lost"]


def test_a_run_differs_in_nothing_from_its_file(out, first):
    assert call("diff", out, out / "records.jsonl").exit_code == 0
    assert call("diff", first, out / "records.jsonl").exit_code == 1


def test_a_record_that_is_gone_comes_first_and_is_critical(model, articles, first, out, tmp_path):
    model.by_marker["Bo Brill kept"] = refuses(400)
    call(*run_options(model), articles, "-o", tmp_path / "worse")
    result = call("diff", first, tmp_path / "worse")
    shown = [line.split() for line in result.stdout.splitlines()]
    assert shown[1:4:2] == [["bo.txt"], ["asta.txt"]]
    assert shown[2] == ["critical", "status", "ok", "bad_request"]


def test_articles_only_one_run_has_are_named(out, tmp_path):
    few = write_lines(tmp_path / "few.jsonl", records(out)[1:])
    lost, more = call("diff", out, few), call("diff", few, out)
    assert (lost.exit_code, more.exit_code) == (1, 0)
    assert "only in the old run: asta.txt\n" in lost.stdout
    assert "only in the new run: asta.txt\n" in more.stdout


def test_lines_are_cut_to_the_terminal_and_wider_in_a_pipe(first, out, monkeypatch):
    assert max(map(len, call("diff", first, out).stdout.splitlines()[:3])) == 80
    monkeypatch.delenv("COLUMNS")
    code, piped, _ = finish(process("diff", first, out))
    assert code == 1
    assert "name Ivo, relation brother  Asta Brill kept the light at Aldo." in piped
    assert "\x1b" not in piped


@pytest.mark.skipif(os.name == "nt", reason="no pty")
def test_a_terminal_gets_colours(first, out, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    own, its = os.openpty()
    command = [sys.executable, "-m", "llm_extract", "diff", first, str(out)]
    subprocess.run(command, stdout=its, stderr=its, check=False)
    os.close(its)
    shown = b""
    # Linux tells the end of a terminal by an error.
    with os.fdopen(own, "rb", buffering=0) as terminal, suppress(OSError):
        while part := terminal.read(4096):
            shown += part
    assert b"\x1b[33m  major" in shown


def test_what_an_answer_holds_does_not_steer_the_terminal(model, articles, out, tmp_path):
    nasty = survivor("\x1b[2JIvo\u202e\n[red]x", "brother")
    model.by_marker["Asta Brill kept"] = obituary("Asta Brill", survivors=[RUNA, nasty])
    call(*run_options(model), articles, "-o", tmp_path / "nasty")
    shown = call("diff", f"{out}#1", tmp_path / "nasty").stdout
    assert "name \\x1b[2JI" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


# what is looked at, and the exit code


@pytest.mark.parametrize(
    ("options", "exit_code"),
    [
        ((), 1),
        (("--fail-on", "major"), 1),
        (("--fail-on", "minor"), 1),
        (("--fail-on", "critical"), 0),
        (("--only", "critical,minor"), 0),
        (("--only", "critical,major"), 1),
        (("--path", "survivors.*"), 1),
        (("--path", "survivors*", "--path", "tributes*"), 1),
        (("--path", "tributes*"), 0),
    ],
)
def test_options_decide_the_exit_code(first, out, options, exit_code):
    result = call("diff", first, out, *options)
    assert result.exit_code == exit_code
    quiet = call("diff", first, out, *options, "--quiet")
    assert (quiet.exit_code, quiet.output) == (exit_code, "")


def test_neutral_differences_are_counted_and_shown_only_if_named(out, tmp_path):
    lines = records(out)
    for line in lines:
        line["findings"] = [*line["findings"], notice()]
    other = write_lines(tmp_path / "other.jsonl", lines)
    result = call("diff", out, other)
    assert result.exit_code == 0
    assert result.stdout.startswith("3 neutral: 3 articles compared, 0 changed, 3 equal\n")
    shown = call("diff", out, other, "--only", "neutral").stdout
    assert "\n  neutral  findings  -    odd survivors look\n" in shown
    assert call("diff", out, other, "--fail-on", "neutral").exit_code == 1


def notice():
    return {"path": "survivors", "code": "odd", "severity": "notice", "message": "look"}


def test_json_holds_all_of_it(first, out):
    found = told(first, out)
    assert (found["compared"], found["equal"]) == (3, 2)
    assert found["by_grade"] == {"critical": 0, "major": 1, "minor": 0, "neutral": 0}
    assert found["old"]["tokens"] == found["new"]["tokens"] == 110
    [part] = found["differences"]
    assert (part["article"], part["old"], part["new"]["name"]) == ("asta.txt", None, "Ivo")
    assert part["new_evidence"]["quotes"] == ["Asta Brill kept the light at Aldo."]
    assert told(first, out, "--path", "tributes*")["differences"] == []


def test_the_page_holds_the_differences_and_no_markup_of_an_answer(
    model, articles, first, tmp_path
):
    nasty = survivor("<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>")
    model.by_marker["Asta Brill kept"] = obituary("Asta Brill", survivors=[RUNA, nasty])
    call(*run_options(model), articles, "-o", tmp_path / "nasty")
    path = tmp_path / "page.html"
    result = call("diff", first, tmp_path / "nasty", "--html", path, "--quiet")
    assert (result.exit_code, result.output) == (1, "")
    page = path.read_text(encoding="utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "Asta Brill kept the light at Aldo." in page
    assert not {"<img", "<script", "http://", "https://"} & set(re.findall(r"<\w+|https?://", page))


def test_a_page_that_cannot_be_written_is_one_line(first, out, tmp_path):
    result = call("diff", first, out, "--html", tmp_path / "nowhere" / "page.html")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "output_lost: the report cannot be written" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message"),
    [
        (("nowhere", "out"), 2, "nowhere: usage: there is no such file or folder"),
        (("out", "out#9"), 2, "usage: run 9 has no inputs"),
        (("out",), 2, "out: usage: one run is compared with nothing"),
        (("out", "articles"), 2, "articles: usage: it holds no "),
        (("out", "out", "--only", "bad"), 2, "--only: usage: 'bad' is not one of critical, "),
        (("out", "out", "--fail-on", "all"), 2, "--fail-on: usage: 'all' is not one of"),
        (("out", "broken.jsonl"), 3, "broken.jsonl:1: invalid_json: it is no line of a run"),
        (("out", "bare.jsonl"), 3, "bare.jsonl: invalid_json: 'asta.txt' is no record (give lines"),
        (("empty.jsonl", "out"), 3, "empty.jsonl: invalid_json: 'asta.txt' is no record"),
        (("twice.jsonl", "out"), 3, "twice.jsonl: duplicate_id: 'asta.txt' is there twice"),
        (("out", "bytes.jsonl"), 3, "bytes.jsonl: unreadable: it is not UTF-8"),
        (("tides@1", "out"), 2, "cases/tides@1: usage: there are no recorded cases"),
        (("out", "tides@1:accepted"), 2, "cases/tides@1: usage: there are no recorded cases"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    out, tmp_path, monkeypatch, arguments, exit_code, message
):
    (tmp_path / "articles").mkdir()
    (tmp_path / "broken.jsonl").write_text("{oops\n")
    (tmp_path / "bytes.jsonl").write_bytes(b'{"id": "\xff"}\n')
    write_lines(tmp_path / "bare.jsonl", [{"id": "asta.txt"}])
    write_lines(tmp_path / "empty.jsonl", [records(out)[0] | {"data": None}])
    write_lines(tmp_path / "twice.jsonl", records(out)[:1] * 2)
    monkeypatch.chdir(tmp_path)
    result = call("diff", *arguments)
    assert result.exit_code == exit_code
    assert message in result.stderr
    assert (result.stderr.count("\n"), result.stdout) == (1, "")
