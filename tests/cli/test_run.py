from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from fake_endpoint import Step, refuses
from fake_model import obituary

from cli.conftest import write_article
from cli.program import call, finish, process, records, run_options, wait_until
from llm_extract.runs import OutputFolder

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"


def ids(lines):
    return [line["id"] for line in lines]


def failures(lines):
    return {line["id"]: line["error"]["code"] for line in lines if line["status"] == "failed"}


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
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["records.jsonl"]


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


# running again


def test_running_again_asks_for_what_is_missing_only(model, articles, tmp_path):
    command = (*run_options(model), articles, "-o", tmp_path / "out")
    call(*command)
    before = (tmp_path / "out" / "records.jsonl").read_bytes()
    again = call(*command)
    assert len(model.requests) == 3
    assert "3 of them from an earlier run" in again.stderr
    assert (tmp_path / "out" / "records.jsonl").read_bytes() == before
    write_article(articles, "aron")
    call(*command)
    assert len(model.requests) == 4
    assert ids(records(tmp_path / "out")) == ["aron.txt", "asta.txt", "bo.txt", "cass.txt"]


@pytest.mark.parametrize(
    "change", [("--fresh",), ("--reading", "sentence"), ("--published", "2030-02-03")]
)
def test_another_question_is_asked_again(model, articles, tmp_path, change):
    command = (*run_options(model), articles, "-o", tmp_path / "out")
    call(*command)
    call(*command, *change)
    assert len(model.requests) > 5


def test_a_changed_prompt_is_asked_again_and_the_way_back_is_free(model, articles, tmp_path):
    bundled = Path(__file__).parents[2] / "prompts" / "obituary" / "v1.md"
    mine = tmp_path / "mine.md"
    mine.write_text(bundled.read_text(encoding="utf-8"), encoding="utf-8")
    command = (*run_options(model), articles, "-o", tmp_path / "out", "--prompt")
    call(*command, mine)
    mine.write_text(mine.read_text(encoding="utf-8").replace("Who died?", "Who?"), encoding="utf-8")
    call(*command, mine)
    assert len(model.requests) == 6
    mine.write_text(bundled.read_text(encoding="utf-8"), encoding="utf-8")
    call(*command, mine)
    assert len(model.requests) == 6


def test_a_short_second_run_does_not_delete_what_the_first_one_paid_for(model, articles, tmp_path):
    command = (*run_options(model), articles, "-o", tmp_path / "out")
    call(*command)
    call(*command, "--limit", "1")
    assert ids(records(tmp_path / "out")) == ["asta.txt"]
    call(*command)
    assert len(model.requests) == 3
    assert len(records(tmp_path / "out")) == 3


# processes


def test_records_appear_whole_and_kill_loses_nothing_that_was_paid_for(model, articles, tmp_path):
    out = tmp_path / "out"
    model.by_marker["Cass Brill"] = Step(delay=30)
    killed = process(*run_options(model), articles, "-o", out, "-j", "1")
    wait_until(lambda: len(model.requests) == 3)
    assert [path.name for path in out.iterdir()] == ["records.partial.jsonl"]
    killed.kill()
    killed.communicate()
    assert [path.name for path in out.iterdir()] == ["records.partial.jsonl"]
    model.by_marker["Cass Brill"] = Step()
    assert call(*run_options(model), articles, "-o", out).exit_code == 0
    assert len(model.requests) == 4
    assert ids(records(out)) == ["asta.txt", "bo.txt", "cass.txt"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_all_records_and_says_how_to_go_on(
    model, articles, tmp_path, number
):
    """Also those of an earlier run that it had not reached yet."""
    command = (*run_options(model), articles, "-o", tmp_path / "out", "-j", "1")
    call(*command)
    for name in ("aron", "axel"):
        write_article(articles, name)
    model.by_marker["Axel Brill"] = Step(delay=30)
    started = process(*command)
    wait_until(lambda: len(model.requests) == 5)
    started.send_signal(number)
    code, out, err = finish(started)
    assert (code, out) == (130, "")
    assert "interrupted: 2 of the records are in " in err
    assert "run the same command again to go on" in err
    assert ids(records(tmp_path / "out")) == ["aron.txt", "asta.txt"]
    model.by_marker.clear()
    assert call(*command).exit_code == 0
    assert len(model.requests) == 6
    assert len(records(tmp_path / "out")) == 5


def test_two_runs_do_not_write_into_one_folder(model, articles, tmp_path):
    with OutputFolder(tmp_path / "out"):
        second = call(*run_options(model), articles, "-o", tmp_path / "out")
    assert second.exit_code == 2
    assert "output_not_writable: another run is writing there" in second.stderr
    assert model.requests == []


def test_a_reader_that_leaves_ends_the_run_quietly(model, articles):
    read, write = os.pipe()
    started = process(*run_options(model), articles, "-q", "-j", "1", stdout=write)
    os.close(write)
    os.close(read)
    assert finish(started) == (0, None, "")
    assert len(model.requests) == 1


def test_a_full_disk_stops_the_run_and_keeps_the_records_before(model, articles, tmp_path):
    resource = pytest.importorskip("resource")
    out = tmp_path / "out"
    command = (*run_options(model), articles, "-o", out, "-j", "1")
    call(*command, "--limit", "2")
    size = (out / "records.jsonl").stat().st_size
    full = process(
        *command,
        "--fresh",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size - 100, size - 100)),
    )
    code, printed, err = finish(full)
    assert (code, printed) == (3, "")
    assert [line for line in err.splitlines() if not line.startswith("[")] == [
        f"error {out}: disk_full: a record cannot be written: File too large "
        "(make room, then run the same command again: finished articles are kept)"
    ]
    assert len(model.requests) == 4
    call(*command)
    assert len(model.requests) == 5
    assert len(records(out)) == 3


# what is refused before anything is asked


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("--prompt", "obituari"), "unknown_prompt: there is no prompt 'obituari' (did you mean"),
        (("--schema", "obituary@7"), "unknown_schema: there is no schema 'obituary@7' (did you"),
        (("--published", "14/15/2019"), "--published: usage: '14/15/2019' is not a date (write"),
        (("--encoding", "utf-9"), "encoding: usage: unknown encoding 'utf-9'"),
        (("--reading", "word"), "--reading: usage: 'word' is not one of article, sentence"),
        (("--base-url", "ftp://127.0.0.1/v1"), "usage"),
        (("--schema", "no.such.module:Model"), "schema_import: import failed: ModuleNotFound"),
    ],
)
def test_a_wrong_option_is_one_line(model, articles, tmp_path, change, message):
    result = call(*run_options(model), articles, "-o", tmp_path / "out", *change)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert model.requests == []
    assert not (tmp_path / "out" / "records.jsonl").exists()


def test_an_unknown_model_names_the_nearest_one(articles):
    result = call("run", articles, "--model", "local/qwen2.5-coder")
    assert result.exit_code == 2
    assert "unknown_model" in result.stderr
    assert "local/qwen2.5-coder-1.5b" in result.stderr


def test_a_schema_module_that_raises_is_named(model, articles, tmp_path):
    module = tmp_path / "broken.py"
    module.write_text("raise RuntimeError('out of order')\n", encoding="utf-8")
    result = call(*run_options(model), articles, "--schema", f"{module}:Record")
    assert result.exit_code == 2
    assert (
        result.stderr
        == f"error {module}: schema_import: import failed: RuntimeError: out of order\n"
    )
    assert model.requests == []


def test_a_missing_target_is_a_usage_error(model, tmp_path):
    result = call(*run_options(model), tmp_path / "nowhere")
    assert result.exit_code == 2
    assert result.stderr.endswith("nowhere: usage: there is no such file or folder\n")
    assert call(*run_options(model), "x" * 5000).exit_code == 2


@pytest.mark.parametrize(
    ("place", "reason"),
    [("file", "it is a file, not a folder"), ("file/below", "Not a directory")],
)
def test_an_output_that_cannot_be_a_folder(model, articles, tmp_path, place, reason):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    result = call(*run_options(model), articles, "-o", tmp_path / place)
    assert result.exit_code == 2
    assert f"output_not_writable: records cannot be written there: {reason}" in result.stderr
    assert model.requests == []
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("place", [".", "out"])
def test_records_are_not_written_among_the_articles(model, articles, place):
    result = call(*run_options(model), articles, "-o", articles / place)
    assert result.exit_code == 2
    assert "the output folder lies in the folder of articles" in result.stderr
    assert not list(articles.glob("**/*.jsonl"))


def test_weights_that_are_not_here_name_the_command_that_fetches_them(articles, tmp_path):
    result = call("run", articles, "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "model_missing" in result.stderr
    assert "llm-extract models pull qwen2.5-coder-1.5b" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_taken_port_is_told(articles, tmp_path):
    pytest.importorskip("xllamacpp")
    weights = tmp_path / "tiny.gguf"
    weights.write_bytes(b"GGUF")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = call("run", articles, "--model", weights, "--port", port)
    assert result.exit_code == 3
    assert f"port_in_use: port {port} on 127.0.0.1 is in use" in result.stderr


# what fails on the way


def test_a_refused_key_stops_the_run_and_no_article_vanishes(model, articles, tmp_path):
    model.by_marker["Bo Brill"] = refuses(401, {"message": "wrong key sk-CANARY-4d1f0c77"})
    (articles / "dag.txt").touch()
    result = call(*run_options(model), articles, "-o", tmp_path / "out", "-j", "1")
    assert result.exit_code == 3
    assert "failed bo.txt: auth: " in result.stderr
    assert "not_run" in result.stderr
    assert "failed cass.txt" not in result.stderr
    assert failures(records(tmp_path / "out")) == {
        "bo.txt": "auth",
        "cass.txt": "not_run",
        "dag.txt": "empty",
    }
    assert len(model.requests) == 2


def test_a_stopped_run_keeps_the_answers_that_were_under_way(model, articles, tmp_path):
    model.by_marker["Asta Brill"] = refuses(401)
    model.by_marker["Bo Brill"] = Step(delay=0.3)
    for name in ("dag", "edda", "finn"):
        write_article(articles, name)
    result = call(*run_options(model), articles, "-o", tmp_path / "out", "-j", "2")
    assert result.exit_code == 3
    assert failures(records(tmp_path / "out")) == {
        "asta.txt": "auth",
        **{f"{name}.txt": "not_run" for name in ("cass", "dag", "edda", "finn")},
    }
    assert len(model.requests) == 2


def test_one_refused_article_does_not_stop_the_others(model, articles, tmp_path):
    model.by_marker["Bo Brill"] = refuses(400, {"message": "\x1b[31mtoo odd\x07"})
    result = call(*run_options(model), articles, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert failures(records(tmp_path / "out")) == {"bo.txt": "bad_request"}
    assert "too odd" in result.stderr
    assert "\x1b" not in result.stderr
    assert "\x07" not in result.stderr


def test_bad_inputs_get_a_line_each_and_the_good_article_its_record(model, articles, tmp_path):
    for path in articles.iterdir():
        path.unlink()
    write_article(articles, "asta")
    (articles / "binary.txt").write_bytes(bytes(range(256)))
    (articles / "empty.txt").touch()
    (articles / "latin.txt").write_bytes("Der Leuchtturmwärter ging.".encode("latin-1"))
    (articles / "paper.pdf").write_bytes(b"%PDF-1.7")
    (articles / "hidden.txt").write_bytes(b"%PDF-1.7 and more")
    (articles / "loop").symlink_to(articles)
    os.mkfifo(articles / "pipe.txt")
    (articles / "two\nlines\x1b[2J.txt").touch()
    with (articles / "large.txt").open("wb") as large:
        large.truncate(50_000_000)
    result = call(*run_options(model), articles, "-q")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    err = result.stderr
    assert result.exit_code == 1
    assert failures(lines) == {
        "binary.txt": "not_text",
        "empty.txt": "empty",
        "hidden.txt": "not_text",
        "large.txt": "too_large",
        "latin.txt": "encoding",
        "loop": "not_regular",
        "paper.pdf": "not_text",
        "pipe.txt": "not_regular",
        "two\\nlines\\u001b[2J.txt": "empty",
    }
    assert [line["id"] for line in lines if line["status"] == "ok"] == ["asta.txt"]
    assert sorted(line.split(": ")[1] for line in err.splitlines()) == sorted(
        failures(lines).values()
    )
    assert all(line.startswith("failed ") and line.isprintable() for line in err.splitlines())
    assert len(model.requests) == 1


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


def test_tokens_of_failed_articles_are_counted_and_their_price_is_not_zero(
    model, articles, tmp_path
):
    wrong = replace(obituary("Asta"), status=400)
    model.by_marker["Brill"] = wrong
    result = call(*run_options(model), articles, "-o", tmp_path / "out", "--json")
    summary = json.loads(result.stdout)
    assert (summary["requests"], summary["cost"]) == (3, None)
