"""Turn news articles into validated, source-grounded records with an LLM.

>>> import llm_extract
>>> result = llm_extract.extract("BEIRUT — ...", published="2019-08-14")  # doctest: +SKIP
>>> result.data.casualties[0].best, result.evidence.items[0].spans  # doctest: +SKIP

Names load on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llm_extract.api import aextract, extract, stream
    from llm_extract.articles import Article, ReadOptions, article_from_text, read_articles
    from llm_extract.errors import LlmExtractError
    from llm_extract.extraction import Extraction, Extractor, Failure, Step
    from llm_extract.grounding import Evidence
    from llm_extract.llm import CallSettings, Usage
    from llm_extract.schemas import Gate, Unquoted

__all__ = (
    "Article",
    "CallSettings",
    "Evidence",
    "Extraction",
    "Extractor",
    "Failure",
    "Gate",
    "LlmExtractError",
    "ReadOptions",
    "Step",
    "Unquoted",
    "Usage",
    "aextract",
    "article_from_text",
    "extract",
    "read_articles",
    "stream",
)

_MODULES = {
    "Article": "articles",
    "CallSettings": "llm",
    "Evidence": "grounding",
    "Extraction": "extraction",
    "Extractor": "extraction",
    "Failure": "extraction",
    "Gate": "schemas",
    "LlmExtractError": "errors",
    "ReadOptions": "articles",
    "Step": "extraction",
    "Unquoted": "schemas",
    "Usage": "llm",
    "aextract": "api",
    "article_from_text": "articles",
    "extract": "api",
    "read_articles": "articles",
    "stream": "api",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
