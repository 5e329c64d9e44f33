from __future__ import annotations

import json
import socket
from collections import Counter
from datetime import date

import pytest

from llm_extract import Extractor, article_from_text
from llm_extract.errors import ArticleError, SettingsError
from llm_extract.runs.planning import Measured, plan

URL = "https://gateway.example/v1"


@pytest.fixture(autouse=True)
def offline(monkeypatch, tmp_path):
    """Neither a socket nor a key nor weights are needed."""

    def refuse(*_args, **_options):
        raise AssertionError("a plan opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setenv("LLM_EXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("LLM_EXTRACT_API_KEY", "OPENAI_API_KEY", "LLM_EXTRACT_PRICES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def extractor():
    return Extractor("obituary", model="m", base_url=URL)


def article(identity, text="Asta Brill kept the light at Aldo.", **options):
    return article_from_text(text, id=identity, **options)


def test_a_text_seen_before_is_extracted_once(extractor):
    told = plan(extractor, [article("a"), article("b"), article("c", "Bo died."), article("d")])
    assert (told.articles, told.new, told.calls) == (4, 2, 2)
    assert told.identical == {"a": ("b", "d")}


@pytest.mark.parametrize(
    "other",
    [
        article("b", published="2019-08-14"),
        article("b", title="The keeper"),
        article("b", "Asta Brill kept the light at Aldo. "),
    ],
)
def test_a_text_with_another_date_or_title_or_letter_is_not_identical(extractor, other):
    told = plan(extractor, [article("a"), other])
    assert (told.new, told.identical) == (2, {})


def test_articles_with_a_record_are_not_asked_for_again(extractor):
    recorded = extractor.fingerprint(article("x")).key
    inputs = [article("a"), article("b"), article("c", "Bo died.")]
    told = plan(extractor, inputs, known={recorded}.__contains__)
    assert (told.new, told.recorded, told.identical) == (1, 1, {"a": ("b",)})
    assert told.calls == plan(extractor, inputs[2:]).calls == 1


def test_a_record_of_another_policy_is_no_record(extractor):
    other = Extractor("obituary", model="m", base_url=URL, policy="drop")
    known = {other.fingerprint(article("a")).key}.__contains__
    assert plan(extractor, [article("a")], known=known).recorded == 0


def test_inputs_that_are_no_article_are_told_by_code(extractor):
    errors = [ArticleError(code, "?", source=source) for code, source in UNUSABLE]
    told = plan(extractor, [errors[0], article("a"), *errors[1:]], ignored=Counter({".json": 2}))
    assert told.unusable == {"empty": ("x", "z"), "encoding": ("y",)}
    assert told.ignored == {".json": 2}
    assert told.articles == 1


UNUSABLE = (("empty", "x"), ("encoding", "y"), ("empty", "z"))


def test_articles_are_taken_one_by_one(extractor):
    alive = []

    def listed():
        for number in range(50):
            alive.append(number)
            yield article(str(number), f"Keeper {number} died.")

    told = plan(extractor, listed())
    assert (told.new, len(alive)) == (50, 50)


def test_the_embedded_model_is_free_and_is_not_needed():
    told = plan(Extractor("conflict_events"), [article("a")])
    assert told.address is None
    assert told.estimate.cost == (0, 0, 0)
    assert told.reading == "sentence"
    assert told.calls == 2


def test_a_price_of_the_user_is_used_and_a_broken_file_read_first(extractor, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        f'[[prices]]\nbase_url = "{URL}"\nas_of = 2026-02-03\n'
        "[prices.models]\nm = { input = 1, output = 4 }\n",
        encoding="utf-8",
    )
    told = plan(extractor, [article("a")], prices=path)
    assert told.price.as_of == date(2026, 2, 3)
    assert told.estimate.cost.likely > 0
    with pytest.raises(SettingsError, match="prices_invalid"):
        plan(extractor, iter(lambda: pytest.fail("read"), 1), prices=tmp_path / "gone")


def test_the_plan_is_json(extractor):
    told = plan(extractor, [article("a"), article("b")], measured=Measured(0.25, 90, 2.0, 4))
    shown = json.loads(json.dumps(told.as_json()))
    assert shown["identical"] == {"a": ["b"]}
    assert shown["completion_tokens"] == {"low": 72, "likely": 90, "high": 112}
    assert (shown["cost"], shown["price"], shown["near"]) == (None, None, None)
    assert shown["seconds"]["likely"] == 2.0
    assert shown["measured"] is True
