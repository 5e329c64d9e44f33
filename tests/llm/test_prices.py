from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from llm_extract.errors import SettingsError
from llm_extract.llm import EmbeddedTarget, Endpoint, cost_of, price_of, resolve_endpoint
from llm_extract.llm._price_files import BUNDLED, read_prices
from llm_extract.llm._usage import NOT_BILLED, UNKNOWN_TOKENS, Attempt, Tokens, Usage

OPENAI = "https://api.openai.com/v1"
MINE = """
[[prices]]
base_url = "https://gateway.example/v1"
as_of = 2026-02-03

[prices.models]
"gpt-5-mini" = { input = 1, output = 2.5 }
"llama-*" = { input = 0.5, output = 0.5 }
"llama-big-*" = { input = 3.0, cached_input = 0.0, output = 4.0 }
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("PRICES", "MODEL", "BASE_URL"):
        monkeypatch.delenv(f"LLM_EXTRACT_{name}", raising=False)
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", "sk-CANARY-5510")


def at(model, base_url=OPENAI):
    return Endpoint(model, base_url)


def used(*requests):
    return Usage.of(
        Attempt(n, "ok", None, t.prompt, t.completion, t.cached, 0.1, 0.0, 200, None)
        for n, t in enumerate(requests, start=1)
    )


def written(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_call_costs_what_it_read_wrote_and_took_from_the_cache():
    usage = used(Tokens(1_000_000, 100_000, 400_000), Tokens(1_000_000, 0, None))
    assert cost_of(at("gpt-5-mini"), usage) == pytest.approx(1.6 * 0.25 + 0.4 * 0.025 + 0.1 * 2)


def test_without_a_rate_for_cached_tokens_they_cost_as_much_as_others():
    price = price_of(at("gpt-4o-2024-05-13"))
    assert price.cached_input == price.input == 5.0


@pytest.mark.parametrize(
    ("model", "rate"),
    [
        ("gpt-5-mini-2025-08-07", 0.25),
        ("gpt-5-2025-08-07", 1.25),
        ("gpt-4o-2024-05-13", 5.0),
        ("gpt-4o-2024-11-20", 2.5),
        ("o4-mini-2025-04-16", 1.1),
    ],
)
def test_a_dated_name_costs_what_its_family_does_unless_it_is_listed(model, rate):
    assert price_of(at(model)).input == rate


@pytest.mark.parametrize(
    "model", ["gpt-5-pro", "gpt-5-mini-audio", "gpt-5-mini-2025-08", "gpt-50", "openai/gpt-5", ""]
)
def test_a_name_that_only_begins_alike_has_no_known_price(model):
    assert price_of(at(model)) is None


@pytest.mark.parametrize(
    "base_url",
    [
        "https://gateway.example/v1",
        "http://127.0.0.1:8000/v1",
        "https://api.openai.com.example/v1",
        "https://api.openai.com:8443/v1",
        "http://api.openai.com/v1",
    ],
)
def test_a_price_belongs_to_its_address(base_url):
    assert price_of(at("gpt-5-mini", base_url)) is None
    assert cost_of(at("gpt-5-mini", base_url), used(Tokens(10, 1))) is None


def test_spellings_of_one_address_have_one_price():
    for base_url in ("https://api.openai.com", "https://API.openai.com:443/v1"):
        assert price_of(at("gpt-5-mini", base_url)).input == 0.25


def test_what_is_not_known_is_none_and_never_zero():
    assert cost_of(at("gpt-5-mini"), used(Tokens(10, 1), UNKNOWN_TOKENS)) is None
    assert cost_of(at("gpt-5-mini"), used(Tokens(10, None))) is None
    assert cost_of(at("gpt-99"), used(Tokens(10, 0))) is None


@pytest.mark.parametrize("model", ["gpt-5-mini", "gpt-99"])
def test_refused_requests_cost_nothing_at_any_price(model):
    assert cost_of(at(model), used(NOT_BILLED, NOT_BILLED)) == 0.0
    assert cost_of(at(model), used()) == 0.0


def test_an_embedded_model_costs_nothing():
    target = EmbeddedTarget(Path("mine.gguf"))
    assert price_of(target).of(1e6, 0, 1e6) == 0.0
    endpoint = Endpoint("gpt-5", OPENAI, None, Path("mine.gguf"))
    assert cost_of(endpoint, used(Tokens(10, 1))) == 0.0


def test_a_file_named_by_the_environment_may_price_any_address(monkeypatch, tmp_path):
    monkeypatch.setenv("LLM_EXTRACT_PRICES", str(written(tmp_path / "mine.toml", MINE)))
    gateway = at("gpt-5-mini", "https://gateway.example/v1")
    found = price_of(gateway)
    assert (found.input, found.cached_input, found.output) == (1.0, 1.0, 2.5)
    assert (found.as_of, found.source) == (date(2026, 2, 3), "your price file")
    assert cost_of(gateway, used(Tokens(1_000_000, 0, 500_000))) == 1.0
    assert price_of(at("gpt-5-mini")).input == 0.25
    assert price_of(at("gpt-5-mini", "https://gateway.example/v2")) is None
    assert price_of(at("gpt-5-mini", "https://gateway.example/v11")) is None


def test_the_longest_pattern_wins(tmp_path):
    path = written(tmp_path / "mine.toml", MINE)
    prices = [
        price_of(at(name, "https://gateway.example/v1"), path)
        for name in ("llama-small", "llama-big-2", "llama", "Llama-small")
    ]
    assert [price and price.input for price in prices] == [0.5, 3.0, None, None]
    assert prices[1].cached_input == 0.0


def test_entries_of_the_user_win(tmp_path):
    text = MINE.replace("https://gateway.example/v1", "https://api.openai.com")
    path = written(tmp_path / "mine.toml", text)
    assert price_of(at("gpt-5-mini"), path).input == 1.0
    assert price_of(at("gpt-5"), path).input == 1.25


def test_the_file_of_the_configuration_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_config_path", lambda name: tmp_path / "config" / name)
    written(tmp_path / "config" / "llm-extract" / "prices.toml", MINE)
    gateway = at("gpt-5-mini", "https://gateway.example/v1")
    assert price_of(gateway).input == 1.0
    other = written(tmp_path / "other.toml", MINE.replace("input = 1,", "input = 7,"))
    monkeypatch.setenv("LLM_EXTRACT_PRICES", str(other))
    assert price_of(gateway).input == 7.0
    monkeypatch.setenv("LLM_EXTRACT_PRICES", "")
    assert price_of(gateway).input == 1.0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[prices]\n", "no TOML: Expected"),
        (MINE.replace("input = 1,", "input = -1,"), "prices.0.models.gpt-5-mini.input: "),
        (MINE.replace("input = 1,", "input = nan,"), "prices.0.models.gpt-5-mini.input: "),
        (MINE.replace("input = 1,", "input = '1',"), "prices.0.models.gpt-5-mini.input: "),
        (MINE.replace("input = 1,", ""), "prices.0.models.gpt-5-mini.input: Field required"),
        (MINE.replace("input = 1,", "input = 1, ouput = 2,"), "gpt-5-mini.ouput: Extra inputs"),
        (MINE.replace("https://gateway", "gateway"), "prices.0.base_url: "),
        (MINE.replace("https://gateway.example/v1", "https://gateway:no/v1"), "base_url: "),
        (MINE.replace("2026-02-03", "'today'"), "prices.0.as_of: "),
        ("", "prices: Field required"),
    ],
)
def test_a_broken_file_is_named_with_its_key_before_anything_is_called(
    text, told, tmp_path, monkeypatch
):
    path = written(tmp_path / "mine.toml", text)
    monkeypatch.setenv("LLM_EXTRACT_PRICES", str(path))
    with pytest.raises(SettingsError) as caught:
        resolve_endpoint("m", "https://gateway.example/v1")
    assert caught.value.code == "prices_invalid"
    assert str(caught.value).startswith(f"{path}: prices_invalid: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_named_file_that_is_missing_or_no_text_is_an_error(tmp_path):
    (tmp_path / "latin").write_bytes(b"# caf\xe9\n")
    for name, told in (("gone", "No such file"), ("latin", "not UTF-8")):
        with pytest.raises(SettingsError, match=told):
            price_of(at("m"), tmp_path / name)


def test_an_embedded_model_needs_no_price_file(tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_EXTRACT_PRICES", str(tmp_path / "gone"))
    assert isinstance(resolve_endpoint(), EmbeddedTarget)


def test_the_bundled_table_is_dated_sourced_and_plausible():
    assert tomllib.loads(BUNDLED.read_text(encoding="utf-8"))
    for table in read_prices(BUNDLED):
        assert table.as_of is not None
        assert table.source != "your price file"
        for entry in table.models.values():
            cached = entry.cached_input if entry.cached_input is not None else entry.input
            assert 0 < cached <= entry.input < entry.output
