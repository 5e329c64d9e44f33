"""Who holds a place: an aim, an office or a place near by is no control of it."""

from __future__ import annotations

import pytest
from conflict_records import completed, control, findings, place, source_of


def doubted(text, what, name="Oskel", *forms):
    """Fields of the one control that are found fault with."""
    source = source_of(text)
    registered = [place([1], name, *forms)] if forms else []
    made = completed(source, control=[control([1], what, name, "army")], places=registered)
    found = [f for f in findings(source, made) if f.code == "control_unsaid"]
    assert {finding.severity for finding in found} <= {"fault"}
    return [finding.path.removeprefix("control.0.") for finding in found]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The army is battling to control Oskel.", "battling to control Oskel"),
        ("The army is battling to control Oskel.", "control Oskel"),
        ("The army tried for a week to seize Oskel.", "tried for a week to seize Oskel"),
        ("The army was seeking to recapture Oskel.", "seeking to recapture Oskel"),
        ("The army fought hard to take Oskel.", "to take Oskel"),
        ("The army failed to capture Oskel.", "failed to capture Oskel"),
        ("The army took part in the bid to retake Oskel.", "bid to retake Oskel"),
        ("Oskel is coveted by the government and its army.", "coveted by the government"),
        ("Governments hope the army leaves Oskel.", "Governments hope the army leaves Oskel"),
        ("The army met the governor of Oskel.", "The army met the governor of Oskel"),
    ],
)
def test_aims_and_offices_are_no_control(text, what):
    assert doubted(text, what) == ["what"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The army controls Oskel.", "controls Oskel"),
        ("The army is struggling to hold Oskel.", "struggling to hold Oskel"),
        ("The army tried to advance and took Oskel.", "tried to advance and took Oskel"),
        ("The army gave up the fight. Its men took Oskel.", "took Oskel"),
        ("The road leads to government-held Oskel.", "government-held Oskel"),
        ("The army lets no one into government territory at Oskel.", "government territory"),
        ("The army governs Oskel.", "governs Oskel"),
    ],
)
def test_holding_and_taking_are_control(text, what):
    assert doubted(text, what) == []


@pytest.mark.parametrize(
    "where",
    [
        "near Oskel",
        "near the town of Oskel",
        "near the besieged town of Oskel",
        "on the way towards Oskel",
        "west of Oskel",
        "to the north of Oskel",
        "south-east of Oskel",
        "four kilometres from Oskel",
        "two miles away from Oskel",
        "within five km of Oskel",
        "outside Oskel",
        "on the outskirts of Oskel",
    ],
)
def test_what_is_near_a_place_is_not_the_place(where):
    assert doubted(f"The army captured two hamlets {where}.", "captured two hamlets") == ["place"]


@pytest.mark.parametrize(
    "where",
    [
        "in Oskel",
        "in the west of Oskel",
        "near Sarn and Oskel",
        "near Sarn; radio said Oskel fell too",
        "near Oskel on Sunday and Oskel itself on Monday",
    ],
)
def test_a_mention_of_the_place_itself_is_enough(where):
    assert doubted(f"The army captured two hamlets {where}.", "captured two hamlets") == []


@pytest.mark.parametrize(
    ("text", "what", "forms", "fields"),
    [
        ("The army advanced near Oskel and seized it.", "seized it", (), []),
        ("The army advanced near Oskel and took the town.", "took the town", (), []),
        ("The army, near Oskel, said it had taken a hill.", "it had taken a hill", (), ["place"]),
        (
            "The army took a hill near Oskel.",
            "took a hill near Oskel",
            ("the hill town",),
            ["place"],
        ),
        ("Near Oskel the army took the hill town.", "took the hill town", ("the hill town",), []),
        ("The army took the area west of Oskel.", "took the area", ("the area west of Oskel",), []),
    ],
)
def test_a_place_goes_by_other_words_too(text, what, forms, fields):
    assert doubted(text, what, "Oskel", *forms) == fields


def test_the_area_near_a_place_is_a_place_of_its_own():
    text = "The army captured the area west of Oskel."
    assert doubted(text, "captured the area", "area west of Oskel") == []


def test_words_of_control_are_known_in_english_only():
    text = "L'armée avance vers la ville et le gouvernement dans les collines de la région."
    assert source_of(text).language == "fr"
    assert doubted(text, "L'armée avance vers la ville", "la ville") == []
