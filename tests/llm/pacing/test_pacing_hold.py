from __future__ import annotations

from email.utils import formatdate
from time import time

import pytest

from llm_extract.llm.pacing._hold import Hold

OK = (200, {})
REFUSED = (429, {"retry-after": "7"})
SILENT = (429, {})
BROKEN = (503, {"retry-after": "7"})
LOST = (None, {})


def used_up(status=200, **headers) -> tuple[int, dict[str, str]]:
    named = {f"x-ratelimit-{name.replace('_', '-')}": text for name, text in headers.items()}
    return status, named


def held(responses, *, cap=60.0, in_flight=10) -> float:
    hold = Hold(cap, lambda: 0.0)
    for status, headers in responses:
        hold.hear(status, headers, in_flight)
    return hold.left()


@pytest.mark.parametrize(
    ("responses", "seconds"),
    [
        ([], 0),
        ([REFUSED], 0),
        ([REFUSED] * 2, 0),
        ([REFUSED] * 3, 7),
        ([REFUSED, OK, REFUSED, REFUSED], 0),
        ([REFUSED, BROKEN, REFUSED, LOST, REFUSED], 7),
        ([REFUSED, (400, {}), REFUSED, REFUSED], 7),
        ([REFUSED] * 3 + [OK], 7),
        ([REFUSED] * 3 + [OK, (429, {"retry-after": "20"})], 7),
        ([SILENT] * 5, 0),
        ([SILENT, SILENT, REFUSED], 7),
        ([BROKEN] * 5, 0),
        ([(429, {"retry-after": "soon"})] * 5, 0),
        ([(429, {"retry-after-ms": "1500"})] * 3, 1.5),
        ([used_up(remaining_requests="0", reset_requests="2s")], 2),
        ([used_up(remaining_tokens="0", reset_tokens="1m2s")], 60),
        ([used_up(remaining_requests="1", reset_requests="2s")], 0),
        ([used_up(remaining_requests="0", reset_requests="soon")], 0),
        ([used_up(429, remaining_requests="0", reset_requests="2s")], 2),
        ([(429, {**used_up(remaining_tokens="0")[1], "retry-after": "3"})], 3),
        ([used_up(remaining_tokens="0", reset_tokens="9s"), OK], 9),
        (
            [
                used_up(remaining_tokens="0", reset_tokens="9s"),
                used_up(remaining_requests="0", reset_requests="2s"),
            ],
            9,
        ),
        ([REFUSED] * 3 + [(503, {"retry-after": "20"})], 7),
    ],
)
def test_how_long_all_requests_are_held(responses, seconds):
    assert held(responses) == pytest.approx(seconds)


def test_a_date_is_understood():
    refused = (429, {"retry-after": formatdate(time() + 30, usegmt=True)})
    assert held([refused] * 3) == pytest.approx(30, abs=2)


def test_no_hold_is_longer_than_the_cap():
    assert held([(429, {"retry-after": "3600"})] * 3, cap=5.0) == 5.0


@pytest.mark.parametrize(("refused", "seconds"), [(3, 0), (7, 0), (8, 7)])
def test_with_many_in_flight_a_few_429s_in_a_row_are_chance(refused, seconds):
    assert held([REFUSED] * refused, in_flight=64) == seconds


def test_it_passes():
    clock = [0.0]
    hold = Hold(60.0, lambda: clock[0])
    for _ in range(3):
        hold.hear(*REFUSED, in_flight=3)
    clock[0] = 6.5
    assert hold.left() == 0.5
    clock[0] = 8.0
    assert hold.left() == 0
