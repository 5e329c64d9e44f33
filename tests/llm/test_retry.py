from __future__ import annotations

import asyncio
from email.utils import formatdate

import pytest

from llm_extract.errors import EndpointError
from llm_extract.llm._retry import Fault, asked_wait, with_retries

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "1"}, 1.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": formatdate(NOW + 7, usegmt=True)}, 7.0),
        ({"retry-after": formatdate(NOW - 7, usegmt=True)}, None),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_how_long_an_endpoint_asks_to_wait(headers, seconds):
    assert asked_wait(headers, clock=lambda: NOW) == seconds


def outcome_of(faults: list[Exception], retries: int):
    """Result or error, requests sent, and pauses."""
    pauses, sent = [], 0

    async def sleep(seconds):
        pauses.append(seconds)

    async def send():
        nonlocal sent
        sent += 1
        if faults:
            raise faults.pop(0)
        return "answer"

    async def run():
        try:
            return await with_retries(send, retries=retries, sleep=sleep)
        except Exception as error:
            return error

    return asyncio.run(run()), sent, pauses


def fault(retry, wait=None) -> Fault:
    return Fault(EndpointError("server_error", "HTTP status 503"), retry, wait)


def test_pauses_grow_and_are_jittered():
    result, sent, pauses = outcome_of([fault("always") for _ in range(9)], retries=6)
    assert (result.code, sent) == ("server_error", 7)
    for pause, floor in zip(pauses, [1, 2, 4, 8, 16], strict=False):
        assert floor <= pause <= floor + 1
    assert pauses[5] == 30
    assert len({pause % 1 for pause in pauses[:5]}) == 5


def test_a_pause_the_endpoint_asked_for_is_kept_to():
    assert outcome_of([fault("always", 7.0), fault("always")], retries=4)[2][0] == 7.0


def test_no_retries_means_one_request():
    result, sent, pauses = outcome_of([fault("always")], retries=0)
    assert (result.code, sent, pauses) == ("server_error", 1, [])


def test_a_final_fault_ends_the_call():
    result, sent, _ = outcome_of([fault("always"), fault("never"), fault("always")], retries=4)
    assert (result.code, sent) == ("server_error", 2)


def test_what_is_repeated_once_is_counted_over_the_whole_call():
    assert outcome_of([fault("once")], retries=4)[:2] == ("answer", 2)
    _, sent, _ = outcome_of([fault("once"), fault("always"), fault("once")], retries=9)
    assert sent == 3


def test_a_defect_of_ours_is_not_repeated():
    result, sent, _ = outcome_of([KeyError("defect")], retries=4)
    assert isinstance(result, KeyError)
    assert sent == 1
