from __future__ import annotations

import contextlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from fake_endpoint import Step, answers
from fake_model import obituary

from cli.conftest import write_article
from cli.program import call, finish, ids, process, records, run_options

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"


# where things go


def test_without_a_folder_records_go_to_stdout_and_nothing_else_does(model, articles):
    result = call(*run_options(model), articles)
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert ids(lines) == ["asta.txt", "bo.txt", "cass.txt"]
    assert "3 with a record" in result.stderr


def test_with_a_folder_stdout_stays_empty(model, articles, tmp_path):
    result = call(*run_options(model), articles, "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert ids(records(tmp_path / "out")) == ["asta.txt", "bo.txt", "cass.txt"]
    left = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert left == ["journal.sqlite", "records.jsonl"]


def test_on_a_pipe_progress_is_one_plain_line_an_article(model, articles, tmp_path):
    model.by_marker["Asta Brill"] = obituary(
        "Asta", tributes=[{"cites": [1], "speaker": None, "words": "kept the light"}]
    )
    err = call(*run_options(model), articles, "-o", tmp_path / "out", "-j", "1").stderr
    assert "\x1b" not in err
    assert [line.split(" (")[0] for line in err.splitlines() if line.startswith("[")] == [
        "[1/3] asta.txt: 1 tributes",
        "[2/3] bo.txt: nothing to record",
        "[3/3] cass.txt: nothing to record",
    ]


@pytest.mark.parametrize("folder", [True, False])
def test_the_summary_as_json(model, articles, tmp_path, folder):
    output = ("-o", tmp_path / "out") if folder else ()
    result = call(*run_options(model), articles, *output, "--json")
    text = result.stdout if folder else result.stderr
    summary = json.loads(text)
    assert (summary["ok"], summary["requests"], summary["prompt_tokens"]) == (3, 3, 300)
    assert (summary["failed"], summary["aborted"], summary["cost"]) == ([], None, None)


def test_quiet_prints_errors_only(model, articles, tmp_path):
    assert call(*run_options(model), articles, "-o", tmp_path / "out", "-q").output == ""
    (articles / "empty.txt").touch()
    result = call(*run_options(model), articles, "-o", tmp_path / "out", "-q")
    assert result.output.splitlines() == ["failed empty.txt: empty: holds no text"]
    assert result.exit_code == 1


def test_reading_by_sentence(model, articles, tmp_path):
    result = call(*run_options(model), articles, "-o", tmp_path / "o", "--reading", "sentence")
    assert result.exit_code == 0
    # One question about the whole, and one for each of two sentences.
    assert len(model.requests) == 9


def test_conflict_events_is_the_default_prompt(model, tmp_path):
    options = ("run", "--model", "fake", "--base-url", model.base_url)
    result = call(*options, EXAMPLES, "--limit", "2", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert {line["prompt"] for line in records(tmp_path / "out")} == {"conflict_events@2"}
    assert len(model.requests) == 2


def test_articles_on_stdin(model):
    text = call(*run_options(model), "-", stdin="Asta Brill kept the light.")
    assert json.loads(text.stdout)["id"] == "stdin"
    lines = '{"id": "a", "text": "Asta left."}\n{"text": "Bo left.", "published": "2030-01-02"}\n'
    found = call(*run_options(model), "-", stdin=lines).stdout.splitlines()
    assert ids(map(json.loads, found)) == ["a", "stdin:2"]
    assert json.loads(found[1])["article"]["published"] == "2030-01-02"


def test_a_folder_without_articles_is_told(model, tmp_path):
    (tmp_path / "none").mkdir()
    result = call(*run_options(model), tmp_path / "none", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "No articles found" in result.stderr
    assert records(tmp_path / "out") == []


def test_lines_keep_the_order_of_the_articles_whatever_ends_first(model, articles, tmp_path):
    write_article(articles, "dag")
    for name, delay in (("Asta", 0.4), ("Bo", 0.3), ("Cass", 0.2), ("Dag", 0)):
        model.by_marker[f"{name} Brill"] = Step(delay=delay)
    result = call(*run_options(model), articles, "-o", tmp_path / "out", "-j", "4")
    assert "[1/4] dag.txt" in result.stderr
    assert "[4/4] asta.txt" in result.stderr
    assert ids(records(tmp_path / "out")) == ["asta.txt", "bo.txt", "cass.txt", "dag.txt"]


def test_a_reader_that_leaves_ends_the_run_quietly(model, articles):
    read, write = os.pipe()
    started = process(*run_options(model), articles, "-q", "-j", "1", stdout=write)
    os.close(write)
    os.close(read)
    assert finish(started) == (0, None, "")
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("answer", "requests", "cost"),
    [
        # Refused before it was read: it costs nothing, whatever the price.
        (replace(obituary("Asta"), status=400), 3, 0.0),
        (answers('{"wrong": 1}'), 6, None),
    ],
)
def test_tokens_of_failed_articles_are_counted_and_their_price_is_not_made_up(
    model, articles, tmp_path, answer, requests, cost
):
    model.by_marker["Brill"] = answer
    result = call(*run_options(model), articles, "-o", tmp_path / "out", "--json")
    summary = json.loads(result.stdout)
    assert (summary["ok"], summary["requests"], summary["cost"]) == (0, requests, cost)


# what a terminal shows


def test_markup_and_emoji_names_in_a_file_name_are_shown_as_they_are(model, articles, tmp_path):
    (articles / "[bold]:cat:.txt").touch()
    result = call(*run_options(model), articles, "-o", tmp_path / "out")
    assert "failed [bold]:cat:.txt: empty" in result.stderr


def test_escape_sequences_of_the_model_do_not_reach_the_terminal(model, articles):
    words = "kept\x1b[2J the\x9b31m light\u2028"
    tribute = {"cites": [1], "speaker": None, "words": words}
    model.by_marker["Asta Brill"] = obituary("Asta", tributes=[tribute])
    out = call(*run_options(model), articles, "--limit", "1", "-q").stdout
    assert not {"\x1b", "\x9b", "\u2028"} & set(out)
    assert json.loads(out)["data"]["tributes"][0]["words"] == words


def everything(terminal):
    """What a program writes to a terminal until it ends, which Linux tells by an error."""
    parts = []
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()


def test_on_a_terminal_a_live_line_is_shown_and_file_names_are_no_markup(model, articles, tmp_path):
    pty = pytest.importorskip("pty")
    (articles / "a[").mkdir()
    write_article(articles / "a[", "b]")
    model.by_marker["B] Brill"] = Step(delay=0.4)
    main, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    command = (*run_options(model), articles, "-o", tmp_path / "out", "-j", "1")
    started = process(*command, stderr=terminal, env=environment)
    os.close(terminal)
    shown = everything(main)
    started.communicate(timeout=30)
    assert started.returncode == 0
    assert "a[/b].txt" in shown
    assert "4/4" in shown
    assert " s each" in shown
    assert "440 tokens" in shown
    assert "Traceback" not in shown


def test_a_run_ends_with_where_to_look(model, articles, tmp_path):
    out = tmp_path / "new out"
    told = call(*run_options(model), articles, "-o", out).stderr
    assert told.splitlines()[-2:] == [
        f"Records: {out / 'records.jsonl'}",
        f"To look at them: llm-extract report '{out}'",
    ]
