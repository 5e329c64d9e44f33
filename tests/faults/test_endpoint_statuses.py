"""Endpoints that refuse, or ask to wait."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from cli.conftest import KEY
from fake_endpoint import refuses

from faults.cases import case, check
from faults.endpoint import WELL

NO_QUOTA = {"code": "insufficient_quota", "type": "insufficient_quota", "message": "no credit"}
TOO_LONG = {"code": "context_length_exceeded", "message": "This is too long."}
ECHO = {"message": f"wrong header Authorization: Bearer {KEY}"}
NO_MODEL = {"code": "model_not_found", "message": "The model does not exist."}

PASSES = {
    "429 once": case(refuses(429), WELL, requests=2),
    "429 to the last retry": case(refuses(429), refuses(429), WELL, requests=3),
    "408": case(refuses(408), WELL, requests=2),
    "409": case(refuses(409), WELL, requests=2),
    "500, then 502": case(refuses(500), refuses(502), WELL, requests=3),
    "503, then 529": case(refuses(503), refuses(529), WELL, requests=3),
}
STAYS = {
    "429 for ever": case(refuses(429), code="rate_limited", requests=3),
    "429 with a pause, for ever": case(
        refuses(429, retry_after_ms="5"), code="rate_limited", requests=3
    ),
    "429 with a pause over the cap": case(
        refuses(429, retry_after="6"),
        code="rate_limited",
        said="HTTP status 429 (try again in 6 s)",
    ),
    "429 with a date over the cap": case(
        refuses(429, retry_after="Fri, 01 Jan 2100 00:00:00 GMT"), code="rate_limited"
    ),
    "429 without credit": case(refuses(429, NO_QUOTA), code="quota", exit_code=3),
    "402": case(refuses(402), code="quota", exit_code=3),
    "500 for ever": case(refuses(500), code="server_error", requests=3),
    "529 for ever": case(refuses(529), code="server_error", requests=3),
    "503 that is not to be tried again": case(
        refuses(503, x_should_retry="false"), code="server_error"
    ),
    "429 that is not to be tried again": case(
        refuses(429, x_should_retry="false"), code="rate_limited"
    ),
    "400": case(refuses(400), code="bad_request"),
    "400 for its length": case(refuses(400, TOO_LONG), code="context_length"),
    "422": case(refuses(422), code="bad_request"),
    "413": case(refuses(413), code="bad_request"),
    "401": case(refuses(401), code="auth", exit_code=3),
    "403": case(refuses(403), code="auth", exit_code=3),
    "404": case(refuses(404), code="endpoint_not_found", exit_code=3),
    "404 for the model": case(
        refuses(404, NO_MODEL), code="endpoint_not_found", exit_code=3, said="no model called"
    ),
    "307": case(
        refuses(307, location="http://127.0.0.1:9/v1/chat/completions"),
        code="endpoint_not_found",
        exit_code=3,
        said="redirects to another address, which is not followed",
    ),
    "503 after a bad answer": case(
        refuses(503), refuses(429), refuses(503), code="server_error", requests=3
    ),
}
REPEATS_THE_KEY = {
    str(status): case(refuses(status, ECHO), code=code, exit_code=exit_code, requests=requests)
    for status, code, requests, exit_code in (
        (400, "bad_request", 1, 1),
        (401, "auth", 1, 3),
        (404, "endpoint_not_found", 1, 3),
        (429, "rate_limited", 3, 1),
        (500, "server_error", 3, 1),
    )
}


@pytest.mark.parametrize("name", PASSES)
def test_what_passes_costs_a_retry_and_no_record(name, model, quick, articles, tmp_path):
    check(PASSES[name], model, quick, articles, tmp_path / "out")


@pytest.mark.parametrize("name", STAYS)
def test_what_stays_costs_this_article_or_stops_the_run(name, model, quick, articles, tmp_path):
    check(STAYS[name], model, quick, articles, tmp_path / "out")


@pytest.mark.parametrize("status", REPEATS_THE_KEY)
def test_an_endpoint_that_repeats_the_key_is_not_quoted(status, model, quick, articles, tmp_path):
    check(REPEATS_THE_KEY[status], model, quick, articles, tmp_path / "out")


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry_after": "2"}, 2, 2),
        ({"retry_after": "0.25"}, 0.25, 0.25),
        ({"retry_after_ms": "40"}, 0.04, 0.04),
        ({"retry_after_ms": "40", "retry_after": "3"}, 0.04, 0.04),
        ({"retry_after": "in 3 s"}, 1, 3),
        ({}, 1, 2),
        ({"retry_after": "0"}, 1, 2),
        ({"retry_after": "-3"}, 1, 2),
        ({"retry_after": "soon"}, 1, 2),
        ({"retry_after": "nan"}, 1, 2),
        ({"retry_after": "inf"}, 1, 2),
        ({"retry_after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 1, 2),
    ],
)
def test_the_pause_is_what_was_asked_for_or_the_usual_one(
    headers, least, most, model, quick, pauses, articles, tmp_path
):
    if headers.get("retry_after") == "in 3 s":
        headers = {"retry_after": formatdate(time.time() + 3, usegmt=True)}
    again = case(refuses(429, **headers), WELL, requests=2)
    check(again, model, quick, articles, tmp_path / "out")
    assert len(pauses) == 1
    assert least <= pauses[0] <= most


def test_pauses_grow(model, quick, pauses, articles, tmp_path):
    again = case(refuses(500), code="server_error", requests=5, transport_retries=4)
    check(again, model, quick, articles, tmp_path / "out")
    assert [int(pause) for pause in pauses] in ([1, 2, 4, 8], [1, 2, 4, 9])
