from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from fake_model import obituary

from cli.program import call, finish, process, records, run_options
from llm_extract.runs import OutputFolder, encode


def write_article(folder, name, words="kept the light"):
    text = f"PORT SELWICK — {name.title()} Brill {words} for 14 years.\n\nThe lamp is out.\n"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def out(model, articles, tmp_path):
    """The folder of a run over three articles, each with one proven tribute; no model is left."""
    tribute = {"cites": [1], "speaker": None, "words": "kept the light for 14 years"}
    for name in ("asta", "bo", "cass"):
        write_article(articles, name)
        model.by_marker[f"{name.title()} Brill"] = obituary(name.title(), tributes=[tribute])
    assert call(*run_options(model), articles, "-o", tmp_path / "out", "-q").exit_code == 0
    model.close()
    return tmp_path / "out"


def rewrite(out, change):
    """Change the first stored line in place."""
    stored = records(out)
    change(stored[0])
    (out / "records.jsonl").write_text("".join(encode(s) + "\n" for s in stored), "utf-8")


# what is printed


def test_nothing_changed_is_one_line(out):
    result = call("check", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "nothing changed: 3 records, 6 values checked\n"


def test_changes_are_a_row_each_the_worst_first_then_the_verdicts(out, articles):
    (articles / "cass.txt").unlink()
    write_article(articles, "bo", "left the light")
    result = call("check", out)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [re.split(r"\s{2,}", line) for line in lines[:3]] == [
        ["cass.txt", "article missing", "no article has its id"],
        ["bo.txt", "tributes.0.words", "exact -> altered", "differs: kept"],
        ["bo.txt", "text changed"],
    ]
    assert lines[0].index("article m") == lines[1].index("exact") == lines[2].index("text")
    assert [line.split() for line in lines[4:7]] == [
        ["verdict", "before", "after"],
        ["exact", "4", "3"],
        ["altered", "0", "1"],
    ]
    assert lines[-1] == "1 of 3 records changed, 1 article missing"
    assert result.stderr == "records.jsonl is as it was; --write stores the new verdicts.\n"


def test_columns_stand_below_each_other_in_any_script(out, articles):
    (articles / "bo.txt").rename(articles / "灯台.txt")
    rewrite(out, lambda line: line["evidence"]["values"][1].update(verdict="altered"))
    stored = records(out)
    stored[1]["id"] = "灯台.txt"
    (out / "records.jsonl").write_text("".join(encode(s) + "\n" for s in stored), "utf-8")
    write_article(articles, "灯台", "left the light")
    rows = {line[:2]: line for line in call("check", out).stdout.splitlines() if "words" in line}
    # Each of the two characters is two columns wide.
    assert rows["灯台"].index("tributes") + 2 == rows["as"].index("tributes")


def test_the_words_of_an_article_and_escape_sequences_do_not_reach_the_terminal(out, articles):
    rewrite(out, lambda line: line["data"].update(person=7))
    stored = records(out)
    stored[1]["findings"] = [
        {"code": "x\x1b[2J", "path": "a\u202e", "message": "", "severity": "fault"}
    ]
    (out / "records.jsonl").write_text("".join(encode(s) + "\n" for s in stored), "utf-8")
    result = call("check", out)
    assert "obituary@1: person model_type" in result.stdout
    assert "x\\x1b[2J no more" in result.stdout
    assert not {"\x1b", "\u202e"} & set(result.output)
    assert "lamp" not in result.output


def test_values_with_a_first_and_good_verdict_are_counted(out):
    rewrite(out, lambda line: line["evidence"]["values"].clear())
    result = call("check", out)
    assert result.exit_code == 1
    assert "asta.txt  2 values with a first verdict" in result.stdout.splitlines()


def test_quiet_leaves_the_exit_code(out, articles):
    assert call("check", out, "-q").output == ""
    (articles / "bo.txt").unlink()
    result = call("check", out, "--quiet")
    assert (result.exit_code, result.output) == (1, "")


def test_the_report_as_json(out, articles):
    write_article(articles, "bo", "left the light")
    result = call("check", out, "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    report = json.loads(result.stdout)
    assert (report["records"], report["changed"], report["rewritten"]) == (3, 1, 0)
    assert [change["kind"] for change in report["changes"]] == ["verdict", "text"]
    assert json.loads(call("check", out, "--write", "--json").stdout)["rewritten"] == 1


def test_writing_says_so_and_the_next_check_finds_nothing(out, articles):
    write_article(articles, "bo", "left the light")
    result = call("check", out, "--write")
    assert result.exit_code == 1
    assert result.stderr == "Written anew: 1 line of records.jsonl\n"
    assert call("check", out).exit_code == 0


def test_failed_articles_are_passed_over(model, articles, tmp_path):
    (articles / "empty.txt").touch()
    call(*run_options(model), articles, "-o", tmp_path / "out", "-q")
    shown = call("check", tmp_path / "out").stdout
    assert shown.endswith("checked; 1 article without a record passed over\n")


def test_an_empty_folder_of_records(out):
    (out / "records.jsonl").write_bytes(b"")
    assert call("check", out).stdout == "nothing changed: 0 records, 0 values checked\n"


# what it needs


def test_neither_model_nor_network_nor_other_programs_are_touched(out):
    program = (
        "import sys\n"
        "from llm_extract.cli import main\n"
        "def refuse(event, arguments):\n"
        "    if event.startswith(('socket.', 'subprocess.', 'os.exec', 'os.fork', 'os.system')):\n"
        "        raise RuntimeError(event)\n"
        "    assert event != 'open' or not str(arguments[0]).endswith('.gguf')\n"
        "sys.addaudithook(refuse)\n"
        f"sys.argv = ['llm-extract', 'check', {str(out)!r}]\n"
        "main()\n"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LLM_EXTRACT_")}
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "nothing changed: 3 records, 6 values checked\n"


def test_a_rule_of_the_user_that_changed_since(model, articles, tmp_path):
    """In programs of their own, since a module is loaded once."""
    schema, prompt, out = (tmp_path / name for name in ("boats.py", "boats.md", "out"))
    schema.write_text(SCHEMA, encoding="utf-8")
    prompt.write_text(PROMPT, encoding="utf-8")
    options = ("--model", "fake", "--base-url", model.base_url, "--schema", f"{schema}:Log")
    assert call("run", articles, *options, "-p", prompt, "-o", out).exit_code == 0
    assert finish(process("check", out))[0] == 0
    schema.write_text(SCHEMA + RULE, encoding="utf-8")
    code, shown, _ = finish(process("check", out))
    assert code == 1
    assert shown.splitlines()[0].split() == ["asta.txt", "no_boats", "fault:", "none", "found"]
    assert shown.splitlines()[-1] == "3 of 3 records changed"


PROMPT = """\
---
schema: boats
---
# System
You log boats.
# Article
{% for sentence in sentences %}[{{ sentence.number }}] {{ sentence.text }}{% endfor %}
# Whole article
Log all of it.
# Article facts
Where?
# Sentence
Log it.
"""
SCHEMA = """\
from pydantic import BaseModel
from llm_extract.grounding import Finding


class Boat(BaseModel):
    cites: list[int]
    name: str


class Log(BaseModel):
    boats: list[Boat]
"""
RULE = """
    def findings(self, source, evidence):
        yield Finding("no_boats", "", "none found", "fault")
"""


def test_articles_that_moved(out, articles, tmp_path):
    articles.rename(tmp_path / "elsewhere")
    result = call("check", out)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"error {tmp_path / 'articles'}: not_found: the articles are not where they were read "
        "(say where they are with --articles PATH)\n"
    )
    assert call("check", out, "--articles", tmp_path / "elsewhere").exit_code == 0


def test_the_wrong_articles(out, tmp_path):
    (tmp_path / "others").mkdir()
    result = call("check", out, "-a", tmp_path / "others")
    assert result.exit_code == 1
    assert result.stderr == (
        "Not one article was found; --articles PATH takes what was given to run.\n"
    )


def test_articles_of_standard_input(model, tmp_path):
    text = "Asta Brill kept the light."
    call(*run_options(model), "-", "-o", tmp_path / "out", stdin=text)
    result = call("check", tmp_path / "out")
    assert result.exit_code == 2
    assert "usage: its articles were read from standard input (say where" in result.stderr
    assert call("check", tmp_path / "out", "--articles", "-", stdin=text).exit_code == 0


# what is refused


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nowhere",), 2, "nowhere: usage: there is no such file or folder\n"),
        (("x" * 5000,), 2, "usage: there is no such file or folder\n"),
        (("out/records.jsonl",), 2, "usage: it is a file (give the output folder it lies in)\n"),
        (("out", "--articles", "nowhere"), 2, "nowhere: usage: there is no such file or folder\n"),
        (("articles",), 3, "articles: not_found: it holds no records.jsonl (give the output "),
    ],
)
def test_a_wrong_argument_is_one_line(out, tmp_path, monkeypatch, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    result = call("check", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("error ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("member", "value", "code", "message"),
    [
        ("schema", "obituary@9", 2, "unknown_schema: there is no schema 'obituary@9'"),
        ("schema", "no.such.module:Model", 2, "schema_import: import failed: ModuleNotFound"),
        ("schema", 7, 3, "records.jsonl: invalid_json: line 1 is none a run has written (take"),
    ],
)
def test_a_line_that_cannot_be_used_is_one_line(out, member, value, code, message):
    rewrite(out, lambda line: line.update({member: value}))
    result = call("check", out)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_run_into_the_folder_at_the_same_time(out):
    with OutputFolder(out):
        result = call("check", out, "--write")
    assert result.exit_code == 2
    assert "output_not_writable: another run is writing there" in result.stderr


def test_a_folder_that_may_not_be_read(out):
    records_file = out / "records.jsonl"
    records_file.chmod(0)
    if os.access(records_file, os.R_OK):
        pytest.skip("this user may read everything")
    result = call("check", out)
    assert result.exit_code == 3
    assert "records.jsonl: unreadable: Permission denied" in result.stderr


def test_the_help_tells_the_exit_codes():
    words = " ".join(call("check", "--help").stdout.split())
    assert "0 nothing changed, 1 something changed or an article is missing, 2 usage" in words
    assert "3 unreadable folder, 130 interrupted" in words
