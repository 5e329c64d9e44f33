"""The endpoint's responses, made once: bytes before and after the number of the bulletin."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from bulletins import VARIANTS, record_of, serial_of

Form = Literal["content", "tool", "quotes"]
_USAGE = {"prompt_tokens": 900, "completion_tokens": 520, "total_tokens": 1420}


@dataclass(frozen=True)
class Template:
    """A response in two parts; the serial that comes between always has the same length."""

    before: bytes
    after: bytes

    def filled(self, serial: bytes) -> bytes:
        """Return the response about one bulletin."""
        return b"".join((self.before, serial, self.after))


@cache
def good(form: Form, variant: int) -> Template:
    """Return the right answer, as message content, as a tool call, or as langextract's quotes."""
    return _template(_text(form, variant), form, variant)


@cache
def malformed(form: Form, variant: int) -> Template:
    """Return an answer that stops in the middle and says it is complete."""
    text = _text(form, variant)
    return _template(text[: 2 * len(text) // 3], form, variant)


def refusal(status: str, *headers: str) -> bytes:
    """An HTTP error as these APIs send it."""
    return _response(status, {"error": {"message": status, "type": "fake", "code": None}}, *headers)


def as_json(value: Any) -> bytes:
    """A response with a JSON body."""
    return _response("200 OK", value)


def prepare() -> None:
    """Make all templates, so that no request waits for one."""
    for variant in range(VARIANTS):
        for form in ("content", "tool", "quotes"):
            good(form, variant)
            malformed(form, variant)


def _text(form: Form, variant: int) -> str:
    record = record_of(variant)
    return json.dumps(_quotes(record) if form == "quotes" else record, indent=1)


def _quotes(record: dict[str, Any]) -> dict[str, Any]:
    """The same record in langextract's form: words of the article with attributes."""
    bulletin = {
        "bulletin": record["serial"],
        "bulletin_attributes": {"agency": record["agency"]},
    }
    events = [
        {
            "event": event["deed"],
            "event_attributes": {k: str(v) for k, v in event.items() if k not in ("deed", "cites")},
        }
        for event in record["events"]
    ]
    return {"extractions": [bulletin, *events]}


def _template(text: str, form: Form, variant: int) -> Template:
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if form == "tool":
        call = {"name": "Bulletin", "arguments": text}
        calls = [{"id": "call_1", "type": "function", "function": call}]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [choice],
        "usage": _USAGE,
    }
    before, _, after = _response("200 OK", body).partition(serial_of(variant).encode())
    return Template(before, after)


def _response(status: str, value: Any, *headers: str) -> bytes:
    body = json.dumps(value).encode()
    lines = (
        f"HTTP/1.1 {status}",
        "content-type: application/json",
        f"content-length: {len(body)}",
        *headers,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
