from __future__ import annotations

import json
import socket

import pytest
from fake_endpoint import Step

from cli.conftest import KEY
from cli.program import call


def rows(result):
    return dict(line.split(maxsplit=1) for line in result.stdout.splitlines())


def models(*names):
    return Step(body=json.dumps({"data": [{"id": name} for name in names]}).encode())


def test_values_stand_in_one_column():
    result = call("doctor")
    assert {line[:18].rstrip() for line in result.stdout.splitlines()} >= {
        "llm-extract",
        "python",
        "openai",
        "extra local",
        "extra data",
        "extra near",
        "extra places",
        "extra tables",
        "extra regression",
        "cache",
        "model",
        "state",
    }
    assert all(line[17] == " " and line[18] != " " for line in result.stdout.splitlines())


def test_weights_that_are_not_here_are_not_ready():
    result = call("doctor")
    assert result.exit_code == 3
    assert rows(result)["model"] == "local/qwen2.5-coder-1.5b"
    assert rows(result)["state"].startswith("NOT READY: ")
    assert "llm-extract models pull" in rows(result)["state"]


@pytest.mark.parametrize(
    ("step", "code", "state"),
    [
        (models("fake", "other"), 0, "ready: {} answers and lists fake"),
        (models("other"), 0, "ready: {} answers, but does not list fake"),
        (Step(body=b"<html>"), 0, "ready: {} answers, but not with a list of models"),
        (Step(body=b"[1]"), 0, "ready: {} answers, but not with a list of models"),
        (Step(status=401), 3, "NOT READY: {} refuses the key"),
        (Step(status=503), 3, "NOT READY: {}/models answers with HTTP 503"),
    ],
)
def test_an_endpoint_is_asked_for_its_models_only(model, step, code, state):
    model.play(step)
    result = call("doctor", "--model", "fake", "--base-url", model.base_url)
    assert result.exit_code == code
    assert rows(result)["state"] == state.format(model.base_url)
    (request,) = model.requests
    assert (request.path, request.body) == ("/v1/models", b"")
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_the_key_does_not_go_through_a_proxy_in_the_clear(model, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        model.play(models("fake"))
        assert call("doctor", "--model", "fake", "--base-url", model.base_url).exit_code == 0
    assert len(model.requests) == 1


def test_nobody_at_the_address():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    result = call("doctor", "--model", "fake", "--base-url", f"http://127.0.0.1:{port}/v1")
    assert result.exit_code == 3
    assert "cannot be reached: ConnectError" in rows(result)["state"]


@pytest.mark.parametrize(
    ("options", "code"),
    [(("--model", "local/nothing"), "unknown_model"), (("--model", "openai/x"), "key_missing")],
)
def test_a_wrong_option_is_one_line(monkeypatch, options, code):
    monkeypatch.delenv("LLM_EXTRACT_API_KEY")
    result = call("doctor", *options)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error {code}: ")
