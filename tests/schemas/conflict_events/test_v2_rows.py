from __future__ import annotations

import pytest
from conflict_records import actor, casualty, completed, event, place, source_of

CLASH = "Clashes in Oskel on Tuesday killed {}, the monitor and radio said."


def rows_of(source, **lists):
    return completed(source, **lists).rows(source.article)


def clash(*figures, said="soldiers and rebels", **values):
    """Rows of one clash between the army and rebels with these figures."""
    sides = {"side_a": ["soldiers"], "side_b": ["rebels"]}
    rows = rows_of(
        source_of(CLASH.format(said)),
        events=[
            event([1], "Clashes in Oskel", date_text="on Tuesday", place="Oskel") | sides | values
        ],
        casualties=list(figures),
    )
    return rows["acled"][0], rows["ged"][0]


def test_a_clash_has_a_row_in_both_standards(completed_sample, sample_source):
    rows = completed_sample.rows(sample_source.article)
    acled, ged = rows["acled"][0], rows["ged"][0]

    assert acled == acled | {
        "event_id": completed_sample.events[0].id,
        "event_date": "2031-05-20",
        "time_precision": 1,
        "event_type": "Battles",
        "actor1": "Rebels",
        "inter1": "Rebel group",
        "actor2": "soldiers",
        "inter2": "State forces",
        "location": "Oskel",
        "geo_precision": 1,
        "source": "the Lake Monitor",
        "fatalities": 15,
    }
    assert ged == ged | {
        "type_of_violence": 1,
        "side_a": "soldiers",
        "side_b": "Rebels",
        "deaths_a": 6,
        "deaths_b": 9,
        "deaths_civilians": 0,
        "deaths_unknown": 0,
        "low": 15,
        "best": 15,
        "high": 15,
        "date_start": "2031-05-20",
        "date_end": "2031-05-20",
        "date_prec": 1,
        "where_prec": 1,
        "event_clarity": 1,
    }


def test_feared_denied_planned_and_cumulative_events_have_no_row(completed_sample, sample_source):
    rows = completed_sample.rows(sample_source.article)

    assert [row["notes"] for row in rows["acled"]] == [
        "Rebels attacked the mill in Oskel",
        "A ceasefire",
    ]
    assert len(rows["ged"]) == 1
    assert all(row["fatalities"] < 41000 for row in rows["acled"])


@pytest.mark.parametrize("modality", ["hypothetical", "negated", "planned"])
def test_what_did_not_happen_has_no_row(modality):
    source = source_of(CLASH.format("six soldiers"))
    rows = rows_of(
        source,
        events=[event([1], "Clashes in Oskel", modality=modality)],
        casualties=[casualty([1], "six soldiers", "soldiers", 6)],
    )
    assert rows == {"acled": [], "ged": []}


@pytest.mark.parametrize(
    ("count_text", "bounds", "fatalities", "ged"),
    [
        ("dozens of soldiers", (None, None, None), 12, (None, None, None)),
        ("hundreds of soldiers", (None, None, None), 100, (None, None, None)),
        ("tens of soldiers", (None, None, None), 10, (None, None, None)),
        ("several soldiers", (None, None, None), 0, (None, None, None)),
        ("tens of thousands of soldiers", (None, None, None), 0, (None, None, None)),
        ("between 10 and 20 soldiers", (10, None, 20), 10, (10, 10, 20)),
        ("at least 14 soldiers", (14, 14, None), 14, (14, 14, 14)),
        ("about 300 soldiers", (None, 300, None), 300, (300, 300, 300)),
        ("up to 40 soldiers", (None, None, 40), 0, (0, 0, 40)),
    ],
)
def test_acled_alone_makes_numbers_of_vague_words(count_text, bounds, fatalities, ged):
    figure = casualty([1], count_text, "soldiers") | dict(
        zip(("low", "best", "high"), bounds, strict=True)
    )
    acled_row, ged_row = clash(figure, said=count_text)

    assert acled_row["fatalities"] == fatalities
    assert (ged_row["low"], ged_row["best"], ged_row["high"]) == ged


def test_the_injured_are_no_fatalities():
    acled_row, ged_row = clash(
        casualty([1], "six soldiers", "soldiers", 6, harm="injured"), said="six soldiers"
    )
    assert (acled_row["fatalities"], ged_row["best"]) == (0, 0)


def test_figures_of_two_sources_for_one_group_are_not_summed():
    acled_row, ged_row = clash(
        casualty([1], "six soldiers", "soldiers", 6, counted_by="monitor"),
        casualty([1], "five soldiers", "soldiers", 5, counted_by="radio"),
        casualty([1], "nine rebels", "rebels", 9, counted_by="radio"),
        said="six soldiers or five soldiers and nine rebels",
    )
    assert acled_row["fatalities"] == 14
    assert (ged_row["low"], ged_row["best"], ged_row["high"]) == (14, 14, 15)
    assert (ged_row["deaths_a"], ged_row["deaths_b"]) == (5, 9)


@pytest.mark.parametrize(("total", "unknown", "best"), [(15, 0, 15), (20, 5, 20), (9, 0, 15)])
def test_a_total_is_not_added_to_its_parts(total, unknown, best):
    acled_row, ged_row = clash(
        casualty([1], "six soldiers", "soldiers", 6),
        casualty([1], "nine rebels", "rebels", 9),
        casualty([1], f"{total} people", "people", total),
        said=f"six soldiers and nine rebels, {total} people in all",
    )
    assert acled_row["fatalities"] == best
    assert (ged_row["deaths_unknown"], ged_row["best"]) == (unknown, best)
    columns = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    assert sum(ged_row[name] for name in columns) == ged_row["best"]


def test_a_government_is_side_a_of_its_dyad_whoever_attacks():
    source = source_of("The rebels attacked the soldiers and killed six soldiers.")
    row = rows_of(
        source,
        events=[event([1], "attacked", side_a=["rebels"], side_b=["soldiers"])],
        casualties=[casualty([1], "six soldiers", "soldiers", 6)],
    )["ged"][0]

    assert (row["side_a"], row["side_b"], row["deaths_a"]) == ("soldiers", "rebels", 6)


def test_a_place_of_another_sentence_is_near_at_best():
    source = source_of("Clashes went on.", "Oskel is a town.")
    rows = rows_of(
        source,
        events=[event([1], "Clashes", place="Oskel")],
        places=[place([2], "Oskel", feature="populated_place")],
    )
    assert rows["acled"][0]["geo_precision"] == rows["ged"][0]["where_prec"] == 2


def test_brokers_are_in_no_column_of_actors():
    source = source_of("A truce brokered by Norland between the army and rebels began.")
    row = rows_of(
        source,
        events=[
            event(
                [1],
                "A truce",
                event_type="Strategic developments",
                side_a=["Norland"],
                side_b=["army"],
            )
        ],
        actors=[actor([1], "Norland", roles=["broker"])],
    )["acled"][0]

    assert (row["actor1"], row["actor2"]) == (None, "army")


def test_without_a_date_the_row_has_none():
    row = rows_of(source_of("Clashes went on."), events=[event([1], "Clashes")])["acled"][0]

    assert (row["event_date"], row["time_precision"]) == (None, None)
