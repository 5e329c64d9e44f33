"""Prompts and models beside each other as a page: one table, a row for each combination."""

from __future__ import annotations

from llm_extract.evaluation import Matrix
from llm_extract.report._page import page
from llm_extract.report._rates import RATES


def matrix_page(matrix: Matrix) -> str:
    """A page of its own, without scripts; names of prompts and models are escaped."""
    return page("matrix.html.j2", {"rows": matrix.rows, "measure": matrix.measure}, RATES)
