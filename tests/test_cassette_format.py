"""Recordings: readable, small, without secrets, and stale when anything of a request changes."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import cassette_format
import pytest
import yaml
from vcr.request import Request

CASSETTES = sorted((Path(__file__).parent / "cassettes").glob("*/*.yaml"))

BODY = {
    "model": "m",
    "messages": [
        {"role": "system", "content": "Read."},
        {"role": "user", "content": "Sentence 1: rain"},
    ],
    "response_format": {"type": "json_schema", "json_schema": {"schema": {"type": "object"}}},
    "temperature": 0.0,
}


def changed(path, value):
    body = copy.deepcopy(BODY)
    place = body
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return body


CHANGES = [
    (("model",), "n", "model"),
    (("messages", 0, "content"), "Read!", "prompt or worked example"),
    (("response_format", "json_schema", "schema", "type"), "array", "schema"),
    (("messages", 1, "content"), "Sentence 1: Rain", "text or question"),
    (("temperature",), 0.1, "parameter"),
]


@pytest.mark.parametrize(("path", "value", "cause"), CHANGES)
def test_each_part_of_a_request_makes_a_recording_stale_by_name(path, value, cause):
    cassette_format.forget_requests()
    new = json.dumps(changed(path, value)).encode()
    cassette_format.clean_request(request(new))

    assert cassette_format.why_stale([json.dumps(BODY).encode()]) == cause
    with pytest.raises(AssertionError):
        cassette_format.same_body(request(new), request(json.dumps(BODY).encode()))


def test_the_order_of_keys_does_not_make_a_recording_stale():
    cassette_format.forget_requests()
    reordered = json.dumps(dict(reversed(BODY.items()))).encode()
    cassette_format.clean_request(request(reordered))

    assert cassette_format.why_stale([json.dumps(BODY).encode()]) is None
    cassette_format.same_body(request(reordered), request(json.dumps(BODY).encode()))


def test_a_recording_survives_writing_and_reading_and_writes_equal_parts_once():
    item = {
        "request": {"method": "POST", "uri": "http://x/v1", "body": json.dumps(BODY)},
        "response": {
            "status": {"code": 200, "message": "OK"},
            "body": {"string": json.dumps({"model": "m", "choices": [{"text": "naïve — 14"}]})},
        },
    }
    text = cassette_format.serialize({"version": 1, "interactions": [item, item]})
    read = cassette_format.deserialize(text)

    assert [json.loads(i["request"]["body"]) for i in read["interactions"]] == [BODY, BODY]
    assert json.loads(read["interactions"][1]["response"]["body"]["string"])["model"] == "m"
    assert text.count("Sentence 1: rain") == 1
    assert "naïve — 14" in text


def test_requests_and_responses_lose_their_headers():
    sent = cassette_format.clean_request(request(b"{}", {"Authorization": "Bearer CANARY"}))
    got = cassette_format.clean_response(
        {
            "headers": {"Set-Cookie": ["CANARY"], "openai-organization": ["CANARY"]},
            "body": {"string": b'{"id": "x", "created": 1, "timings": {}, "model": "m"}'},
        }
    )

    assert not sent.headers
    assert got["headers"] == {"content-type": ["application/json"]}
    assert json.loads(got["body"]["string"]) == {"model": "m"}


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)
def test_each_cassette_is_small_clean_and_names_its_model(path):
    text = path.read_text(encoding="utf-8")

    assert re.match(
        r"# Answers of local/[\w.-]+ \(SHA-256 [0-9a-f]{16}\) by xllamacpp [\d.]+\.\n", text
    )
    assert len(text.encode()) <= cassette_format.MAX_BYTES
    assert not re.search(r"(?i)authorization|bearer|cookie|sk-[a-z0-9]|api[_-]?key", text)
    assert yaml.safe_load(text)["interactions"]


def test_there_are_cassettes():
    assert CASSETTES


def request(body, headers=None):
    return Request("POST", "http://127.0.0.1:1/v1/chat/completions", body, headers or {})
