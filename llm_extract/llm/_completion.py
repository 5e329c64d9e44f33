"""The completion instructor is shown: what it looks at, and nothing else of the response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openai.types.chat import ChatCompletion

from llm_extract.llm._answers import Completion, Mode


def shown_completion(body: Completion, text: str, mode: Mode, tool: str) -> ChatCompletion:
    """Return a completion with the answer ``text``, in the form instructor parses in this mode.

    Endpoints leave out or misspell what the library's class requires, so it is not made of the
    response itself. Instructor sums up the usage in place; ours is counted elsewhere.
    """
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if mode == "tools":
        message = {"role": "assistant", "content": None, "tool_calls": [_call(body, text, tool)]}
    return ChatCompletion.model_validate(
        {
            "id": "",
            "object": "chat.completion",
            "created": 0,
            "model": "",
            "choices": [
                {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
            ],
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        }
    )


def _call(body: Completion, arguments: str, tool: str) -> dict[str, Any]:
    function = {"name": tool, "arguments": arguments}
    return {"id": _call_id(body), "type": "function", "function": function}


def _call_id(body: Completion) -> str:
    """The id of the one tool call of a checked answer: a re-ask refers to it."""
    choices = body["choices"]
    call: Mapping[str, Any] = choices[0]["message"]["tool_calls"][0]  # type: ignore[index]
    return str(call.get("id") or "")
