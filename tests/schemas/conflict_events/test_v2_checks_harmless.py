"""What looks like a violation and is none."""

from __future__ import annotations

import pytest
from conflict_records import (
    actor,
    casualty,
    codes,
    completed,
    displaced,
    event,
    findings,
    place,
    source_of,
)


@pytest.mark.parametrize(
    ("sentence", "count", "group", "other"),
    [
        # What stands behind a comma, another number, "and" or a preposition is somebody else.
        ("Shelling killed 14, rebels said.", "14", "soldiers", "rebels"),
        ("In all 14 died by rebels' fire.", "14", "soldiers", "rebels"),
        ("Some 14 were wounded and rebels withdrew.", "14", "soldiers", "rebels"),
        ("There 14 fell, 20 rebels fled.", "14", "soldiers", "rebels"),
        ("There 14 died fighting rebels.", "14", "soldiers", "rebels"),
        ("It counted 14 dead 20 rebels captive.", "14", "soldiers", "rebels"),
        # The fifth word.
        ("There 14 were killed late Tuesday rebels said.", "14", "soldiers", "rebels"),
        # One actor of its own name, of a part of it, in the singular, or that serves the other.
        ("Clashes killed 14 fighters there.", "14", "Union fighters", "fighters"),
        ("Clashes killed 14 Union fighters there.", "14 Union fighters", "fighters", "Union"),
        ("Clashes killed one Union soldier.", "one", "soldiers", "Union"),
        ("Clashes killed 14 guards.", "14 guards", "soldiers", "guards"),
        # "People" are anybody.
        ("Shelling killed 14 people, all of them soldiers.", "14 people", "soldiers", "people"),
        # The same number in two places.
        ("Some 14 rebels fled; shelling killed 14 soldiers.", "14", "soldiers", "rebels"),
    ],
)
def test_words_near_a_count_need_not_be_another_group(sentence, count, group, other):
    source = source_of(sentence, "Five Union fighters, guards, soldiers, people and rebels died.")
    made = completed(
        source,
        casualties=[casualty([1], count, group), casualty([2], "Five", other, 5)],
        actors=[actor([2], "soldiers"), actor([2], "guards", affiliation="soldiers")],
    )
    assert "group_of_another_figure" not in codes(findings(source, made))


def test_everybody_is_not_the_group_that_the_sentence_counts_apart():
    source = source_of("Clashes killed 34 people, 14 of them soldiers.")
    wrong, right = (
        completed(
            source,
            casualties=[
                casualty([1], "34 people", group, 34),
                casualty([1], "14 of them soldiers", "soldiers", 14),
            ],
            actors=[actor([1], "people"), actor([1], "soldiers")],
        )
        for group in ("soldiers", "people")
    )
    assert codes(findings(source, wrong))["group_of_another_figure"] == "fault"
    assert "group_of_another_figure" not in codes(findings(source, right))


@pytest.mark.parametrize(
    ("date_text", "is_fault"),
    [("in May", False), ("In May 2031", False), ("in 2031", False), ("in June 2031", True)],
)
def test_a_month_or_year_may_go_on_after_the_day_of_publication(date_text, is_fault):
    source = source_of(f"Six soldiers were killed {date_text}.")
    made = completed(source, events=[event([1], "Six soldiers were killed", date_text=date_text)])

    assert made.events[0].when.end > source.published
    assert ("date_after_publication" in codes(findings(source, made))) == is_fault


def test_an_entry_made_by_code_is_rejected_for_nothing_of_its_own():
    source = source_of("Jets struck a mill near Oskel.")
    names = ("Sarn Province", "34.9142, 36.2231")
    by_model = completed(
        source,
        places=[place([1], name) for name in names],
        actors=[actor([1], name) for name in names],
    )
    by_code = by_model.model_copy(deep=True)
    for entry in (*by_code.places, *by_code.actors):
        entry.registered_by = "code"

    def rejected(made):
        return {f.path for f in findings(source, made) if f.severity == "reject"}

    assert len(rejected(by_model)) == 4
    assert rejected(by_code) == set()


def test_groups_may_make_up_their_whole_total():
    source = source_of("Clashes killed six soldiers and nine rebels, 15 people in all.")
    made = completed(
        source,
        events=[event([1], "Clashes")],
        casualties=[
            casualty([1], "six soldiers", "soldiers", 6),
            casualty([1], "nine rebels", "rebels", 9),
            casualty([1], "15 people", "people", 15),
        ],
    )
    assert "parts_exceed_total" not in codes(findings(source, made))


def test_the_place_of_the_dateline_may_be_that_of_an_event_a_sentence_puts_there():
    source = source_of("KORVANE — Rebels attacked a mill in Korvane.")
    made = completed(source, events=[event([1], "Rebels attacked a mill", place="Korvane")])

    assert source.article.dateline == "KORVANE"
    assert "dateline_as_place" not in codes(findings(source, made))


@pytest.mark.parametrize(
    "sentence",
    [
        "All 3,000 inhabitants have fled.",
        "The attack displaced 3,000 residents of Oskel.",
        "Some 3,000 residents of Oskel left on Tuesday.",
        "It forced its 3,000 residents to flee.",
    ],
)
def test_inhabitants_who_moved_are_displaced(sentence):
    source = source_of(sentence)
    made = completed(source, displacement=[displaced([1], "3,000", "people", 3000)])

    assert "population_as_displaced" not in codes(findings(source, made))


def test_a_party_that_also_fights_is_no_mere_broker():
    source = source_of("Norland shelled Oskel after a truce mediated by Norland.")
    made = completed(source, events=[event([1], "Norland shelled Oskel", side_a=["Norland"])])

    assert "broker_as_party" not in codes(findings(source, made))
