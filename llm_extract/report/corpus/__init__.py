"""A run as one page to look at: overview, list of articles, each article with its evidence.

The page is one file. It holds a small index of all articles and, packed, the articles themselves
in chunks that a browser unpacks when they are asked for. What an article looks like in there is
told in `_entries`, what the index holds in `_index`; the scripts stand in ``templates/app``.
"""

from __future__ import annotations

from llm_extract.report.corpus._choices import choice_fields
from llm_extract.report.corpus._entries import entry_of
from llm_extract.report.corpus._index import summary_of
from llm_extract.report.corpus._page import corpus_page, corpus_policy
from llm_extract.report.corpus._values import Json
from llm_extract.report.corpus._write import write_corpus

__all__ = (
    "Json",
    "choice_fields",
    "corpus_page",
    "corpus_policy",
    "entry_of",
    "summary_of",
    "write_corpus",
)
