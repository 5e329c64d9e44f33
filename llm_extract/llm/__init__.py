"""Everything that calls a model: embedded models, endpoints, and the client.

Names load on first use: the libraries below are slow to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llm_extract.llm._catalogue import EmbeddedModel, embedded_models, find_embedded
    from llm_extract.llm._client import LlmClient
    from llm_extract.llm._endpoint import EmbeddedTarget, Endpoint, resolve_endpoint
    from llm_extract.llm._hooks import Keeper, Pace, Turn
    from llm_extract.llm._messages import Message
    from llm_extract.llm._prices import cost_of
    from llm_extract.llm._server import EmbeddedServer, serve
    from llm_extract.llm._settings import Answer, CallSettings
    from llm_extract.llm._sources import Progress
    from llm_extract.llm._usage import Attempt, Usage
    from llm_extract.llm._weights import cache_folder, pull, weights_path
    from llm_extract.llm.pacing import Limits, Pacer, Slots

__all__ = (
    "Answer",
    "Attempt",
    "CallSettings",
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
    "Progress",
    "Slots",
    "Turn",
    "Usage",
    "cache_folder",
    "cost_of",
    "embedded_models",
    "find_embedded",
    "pull",
    "resolve_endpoint",
    "serve",
    "weights_path",
)

_MODULES = {
    "Answer": "_settings",
    "Attempt": "_usage",
    "CallSettings": "_settings",
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
    "Progress": "_sources",
    "Slots": "pacing",
    "Turn": "_hooks",
    "Usage": "_usage",
    "cache_folder": "_weights",
    "cost_of": "_prices",
    "embedded_models": "_catalogue",
    "find_embedded": "_catalogue",
    "pull": "_weights",
    "resolve_endpoint": "_endpoint",
    "serve": "_server",
    "weights_path": "_weights",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
