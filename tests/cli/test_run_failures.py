from __future__ import annotations

import json
import os
import socket
import threading

import pytest
from fake_endpoint import Step, refuses

from cli.conftest import write_article
from cli.program import call, records, run_options


def failures(lines):
    return {line["id"]: line["error"]["code"] for line in lines if line["status"] != "ok"}


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
    assert "not read" in result.stderr
    assert "failed cass.txt" not in result.stderr
    failed = failures(records(tmp_path / "out"))
    # The last one may have been read ahead.
    assert failed.pop("dag.txt") in ("empty", "not_run")
    assert failed == {"bo.txt": "auth", "cass.txt": "not_run"}
    assert len(model.requests) == 2


def test_a_stopped_run_keeps_the_answers_that_were_under_way(model, articles, tmp_path):
    model.by_marker["Asta Brill"] = refuses(401)
    model.by_marker["Bo Brill"] = Step(delay=0.3)
    for name in ("dag", "edda", "finn"):
        write_article(articles, name)
    both = threading.Barrier(2, timeout=60)
    # None is answered before both are under way.
    model.on_request = lambda _: both.wait()
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
