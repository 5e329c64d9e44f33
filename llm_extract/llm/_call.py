"""One call, end to end: requests, retries, checks, re-asks. The only user of instructor."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

import instructor
import openai
from instructor.core.exceptions import InstructorRetryException
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from llm_extract.errors import AnswerError, CallError, EndpointError, field_path
from llm_extract.llm._answers import Completion, answer_text, read_body
from llm_extract.llm._endpoint import OPENAI_URL, Endpoint
from llm_extract.llm._faults import Sent, connection_fault, status_fault
from llm_extract.llm._ledger import Ledger
from llm_extract.llm._messages import Message
from llm_extract.llm._retry import Fault, Sleep, with_retries
from llm_extract.llm._settings import Answer, CallSettings
from llm_extract.llm._transport import http_client
from llm_extract.llm._usage import Tokens, tokens_of
from llm_extract.llm._wire import wire_model, wire_name

T = TypeVar("T", bound=BaseModel)

_SHOWN_FIELDS = 5
# OpenAI's reasoning models answer 400 to any temperature but their own.
_OWN_TEMPERATURE = re.compile(r"o\d|gpt-5")
_MODES = {"json_schema": instructor.Mode.JSON_SCHEMA, "tools": instructor.Mode.TOOLS}

# They log requests, answers and validated values, the article's words among them. Instructor
# does so at the level ERROR.
logging.getLogger("instructor").setLevel(logging.CRITICAL)
for _name in ("openai", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def connect(endpoint: Endpoint, max_response_bytes: int) -> openai.AsyncOpenAI:
    """Return an openai client that retries nothing and does not know the key."""
    return openai.AsyncOpenAI(
        # An empty key would make the library look into the environment.
        api_key="set-by-the-transport",
        base_url=endpoint.base_url,
        max_retries=0,
        http_client=http_client(endpoint, max_bytes=max_response_bytes),
    )


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


class Call(Generic[T]):
    """One question to the model, asked once."""

    def __init__(
        self,
        connection: openai.AsyncOpenAI,
        endpoint: Endpoint,
        settings: CallSettings,
        answer: type[T],
        sleep: Sleep,
    ) -> None:
        self._connection = connection
        self._endpoint = endpoint
        self._settings = settings
        self._answer = answer
        self._sleep = sleep
        self._ledger = Ledger()
        self._raw = ""

    async def run(
        self, messages: Sequence[Message], json_schema: Mapping[str, Any] | None
    ) -> Answer[T]:
        """Ask, and return the validated answer; errors as in `LlmClient.ask`."""
        failure = await self._failure(messages, json_schema)
        if failure is not None:
            raise self._bare(failure)
        attempts = self._ledger.attempts
        return Answer(
            # Instructor returns an instance of its own subclass, with the response attached.
            value=self._answer.model_validate_json(self._raw, strict=True),
            attempts=attempts,
            model=attempts[-1].model or self._endpoint.model,
            raw=self._raw,
        )

    async def _failure(
        self, messages: Sequence[Message], json_schema: Mapping[str, Any] | None
    ) -> BaseException | None:
        # Returned and not raised: an exception raised inside `except` would carry the library's
        # one, which holds the request, as its context.
        create: Callable[..., Any] = instructor.patch(
            create=self._create, mode=_MODES[self._settings.mode]
        )
        wire = wire_model(self._answer, json_schema, titled=self._settings.mode == "tools")
        try:
            _check_encodable(messages)
            async with asyncio.timeout(self._settings.deadline):
                await create(
                    response_model=wire,
                    max_retries=self._settings.validation_retries,
                    messages=[dict(message) for message in messages],
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
        return None

    async def _create(self, **request: object) -> ChatCompletion:
        """Stand in for the API; instructor calls again when the answer did not fit."""
        self._ledger.reject_last("schema_mismatch")
        return await with_retries(
            partial(self._send, request),
            retries=self._settings.transport_retries,
            sleep=self._pause,
        )

    async def _pause(self, seconds: float) -> None:
        self._ledger.wait(seconds)
        await self._sleep(seconds)

    async def _send(self, request: Mapping[str, Any]) -> ChatCompletion:
        sent = Sent(
            model=self._endpoint.model,
            base_url=self._endpoint.base_url,
            private=[str(message["content"]) for message in request["messages"]],
            retry_after_cap=self._settings.retry_after_cap,
        )
        self._ledger.start()
        try:
            response = await self._connection.chat.completions.with_raw_response.create(**request)
        except asyncio.CancelledError:
            self._ledger.end("failed", "timeout")
            raise
        except openai.APIStatusError as error:
            raise self._noted(status_fault(error.response, sent)) from None
        except openai.APIConnectionError as error:
            fault = connection_fault(error.__cause__, sent)
            if fault is None:
                raise (error.__cause__ or error) from None
            raise self._noted(fault) from None
        self._raw = self._checked(response.http_response.content, response.status_code, sent)
        completion: ChatCompletion = response.parse()
        return completion

    def _noted(self, fault: Fault) -> Fault:
        status = fault.error.status if isinstance(fault.error, EndpointError) else None
        self._ledger.end("failed", fault.error.code, tokens=fault.tokens, status=status)
        return fault

    def _checked(self, content: bytes, status: int, sent: Sent) -> str:
        """Return the text of the answer; an answer that is none becomes a fault."""
        tokens, model = Tokens(), None
        try:
            body = read_body(content, sent.private)
            tokens, model = tokens_of(body), _model_of(body)
            text = answer_text(body, self._settings.mode, wire_name(self._answer))
        except AnswerError as error:
            self._ledger.end("invalid", error.code, tokens=tokens, status=status, model=model)
            again = error.code == "invalid_response"
            raise Fault(error, "once" if again else "never", tokens=tokens) from None
        self._ledger.end("ok", tokens=tokens, status=status, model=model)
        return text

    def _converted(self, cause: BaseException) -> BaseException:
        """Say in our terms what instructor gave up on."""
        if not isinstance(cause, ValidationError):
            return cause
        failure = _misfit(cause, self._raw)
        self._ledger.reject_last(failure.code)
        return failure

    def _bare(self, failure: BaseException) -> BaseException:
        """Strip an error of the frames and causes that hold requests and texts."""
        if isinstance(failure, CallError):
            failure.attempts = self._ledger.attempts
            failure.__cause__ = failure.__context__ = None
            failure.__traceback__ = None
        return failure


def _check_encodable(messages: Sequence[Message]) -> None:
    for message in messages:
        if any("\ud800" <= character <= "\udfff" for character in message["content"]):
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
