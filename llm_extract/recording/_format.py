"""How recordings are kept: YAML a person can read, small, without headers.

Parts that repeat (the static messages, the schema) are written once and referred to afterwards.
The first line names the model that gave the answers. A serializer in the sense of vcrpy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import yaml

from llm_extract.errors import SettingsError
from llm_extract.llm import find_embedded

_JSON = "application/json"
# The C versions are ten times as fast; not every build of the library has them.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def serialize(cassette: dict[str, Any]) -> str:
    """Write vcrpy's dictionary as YAML with a header line."""
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
    meta = {"metadata": cassette["metadata"]} if cassette.get("metadata") else {}
    text: str = yaml.dump(
        {"version": cassette["version"], **meta, "interactions": interactions},
        Dumper=_DUMPER,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    return header(answered_by(item["response"]["body"] for item in interactions)) + text


def deserialize(text: str) -> dict[str, Any]:
    """Read vcrpy's dictionary from YAML."""
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    for item in data["interactions"]:
        request, response = item["request"], item["response"]
        request["body"] = json.dumps(request["body"])
        request["headers"] = {"content-type": [_JSON]}
        response["body"] = {"string": json.dumps(response["body"])}
        response["headers"] = {"content-type": [_JSON]}
    return data


def answered_by(responses: Iterable[dict[str, Any]]) -> str:
    """The model that answered, by its own account."""
    names = (body.get("model") for body in responses)
    return next((str(name) for name in names if name), "an unnamed model")


def header(name: str) -> str:
    """First line of a recording: the model, and for an embedded one its weights and program."""
    try:
        model = find_embedded(name)
    except SettingsError:
        return f"# Answers of {' '.join(name.split())[:100]}.\n"
    return f"# Answers of {model.reference} (SHA-256 {model.sha256[:16]}){_program()}.\n"


def _program() -> str:
    try:
        return f" by xllamacpp {version('xllamacpp')}"
    except PackageNotFoundError:
        return ""


def _shared(value: Any, known: dict[str, object]) -> Any:
    """Equal parts become one object, which YAML writes once."""
    if isinstance(value, dict):
        value = {key: _shared(part, known) for key, part in value.items()}
    elif isinstance(value, list):
        value = [_shared(part, known) for part in value]
    else:
        return value
    return known.setdefault(json.dumps(value, sort_keys=True), value)
