from __future__ import annotations

import json
import socket
import tomllib
from importlib.util import find_spec

import pytest

from cli.conftest import write_article
from cli.program import call, run_options

GATEWAY = ("--model", "m-1", "--base-url", "https://gateway.example/v1")
GPT = ("--model", "openai/gpt-4.1-mini")
OBITUARY = ("--prompt", "obituary")

needs_extra = pytest.mark.skipif(
    find_spec("rensa") is None, reason="needs rensa: pip install 'llm-extract[near]'"
)


@pytest.fixture(autouse=True)
def no_price_file(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("LLM_EXTRACT_PRICES", raising=False)


@pytest.fixture
def offline(monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("a plan opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)


def rows(result):
    """The rows of the plan by name, each on one line."""
    found, name = {}, ""
    for line in result.stdout.splitlines():
        name = line[:11].strip() or name
        found[name] = f"{found.get(name, '')} {line[11:].strip()}".strip()
    return found


def planned(*arguments):
    result = call("plan", *arguments)
    assert result.exit_code == 0, result.stderr
    return result


def as_json(*arguments):
    return json.loads(planned(*arguments, "--json").stdout)


def test_a_plan_of_a_remote_model_needs_no_key_and_sends_nothing(articles, monkeypatch, offline):
    monkeypatch.delenv("LLM_EXTRACT_API_KEY")
    result = planned(articles, *OBITUARY, *GPT)
    told = rows(result)
    assert told["model"] == "gpt-4.1-mini at https://api.openai.com/v1"
    assert told["reading"] == "each article whole, in one call"
    assert told["articles"] == "3 to extract"
    assert told["calls"] == "3; more where an answer has to be repaired"
    assert told["cost"].startswith("about $0.00")
    assert told["price"].startswith(
        "$0.40 a million tokens read, $0.10 from the cache, $1.60 written"
    )
    assert "as of 20" in told["price"]
    assert told["time"].endswith(", up to 4 calls at once")
    assert result.stderr.startswith("Nothing was sent.\nTokens and time are guessed")
    assert "may think" not in result.stderr


def test_the_model_of_the_environment_needs_no_key_either(articles, monkeypatch):
    monkeypatch.delenv("LLM_EXTRACT_API_KEY")
    monkeypatch.setenv("LLM_EXTRACT_MODEL", "openai/gpt-5-mini")
    result = planned(articles, *OBITUARY)
    assert rows(result)["model"] == "gpt-5-mini at https://api.openai.com/v1"
    assert "gpt-5-mini may think before it answers" in result.stderr


def test_the_embedded_model_costs_nothing_and_is_not_started(articles, offline):
    told = rows(planned(articles, *OBITUARY))
    assert told["model"] == "local/qwen2.5-coder-1.5b"
    assert told["cost"] == "nothing: the model runs on this machine"
    assert told["reading"] == "a call per sentence"
    assert "fewer where an article is off the subject" in told["calls"]
    assert "price" not in told


def test_an_unknown_price_is_said_with_a_file_to_fill_in(articles, tmp_path, monkeypatch):
    result = planned(articles, *OBITUARY, *GATEWAY)
    assert rows(result)["cost"] == "not known, since no price is known; see below"
    assert "LLM_EXTRACT_PRICES" in result.stderr
    shown = "\n".join(line for line in result.stderr.splitlines() if line.startswith("  "))
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(shown)
    path = tmp_path / "mine.toml"
    path.write_text(shown.replace("…", "2.5"), encoding="utf-8")
    monkeypatch.setenv("LLM_EXTRACT_PRICES", str(path))
    told = rows(planned(articles, *OBITUARY, *GATEWAY))
    assert told["cost"].startswith("about $0.")
    assert told["price"].endswith("your price file")


def test_a_broken_price_file_is_one_line(articles, tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_EXTRACT_PRICES", str(tmp_path / "gone"))
    result = call("plan", articles, *OBITUARY, *GPT)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert f"{tmp_path / 'gone'}: prices_invalid: cannot be read" in result.stderr


def test_copies_and_inputs_that_are_no_articles_are_told(articles):
    (articles / "z.txt").write_bytes((articles / "bo.txt").read_bytes())
    (articles / "empty.txt").touch()
    (articles / "notes.json").touch()
    (articles / "latin.txt").write_bytes(b"caf\xe9")
    told = rows(planned(articles, *OBITUARY, *GPT))
    assert told["articles"] == "4: 3 to extract, 1 identical to another"
    assert told["identical"] == "z.txt (as bo.txt): extracted once"
    assert told["unusable"] == "1 empty: empty.txt; 1 encoding: latin.txt"
    assert told["ignored"] == "other files, not read: 1 .json"


def test_names_do_not_steer_the_terminal(articles):
    (articles / "\x1b[31mred.txt").touch()
    result = planned(articles, *OBITUARY, *GPT)
    assert "\x1b" not in result.stdout
    assert "red.txt" in result.stdout


def test_what_a_run_left_is_not_planned_again(model, articles, tmp_path):
    out = tmp_path / "out"
    options = run_options(model)[1:]
    assert call("run", *options, articles, "-o", out).exit_code == 0
    write_article(articles, "dora")
    told = rows(planned(articles, *options, "-o", out))
    assert told["articles"] == f"4: 1 to extract, 3 with a record in {out}"
    assert told["calls"].startswith("1; ")
    assert as_json(articles, *options, "-o", out, "--policy", "drop")["new"] == 4
    (articles / "dora.txt").unlink()
    told = rows(planned(articles, *options, "-o", out))
    assert "calls" not in told
    assert "cost" not in told


def test_a_plan_writes_nothing(articles, tmp_path):
    out = tmp_path / "out"
    before = sorted(tmp_path.rglob("*"))
    planned(articles, *OBITUARY, *GPT, "-o", out)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_sample_is_the_same_each_time_and_other_with_another_seed(articles):
    for number in range(40):
        write_article(articles, f"keeper{number:02}")
    options = (articles, *OBITUARY, *GPT)
    first, again, other = (as_json(*options, "--sample", "5", "--seed", seed) for seed in (1, 1, 2))
    assert first == again
    assert first["sample"] == {"size": 5, "seed": 1, "of": 43}
    assert first["new"] == first["articles"] == 5
    assert other["sample"]["seed"] == 2
    told = rows(planned(*options, "--sample", "5"))
    assert told["sample"] == "5 of 43 inputs, seed 0"


def test_a_sample_is_the_one_a_run_draws(articles, model):
    for number in range(10):
        write_article(articles, f"keeper{number:02}")
    (articles / "empty.txt").touch()
    options = (articles, "--sample", "4", "--seed", "3", "--limit", "3")
    told = as_json(*options, *OBITUARY, *GPT)
    lines = call(*run_options(model), *options, "-q").stdout.splitlines()
    failed = sum(json.loads(line)["status"] == "failed" for line in lines)
    assert told["articles"] + sum(map(len, told["unusable"].values())) == len(lines) == 3
    assert told["articles"] == len(lines) - failed == len(model.requests)


def test_standard_input_is_planned_too():
    result = call("plan", "-", *OBITUARY, *GPT, stdin="Asta Brill kept the light.\n")
    assert rows(result)["articles"] == "1 to extract"


@pytest.mark.parametrize(
    ("dollars", "shown"),
    [
        (0, "$0.00"),
        (0.00042, "$0.00042"),
        (0.04, "$0.040"),
        (0.1, "$0.10"),
        (0.999, "$1.00"),
        (1234.5, "$1,234.50"),
    ],
)
def test_small_sums_keep_two_digits(dollars, shown):
    from llm_extract.cli._plan_report import _dollars

    assert _dollars(dollars) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        ((24, 48, 96), "about 48 seconds (24 to 96)"),
        ((252, 503, 1006), "about 8.4 minutes (4.2 to 17)"),
        ((3600 * 5, 3600 * 10, 3600 * 20), "about 10 hours (5 to 20)"),
        ((86400 * 2, 86400 * 4, 86400 * 8), "about 4 days (2 to 8)"),
    ],
)
def test_times_are_told_in_the_unit_of_the_likely_one(seconds, shown):
    from llm_extract.cli._plan_report import _time
    from llm_extract.runs.planning import Range

    assert _time(Range(*seconds)) == shown


def test_an_empty_folder_says_what_is_read(tmp_path):
    (tmp_path / "none").mkdir()
    result = planned(tmp_path / "none", *OBITUARY, *GPT)
    assert "No articles found; read are" in result.stderr
    assert "calls" not in rows(result)


@needs_extra
def test_near_duplicates_are_told_and_extracted(articles):
    lines = [f"On day {n} the lamp of Aldo was lit at {n}." for n in range(30)]
    (articles / "x.txt").write_text("\n".join(lines), encoding="utf-8")
    (articles / "y.txt").write_text("\n".join([*lines, "It is out."]), encoding="utf-8")
    result = planned(articles, *OBITUARY, *GPT)
    told = rows(result)
    assert told["articles"] == "5 to extract"
    assert told["near"].startswith("2 articles in 1 group of nearly the same text: 9")
    assert told["near"].endswith("% alike: x.txt, y.txt")
    assert "extracted like all others" in result.stderr
    assert "near" not in rows(planned(articles, *OBITUARY, *GPT, "--no-near"))
    assert as_json(articles, *OBITUARY, *GPT, "--similarity", "1")["near"] == []


def test_without_the_extra_one_line_says_so(articles, monkeypatch):
    monkeypatch.setattr("llm_extract.runs.planning._near.find_spec", lambda _: None)
    result = planned(articles, *OBITUARY, *GPT)
    assert "near" not in rows(result)
    hint = "Near-duplicates were not looked for: pip install 'llm-extract[near]'"
    assert result.stderr.splitlines()[-1] == hint
    refused = call("plan", articles, *OBITUARY, *GPT, "--near")
    assert refused.exit_code == 2
    assert "extra_missing" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--reading", "aloud"), "--reading: usage"),
        (("--policy", "keep"), "--policy: usage"),
        (("--published", "soon"), "--published: usage"),
        (("--prompt", "none_such"), "unknown_prompt"),
        (("--model", "local/none"), "unknown_model"),
    ],
)
def test_a_usage_error_is_one_line(articles, arguments, told):
    result = call("plan", articles, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_target_that_is_not_there_is_a_usage_error(tmp_path):
    result = call("plan", tmp_path / "gone", *OBITUARY)
    assert result.exit_code == 2
    assert "there is no such file or folder" in result.stderr
