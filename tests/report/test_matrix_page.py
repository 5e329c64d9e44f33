from __future__ import annotations

from llm_extract.evaluation import Combination, Matrix
from llm_extract.report import matrix_page


def test_names_are_text_and_what_is_unknown_is_said_so():
    matrix = Matrix()
    line = {"id": "a", "status": "skipped", "attempts": []}
    matrix.add(Combination("x", "<b>.md", "s@1", "m&n", "article"), [line], lambda _: None, "auth")
    page = matrix_page(matrix)
    assert "<b>" not in page
    assert "<td>&lt;b&gt;.md</td><td>m&amp;n" in page
    assert "stopped: auth" in page
    assert page.count("<td>unknown</td>") == 3
    assert "nothing is scored" in page
