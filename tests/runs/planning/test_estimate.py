from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from llm_extract.llm import EmbeddedTarget, Endpoint, Price
from llm_extract.reading import Foresight
from llm_extract.runs.planning._estimate import Load, Measured, estimate

REMOTE = Endpoint("m", "https://gateway.example/v1")
EMBEDDED = EmbeddedTarget(Path("mine.gguf"))
PRICE = Price(input=1.0, cached_input=0.1, output=2.0, as_of=date(2026, 1, 2), source="a list")
ONE = Foresight(calls=10, prompt=35_000, shared=28_000, schema=7_000, answers=2_700, sentences=9)


def load(*parts):
    total = Load()
    for part in parts:
        total.add(part)
    return total


def test_the_schema_is_read_by_endpoints_and_not_by_the_embedded_server():
    assert estimate(load(ONE), EMBEDDED, None, None).prompt_tokens.likely == pytest.approx(10_000)
    assert estimate(load(ONE), REMOTE, None, None).prompt_tokens.likely == pytest.approx(12_000)


def test_all_calls_but_one_repeat_the_static_part():
    told = estimate(load(ONE), REMOTE, None, None)
    assert told.shared_tokens.likely == pytest.approx(0.9 * 8_000)
    single = Foresight(1, 3_500, 2_800, 700, 270, 1)
    assert estimate(load(single), REMOTE, None, None).shared_tokens.likely == 0


def test_cost_is_likely_without_the_cache_and_lowest_with_it():
    told = estimate(load(ONE), REMOTE, PRICE, None)
    read, shared, written = told.prompt_tokens, told.shared_tokens, told.completion_tokens
    assert told.cost.likely == pytest.approx((read.likely + 2 * written.likely) / 1e6)
    assert told.cost.high == pytest.approx((read.high + 2 * written.high) / 1e6)
    saved = 0.9 * shared.low / 1e6
    assert told.cost.low == pytest.approx((read.low + 2 * written.low) / 1e6 - saved)
    assert told.cost.low < told.cost.likely < told.cost.high


def test_an_unknown_price_is_not_zero_and_a_known_one_of_nothing_is():
    assert estimate(load(ONE), REMOTE, None, None).cost is None
    assert estimate(load(), REMOTE, PRICE, None).cost == (0, 0, 0)


def test_answers_are_as_long_as_examples_show_or_guessed_by_sentence():
    told = estimate(load(ONE), REMOTE, None, None)
    assert told.completion_tokens.likely == pytest.approx(1_000)
    unshown = Foresight(1, 3_500, 2_800, 700, None, 9)
    assert estimate(load(unshown), REMOTE, None, None).completion_tokens.likely == 9 * 60


def test_an_embedded_model_writes_twelve_tokens_a_second_one_call_at_a_time():
    told = estimate(load(ONE), EMBEDDED, None, None)
    assert told.seconds.likely == pytest.approx(1_000 / 12)
    assert told.concurrency == 1


def test_calls_at_once_share_the_time_but_not_more_of_them_than_there_are():
    many, one = estimate(load(ONE), REMOTE, None, None), load(Foresight(1, 1, 0, 0, 2_700, 1))
    assert many.seconds.likely == pytest.approx((10 + 20) / 4)
    assert estimate(one, REMOTE, None, None).seconds.likely == pytest.approx(1 + 20)


def test_measured_means_replace_the_guesses_and_narrow_the_ranges():
    measured = Measured(0.5, 40, 3.0, 5)
    told = estimate(load(ONE), REMOTE, PRICE, measured)
    assert told.prompt_tokens.likely == 17_500
    assert told.completion_tokens.likely == 400
    assert told.seconds.likely == 6
    assert (told.concurrency, told.measured) == (5, True)
    guessed = estimate(load(ONE), REMOTE, PRICE, None)
    assert told.seconds.high / told.seconds.likely < guessed.seconds.high / guessed.seconds.likely


def test_nothing_to_do_takes_nothing():
    told = estimate(load(), EMBEDDED, None, Measured(0.5, 40, 3.0, 0))
    assert told.seconds.likely == told.prompt_tokens.high == told.completion_tokens.high == 0
