"""One call, end to end: requests, retries, checks, re-asks."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from instructor.core.exceptions import InstructorRetryException
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from llm_extract.errors import (
    AnswerError,
    CallError,
    EndpointError,
    LlmExtractError,
    OutputError,
    field_path,
)
from llm_extract.llm._answers import Completion, answer_text, read_body
from llm_extract.llm._completion import shown_completion
from llm_extract.llm._connection import Connection
from llm_extract.llm._endpoint import OPENAI_URL, Endpoint
from llm_extract.llm._exchange import Exchange, finished
from llm_extract.llm._faults import Sent, connection_fault, status_fault
from llm_extract.llm._hooks import Keeper, Pace, Tape, Turn
from llm_extract.llm._ledger import Ledger
from llm_extract.llm._messages import Message
from llm_extract.llm._retry import Fault, Sleep, with_retries
from llm_extract.llm._settings import Answer, CallSettings
from llm_extract.llm._usage import Tokens, tokens_of
from llm_extract.llm._wire import Wire, wire_name

T = TypeVar("T", bound=BaseModel)

_SHOWN_FIELDS = 5
# OpenAI's reasoning models answer 400 to any temperature but their own.
_OWN_TEMPERATURE = re.compile(r"o\d|gpt-5")


def parameters(endpoint: Endpoint, settings: CallSettings) -> dict[str, Any]:
    """Members of the request beside messages and schema, as this endpoint names them."""
    at_openai = endpoint.base_url == OPENAI_URL
    own = at_openai and _OWN_TEMPERATURE.match(endpoint.model)
    values = {
        "model": endpoint.model,
        "temperature": None if own else settings.temperature,
        "max_completion_tokens" if at_openai else "max_tokens": settings.max_tokens,
        "seed": settings.seed,
        "extra_body": settings.extra_body,
    }
    return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a client sends: pauses, and what is put around each request."""

    sleep: Sleep
    pace: Pace | None = None
    keeper: Keeper | None = None
    tape: Tape | None = None


class Call(Generic[T]):
    """One question to the model, asked once."""

    def __init__(
        self,
        connection: Connection,
        endpoint: Endpoint,
        settings: CallSettings,
        answer: type[T],
        manner: Manner,
    ) -> None:
        self._connection = connection
        self._endpoint = endpoint
        self._settings = settings
        self._answer = answer
        self._manner = manner
        self._ledger = Ledger()
        self._raw = ""
        self._clock = asyncio.timeout(settings.deadline)

    async def run(
        self, messages: Sequence[Message], json_schema: Mapping[str, Any] | None
    ) -> Answer[T]:
        """Ask, and return the validated answer; errors as in `LlmClient.ask`."""
        try:
            outcome = await self._outcome(messages, json_schema)
        finally:
            self._note()
        if isinstance(outcome, BaseException):
            raise self._bare(outcome)
        attempts = self._ledger.attempts
        model = attempts[-1].model or self._endpoint.model
        return Answer(value=outcome.value, attempts=attempts, model=model, raw=self._raw)

    async def _outcome(
        self, messages: Sequence[Message], json_schema: Mapping[str, Any] | None
    ) -> Wire | BaseException:
        # Returned and not raised: an exception raised inside `except` would carry the library's
        # one, which holds the request, as its context.
        try:
            _check_encodable(messages)
            async with self._clock:
                wire: Wire = await self._connection.create(
                    response_model=self._connection.wire(self._answer, json_schema),
                    max_retries=self._settings.validation_retries,
                    messages=[dict(message) for message in messages],
                    call=self,
                    **parameters(self._endpoint, self._settings),
                )
        except TimeoutError:
            return EndpointError(
                "timeout", f"no complete answer within {self._settings.deadline:g} s"
            )
        except InstructorRetryException as error:
            return self._converted(error.__cause__ or error)
        except CallError as error:
            return error
        return wire

    async def create(self, request: Mapping[str, Any]) -> ChatCompletion:
        """Stand in for the API; instructor calls again when the answer did not fit."""
        self._ledger.reject_last("schema_mismatch")
        body = self._connection.bodies.write(request)
        sent = Sent(
            model=self._endpoint.model,
            base_url=self._endpoint.base_url,
            private=[
                *(str(message["content"]) for message in request["messages"]),
                *_key(self._endpoint),
            ],
            retry_after_cap=self._settings.retry_after_cap,
        )
        return await with_retries(
            partial(self._send, body, sent),
            retries=self._settings.transport_retries,
            sleep=self._pause,
        )

    async def _pause(self, seconds: float) -> None:
        self._ledger.wait(seconds)
        await self._manner.sleep(seconds)

    async def _send(self, body: bytes, sent: Sent) -> ChatCompletion:
        keeper = self._manner.keeper
        key = hashlib.sha256(body).hexdigest() if keeper else ""
        kept = keeper.recall(key) if keeper else None
        if kept is None:
            return await self._in_turn(body, key, sent)
        self._ledger.start(recalled=True)
        try:
            return self._read(kept, 200, sent)
        except Fault as fault:
            # The pause was made when the answer was paid for.
            fault.wait = 0.0
            raise

    async def _in_turn(self, body: bytes, key: str, sent: Sent) -> ChatCompletion:
        turn = await self._turn(body)
        exchange = Exchange()
        self._ledger.start()
        try:
            return await self._exchange(body, key, sent, exchange)
        except asyncio.CancelledError:
            code = "timeout" if self._clock.expired() else "interrupted"
            self._ledger.end("failed", code, status=exchange.status)
            raise
        except OutputError as error:
            self._ledger.end("failed", error.code, status=exchange.status)
            raise
        finally:
            if turn is not None:
                turn.ended(exchange.status, exchange.headers, self._ledger.tokens)

    async def _turn(self, body: bytes) -> Turn | None:
        """Wait for a turn while the deadline stands still."""
        if self._manner.pace is None:
            return None
        started, when = time.monotonic(), self._clock.when()
        self._clock.reschedule(None)
        try:
            return await self._manner.pace.turn(len(body.decode()))
        finally:
            waited = time.monotonic() - started
            self._clock.reschedule(None if when is None else when + waited)
            self._ledger.wait(waited)

    async def _exchange(
        self, body: bytes, key: str, sent: Sent, exchange: Exchange
    ) -> ChatCompletion:
        tape = self._manner.tape
        played = tape.played(body) if tape else None
        if played is not None:
            return self._read(played, 200, sent)
        try:
            response = await self._connection.post(body)
        except Exception as error:
            fault = connection_fault(error, sent)
            if fault is None:
                raise
            raise self._noted(fault) from None
        exchange.heard(response)
        if not response.is_success:
            raise self._noted(status_fault(response, sent))
        if tape:
            tape.heard(body, _without_key(response.content, self._endpoint))
        # The journal is a file: an endpoint that repeats the key is paid twice rather.
        if self._manner.keeper and not _holds_key(response.content, self._endpoint):
            await finished(self._manner.keeper.keep(key, response.content))
        return self._read(response.content, response.status_code, sent)

    def _noted(self, fault: Fault) -> Fault:
        status = fault.error.status if isinstance(fault.error, EndpointError) else None
        self._ledger.end("failed", fault.error.code, tokens=fault.tokens, status=status)
        return fault

    def _read(self, content: bytes, status: int, sent: Sent) -> ChatCompletion:
        """Take the answer from a good response; one that holds none becomes a fault."""
        tokens, model = Tokens(), None
        mode, name = self._settings.mode, wire_name(self._answer)
        try:
            body = read_body(content, sent.private)
            tokens, model = tokens_of(body), _model_of(body)
            self._raw = answer_text(body, mode, name)
        except AnswerError as error:
            self._ledger.end("invalid", error.code, tokens=tokens, status=status, model=model)
            again = error.code == "invalid_response"
            raise Fault(error, "once" if again else "never", tokens=tokens) from None
        self._ledger.end("ok", tokens=tokens, status=status, model=model)
        return shown_completion(body, self._raw, mode, name)

    def _converted(self, cause: BaseException) -> BaseException:
        """Say in our terms what instructor gave up on."""
        if not isinstance(cause, ValidationError):
            return cause
        failure = _misfit(cause, self._raw)
        self._ledger.reject_last(failure.code)
        return failure

    def _note(self) -> None:
        if self._manner.keeper:
            for attempt in self._ledger.attempts:
                self._manner.keeper.note(attempt)

    def _bare(self, failure: BaseException) -> BaseException:
        """Strip an error of the frames and causes that hold requests and texts."""
        if isinstance(failure, CallError):
            failure.attempts = self._ledger.attempts
            failure.__cause__ = failure.__context__ = None
        if isinstance(failure, LlmExtractError):
            failure.__traceback__ = None
        return failure


def _without_key(content: bytes, endpoint: Endpoint) -> bytes:
    for key in _key(endpoint):
        content = content.replace(key.encode(), b"[key]")
    return content


def _holds_key(content: bytes, endpoint: Endpoint) -> bool:
    return any(key.encode() in content for key in _key(endpoint))


def _key(endpoint: Endpoint) -> tuple[str, ...]:
    """The key is private like the article: some gateways repeat the header they refuse."""
    return () if endpoint.api_key is None else (endpoint.api_key.get_secret_value(),)


def _check_encodable(messages: Sequence[Message]) -> None:
    try:
        for message in messages:
            message["content"].encode()
    except UnicodeEncodeError:
        pass
    else:
        return
    # Outside, or it would have the error with the text as its context.
    raise EndpointError(
        "bad_request",
        "a message holds half of a surrogate pair, which no request can carry",
        hint="decode the text again, without surrogateescape",
    )


def _model_of(body: Completion) -> str | None:
    model = body.get("model")
    return model if isinstance(model, str) else None


def _misfit(error: ValidationError, raw: str) -> AnswerError:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    if any(detail["type"] == "json_invalid" for detail in details):
        return AnswerError("invalid_response", "the answer of the model is not JSON", raw=raw)
    fields = tuple(dict.fromkeys(field_path(detail["loc"]) for detail in details))
    shown = ", ".join(fields[:_SHOWN_FIELDS])
    more = f" and {len(fields) - _SHOWN_FIELDS} more" if len(fields) > _SHOWN_FIELDS else ""
    return AnswerError(
        "schema_mismatch",
        f"the answer does not fit the schema at {shown}{more}",
        fields=fields,
        raw=raw,
    )
