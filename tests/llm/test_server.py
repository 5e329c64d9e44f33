from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time

import httpx2
import pytest

from llm_extract.errors import ModelFileError, ServerError
from llm_extract.llm._catalogue import find_embedded
from llm_extract.llm._server import serve
from llm_extract.llm._threads import compute_threads
from llm_extract.llm._weights import weights_path

SMALL = find_embedded("smollm2-135m")
SCHEMA = {
    "type": "object",
    "properties": {
        "place": {"type": "string", "maxLength": 20},
        "count": {"type": "integer", "minimum": 0, "maximum": 99},
    },
    "required": ["place", "count"],
    "additionalProperties": False,
}


@pytest.fixture
def gguf():
    try:
        return weights_path(SMALL)
    except ModelFileError:
        pytest.skip(f"needs weights: llm-extract models pull {SMALL.name}")


@pytest.fixture
def llama():
    return pytest.importorskip("xllamacpp", reason="needs the extra: llm-extract[local]")


def ask(server, *, key=None, max_tokens=40) -> httpx2.Response:
    body = {
        "model": server.model_name,
        "temperature": 0,
        "max_tokens": max_tokens,
        "messages": [
            {"role": "system", "content": "Answer with one place and one count. " * 8},
            {"role": "user", "content": "Three boats reached Karvel harbour."},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": SCHEMA},
        },
    }
    return httpx2.post(
        f"{server.base_url}/chat/completions",
        json=body,
        headers={"Authorization": f"Bearer {key or server.api_key}"},
        timeout=120,
        trust_env=False,
    )


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_threads_fit_this_machine():
    assert 1 <= compute_threads() <= 16


@pytest.mark.skipif(sys.platform != "linux", reason="affinity is known on Linux only")
def test_a_process_bound_to_one_cpu_computes_with_one_thread():
    script = (
        "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "from llm_extract.llm._threads import compute_threads; print(compute_threads())"
    )
    assert run(script).stdout == "1\n"


def test_a_port_in_use_is_named(tmp_path, llama):
    weights = tmp_path / "any.gguf"
    weights.write_bytes(b"GGUF")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError) as caught:
            serve(weights, port=port)
    assert caught.value.code == "port_in_use"
    assert str(port) in caught.value.message


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "not a GGUF"), (b"<html>", "not a GGUF"), (b"GGUF\x03\0\0\0" + b"\xff" * 64, "damaged")],
)
def test_a_damaged_file_is_one_line_and_llama_cpp_is_silent(
    tmp_path, llama, capfd, content, reason
):
    weights = tmp_path / "broken.gguf"
    weights.write_bytes(content)
    with pytest.raises(ServerError) as caught:
        serve(weights)
    assert caught.value.code == "server_start"
    assert reason in caught.value.message
    assert "broken.gguf" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_path_to_nothing_is_no_model(tmp_path, llama):
    with pytest.raises(ModelFileError) as caught:
        serve(tmp_path / "absent.gguf")
    assert caught.value.code == "model_missing"


def test_without_the_extra_the_error_names_it():
    result = run(
        "import sys, pathlib; sys.modules['xllamacpp'] = None\n"
        "from llm_extract.errors import SettingsError\n"
        "from llm_extract.llm._server import serve\n"
        "try: serve(pathlib.Path('x.gguf'))\n"
        "except SettingsError as error: print(error.code, error.hint)"
    )
    assert result.stdout == "extra_missing pip install 'llm-extract[local]'\n", result.stderr


@pytest.mark.real_model
def test_a_real_server_answers_in_the_schema_and_reuses_the_prefix(gguf, llama):
    with serve(SMALL) as server:
        assert serve(SMALL) is server
        assert server.context == SMALL.context
        assert server.base_url.startswith("http://127.0.0.1:")
        first = ask(server).raise_for_status().json()
        answer = json.loads(first["choices"][0]["message"]["content"])
        assert set(answer) == {"place", "count"}
        assert 0 <= answer["count"] <= 99
        assert first["model"] == SMALL.name
        usage = ask(server).json()["usage"]
        assert usage["prompt_tokens_details"]["cached_tokens"] >= 0.9 * usage["prompt_tokens"]
    with pytest.raises(httpx2.ConnectError):
        ask(server)


@pytest.mark.real_model
def test_a_wrong_key_is_refused_and_there_is_no_page_for_browsers(gguf, llama):
    with serve(SMALL) as server:
        assert ask(server, key="wrong").status_code == 401
        root = server.base_url.removesuffix("/v1")
        assert httpx2.get(root, trust_env=False).status_code == 404


@pytest.mark.real_model
def test_a_running_server_is_not_replaced_in_silence(gguf, llama):
    with serve(gguf, context=512) as server:
        assert server.model_name == gguf.stem
        with pytest.raises(ServerError, match="already runs with a context of 512"):
            serve(gguf, context=1024)
        with pytest.raises(ServerError, match="already runs at"):
            serve(gguf, context=512, port=1)


@pytest.mark.real_model
def test_a_truncated_model_does_not_start(gguf, llama, tmp_path, capfd):
    damaged = tmp_path / "cut.gguf"
    with gguf.open("rb") as file:
        damaged.write_bytes(file.read(8_000_000))
    with pytest.raises(ServerError, match="damaged"):
        serve(damaged)
    assert capfd.readouterr() == ("", "")


LIFE = """
import sys, threading, time
sys.path.insert(0, sys.argv[1])
import test_server as t
server = t.serve(t.SMALL, context=512)
"""


@pytest.mark.real_model
@pytest.mark.parametrize(
    "ending",
    [
        "",  # atexit at once after the start: llama.cpp hangs here unless its loop runs
        "server.close(); server.close()",
        "threading.Thread(target=t.ask, args=(server,)).start(); time.sleep(0.1); server.close()",
    ],
    ids=["exit", "close twice", "close under a request"],
)
def test_stopping_is_silent_and_never_hangs(gguf, llama, ending):
    result = run(LIFE + ending, __file__.rsplit("/", 1)[0])
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.real_model
@pytest.mark.skipif(sys.platform == "win32", reason="sends a Unix signal")
@pytest.mark.parametrize("delay", [0.0, 0.2, 2.0])
def test_ctrl_c_stops_cleanly_while_loading_and_while_serving(gguf, llama, delay):
    start = "import sys\nprint('there', flush=True)\n"
    script = f"{start}try:\n    exec(sys.argv[2]); time.sleep(60)\n"
    script += "except KeyboardInterrupt:\n    sys.exit(130)\n"
    command = [sys.executable, "-c", script, __file__.rsplit("/", 1)[0], LIFE]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as child:
        assert child.stdout.readline() == "there\n"
        time.sleep(1.0 + delay)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err) == (130, "", "")
