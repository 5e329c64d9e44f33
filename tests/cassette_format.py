"""How cassettes of tests are recorded: in the format of cases, matched on the whole body."""

from __future__ import annotations

import json

from llm_extract.recording._format import deserialize, serialize

__all__ = ("deserialize", "serialize")

MAX_BYTES = 200_000
# What differs between two recordings of the same answer.
_VOLATILE = ("id", "created", "timings")
# The parts a request is made of, in the order they are compared.
_sent: list[bytes] = []
_CAUSES = ("model", "prompt or worked example", "schema", "text or question", "parameter")


def clean_request(request):
    """Drop headers and the port of the day; remember the body. Only model calls are recorded."""
    if not request.path.endswith("/chat/completions"):
        return None
    _sent.append(request.body)
    request.headers = {}
    request.uri = "http://embedded.model/v1/chat/completions"
    return request


def clean_response(response):
    """Drop headers and what differs between two recordings of the same answer."""
    body = json.loads(response["body"]["string"])
    for name in _VOLATILE:
        body.pop(name, None)
    response["headers"] = {"content-type": ["application/json"]}
    response["body"]["string"] = json.dumps(body).encode()
    return response


def same_body(one, two):
    """Match on the JSON, whatever the order of its keys."""
    assert json.loads(one.body) == json.loads(two.body)


def forget_requests():
    """Start a test: nothing has been sent."""
    _sent.clear()


def why_stale(recorded):
    """Name the part of a sent request that no recorded request has, or ``None``."""
    known = [json.loads(body) for body in recorded]
    unknown = [body for body in map(json.loads, _sent) if body not in known]
    return _difference(_parts(unknown[0]), [_parts(body) for body in known]) if unknown else None


def _difference(new, old):
    for position, cause in enumerate(_CAUSES):
        old = [parts for parts in old if parts[position] == new[position]]
        if not old:
            return cause
    return "number of requests"


def _parts(body):
    messages = body.pop("messages")
    return [
        body.pop("model"),
        messages[:-1],
        body.pop("response_format", None),
        messages[-1],
        body,  # what is left: temperature and other parameters
    ]
