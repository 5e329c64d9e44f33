"""Scores as JUnit XML, which every CI service shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from llm_extract.evaluation.scoring import (
    Evaluation,
    Result,
    Scored,
    Threshold,
    rates,
)

# Signs no XML may hold, not even escaped.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def scores_junit(evaluation: Evaluation) -> str:
    """One case for each article and each threshold; only thresholds fail.

    The counts of an article are properties of its case, by row that has any: right of
    predicted, found of gold.
    An article without a record is skipped: it was scored as an empty one.
    """
    root = ET.Element("testsuites", name="llm-extract eval")
    for result in evaluation.results:
        _suite(root, result.scores.metric, list(_articles(result)))
    if evaluation.thresholds:
        _suite(root, "thresholds", [_threshold(one) for one in evaluation.thresholds])
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ET.Element, name: str, cases: list[ET.Element]) -> None:
    counted = {
        member: str(sum(case.find(tag) is not None for case in cases))
        for member, tag in (("failures", "failure"), ("skipped", "skipped"))
    }
    suite = ET.SubElement(root, "testsuite", name=name, tests=str(len(cases)), errors="0")
    suite.attrib.update(counted)
    suite.extend(cases)


def _articles(result: Result) -> Iterator[ET.Element]:
    missing = set(result.scores.missing)
    for scored in result.scores.documents:
        case = _case(result.scores.metric, scored.id)
        _properties(case, scored)
        if scored.id in missing:
            ET.SubElement(case, "skipped", message="no record: scored as an empty one")
        yield case


def _properties(case: ET.Element, scored: Scored) -> None:
    properties = ET.SubElement(case, "properties")
    for row, counts in scored.rows.items():
        f1 = rates(counts).f1
        if f1 is None:
            continue
        told = {
            "f1": f"{f1:.4f}",
            "precision": f"{counts.right_predicted}/{counts.predicted}",
            "recall": f"{counts.found_gold}/{counts.gold}",
        }
        for member, value in told.items():
            ET.SubElement(properties, "property", name=f"{row}.{member}", value=value)


def _threshold(threshold: Threshold) -> ET.Element:
    name = f"{threshold.metric}:{threshold.row} at least {threshold.least}"
    case = _case("thresholds", name)
    if not threshold.is_met:
        found = "nothing to score" if threshold.f1 is None else f"F1 is {threshold.f1:.4f}"
        ET.SubElement(case, "failure", message=found)
    return case


def _case(suite: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=f"eval.{suite}", name=_FORBIDDEN.sub("�", name))
