"""From what went wrong with a request to an error with a code, and whether to try again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx2

from llm_extract.errors import AnswerError, CallError, EndpointCode, EndpointError
from llm_extract.llm._excerpts import excerpt
from llm_extract.llm._retry import Fault, asked_wait
from llm_extract.llm._usage import NOT_BILLED, UNKNOWN_TOKENS

_CONTEXT_CODES = {"context_length_exceeded", "exceed_context_size_error"}
_CONTEXT_WORDS = re.compile(r"context (length|size|window)", re.IGNORECASE)
_QUOTA_CODES = {"insufficient_quota", "billing_not_active", "billing_hard_limit_reached"}
_RETRIED: dict[int, EndpointCode] = {408: "timeout", 409: "server_error", 429: "rate_limited"}
_NEVER_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)
_OUR_FAULT = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)


@dataclass(frozen=True)
class Sent:
    """What faults of a request are told with.

    Attributes:
        model: name of the model that was asked.
        base_url: where.
        private: texts of the request, never quoted in a message.
        retry_after_cap: longest pause in seconds an endpoint may ask for.
    """

    model: str
    base_url: str
    private: Sequence[str]
    retry_after_cap: float


def status_fault(response: httpx2.Response, sent: Sent) -> Fault:
    """Return the fault behind an HTTP status that is no success."""
    said = _said(response)
    code = _code(response.status_code, said)
    asked = asked_wait(response.headers)
    error = EndpointError(
        code,
        _message(code, response.status_code, said, sent),
        status=response.status_code,
        retry_after=asked,
        hint=_hint(code, asked),
    )
    tokens = NOT_BILLED if response.status_code < 500 else UNKNOWN_TOKENS
    return Fault(
        error,
        "always" if _is_retried(response, code, asked, sent) else "never",
        wait=asked,
        tokens=tokens,
    )


def connection_fault(cause: BaseException | None, sent: Sent) -> Fault | None:
    """Return the fault behind a missing response; ``None`` when the network is not to blame."""
    if isinstance(cause, CallError):
        return Fault(cause)
    if isinstance(cause, httpx2.DecodingError):
        error = AnswerError("invalid_response", "the response cannot be decompressed")
        return Fault(error, "once")
    if not isinstance(cause, httpx2.TransportError):
        return None
    never_sent = isinstance(cause, _NEVER_SENT)
    reason = excerpt(str(cause), sent.private)
    what = "cannot connect to" if never_sent else "lost the connection to"
    return Fault(
        EndpointError(
            "connection",
            f"{what} {sent.base_url}" + (f": {reason}" if reason else ""),
            hint="is the server running, and the base URL right?" if never_sent else None,
        ),
        "never" if isinstance(cause, _OUR_FAULT) else "always",
        tokens=NOT_BILLED if never_sent else UNKNOWN_TOKENS,
    )


def _said(response: httpx2.Response) -> Mapping[str, object]:
    """Find the error object in the body; other bodies become its message."""
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return {"message": response.content.decode("utf-8", errors="replace")}
    if isinstance(body, Mapping) and isinstance(body.get("error"), Mapping):
        body = body["error"]
    if isinstance(body, Mapping):
        return body
    return {"message": str(body)}


def _code(status: int, said: Mapping[str, object]) -> EndpointCode:
    names = {str(said.get("code")), str(said.get("type"))}
    if status == 402 or (status == 429 and names & _QUOTA_CODES):
        return "quota"
    if status in _RETRIED:
        return _RETRIED[status]
    if status >= 500:
        return "server_error"
    if status in {401, 403}:
        return "auth"
    if status == 404 or status < 400:
        return "endpoint_not_found"
    too_long = names & _CONTEXT_CODES or _CONTEXT_WORDS.search(str(said.get("message")))
    return "context_length" if too_long else "bad_request"


def _is_retried(
    response: httpx2.Response, code: EndpointCode, asked: float | None, sent: Sent
) -> bool:
    if code == "quota" or response.headers.get("x-should-retry") == "false":
        return False
    if asked is not None and asked > sent.retry_after_cap:
        return False
    return response.status_code in _RETRIED or response.status_code >= 500


def _message(code: EndpointCode, status: int, said: Mapping[str, object], sent: Sent) -> str:
    if code == "auth":
        # Endpoints repeat part of the key here.
        return f"{sent.base_url} refuses the key, or the key may not use {sent.model}"
    if status < 400:
        return f"{sent.base_url} redirects to another address, which is not followed"
    if code == "endpoint_not_found":
        return _not_found(said, sent)
    if code == "context_length":
        return "the messages do not fit into the context of the model" + _sizes(said)
    quoted = excerpt(str(said.get("message") or said.get("detail") or ""), sent.private)
    return f"HTTP status {status}" + (f": {quoted}" if quoted else "")


def _not_found(said: Mapping[str, object], sent: Sent) -> str:
    about_model = said.get("code") == "model_not_found" or re.search(
        r"\bmodel\b", str(said.get("message")), re.IGNORECASE
    )
    if about_model:
        return f"{sent.base_url} knows no model called {sent.model!r}"
    return f"there is no chat API at {sent.base_url}"


def _sizes(said: Mapping[str, object]) -> str:
    """Token counts as llama.cpp reports them."""
    needed, context = said.get("n_prompt_tokens"), said.get("n_ctx")
    if isinstance(needed, int) and isinstance(context, int):
        return f": {needed:,} tokens, it holds {context:,}"
    return ""


def _hint(code: EndpointCode, asked: float | None) -> str | None:
    if code in {"rate_limited", "server_error"} and asked is not None:
        return f"try again in {asked:,.0f} s"
    return {
        "auth": "check LLM_EXTRACT_API_KEY or OPENAI_API_KEY",
        "quota": "check the plan and billing of the account",
        "context_length": "split the article or take a model with a larger context",
        "endpoint_not_found": "check the model name and the base URL, which usually ends in /v1",
    }.get(code)
