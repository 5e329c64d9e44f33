"""Each check with a planted violation and with its harmless neighbour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from conflict_records import (
    actor,
    casualty,
    claim,
    codes,
    completed,
    control,
    displaced,
    event,
    facts,
    findings,
    place,
    quantity,
    source_of,
)

DEAL = {"event_type": "Strategic developments", "sub_event_type": "Agreement"}


@dataclass(frozen=True)
class Case:
    """Two answers about one article: the first is wrong, the second is not."""

    code: str
    text: tuple[str, ...]
    wrong: dict[str, Any]
    right: dict[str, Any]
    severity: str = "fault"


def events(*items):
    return {"events": list(items)}


def casualties(*items):
    return {"casualties": list(items)}


def flights(*items):
    return {"displacement": list(items)}


CASES = [
    Case(
        "words_not_found",
        ("Rebels attacked the mill near Oskel.",),
        events(event([1], "a naval blockade")),
        events(event([1], "Rebels attacked the mill")),
    ),
    Case(
        "unknown_sentence",
        ("Rebels attacked the mill near Oskel.",),
        events(event([1, 7], "Rebels attacked the mill")),
        events(event([1], "Rebels attacked the mill")),
    ),
    Case(
        "count_not_derivable",
        ("Clashes killed six soldiers.",),
        casualties(casualty([1], "six soldiers", "soldiers", 60)),
        casualties(casualty([1], "six soldiers", "soldiers", 6)),
    ),
    Case(
        "count_not_derivable",
        ("Clashes killed at least six soldiers.",),
        casualties(casualty([1], "at least six soldiers", "soldiers", 6, high=9)),
        casualties(casualty([1], "at least six soldiers", "soldiers", 6, high=None)),
    ),
    Case(
        "count_not_derivable",
        ("Clashes killed six soldiers.", "Snow closed 9 passes."),
        casualties(casualty([1], None, "soldiers", 9)),
        casualties(casualty([1], None, "soldiers", 6)),
    ),
    Case(
        "date_after_publication",
        ("An assault is to begin on 3 June 2031.",),
        events(event([1], "An assault", date_text="on 3 June 2031")),
        events(event([1], "An assault", date_text="on 3 June 2031", modality="planned")),
    ),
    Case(
        "figure_of_unreal_event",
        ("An assault would kill 900 people.",),
        events(event([1], "An assault", modality="hypothetical"))
        | casualties(casualty([1], "900 people", "people", 900)),
        events(event([1], "An assault", modality="hypothetical")),
    ),
    Case(
        "parts_exceed_total",
        ("Clashes killed six soldiers and nine rebels, 12 people in all.",),
        events(event([1], "Clashes"))
        | casualties(
            casualty([1], "six soldiers", "soldiers", 6),
            casualty([1], "nine rebels", "rebels", 9),
            casualty([1], "12 people", "people", 12),
        ),
        events(event([1], "Clashes"))
        | casualties(
            casualty([1], "six soldiers", "soldiers", 6),
            casualty([1], "12 people", "people", 12),
        ),
    ),
    Case(
        "dateline_as_place",
        ("KORVANE — Rebels attacked a mill near Oskel.", "Oskel lies in the hills."),
        events(event([1], "Rebels attacked a mill", place="Korvane")),
        events(event([1], "Rebels attacked a mill", place="Oskel")),
    ),
    Case(
        # What stands between a caption and the body is no sentence of theirs.
        "dateline_as_place",
        (
            "date 2031-05-20 Troops fire rockets near the Tammel bridge on Monday (NWA photo)",
            "KORVANE — Troops advanced near Oskel.",
        ),
        events(event([1, 2], "Troops advanced", place="KORVANE")),
        events(event([1, 2], "Troops advanced", place="Oskel")),
    ),
    Case(
        "source_without_role",
        ("The monitor said rebels attacked a mill.",),
        {"claims": [claim([1], "monitor")], "actors": [actor([1], "monitor")]},
        {"claims": [claim([1], "monitor")], "actors": [actor([1], "monitor", roles=["source"])]},
        "notice",
    ),
    Case(
        "number_unclaimed",
        ("Snow has closed 3 passes.",),
        {},
        {"quantities": [quantity([1], "3 passes", 3)]},
        "notice",
    ),
    Case(
        "place_inferred",
        ("Clashes went on.", "Oskel lies in the hills."),
        events(event([1], "Clashes", place="Oskel")),
        events(event([1, 2], "Clashes", place="Oskel")),
        "notice",
    ),
    Case(
        "agency_inferred",
        ("Reporters of NWA saw clashes near Oskel.",),
        {"article": facts(agency="NWA")},
        {"article": facts(agency="NWA", byline="NWA")},
        "notice",
    ),
    Case(
        "coordinates_from_model",
        ("Clashes went on near Oskel.",),
        {"places": [place([1], "34.9142, 36.2231", "Oskel")]},
        {"places": [place([1], "Oskel")]},
        "reject",
    ),
    Case(
        "caption_only",
        (
            "date 2031-05-20 Troops fire rockets near the Tammel bridge on Monday (NWA photo)",
            "KORVANE — Troops advanced near Oskel.",
        ),
        events(event([1], "Troops fire rockets")),
        events(event([2], "Troops advanced")),
        "notice",
    ),
    Case(
        "caption_not_cited",
        (
            "date 2031-05-20 Troops fire rockets near the Tammel bridge on Monday (NWA photo)",
            "KORVANE — Troops advanced near Oskel.",
        ),
        events(event([2], "Troops fire rockets")),
        events(event([1], "Troops fire rockets")),
    ),
    Case(
        "figures_disagree",
        ("Clashes killed six soldiers, the monitor said, and five soldiers, radio said.",),
        events(event([1], "Clashes"))
        | casualties(
            casualty([1], "six soldiers", "soldiers", 6, counted_by="the monitor"),
            casualty([1], "five soldiers", "soldiers", 5, counted_by="radio"),
        ),
        events(event([1], "Clashes"))
        | casualties(
            casualty([1], "six soldiers", "soldiers", 6, counted_by="the monitor"),
            casualty([1], "five soldiers", "soldiers", 5, counted_by="radio", harm="injured"),
        ),
        "notice",
    ),
    Case(
        "name_not_in_text",
        ("Jets struck a mill near Oskel.",),
        events(event([1], "Jets struck a mill", side_a=["Norland air force"])),
        events(event([1], "Jets struck a mill", side_a=["Jets"])),
        "reject",
    ),
    Case(
        "name_not_in_text",
        ("Jets struck a mill near Oskel.",),
        {"places": [place([1], "Sarn Province")]},
        {"places": [place([1], "Oskel Province", "Oskel")]},
        "reject",
    ),
    Case(
        "name_not_in_text",
        ("Jets killed six villagers near Oskel.",),
        casualties(casualty([1], "six", "pensioners", 6)),
        casualties(casualty([1], "six", "villagers", 6)),
    ),
    Case(
        "cumulative_as_new",
        ("The war has killed more than 41,000 people since 2024.",),
        casualties(casualty([1], "more than 41,000 people", "people", 41000, high=None)),
        casualties(
            casualty(
                [1], "more than 41,000 people", "people", 41000, high=None, status="cumulative"
            )
        ),
    ),
    Case(
        "cumulative_as_new",
        ("Some 4,000 people have fled since the war began.",),
        flights(displaced([1], "4,000 people", "people", 4000)),
        flights(displaced([1], "4,000 people", "people", 4000, scope="conflict_cumulative")),
    ),
    Case(
        # The day another cited sentence tells of is not that of the total.
        "cumulative_as_new",
        ("Clashes on Tuesday killed 14.", "The war has killed 41,000 people since 2024."),
        casualties(casualty([1, 2], "41,000 people", "people", 41000)),
        casualties(casualty([1, 2], "14", "people", 14)),
    ),
    Case(
        "population_as_displaced",
        ("A truce was to protect the 60,000 inhabitants of Oskel.", "Some 800 people fled Sarn."),
        flights(displaced([1], "60,000 inhabitants", "inhabitants", 60000)),
        flights(displaced([2], "800 people", "people", 800)),
    ),
    Case(
        "population_as_displaced",
        ("Shelling displaced thousands in Oskel, home to 60,000 people.",),
        flights(displaced([1], "60,000 people", "people", 60000)),
        flights(displaced([1], "thousands", "thousands")),
    ),
    Case(
        "broker_as_party",
        ("A deal brokered by Norland and Estan last year failed.",),
        events(event([1], "A deal", side_a=["Norland", "Estan"], **DEAL)),
        events(event([1], "A deal", **DEAL)),
        "notice",
    ),
    Case(
        "broker_as_party",
        ("Rebels broke a truce mediated by Norland.",),
        events(event([1], "Rebels broke a truce", side_a=["Rebels"], side_b=["Norland"])),
        events(event([1], "Rebels broke a truce", side_a=["Rebels"])),
    ),
    Case(
        "distance_as_people",
        ("Rebels stand 12 kilometres from Oskel and 40 people fled.",),
        flights(displaced([1], "12 kilometres", "people", 12)),
        flights(displaced([1], "40 people", "people", 40)),
    ),
    Case(
        "age_as_people",
        ("Shelling killed a 17-year-old boy and 40 sheep.",),
        casualties(casualty([1], "17-year-old boy", "boy", 17)),
        casualties(casualty([1], "a 17-year-old boy", "boy", 1)),
    ),
    Case(
        "group_of_another_figure",
        ("Clashes killed 14 soldiers and 20 rebels.",),
        casualties(casualty([1], "14", "rebels", 14), casualty([1], "20", "soldiers", 20)),
        casualties(casualty([1], "14", "soldiers", 14), casualty([1], "20", "rebels", 20)),
    ),
    Case(
        "group_of_another_figure",
        ("Shelling killed 14 soldiers and 20 rebels.",),
        casualties(casualty([1], "14 soldiers", "rebels", 14))
        | {"actors": [actor([1], "soldiers"), actor([1], "rebels")]},
        casualties(casualty([1], "14 soldiers", "soldiers", 14))
        | {"actors": [actor([1], "soldiers"), actor([1], "rebels")]},
    ),
    Case(
        "group_of_another_figure",
        ("Clashes killed 14 regime forces near Oskel.", "Nine rebels fell, regime fighters said."),
        casualties(
            casualty([1], "14 regime forces", "rebels", 14),
            casualty([2], "Nine rebels", "Regime fighters", 9),
        )
        | {"actors": [actor([1, 2], "Regime fighters", "regime forces"), actor([2], "rebels")]},
        casualties(
            casualty([1], "14 regime forces", "Regime fighters", 14),
            casualty([2], "Nine rebels", "rebels", 9),
        )
        | {"actors": [actor([1, 2], "Regime fighters", "regime forces"), actor([2], "rebels")]},
    ),
    Case(
        "control_unsaid",
        ("The army praised Oskel, and the rebels hold Sarn in the hills.",),
        {"control": [control([1], "The army praised Oskel", "Oskel", "army")]},
        {"control": [control([1], "the rebels hold Sarn", "Sarn", "rebels")]},
    ),
]


def found_in(case, lists):
    source = source_of(*case.text, published=None if "date" in case.text[0][:4] else "2031-05-21")
    return codes(findings(source, completed(source, **lists)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.text[0][:30]}")
def test_a_planted_violation_is_found_and_its_neighbour_is_not(case):
    assert found_in(case, case.wrong).get(case.code) == case.severity
    assert case.code not in found_in(case, case.right)


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


def tampered(made, **changes):
    """A record whose derived values were changed after completion."""
    changed = made.model_copy(deep=True)
    for path, value in changes.items():
        name, index, attribute = path.split("__")
        setattr(getattr(changed, name)[int(index)], attribute, value)
    return changed


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("total_summed", {"casualties__3__sums_to_event": True}),
        ("unresolved_id", {"casualties__0__event_id": "e000000000000"}),
        ("unresolved_id", {"events__0__claim_ids": ["c000000000000"]}),
    ],
)
def test_a_record_changed_by_hand_is_found_out(completed_sample, sample_source, code, changes):
    assert code not in codes(findings(sample_source, completed_sample))
    assert codes(findings(sample_source, tampered(completed_sample, **changes)))[code] == "fault"


def test_an_inference_without_its_flag_is_a_fault():
    source = source_of("Clashes went on.", "Oskel lies in the hills.")
    made = completed(source, events=[event([1], "Clashes", place="Oskel")])
    unflagged = tampered(made, events__0__place_inferred=False)

    assert codes(findings(source, unflagged))["inference_unflagged"] == "fault"
    assert "inference_unflagged" not in codes(findings(source, made))


def test_a_total_is_not_added_to_the_deed_of_another_cited_sentence():
    source = source_of("Clashes on Tuesday killed 14.", "The war has killed 900 since 2024.")
    figures = [casualty([1, 2], str(number), "people", number) for number in (900, 14)]
    made = completed(source, events=[event([1], "Clashes")], casualties=figures)
    summed = tampered(made, casualties__0__sums_to_event=True)

    assert [figure.sums_to_event for figure in made.casualties] == [False, True]
    assert "total_summed" not in codes(findings(source, made))
    assert codes(findings(source, summed))["total_summed"] == "fault"


def test_disagreeing_figures_without_their_link_are_a_fault():
    source = source_of("Clashes killed six soldiers, the monitor said, five soldiers, radio said.")
    made = completed(
        source,
        events=[event([1], "Clashes")],
        casualties=[
            casualty([1], "six soldiers", "soldiers", 6, counted_by="the monitor"),
            casualty([1], "five soldiers", "soldiers", 5, counted_by="radio"),
        ],
    )
    unlinked = tampered(made, casualties__0__contradicts=[])

    assert codes(findings(source, unlinked))["contradiction_unlinked"] == "fault"
    assert "contradiction_unlinked" not in codes(findings(source, made))


def test_a_sound_record_has_notices_only(completed_sample, sample_source):
    found = findings(sample_source, completed_sample)

    assert {finding.severity for finding in found} == {"notice"}


def test_messages_hold_no_words_of_the_article(completed_sample, sample_source):
    bare = {word.casefold() for word in ("Oskel", "Tammel", "Norland", "soldiers", "mill")}
    for finding in findings(sample_source, completed_sample):
        assert bare.isdisjoint(finding.message.casefold().split())
