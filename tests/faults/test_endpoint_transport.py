"""Endpoints that are not there, hang up, dawdle, or send too much."""

from __future__ import annotations

import gzip
import socket
import time

import pytest
from fake_endpoint import Step, completion, gzipped, refuses
from fake_model import obituary

from faults.cases import IDS, SETTINGS, case, check
from faults.command import SICK, Ran, marker_of, ran, states, write_article
from faults.conftest import SIZE_CAP
from faults.endpoint import WELL
from faults.invariants import check_invariants

ANSWER = obituary("Asta Brill").body
HUNG_UP = Step(body=ANSWER, cut_after=40)
RESET = Step(body=ANSWER, cut_after=40, reset=True)
NOTHING = Step(body=ANSWER, cut_after=0, reset=True)
TOO_SHORT = Step(body=ANSWER, headers={"Content-Length": str(len(ANSWER) + 9)}, cut_after=999_999)
BROKEN_GZIP = Step(body=gzip.compress(ANSWER)[:-40], headers={"Content-Encoding": "gzip"})
NO_GZIP = Step(body=ANSWER, headers={"Content-Encoding": "gzip"})
LORIS = Step(body=ANSWER, drip=0.05)
HUGE = completion("x" * 2 * SIZE_CAP)

LOST = {
    "hangs up": case(HUNG_UP, WELL, requests=2),
    "resets": case(RESET, WELL, requests=2),
    "resets before the body": case(NOTHING, WELL, requests=2),
    "announces more than it sends": case(TOO_SHORT, WELL, requests=2),
    "hangs up for ever": case(HUNG_UP, code="connection", requests=3),
    "resets for ever": case(RESET, code="connection", requests=3),
    "announces more for ever": case(TOO_SHORT, code="connection", requests=3),
    "cuts its gzip": case(BROKEN_GZIP, WELL, requests=2),
    "says gzip and sends none": case(NO_GZIP, code="invalid_response", requests=2),
}
# Long enough for the good answers, the one before the last 503 among them, on a busy machine.
DEADLINE = 0.8
SLOW = {
    "a byte at a time": case(LORIS, code="timeout", deadline=DEADLINE),
    "no answer": case(Step(body=ANSWER, delay=3), code="timeout", deadline=DEADLINE),
    "an endless stream": case(
        Step(body=b" " * 200, drip=0.01, headers={"Content-Length": "999999999"}),
        code="timeout",
        deadline=DEADLINE,
    ),
    "no end of 503": case(
        Step(status=503, delay=0.45, body=b"{}"),
        code="timeout",
        requests=2,
        deadline=DEADLINE,
        transport_retries=9,
    ),
}
LARGE = {
    "large": case(Step(body=HUGE), code="response_too_large"),
    "a gzip bomb": case(gzipped(HUGE), code="response_too_large"),
    "a large refusal": case(Step(status=400, body=HUGE), code="response_too_large"),
    "100 MB": case(Step(body=bytes(100 << 20)), code="response_too_large"),
}


@pytest.mark.parametrize("name", LOST)
def test_half_a_response_is_none(name, model, quick, articles, tmp_path):
    check(LOST[name], model, quick, articles, tmp_path / "out")


@pytest.mark.parametrize("name", SLOW)
def test_the_deadline_holds_for_the_whole_call(name, model, quick, articles, tmp_path):
    started = time.monotonic()
    check(SLOW[name], model, quick, articles, tmp_path / "out")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("name", LARGE)
def test_a_response_is_read_up_to_the_cap(name, model, quick, articles, tmp_path):
    check(LARGE[name], model, quick, articles, tmp_path / "out")


def test_a_response_below_the_cap_is_read(model, quick, articles, tmp_path):
    record = completion(obituary("Asta Brill").body.decode(), finish_reason="stop")
    assert len(record) < SIZE_CAP
    padded = Step(body=ANSWER + b" " * (SIZE_CAP - len(ANSWER) - 100))
    check(case(padded), model, quick, articles, tmp_path / "out")


def test_what_is_left_on_a_connection_is_not_the_next_answer(model, quick, articles, tmp_path):
    """The answer is longer than announced: its rest must not be taken for the next one.

    The connection is given up; whether that happens before or after the answer is read, and so
    whether it is asked for again and at last taken, depends on how the bytes arrive.
    """
    quick(**SETTINGS)
    model.script(SICK, Step(body=ANSWER + ANSWER, headers={"Content-Length": str(len(ANSWER))}))
    command = (articles, "-o", tmp_path / "out", "-j", "1")
    run = ran(model, *command)
    found = states(tmp_path / "out")
    assert found.pop(IDS[0]) in ("ok", "connection")
    assert found == dict.fromkeys(IDS[1:], "ok")
    assert 3 <= run.sent <= 6
    check_invariants(tmp_path / "out", model, run, IDS, lambda: ran(model, *command))


# no endpoint at all


def away(kind):
    """Address of an endpoint that cannot be reached."""
    if kind == "no such host":
        return "https://selwick.invalid/v1"
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}/v1"


@pytest.mark.parametrize("kind", ["refused", "no such host", "no TLS"])
def test_an_endpoint_that_is_not_there_costs_the_article_its_retries(
    kind, model, quick, articles, tmp_path
):
    quick(**SETTINGS)
    base_url = model.base_url.replace("http", "https", 1) if kind == "no TLS" else away(kind)
    command = (articles, "-o", tmp_path / "out", "-j", "1")
    run = ran(model, *command, "--base-url", base_url)
    assert states(tmp_path / "out") == dict.fromkeys(IDS, "connection")
    assert (run.exit_code, run.sent, run.summary["requests"]) == (1, 0, 9)
    again = lambda: ran(model, *command)  # noqa: E731
    check_invariants(tmp_path / "out", model, run, IDS, again, reached=False)


def five_more(folder):
    names = ("dag", "edda", "finn", "gerd", "hild")
    for name in names:
        write_article(folder, name)
    return [*IDS, *(f"{name}.txt" for name in names)]


def test_the_circuit_opens_after_five_articles_in_a_row(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    ids = five_more(articles)
    model.by_marker["Brill"] = refuses(503)
    command = (articles, "-o", tmp_path / "out", "-j", "1")
    run = ran(model, *command)
    assert list(states(tmp_path / "out").values()) == ["server_error"] * 5 + ["not_run"] * 3
    assert (run.exit_code, run.sent, run.summary["aborted"]) == (3, 15, "server_error")
    check_invariants(tmp_path / "out", model, run, ids, lambda: ran(model, *command))


def test_an_answer_between_them_keeps_the_circuit_closed(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    ids = five_more(articles)
    for name in ids:
        if name != "edda.txt":
            model.by_marker[marker_of(name)] = refuses(503)
    command = (articles, "-o", tmp_path / "out", "-j", "1")
    run = ran(model, *command)
    assert list(states(tmp_path / "out").values()).count("server_error") == 7
    assert run.exit_code == 1
    check_invariants(tmp_path / "out", model, run, ids, lambda: ran(model, *command))


def test_with_many_in_flight_the_sums_hold_too(model, quick, articles, tmp_path):
    quick(**SETTINGS)
    ids = five_more(articles)
    model.script(SICK, refuses(500), HUNG_UP, WELL)
    model.script("Bo Brill", refuses(429), WELL)
    model.script("Dag Brill", Step(body=b"{}"), WELL)
    model.script("Edda Brill", refuses(400))
    command = (articles, "-o", tmp_path / "out", "-j", "8")
    run: Ran = ran(model, *command)
    found = states(tmp_path / "out")
    assert {name: code for name, code in found.items() if code != "ok"} == {
        "dag.txt": "empty_answer",
        "edda.txt": "bad_request",
    }
    check_invariants(tmp_path / "out", model, run, ids, lambda: ran(model, *command))
