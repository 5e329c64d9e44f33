"""What all calls of one client share: the HTTP connection, and what is prepared once."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import httpx2
import instructor
from openai.types.chat import ChatCompletion
from pydantic import BaseModel

from llm_extract.llm._bodies import Bodies
from llm_extract.llm._endpoint import OPENAI_URL, Endpoint
from llm_extract.llm._instructor import spare
from llm_extract.llm._settings import CallSettings
from llm_extract.llm._transport import http_client
from llm_extract.llm._wire import Wire, wire_model

if TYPE_CHECKING:
    from llm_extract.llm._call import Call

_MODES = {"json_schema": instructor.Mode.JSON_SCHEMA, "tools": instructor.Mode.TOOLS}
_KEPT_WIRES = 64

# They log requests, answers and validated values, the article's words among them. Instructor
# does so at the level ERROR.
logging.getLogger("instructor").setLevel(logging.CRITICAL)
for _name in ("openai", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)

spare(Wire)


class Connection:
    """One endpoint, asked in one way.

    Attributes:
        create: instructor's chat completion; its argument ``call`` sends the requests.
        bodies: writes them.
    """

    def __init__(self, endpoint: Endpoint, settings: CallSettings, max_bytes: int) -> None:
        self._http = http_client(endpoint, max_bytes=max_bytes)
        self._url = httpx2.URL(f"{endpoint.base_url}/chat/completions")
        own = {"content-type": "application/json", **_account(endpoint)}
        self._headers = httpx2.Headers({**self._http.headers, **own})
        self._extensions = {"timeout": self._http.timeout.as_dict()}
        self.bodies = Bodies()
        self.create: Callable[..., Any] = instructor.patch(
            create=_create, mode=_MODES[settings.mode]
        )
        titled = settings.mode == "tools"

        @lru_cache(_KEPT_WIRES)
        def wire(answer: type[BaseModel], schema: _Same) -> type[Wire]:
            return wire_model(answer, schema.value, titled=titled)

        self._wire = wire

    def wire(self, answer: type[BaseModel], json_schema: Mapping[str, Any] | None) -> type[Wire]:
        """The class instructor sees, the same for the same class and schema object."""
        return self._wire(answer, _Same(json_schema))

    async def post(self, body: bytes) -> httpx2.Response:
        """Send one request and read the whole response, whatever its status."""
        # What the client would put together anew for each request is the same for all.
        request = httpx2.Request(
            "POST", self._url, headers=self._headers, content=body, extensions=self._extensions
        )
        return await self._http.send(request)

    async def close(self) -> None:
        """Close all connections to the endpoint."""
        await self._http.aclose()


class _Same:
    """A value that is equal to itself only."""

    def __init__(self, value: Mapping[str, Any] | None) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value


async def _create(*, call: Call[Any], **request: Any) -> ChatCompletion:
    return await call.create(request)


def _account(endpoint: Endpoint) -> dict[str, str]:
    """The account of OpenAI to bill, as its own library takes it from the environment."""
    if endpoint.base_url != OPENAI_URL:
        return {}
    names = {"openai-organization": "OPENAI_ORG_ID", "openai-project": "OPENAI_PROJECT_ID"}
    return {header: os.environ[name] for header, name in names.items() if os.environ.get(name)}
