"""The client: one question to a model, one validated answer or one error."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from llm_extract.llm._messages import Message
from llm_extract.llm._settings import Answer, CallSettings

if TYPE_CHECKING:
    from llm_extract.llm._connection import Connection
    from llm_extract.llm._endpoint import Endpoint
    from llm_extract.llm._hooks import Keeper, Pace, Tape
    from llm_extract.llm._retry import Sleep

T = TypeVar("T", bound=BaseModel)

_MAX_RESPONSE_BYTES = 16 << 20


@dataclass(slots=True)
class _Line:
    """The connection of a client and of all that share it, once there is one."""

    connection: Connection | None = None


class LlmClient:
    """Calls one endpoint; belongs to the event loop it is first used in.

    Use it as an async context manager, or close it with `aclose`. Calls may run at the same
    time.

    Attributes:
        endpoint: where requests go.
        settings: how the model is asked.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        settings: CallSettings | None = None,
        *,
        pace: Pace | None = None,
        sleep: Sleep = asyncio.sleep,
        max_response_bytes: int = _MAX_RESPONSE_BYTES,
    ) -> None:
        """Connect to nothing yet.

        Args:
            endpoint: see `resolve_endpoint`.
            settings: by default `CallSettings()`.
            pace: asked before each request; waiting for it is not part of the deadline.
            sleep: awaited with the seconds of a pause between requests; a test or a replay
                passes one that does not wait.
            max_response_bytes: longest response, on the wire and decompressed.
        """
        self.endpoint = endpoint
        self.settings = settings or CallSettings()
        self._pace = pace
        self._keeper: Keeper | None = None
        self._tape: Tape | None = None
        self._sleep = sleep
        self._max_response_bytes = max_response_bytes
        self._line = _Line()

    def keeping(self, keeper: Keeper) -> LlmClient:
        """Return a client on the same connection whose answers ``keeper`` keeps and recalls.

        It closes with this one: closing it closes the connection of both.
        """
        kept = copy.copy(self)
        kept._keeper = keeper
        return kept

    def taped(self, tape: Tape) -> LlmClient:
        """Return a client on the same connection whose requests pass ``tape``; see `keeping`."""
        taped = copy.copy(self)
        taped._tape = tape
        return taped

    async def ask(
        self,
        messages: Sequence[Message],
        answer: type[T],
        *,
        json_schema: Mapping[str, Any] | None = None,
    ) -> Answer[T]:
        """Ask for an instance of ``answer``.

        Args:
            messages: sent as they are, never rendered as templates.
            answer: validates the answer, strictly: ``"14"`` is no integer.
            json_schema: goes on the wire instead of ``answer.model_json_schema()``. What is made
                of it is kept for further calls with the same object, so it must not change.

        Raises:
            EndpointError: no answer arrived, or not within the deadline.
            AnswerError: the answer is empty, refused, cut, or does not fit.
                Both have ``attempts`` filled and hold neither key nor text.
            StoppedError: the pace lets no request out any more.
            OutputError: an answer could not be kept.
        """
        # Together they take a second to load.
        from llm_extract.llm._call import Call, Manner
        from llm_extract.llm._connection import Connection

        if self._line.connection is None:
            self._line.connection = Connection(
                self.endpoint, self.settings, self._max_response_bytes
            )
        manner = Manner(self._sleep, self._pace, self._keeper, self._tape)
        call = Call(self._line.connection, self.endpoint, self.settings, answer, manner)
        return await call.run(messages, json_schema)

    async def aclose(self) -> None:
        """Close all connections; a later call opens new ones."""
        connection, self._line.connection = self._line.connection, None
        if connection is not None:
            await connection.close()

    async def __aenter__(self) -> LlmClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()
