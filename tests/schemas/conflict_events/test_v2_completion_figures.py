from __future__ import annotations

import pytest
from conflict_records import casualty, completed, displaced, event, source_of


def test_dates_follow_the_rules(completed_sample):
    attack, war, deal, feared = completed_sample.events

    assert (str(attack.when.start), attack.when.rule) == ("2031-05-20", "R1")
    assert (str(war.when.start), str(war.when.end)) == ("2024-01-01", "2031-05-21")
    assert (str(deal.when.start), str(deal.when.end)) == ("2031-03-01", "2031-03-31")
    assert (feared.when.start, feared.when.end, feared.when.rule) == (None, None, "R9")


def test_the_day_of_a_statement_is_not_the_day_of_the_event():
    source = source_of("Radio on Tuesday said troops had taken two villages near Sarn.")
    told = "troops had taken two villages"
    made = completed(source, events=[event([1], told), event([1], "taken two villages")])

    for found in made.events:
        assert (found.when.start, str(found.when.end), found.when.rule) == (
            None,
            "2031-05-21",
            "R6",
        )


def test_what_is_going_on_is_so_on_the_day_of_publication():
    source = source_of("To the east, troops are battling for a hill.", "Troops held a hill.")
    battling, held = completed(
        source, events=[event([1], "battling for a hill"), event([2], "Troops held a hill")]
    ).events

    assert (str(battling.when.start), battling.when.rule) == ("2031-05-21", "R2")
    assert held.when is None


def test_figures_belong_to_the_event_before_them_and_totals_to_the_war(completed_sample):
    attack, war, *_ = completed_sample.events
    soldiers, rebels, radio, total = completed_sample.casualties

    assert {soldiers.event_id, rebels.event_id} == {attack.id}
    assert (soldiers.ged_field, rebels.ged_field) == ("deaths_a", "deaths_b")
    assert radio.event_id is None, "the sentence before tells of no event"
    assert (total.event_id, total.sums_to_event, total.ged_field) == (war.id, False, None)
    assert str(total.when.start) == "2024-01-01"


def test_a_total_called_new_still_adds_to_no_event():
    source = source_of("Clashes in Oskel, where 900 people died since 2024, went on.")
    made = completed(
        source,
        events=[event([1], "Clashes in Oskel")],
        casualties=[casualty([1], "900 people", "people", 900)],
    )

    figure = made.casualties[0]
    assert (figure.event_id, figure.sums_to_event) == (None, False)
    assert str(figure.when.start) == "2024-01-01"


def test_people_are_harmed_in_the_nearest_event_of_their_sentence():
    source = source_of("Rebels shot two men in Sarn and a mine killed four women in Oskel.")
    made = completed(
        source,
        events=[
            event([1], "Rebels shot two men", event_type="Violence against civilians"),
            event([1], "a mine", event_type="Explosions/Remote violence"),
        ],
        casualties=[
            casualty([1], "four women", "women", 4),
            casualty([1], "two men", "men", 2),
        ],
    )
    shooting, mine = made.events

    assert [figure.event_id for figure in made.casualties] == [mine.id, shooting.id]
    assert made.casualties[0].ged_field == "deaths_civilians"


@pytest.mark.parametrize(
    ("date_text", "is_linked"),
    [
        ("in April 2031", False),
        ("on 6 May 2031", False),
        ("in June 2030", False),
        ("on 5 May 2031", True),
        (None, True),
    ],
)
def test_a_figure_with_a_date_of_its_own_is_of_no_event_of_other_days(date_text, is_linked):
    said = f" {date_text}" if date_text else ""
    for sentences in (
        ("A raid on 5 May 2031 killed two men in Oskel.", f"Six people drowned in Sarn{said}."),
        (f"A raid on 5 May 2031 killed two men; six people drowned in Sarn{said}.",),
    ):
        source = source_of(*sentences)
        made = completed(
            source,
            events=[event([1], "A raid", date_text="on 5 May 2031")],
            casualties=[
                casualty(
                    [len(sentences)],
                    "six people" if len(sentences) == 1 else "Six people",
                    "people",
                    6,
                    date_text=date_text,
                ),
                casualty([1], "two men", "men", 2),
            ],
        )
        six, two = made.casualties
        assert (six.event_id == made.events[0].id) is is_linked
        assert two.event_id == made.events[0].id
        assert six.when is not None


@pytest.mark.parametrize(
    ("date_text", "of_sentence_before", "of_same_sentence"),
    [
        ("on 5 May 2031", True, True),
        ("in May 2031", False, True),
        ("last year", False, False),
        ("in 2031", False, True),
        (None, True, True),
    ],
)
def test_a_figure_over_a_longer_time_is_not_of_the_event_of_the_sentence_before(
    date_text, of_sentence_before, of_same_sentence
):
    source = source_of("A raid on 5 May 2031 hit Oskel.", f"Six people died {date_text or ''}.")
    linked = []
    for cites in ([2], [1, 2]):
        made = completed(
            source,
            events=[event([1], "A raid", date_text="on 5 May 2031")],
            casualties=[casualty(cites, "Six people", "people", 6, date_text=date_text)],
        )
        linked.append(made.casualties[0].event_id == made.events[0].id)

    assert linked == [of_sentence_before, of_same_sentence]


def test_an_event_without_a_date_in_words_excludes_no_figure():
    source = source_of("Troops are battling for a hill.", "Six soldiers died on 5 May 2031.")
    made = completed(
        source,
        events=[event([1], "battling for a hill")],
        casualties=[casualty([2], "Six soldiers", "soldiers", 6, date_text="on 5 May 2031")],
    )
    assert made.casualties[0].event_id == made.events[0].id


def test_people_who_fled_on_another_day_belong_to_no_flight():
    source = source_of("Families fled Oskel on 5 May 2031, and 300 people fled it in April 2031.")
    made = completed(
        source,
        events=[
            event([1], "Families fled", event_type="Displacement", date_text="on 5 May 2031"),
        ],
        displacement=[
            displaced([1], "300 people", "people", 300, date_text="in April 2031"),
            displaced([1], "Families", "Families", date_text="on 5 May 2031"),
        ],
    )
    assert [item.event_id for item in made.displacement] == [None, made.events[0].id]


def test_counts_of_two_sources_contradict_each_other_and_equal_ones_do_not():
    text = "Clashes killed six soldiers, the monitor said, and five soldiers, radio said."
    source = source_of(text)

    def figures(number):
        made = completed(
            source,
            events=[event([1], "Clashes", side_a=["soldiers"])],
            casualties=[
                casualty([1], "six soldiers", "soldiers", 6, counted_by="the monitor"),
                casualty([1], "five soldiers", "soldiers", number, counted_by="radio"),
            ],
        )
        return made.casualties

    one_, other = figures(5)
    assert (one_.contradicts, other.contradicts) == ([other.id], [one_.id])
    assert [figure.contradicts for figure in figures(6)] == [[], []]
