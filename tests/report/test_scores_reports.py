from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from llm_extract.errors import OutputError
from llm_extract.evaluation.scoring import (
    ALL,
    Counts,
    Draws,
    Evaluation,
    Result,
    Scored,
    Scores,
    Threshold,
    grounding_of,
    intervals,
)
from llm_extract.report import scores_junit, scores_page, write_report

NASTY = "<b>&\x07\ud800.txt"


@pytest.fixture
def evaluation():
    scores = Scores("event_fields", (Scored(NASTY, {ALL: Counts(1, 2, 1, 2)}),), extra=(NASTY,))
    result = Result(scores, intervals(scores, Draws(100)))
    thresholds = (Threshold("event_fields", ALL, 0.9, None),)
    return Evaluation((result,), grounding_of([]), thresholds)


def test_names_are_text_and_no_markup(evaluation, tmp_path):
    page = scores_page(evaluation, NASTY, "gold")
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page
    write_report(tmp_path / "page.html", page)
    assert b"&lt;b&gt;" in (tmp_path / "page.html").read_bytes()


def test_junit_is_well_formed_whatever_the_name(evaluation, tmp_path):
    write_report(tmp_path / "junit.xml", scores_junit(evaluation))
    root = ET.fromstring((tmp_path / "junit.xml").read_text(encoding="utf-8"))
    assert root.find("testsuite/testcase").get("name") == "<b>&\ufffd\ufffd.txt"
    assert root.find(".//failure").get("message") == "nothing to score"


def test_a_report_is_whole_or_as_it_was(tmp_path):
    (tmp_path / "page.html").mkdir()
    with pytest.raises(OutputError, match="output_lost"):
        write_report(tmp_path / "page.html", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
