"""Checks of a chat completion before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from llm_extract.errors import AnswerError
from llm_extract.llm._excerpts import excerpt

Mode = Literal["json_schema", "tools"]
Completion = Mapping[str, object]


def read_body(content: bytes, private: Sequence[str]) -> Completion:
    """Decode the body of a response with a good status; ``private`` is never quoted.

    Raises:
        AnswerError: ``invalid_response`` when it is no JSON object, or an error in disguise.
    """
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise _invalid("the response is not JSON", content, private) from None
    if not isinstance(body, dict):
        raise _invalid("the response is not a JSON object", content, private)
    if body.get("error"):
        raise _invalid("the endpoint reports an error with HTTP status 200", content, private)
    return body


def answer_text(body: Completion, mode: Mode, tool: str) -> str:
    """Return the JSON text the model answered with: the content, or the tool's arguments.

    Raises:
        AnswerError: ``empty_answer``, ``refused``, ``content_filter``, ``truncated``, or
            ``invalid_response`` when it is not exactly one call of ``tool``.
    """
    choice = _first(body.get("choices"))
    message = choice.get("message")
    if not isinstance(message, Mapping):
        raise AnswerError("empty_answer", "the endpoint answered without a message")
    _check_not_withheld(choice.get("finish_reason"), message)
    if choice.get("finish_reason") == "length":
        raise _cut(message, mode, tool)
    text = _written(message, mode, tool)
    if text is None or text == "":
        raise AnswerError("empty_answer", "the model answered with nothing")
    if not isinstance(text, str):
        raise AnswerError("invalid_response", "the answer of the model is not a string")
    return text


def _first(choices: object) -> Mapping[str, object]:
    if isinstance(choices, list) and choices and isinstance(choices[0], Mapping):
        return choices[0]
    raise AnswerError("empty_answer", "the endpoint answered without choices")


def _check_not_withheld(reason: object, message: Mapping[str, object]) -> None:
    # What the model says when it refuses may repeat the article.
    if message.get("refusal"):
        raise AnswerError("refused", "the model refused to answer")
    if reason == "content_filter":
        raise AnswerError("content_filter", "a content filter of the endpoint cut the answer")


def _cut(message: Mapping[str, object], mode: Mode, tool: str) -> AnswerError:
    """The error of an answer that reached the limit, with what was written up to there."""
    try:
        text = _written(message, mode, tool)
    except AnswerError:
        text = None
    return AnswerError(
        "truncated",
        "the answer reached the token limit",
        hint="raise max_tokens, or split the article",
        raw=text if isinstance(text, str) else None,
    )


def _written(message: Mapping[str, object], mode: Mode, tool: str) -> object:
    return message.get("content") if mode == "json_schema" else _arguments(message, tool)


def _arguments(message: Mapping[str, object], tool: str) -> object:
    calls = message.get("tool_calls")
    if not calls:
        raise AnswerError("invalid_response", "the model called no tool")
    if not isinstance(calls, list) or len(calls) != 1:
        raise AnswerError("invalid_response", "the model called more than one tool")
    function = calls[0].get("function") if isinstance(calls[0], Mapping) else None
    if not isinstance(function, Mapping) or function.get("name") != tool:
        raise AnswerError("invalid_response", f"the model called another tool than {tool}")
    return function.get("arguments")


def _invalid(message: str, content: bytes, private: Sequence[str]) -> AnswerError:
    said = excerpt(content.decode("utf-8", errors="replace"), private)
    return AnswerError("invalid_response", f"{message}: {said}" if said else message)
