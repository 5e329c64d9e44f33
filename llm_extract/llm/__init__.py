"""Everything that calls a model: embedded models, endpoints, and the client.

Names load on first use: the libraries below are slow to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llm_extract.llm._catalogue import EmbeddedModel, embedded_models, find_embedded
    from llm_extract.llm._client import LlmClient
    from llm_extract.llm._endpoint import (
        OPENAI_PREFIX,
        EmbeddedTarget,
        Endpoint,
        addressed,
        asked_name,
        identity_of,
        resolve_endpoint,
    )
    from llm_extract.llm._hooks import Keeper, Pace, Tape, Turn
    from llm_extract.llm._messages import Message
    from llm_extract.llm._prices import Price, cost_of, price_of
    from llm_extract.llm._server import EmbeddedServer, serve
    from llm_extract.llm._settings import Answer, CallSettings
    from llm_extract.llm._sources import Progress
    from llm_extract.llm._usage import Attempt, Tokens, Usage, tokens_of
    from llm_extract.llm._weights import cache_folder, pull, weights_path
    from llm_extract.llm.pacing import Budget, Circuit, Limits, Pacer, Slots

__all__ = (
    "OPENAI_PREFIX",
    "Answer",
    "Attempt",
    "Budget",
    "CallSettings",
    "Circuit",
    "EmbeddedModel",
    "EmbeddedServer",
    "EmbeddedTarget",
    "Endpoint",
    "Keeper",
    "Limits",
    "LlmClient",
    "Message",
    "Pace",
    "Pacer",
    "Price",
    "Progress",
    "Slots",
    "Tape",
    "Tokens",
    "Turn",
    "Usage",
    "addressed",
    "asked_name",
    "cache_folder",
    "cost_of",
    "embedded_models",
    "find_embedded",
    "identity_of",
    "price_of",
    "pull",
    "resolve_endpoint",
    "serve",
    "tokens_of",
    "weights_path",
)

_MODULES = {
    "OPENAI_PREFIX": "_endpoint",
    "Answer": "_settings",
    "Attempt": "_usage",
    "Budget": "pacing",
    "CallSettings": "_settings",
    "Circuit": "pacing",
    "EmbeddedModel": "_catalogue",
    "EmbeddedServer": "_server",
    "EmbeddedTarget": "_endpoint",
    "Endpoint": "_endpoint",
    "Keeper": "_hooks",
    "Limits": "pacing",
    "LlmClient": "_client",
    "Message": "_messages",
    "Pace": "_hooks",
    "Pacer": "pacing",
    "Price": "_prices",
    "Progress": "_sources",
    "Slots": "pacing",
    "Tape": "_hooks",
    "Tokens": "_usage",
    "Turn": "_hooks",
    "Usage": "_usage",
    "addressed": "_endpoint",
    "asked_name": "_endpoint",
    "cache_folder": "_weights",
    "cost_of": "_prices",
    "embedded_models": "_catalogue",
    "find_embedded": "_catalogue",
    "identity_of": "_endpoint",
    "price_of": "_prices",
    "pull": "_weights",
    "resolve_endpoint": "_endpoint",
    "serve": "_server",
    "tokens_of": "_usage",
    "weights_path": "_weights",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
