from __future__ import annotations

import pytest

from cli.program import call
from llm_extract.llm import embedded_models, find_embedded, weights_path


def test_the_list_fits_a_terminal_and_tells_what_is_here():
    result = call("models", "list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "local/qwen2.5-coder-1.5b (default)  1,117 MB, not fetched, Apache-2.0"
    assert len(lines) == 2 * len(embedded_models())
    assert max(map(len, lines)) <= 80


def test_a_path_is_printed_only_when_the_weights_are_there():
    result = call("models", "path")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "llm-extract models pull qwen2.5-coder-1.5b" in result.stderr


@pytest.mark.parametrize("command", ["path", "pull"])
def test_an_unknown_model_names_the_nearest_one(command):
    result = call("models", command, "smollm2-135")
    assert result.exit_code == 2
    assert result.stderr == (
        "error unknown_model: no embedded model is called 'smollm2-135' "
        "(did you mean local/smollm2-135m?)\n"
    )


def test_a_file_that_is_not_the_model_is_refused_and_nothing_stays(tmp_path):
    wrong = tmp_path / "wrong.gguf"
    with wrong.open("wb") as file:
        file.truncate(find_embedded("smollm2-135m").size_bytes)
    result = call("models", "pull", "smollm2-135m", "--from", wrong, "-q")
    assert result.exit_code == 3
    assert "hash_mismatch" in result.stderr
    assert [path.suffix for path in (tmp_path / "cache" / "models").iterdir()] == [".lock"]


def test_a_missing_file_is_named(tmp_path):
    result = call("models", "pull", "--from", tmp_path / "no.gguf")
    assert result.exit_code == 3
    assert "no.gguf: model_missing: there is no such file" in result.stderr


def test_pull_from_a_file_prints_plain_lines_on_a_pipe_and_the_place(tmp_path, monkeypatch):
    content = b"weights" * 1000
    small = tmp_path / "small.gguf"
    small.write_bytes(content)
    model = tiny_model(monkeypatch, content)
    result = call("models", "pull", model.name, "--from", small)
    assert result.exit_code == 0
    assert "\x1b" not in result.stderr
    assert result.stderr.splitlines()[-1] == f"local/tiny is ready: {weights_path(model)}"
    assert call("models", "path", "tiny").stdout.strip() == str(weights_path(model))
    weights_path(model).write_bytes(b"damaged")
    assert "tiny  0 MB, the file is not the" in call("models", "list").stdout


def tiny_model(monkeypatch, content):
    import hashlib
    from dataclasses import replace

    from llm_extract.llm import _catalogue

    model = replace(
        embedded_models()[1],
        name="tiny",
        file_name="tiny.gguf",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    known = (*embedded_models(), model)
    monkeypatch.setattr(_catalogue, "embedded_models", lambda: known)
    monkeypatch.setattr("llm_extract.llm.embedded_models", lambda: known, raising=False)
    return model
