from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from llm_extract.errors import LlmExtractError, ModelFileError, SettingsError
from llm_extract.llm import EmbeddedTarget, Endpoint, cost_of, find_embedded, resolve_endpoint
from llm_extract.llm._usage import Usage

OURS = "sk-CANARY-ours"
THEIRS = "sk-CANARY-theirs"
VARIABLES = ("MODEL", "BASE_URL", "API_KEY", "PORT")


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in [f"LLM_EXTRACT_{name}" for name in VARIABLES] + ["OPENAI_API_KEY"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://wrong.example/v1")
    return monkeypatch


def failure(*args, **options) -> LlmExtractError:
    with pytest.raises(LlmExtractError) as caught:
        resolve_endpoint(*args, **options)
    assert "CANARY" not in f"{caught.value}{caught.value!r}"
    assert "\n" not in str(caught.value)
    return caught.value


def key_of(endpoint: Endpoint) -> str | None:
    return endpoint.api_key.get_secret_value() if endpoint.api_key else None


def test_the_default_is_the_embedded_model_even_with_keys_around(environment):
    environment.setenv("OPENAI_API_KEY", THEIRS)
    environment.setenv("LLM_EXTRACT_API_KEY", OURS)
    assert resolve_endpoint() == EmbeddedTarget(find_embedded("qwen2.5-coder-1.5b"), 0)


def test_the_environment_names_a_model_and_the_argument_wins(environment):
    environment.setenv("LLM_EXTRACT_MODEL", "local/smollm2-135m")
    assert resolve_endpoint().model == "local/smollm2-135m"
    assert resolve_endpoint("local/qwen2.5-coder-1.5b").model == "local/qwen2.5-coder-1.5b"


def test_an_empty_variable_is_not_set(environment):
    environment.setenv("LLM_EXTRACT_MODEL", "")
    environment.setenv("LLM_EXTRACT_BASE_URL", "")
    assert isinstance(resolve_endpoint(), EmbeddedTarget)


def test_naming_a_model_needs_no_weights(environment, tmp_path):
    environment.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path))
    target = resolve_endpoint("local/smollm2-135m", port=8123)
    assert target == EmbeddedTarget(find_embedded("smollm2-135m"), 8123)
    with pytest.raises(ModelFileError, match="model_missing"):
        target.start()


def test_a_gguf_file_runs_embedded(tmp_path):
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"GGUF")
    assert resolve_endpoint(str(file)) == EmbeddedTarget(file)
    assert failure(str(tmp_path / "other.gguf")).code == "model_missing"


def test_openai_needs_a_key(environment):
    error = failure("openai/gpt-5-mini")
    assert error.code == "key_missing"
    assert "OPENAI_API_KEY" in error.hint
    environment.setenv("OPENAI_API_KEY", THEIRS)
    endpoint = resolve_endpoint("openai/gpt-5-mini")
    assert (endpoint.model, endpoint.base_url) == ("gpt-5-mini", "https://api.openai.com/v1")
    assert key_of(endpoint) == THEIRS
    environment.setenv("LLM_EXTRACT_API_KEY", OURS)
    assert key_of(resolve_endpoint("openai/gpt-5-mini")) == OURS


def test_the_key_is_not_in_the_repr(environment):
    environment.setenv("OPENAI_API_KEY", THEIRS)
    assert "CANARY" not in repr(resolve_endpoint("openai/gpt-5-mini"))


@pytest.mark.parametrize("key", ["sk-CANARY\nX-Evil: 1", "sk-CANARY-é", "sk CANARY", "  "])
def test_a_key_no_header_can_carry_is_refused_here(environment, key):
    environment.setenv("OPENAI_API_KEY", key)
    error = failure("openai/gpt-5-mini")
    assert (error.code, error.source) == ("key_missing", "OPENAI_API_KEY")


def test_a_line_end_behind_the_key_does_no_harm(environment):
    environment.setenv("OPENAI_API_KEY", THEIRS + "\n")
    assert key_of(resolve_endpoint("openai/gpt-5-mini")) == THEIRS


@pytest.mark.parametrize("name", ["llama3", "openai/gpt-5-mini", "local/anything"])
def test_with_a_base_url_any_name_is_passed_on(name):
    endpoint = resolve_endpoint(name, "http://127.0.0.1:11434/v1/")
    assert endpoint == Endpoint(name, "http://127.0.0.1:11434/v1")
    assert endpoint.embedded is None


def test_a_base_url_in_the_environment_does_not_take_local_models_away(environment):
    environment.setenv("LLM_EXTRACT_BASE_URL", "https://gateway.example/v1")
    assert resolve_endpoint("llama3").base_url == "https://gateway.example/v1"
    assert isinstance(resolve_endpoint("local/smollm2-135m"), EmbeddedTarget)


def test_a_base_url_needs_a_model():
    error = failure(None, "http://127.0.0.1:11434/v1")
    assert (error.code, "--model" in error.hint) == ("usage", True)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("qwen2.5-coder", "local/qwen2.5-coder-1.5b"),
        ("gpt-5-mini", "openai/NAME"),
        ("local/qwen2.5-coder-1b", "local/qwen2.5-coder-1.5b"),
        ("anthropic/claude", "base URL"),
    ],
)
def test_an_unknown_name_says_what_would_work(name, near):
    error = failure(name)
    assert error.code == "unknown_model"
    assert near in error.hint
    assert "openai/NAME" in error.hint


@pytest.mark.parametrize(
    ("base_url", "ours", "theirs"),
    [
        ("https://gateway.example/v1", OURS, THEIRS),
        (" HTTPS://gateway.example/v1 ", OURS, THEIRS),
        ("http://127.0.0.1:8080/v1", OURS, THEIRS),
        ("http://localhost:8080/v1", OURS, THEIRS),
        ("http://[::1]:8080/v1", OURS, THEIRS),
        ("http://10.1.2.3:8080/v1", OURS, None),
        ("http://192.168.1.9/v1", OURS, None),
        ("http://vllm:8000/v1", OURS, None),
        ("http://box.local/v1", OURS, None),
    ],
)
def test_where_which_key_goes(environment, base_url, ours, theirs):
    assert key_of(resolve_endpoint("m", base_url)) is None
    environment.setenv("OPENAI_API_KEY", THEIRS)
    assert key_of(resolve_endpoint("m", base_url)) == theirs
    environment.setenv("LLM_EXTRACT_API_KEY", OURS)
    assert key_of(resolve_endpoint("m", base_url)) == ours


@pytest.mark.parametrize(
    "base_url",
    [
        "http://gateway.example/v1",
        "http://8.8.8.8/v1",
        "http://localhost.gateway.example/v1",
        "http://127.0.0.1.gateway.example/v1",
        "http://169.254.169.254/latest",
        "https://169.254.169.254/latest",
        "http://2852039166/latest",
        "http://0xA9FEA9FE/latest",
        "http://[::ffff:169.254.169.254]/latest",
        "http://[fe80::1]/v1",
        "http://[fd00:ec2::254]/latest",
        "http://metadata.google.internal/v1",
        "http://metadata.google.internal./v1",
        "http://100.100.100.200/latest",
    ],
)
def test_unsafe_addresses_are_refused_with_and_without_a_key(environment, base_url):
    assert failure("m", base_url).code == "insecure_endpoint"
    environment.setenv("LLM_EXTRACT_API_KEY", OURS)
    assert failure("m", base_url).code == "insecure_endpoint"


@pytest.mark.parametrize(
    "base_url",
    [
        "gateway.example/v1",
        "ftp://gateway.example",
        "file:///etc/passwd",
        "https://",
        "https://host:99999/v1",
        "https://user:sk-CANARY@gateway.example/v1",
        "https://gateway.example/v1?key=sk-CANARY",
        "https://[::1/v1",
    ],
)
def test_what_is_no_plain_address_is_refused_unquoted(base_url):
    error = failure("m", base_url)
    assert isinstance(error, SettingsError)
    assert error.code == "usage"


def test_only_models_of_this_machine_are_known_to_cost_nothing():
    usage = Usage(1000, 100, None, 1, complete=True)
    url = "http://127.0.0.1:1/v1"
    assert cost_of(Endpoint("m", url, None, find_embedded("smollm2-135m")), usage) == 0.0
    assert cost_of(Endpoint("m", url, None, Path("mine.gguf")), usage) == 0.0
    assert cost_of(Endpoint("m", url), usage) is None


def test_the_package_imports_without_the_slow_libraries():
    script = (
        "import sys, llm_extract.llm as llm\n"
        "llm.LlmClient, llm.Endpoint, llm.CallSettings, llm.Attempt\n"
        "slow = {'openai', 'instructor', 'httpx2', 'pydantic_settings', 'xllamacpp'}\n"
        "sys.exit(', '.join(slow & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_public_name_can_be_loaded():
    import llm_extract.llm as llm

    assert all(getattr(llm, name) is not None for name in llm.__all__)
    with pytest.raises(AttributeError):
        llm.LlmClent  # noqa: B018
