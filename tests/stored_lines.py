"""Lines as a run stores them."""

from __future__ import annotations

import json

from llm_extract.extraction import Extraction
from llm_extract.runs._lines import about, encode, joined, outcome_line


def line_text(result, extractor, origin=None):
    """The line of one article."""
    outcome = encode(outcome_line(result, extractor))
    if isinstance(result, Extraction):
        return joined(result.article.id, encode(about(result.article, origin)), outcome)
    return joined(result.article_id, None, outcome)


def line_of(result, extractor, origin=None):
    """The same, read again."""
    return json.loads(line_text(result, extractor, origin))
