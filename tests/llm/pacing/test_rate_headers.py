from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.llm.pacing._rate_headers import (
    REQUESTS,
    TOKENS,
    is_used_up,
    limit_of,
    reset_of,
    seconds_of,
)

GARBAGE = ["", "soon", "-1", "nan", "inf", "1e5x", "9" * 5000, "٣", "1.5", "0x10", "\u00b2"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1s", 1),
        ("6m0s", 360),
        ("120ms", 0.12),
        ("1h2m", 3720),
        ("2m59.56s", 179.56),
        ("7.66ms", 0.00766),
        ("1d2h", 93_600),
        ("59.7", 59.7),
        ("0", 0),
        ("0s", 0),
    ],
)
def test_durations(text, seconds):
    assert seconds_of(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["", "soon", "s", "1x", "-1s", "-1", "nan", "inf", "1s soon", "1 s", "9" * 5000]
)
def test_no_durations(text):
    assert seconds_of(text) is None


@given(st.text(max_size=20))
def test_whatever_stands_there_is_a_number_of_seconds_or_none(text):
    seconds = seconds_of(text)
    assert seconds is None or 0 <= seconds < float("inf")


@pytest.mark.parametrize("name", [REQUESTS, TOKENS])
def test_limits(name):
    assert limit_of({name: "500"}, name) == 500
    assert limit_of({name: "0"}, name) is None
    assert limit_of({}, name) is None


@pytest.mark.parametrize("text", GARBAGE)
def test_garbage_is_no_limit_and_nothing_used_up(text):
    assert limit_of({REQUESTS: text}, REQUESTS) is None
    assert not is_used_up({"x-ratelimit-remaining-requests": text})


@pytest.mark.parametrize(
    ("headers", "reset"),
    [
        ({"remaining-requests": "0", "reset-requests": "2s"}, 2),
        ({"remaining-tokens": "0", "reset-tokens": "6m0s", "reset-requests": "1h"}, 360),
        (
            {
                "remaining-requests": "0",
                "reset-requests": "2s",
                "remaining-tokens": "0",
                "reset-tokens": "3s",
            },
            3,
        ),
        ({"remaining-requests": "0"}, None),
        ({"remaining-requests": "0", "reset-requests": "soon"}, None),
    ],
)
def test_when_what_is_used_up_is_there_again(headers, reset):
    named = {f"x-ratelimit-{name}": text for name, text in headers.items()}
    assert is_used_up(named)
    assert reset_of(named) == reset


def test_nothing_is_used_up_while_some_is_left():
    assert not is_used_up({"x-ratelimit-remaining-tokens": "1", "x-ratelimit-reset-tokens": "9s"})
