"""Bodies of requests as bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticSerializationError, to_json


class Bodies:
    """Writes requests as JSON; what equals the last request is not written again.

    Equal requests give equal bytes, today and in the next run: answers are kept under them.
    """

    def __init__(self) -> None:
        self._rest: dict[str, Any] = {}
        self._tail = b"}"

    def write(self, request: Mapping[str, Any]) -> bytes:
        """UTF-8 JSON of a request, messages first; ``extra_body`` joins its members."""
        rest = {name: value for name, value in request.items() if name != "messages"}
        if rest != self._rest:
            members = {**rest, **(rest.get("extra_body") or {})}
            members.pop("extra_body", None)
            self._rest, self._tail = rest, _json(members)[1:]
        comma = b"" if self._tail == b"}" else b","
        return b'{"messages":' + _json(request["messages"]) + comma + self._tail


def _json(value: object) -> bytes:
    try:
        return to_json(value)
    except PydanticSerializationError:
        # Half a surrogate pair in what a model wrote, repeated to it with its mistakes.
        return json.dumps(value, ensure_ascii=False).encode(errors="replace")
