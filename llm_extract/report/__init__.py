"""The HTML a person reads: self-contained pages that load nothing."""

from __future__ import annotations

from llm_extract.report._differences import differences_page
from llm_extract.report._files import write_report
from llm_extract.report._junit import scores_junit
from llm_extract.report._matrix import matrix_page
from llm_extract.report._scores import scores_page
from llm_extract.report.corpus import corpus_page, write_corpus

__all__ = (
    "corpus_page",
    "differences_page",
    "matrix_page",
    "scores_junit",
    "scores_page",
    "write_corpus",
    "write_report",
)
