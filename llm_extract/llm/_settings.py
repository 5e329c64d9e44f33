"""How a model is asked, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from llm_extract.llm._answers import Mode
from llm_extract.llm._usage import Attempt

T = TypeVar("T")


@dataclass(frozen=True)
class CallSettings:
    """Parameters of a call.

    Attributes:
        temperature: 0 for the likeliest answer; ``None`` leaves it to the endpoint, and so do
            OpenAI's reasoning models in any case.
        max_tokens: longest answer in tokens.
        deadline: seconds for the whole call, all retries, pauses and re-asks included.
        transport_retries: how often a request that failed on the way is sent again.
        validation_retries: how often the model is asked to correct an answer that does not fit.
        retry_after_cap: longest pause in seconds an endpoint may ask for; beyond it the call
            fails at once.
        mode: constrain the answer by ``response_format`` or by a forced tool call.
        seed: sent as it is, where the endpoint supports it.
        extra_body: further members of the request, for endpoints with their own parameters.
    """

    temperature: float | None = 0.0
    max_tokens: int = 4096
    deadline: float = 600.0
    transport_retries: int = 4
    validation_retries: int = 1
    retry_after_cap: float = 60.0
    mode: Mode = "json_schema"
    seed: int | None = None
    extra_body: Mapping[str, Any] | None = None

    @property
    def of_answer(self) -> dict[str, Any]:
        """The settings that change an answer; retries and deadlines do not."""
        return {
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "seed": self.seed,
            "mode": self.mode,
            "extra_body": self.extra_body,
        }


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A validated answer.

    Attributes:
        value: instance of the class that was asked for.
        attempts: every request of the call, in order.
        model: the model that answered, by its own account, else the one that was asked.
        raw: the JSON text ``value`` was read from.
    """

    value: T
    attempts: tuple[Attempt, ...]
    model: str
    raw: str
