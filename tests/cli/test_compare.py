"""Prompts and models beside each other, as a user types it."""

from __future__ import annotations

import json
import re
import signal

import pytest
from fake_endpoint import Step, answers, completion, refuses
from fake_model import obituary

from cli.program import call, finish, ids, process, records, wait_until
from llm_extract.prompts import load_prompt, prompt_versions

TERSE = "Be brief."
SURVIVOR = {"cites": [1], "name": "Runa Brill", "relation": "daughter"}
PRICES = """
[[prices]]
base_url = "{url}"
[prices.models]  # US dollars per million tokens
"m1" = {{ input = 10, output = 100 }}
"m2" = {{ input = 20, output = 200 }}
"""


@pytest.fixture(autouse=True)
def no_price_file(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("LLM_EXTRACT_PRICES", raising=False)


@pytest.fixture
def terse(tmp_path):
    """The bundled prompt with one more sentence."""
    bundled = next(version for version in prompt_versions() if str(version) == "obituary@1")
    text = bundled.path.read_text(encoding="utf-8")
    path = tmp_path / "terse.md"
    path.write_text(text.replace("# System\n\n", f"# System\n\n{TERSE} "), encoding="utf-8")
    assert TERSE in load_prompt(str(path)).templates["System"]
    return path


@pytest.fixture
def model(model):
    """It makes up a survivor of Bo, unless the prompt asks to be brief."""
    told = {name: obituary(f"{name} Brill") for name in ("Asta", "Bo", "Cass")}
    usual, made_up = model.step_for, obituary("Bo Brill", survivors=[SURVIVOR])

    def step_for(request):
        text = request.body.decode()
        if "Bo Brill" in text and TERSE not in text and "Bo Brill" not in model.by_marker:
            return made_up
        return usual(request)

    model.by_marker |= {f"{name} Brill kept": step for name, step in told.items()}
    model.step_for = step_for
    return model


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    for name in ("asta", "bo", "cass", "dorn"):
        answer = json.loads(obituary(f"{name.title()} Brill").body)
        record = answer["choices"][0]["message"]["content"]
        (folder / f"{name}.json").write_text(record, encoding="utf-8")
    return folder


def compared(model, articles, output, *options):
    where = ("-o", output, "--base-url", model.base_url)
    return call("compare", articles, *where, *options)


def both(terse):
    return ("--prompts", f"obituary,{terse}", "--models", "fake")


def table(shown, title):
    """Rows of one table by their first cell."""
    lines = shown.split(f"{title}\n", 1)[1].split("\n\n", 1)[0].splitlines()
    cells = [re.split(r"  +", line.strip()) for line in lines]
    return {row[0]: row[1:] for row in cells}


def test_each_combination_is_a_run_of_its_own(model, articles, terse, tmp_path):
    out = tmp_path / "out"
    result = compared(model, articles, out, "--prompts", f"obituary@1,{terse}", "--models", "m1,m2")
    assert result.exit_code == 0, result.stderr
    names = ["obituary@1--m1", "terse.md--m1", "obituary@1--m2", "terse.md--m2"]
    assert sorted(path.name for path in out.iterdir()) == sorted(names)
    for name in names:
        assert ids(records(out / name)) == ["asta.txt", "bo.txt", "cass.txt"]
    asked = [request.json["model"] for request in model.requests]
    # Those of one model together: an embedded one is loaded once.
    assert asked == ["m1"] * 6 + ["m2"] * 6
    rows = table(result.stdout, "articles")
    assert list(rows) == ["combination", *names]
    assert rows["terse.md--m2"] == ["3", "0", "0"]


def test_nothing_is_paid_twice(model, articles, terse, tmp_path):
    first = compared(model, articles, tmp_path / "out", *both(terse))
    again = compared(model, articles, tmp_path / "out", *both(terse))
    assert len(model.requests) == 6
    assert again.stdout == first.stdout
    assert "nothing to be sent: all records are there" in again.stderr
    assert "to be sent, about:" in first.stderr


def test_scores_and_what_changes_them(model, articles, terse, gold, tmp_path):
    """Right of predicted and found of gold: 3/5 and 3/3 with the made-up survivor, else 3/3."""
    result = compared(model, articles, tmp_path / "out", *both(terse), "--gold", gold, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    # There is gold for a fourth article, which is not in the folder.
    assert (told["row"], told["gold_articles"]) == ("all-fields", 3)
    first, second = told["combinations"]
    assert first["score"]["f1"] == pytest.approx(6 / 8)
    assert first["score"]["against_first"] is None
    low, high = first["score"]["interval"]
    assert low < 6 / 8 <= high
    assert second["score"]["f1"] == 1.0
    against = second["score"]["against_first"]
    assert against["change"] == pytest.approx(1 - 6 / 8)
    assert 0 <= against["interval"][0] <= against["change"] <= against["interval"][1]
    # One of three articles changed: this may well be chance.
    assert against["p"] > 0.4


def test_the_table_of_scores(model, articles, terse, gold, tmp_path):
    shown = compared(model, articles, tmp_path / "out", *both(terse), "--gold", gold).stdout
    rows = table(shown, "F1 of all-fields, 3 articles of gold")
    assert rows["obituary@1--fake"][3] == "0.750"
    assert rows["obituary@1--fake"][5:] == ["-", "-", "-"]
    assert rows["terse.md--fake"][3] == "1.000"
    assert rows["terse.md--fake"][5] == "+0.250"


def test_another_row(model, articles, terse, gold, tmp_path):
    options = (*both(terse), "--gold", gold, "--metric", "event_fields:article-facts", "--json")
    told = json.loads(compared(model, articles, tmp_path / "out", *options).stdout)
    assert [row["score"]["f1"] for row in told["combinations"]] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--metric", "brooms"), "--metric: usage: no row is called 'brooms': all-fields"),
        (("--models", "a,,b"), "--models: usage: a name is empty"),
        (("--models", "fake,fake"), "obituary@1--fake: usage: two combinations have this name"),
        (("--prompts", "obituary@7"), "unknown_prompt"),
        (("--reading", "loud"), "--reading: usage: 'loud' is not one of"),
        (("--max-cost", "1"), "no price of fake is known, so its cost cannot be limited"),
        (
            ("--prompts", "obituary,conflict_events@2"),
            "--prompts: usage: the prompts have several schemas: obituary@1, conflict_events@2",
        ),
    ],
)
def test_mistakes_are_one_line_before_anything_is_sent(
    model, articles, gold, tmp_path, options, said
):
    usual = ("--prompts", "obituary", "--models", "fake", "--gold", gold)
    result = compared(model, articles, tmp_path / "out", *usual, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert model.requests == []
    assert not (tmp_path / "out").exists()


def test_gold_of_other_articles(model, articles, gold, tmp_path):
    for name in ("asta", "bo", "cass"):
        (gold / f"{name}.json").unlink()
    options = ("--prompts", "obituary", "--models", "fake", "--gold", gold)
    result = compared(model, articles, tmp_path / "out", *options)
    assert result.exit_code == 2
    assert "--gold: usage: it has no id of an article of the folder" in result.stderr
    assert model.requests == []


@pytest.mark.parametrize("inside", ["out", "deep/out"])
def test_the_output_may_not_lie_among_the_articles(model, articles, inside):
    result = compared(model, articles, articles / inside, "--models", "fake")
    assert result.exit_code == 2
    assert "the output folder lies in the folder of articles" in result.stderr


def test_standard_input_is_read_once(model, tmp_path):
    result = compared(model, "-", tmp_path / "out", "--models", "fake")
    assert result.exit_code == 2
    assert "-: usage: standard input is read once" in result.stderr


def test_a_folder_without_articles(model, tmp_path):
    (tmp_path / "empty").mkdir()
    result = compared(model, tmp_path / "empty", tmp_path / "out", "--models", "fake")
    assert result.exit_code == 2
    assert "usage: there are no articles" in result.stderr


# what it takes


def test_prices_are_for_a_thousand_texts(model, articles, tmp_path, monkeypatch):
    """Each answer reads 100 tokens and writes 10: 0.2 cents with m1, twice that with m2."""
    prices = tmp_path / "prices.toml"
    prices.write_text(PRICES.format(url=model.base_url), encoding="utf-8")
    monkeypatch.setenv("LLM_EXTRACT_PRICES", str(prices))
    options = ("--prompts", "obituary", "--models", "m1,m2,m3")
    shown = compared(model, articles, tmp_path / "out", *options).stdout
    rows = table(shown, "what an article takes")
    assert [rows[f"obituary@1--m{n}"][0] for n in (1, 2, 3)] == ["2.00", "4.00", "unknown"]
    assert {row[1] for name, row in rows.items() if name != "combination"} == {"110"}
    assert rows["obituary@1--m1"][3:] == ["1.0", "0.0%", "0.0%"]


def test_answers_that_do_not_fit_are_told_apart_from_those_that_never_came(
    model, articles, tmp_path
):
    told = {"Asta": [answers("no JSON")], "Bo": [Step(status=500, body=b"{}")]}
    usual = model.step_for

    def step_for(request):
        for name, steps in told.items():
            if steps and f"{name} Brill" in request.body.decode():
                return steps.pop()
        return usual(request)

    model.step_for = step_for
    options = ("--prompts", "obituary", "--models", "fake", "--json", "-j", "1")
    (row,) = json.loads(compared(model, articles, tmp_path / "out", *options).stdout)[
        "combinations"
    ]
    assert row["taken"]["calls"] == 1
    assert row["taken"]["reasks"] == pytest.approx(1 / 3)
    assert row["taken"]["retries"] == pytest.approx(1 / 3)
    # What the lost answer took is not known, so neither is the cost.
    assert (row["taken"]["complete"], row["taken"]["dollars"]) == (False, None)


def test_shares_of_proven_values(model, articles, terse, tmp_path):
    shown = compared(model, articles, tmp_path / "out", *both(terse)).stdout
    rows = table(shown, "values of the records")
    # Name of each article; and of Bo's, name and relation of somebody it does not tell of.
    assert rows["obituary@1--fake"] == ["5", "60.0%", "60.0%", "0.0%", "0.0%", "0.0%", "40.0%"]
    assert rows["terse.md--fake"][:2] == ["3", "100.0%"]


# plans and limits


def test_a_plan_sends_nothing_and_needs_no_key(articles, tmp_path, monkeypatch):
    monkeypatch.delenv("LLM_EXTRACT_API_KEY")
    options = ("-p", "obituary", "-m", "openai/gpt-4.1-mini,local/qwen2.5-coder-1.5b", "--plan")
    result = call("compare", articles, "-o", tmp_path / "out", *options)
    assert result.exit_code == 0, result.stderr
    rows = table(result.stdout, "to be sent, about")
    assert rows["obituary@1--gpt-4.1-mini"][:4] == ["article", "3", "0", "3"]
    assert rows["obituary@1--qwen2.5-coder-1.5b"][0] == "sentence"
    assert rows["obituary@1--qwen2.5-coder-1.5b"][5] == "0.00"
    assert not (tmp_path / "out").exists()
    told = json.loads(call("compare", articles, "-o", tmp_path / "out", *options, "--json").stdout)
    assert [row["new"] for row in told["combinations"]] == [3, 3]


def test_a_plan_knows_what_is_there(model, articles, terse, tmp_path):
    out = tmp_path / "out"
    compared(model, articles, out, "-p", "obituary", "-m", "fake", "--limit", "2")
    result = compared(model, articles, out, *both(terse), "--plan")
    rows = table(result.stdout, "to be sent, about")
    assert rows["obituary@1--fake"][1:3] == ["1", "2"]
    assert rows["terse.md--fake"][1:3] == ["3", "0"]
    assert len(model.requests) == 2


def test_a_sample_is_the_same_for_all(model, articles, terse, tmp_path):
    out = tmp_path / "out"
    compared(model, articles, out, *both(terse), "--sample", "2", "--seed", "5")
    drawn = ids(records(out / "obituary@1--fake"))
    assert len(drawn) == 2
    assert ids(records(out / "terse.md--fake")) == drawn


def dear(name):
    """An answer of 100,000 tokens."""
    answer = json.loads(obituary(f"{name} Brill").body)
    usage = {"prompt_tokens": 99_990, "completion_tokens": 10, "total_tokens": 100_000}
    return Step(body=completion(answer["choices"][0]["message"]["content"], usage=usage))


def test_limits_are_for_all_runs_together(model, articles, terse, gold, tmp_path):
    out = tmp_path / "out"
    model.by_marker = {f"{name} Brill": dear(name) for name in ("Asta", "Bo", "Cass")}
    options = (*both(terse), "--gold", gold, "-j", "1", "--json")
    result = compared(model, articles, out, *options, "--max-tokens", "500000")
    assert result.exit_code == 3
    first, second = json.loads(result.stdout)["combinations"]
    assert (first["stopped"], second["stopped"]) == (None, "budget")
    assert second["articles"] == {"ok": 2, "failed": 0, "skipped": 1}
    # What a run did not get to says nothing of its prompt.
    assert second["score"] is None
    assert len(model.requests) == 5
    result = compared(model, articles, out, *options)
    assert result.exit_code == 0
    assert len(model.requests) == 6
    assert json.loads(result.stdout)["combinations"][1]["score"]["f1"] == 1.0


# what goes wrong


def test_a_failed_article_costs_recall(model, articles, gold, tmp_path):
    model.by_marker = {"Bo Brill": refuses(400), **model.by_marker}
    options = ("-p", "obituary", "-m", "fake", "--gold", gold, "--json")
    result = compared(model, articles, tmp_path / "out", *options)
    assert result.exit_code == 1
    (row,) = json.loads(result.stdout)["combinations"]
    assert row["articles"] == {"ok": 2, "failed": 1, "skipped": 0}
    # 2 of 2 predicted, 2 of 3 found.
    assert row["score"]["f1"] == pytest.approx(2 * 1 * (2 / 3) / (1 + 2 / 3))


def test_a_model_that_refuses_stops_its_own_run_only(model, articles, tmp_path):
    model.by_marker = {'"model":"m1"': refuses(401), **model.by_marker}
    usual = ("-p", "obituary", "-m", "m1,m2", "-j", "1")
    result = compared(model, articles, tmp_path / "out", *usual, "--json")
    assert result.exit_code == 3
    assert "obituary@1--m1 was stopped: auth" in result.stderr
    first, second = json.loads(result.stdout)["combinations"]
    assert (first["stopped"], second["stopped"]) == ("auth", None)
    assert second["articles"]["ok"] == 3


def test_an_interrupt_ends_it_and_the_same_command_goes_on(model, articles, terse, tmp_path):
    out = tmp_path / "out"
    slow = Step(body=obituary("Asta Brill").body, delay=1)
    model.by_marker = {"Asta Brill": slow, **model.by_marker}
    where = ("-o", out, "--base-url", model.base_url, "-j", "1")
    started = process("compare", articles, *where, *both(terse))
    wait_until(lambda: model.requests)
    started.send_signal(signal.SIGINT)
    code, shown, said = finish(started)
    assert (code, shown) == (130, "")
    assert "[1/2] obituary@1--fake" in said
    assert "[2/2]" not in said
    assert len(model.requests) == 1
    assert compared(model, articles, out, *both(terse)).exit_code == 0
    # The answer that was waited for is kept.
    assert len(model.requests) == 6


def test_the_page(model, articles, terse, gold, tmp_path):
    page = tmp_path / "page.html"
    compared(model, articles, tmp_path / "out", *both(terse), "--gold", gold, "--html", page)
    text = page.read_text(encoding="utf-8")
    assert "+0.250" in text
    assert text.count("<tr>") == 3
    assert "<script" not in text


def test_help_tells_the_exit_codes():
    words = " ".join(call("compare", "--help").stdout.split())
    assert "3 a run was aborted, 130 interrupted" in words
