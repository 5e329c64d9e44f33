"""The page of a run as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from llm_extract.report._files import write_report
from llm_extract.report.corpus._page import corpus_page
from llm_extract.runs import StoredRun


def write_corpus(
    path: Path,
    run: StoredRun,
    *,
    on_article: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write the page, whole or not at all; ``on_article`` as of `corpus_page`.

    Raises:
        OutputError: ``output_lost``; a file of that name is untouched.
    """
    write_report(path, corpus_page(run, on_article=on_article))
