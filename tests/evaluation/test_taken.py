"""What a run took, by hand."""

from __future__ import annotations

import pytest

from llm_extract.evaluation._taken import taken


def sent(number=1, outcome="ok", tokens=(100, 10), seconds=2.0, waited=0.0, recalled=False):
    prompt, completion = tokens
    return {
        "number": number,
        "outcome": outcome,
        "code": None,
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "cached_tokens": None,
        "seconds": seconds,
        "waited": waited,
        "status": 200,
        "model": "m",
        "recalled": recalled,
    }


def line(*attempts, **members):
    return {"id": "a", "status": "ok", "attempts": list(attempts), **members}


def cent_a_token(usage):
    if not usage.complete:
        return None
    return 0.01 * (usage.prompt_tokens + usage.completion_tokens)


def test_means_are_for_texts_that_were_asked_about():
    lines = [line(sent(), sent()), line(sent(waited=1.0), status="failed"), line(status="failed")]
    took = taken(lines, cent_a_token)
    assert (took.texts, took.calls) == (2, 1.5)
    assert took.tokens == pytest.approx(165)
    assert took.seconds == pytest.approx((4 + 3) / 2)
    assert took.dollars == pytest.approx(1650)
    assert took.complete


def test_articles_of_one_text_count_once():
    lines = [line(sent()), line(sent(), same_as="a", id="b")]
    assert taken(lines, cent_a_token) == taken(lines[:1], cent_a_token)


def test_reasks_and_retries_are_told_apart():
    first = [sent(1, "invalid"), sent(2, "invalid"), sent(3)]
    second = [sent(1, "failed", (None, None)), sent(2)]
    took = taken([line(*first, *second, sent())], cent_a_token)
    assert took.calls == 3
    assert took.reasks == pytest.approx(2 / 3)
    assert took.retries == pytest.approx(1 / 3)


def test_a_call_that_failed_for_good_is_no_retry_of_the_next_one():
    took = taken([line(sent(1, "invalid"), sent(1))], cent_a_token)
    assert (took.reasks, took.retries) == (0, 0)


def test_what_is_not_known_is_never_nothing():
    took = taken([line(sent(tokens=(None, None))), line(sent())], cent_a_token)
    assert took.dollars is None
    assert not took.complete
    assert took.tokens == pytest.approx(55)
    assert taken([line(sent(tokens=(None, None)))], cent_a_token).tokens is None
    assert taken([line(sent())], lambda _usage: None).dollars is None


def test_answers_of_an_earlier_run_cost_what_they_did_but_take_no_time():
    kept = line(sent(seconds=0.0, recalled=True), sent(seconds=5.0))
    took = taken([kept, line(sent(), sent())], cent_a_token)
    assert took.tokens == pytest.approx(220)
    assert took.seconds == pytest.approx(4.0)
    assert taken([kept], cent_a_token).seconds is None


def test_of_nothing_there_is_no_mean():
    took = taken([], cent_a_token)
    assert (took.texts, took.calls, took.reasks, took.tokens) == (0, None, None, None)
    assert (took.seconds, took.dollars) == (None, None)
