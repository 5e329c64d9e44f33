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
