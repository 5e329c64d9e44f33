"""How recordings are kept: readable, small, without secrets, matched on the whole body.

JSON bodies are YAML; parts that repeat (the static messages, the schema) are written once and
referred to afterwards. The first line names the model that gave the answers.
"""

from __future__ import annotations

import json
from importlib.metadata import version

import yaml

from llm_extract.errors import SettingsError
from llm_extract.llm import find_embedded

MAX_BYTES = 200_000
# What differs between two recordings of the same answer.
_VOLATILE = ("id", "created", "timings")
# The parts a request is made of, in the order they are compared.
_sent: list[bytes] = []
_CAUSES = ("model", "prompt or worked example", "schema", "text or question", "parameter")


def serialize(cassette):
    """VCR's dictionary -> YAML text with a header line."""
    known: dict[str, object] = {}
    interactions = [
        {
            "request": {
                "method": item["request"]["method"],
                "uri": item["request"]["uri"],
                "body": _shared(json.loads(item["request"]["body"]), known),
            },
            "response": {
                "status": item["response"]["status"],
                "body": json.loads(item["response"]["body"]["string"]),
            },
        }
        for item in cassette["interactions"]
    ]
    text = yaml.safe_dump(
        {"version": cassette["version"], "interactions": interactions},
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    return _header(interactions) + text


def deserialize(text):
    """YAML text -> VCR's dictionary."""
    data = yaml.safe_load(text)
    for item in data["interactions"]:
        request, response = item["request"], item["response"]
        request["body"] = json.dumps(request["body"])
        request["headers"] = {"content-type": ["application/json"]}
        response["body"] = {"string": json.dumps(response["body"])}
        response["headers"] = {"content-type": ["application/json"]}
    return data


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


def _shared(value, known):
    """Equal parts become one object, which YAML writes once."""
    if isinstance(value, dict):
        value = {key: _shared(part, known) for key, part in value.items()}
    elif isinstance(value, list):
        value = [_shared(part, known) for part in value]
    else:
        return value
    return known.setdefault(json.dumps(value, sort_keys=True), value)


def _header(interactions):
    name = interactions[0]["response"]["body"].get("model", "unknown")
    try:
        model = find_embedded(name)
    except SettingsError:
        return f"# Answers of {name}.\n"
    return (
        f"# Answers of {model.reference} (SHA-256 {model.sha256[:16]}) "
        f"by xllamacpp {version('xllamacpp')}.\n"
    )
