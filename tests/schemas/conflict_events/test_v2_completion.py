from __future__ import annotations

import random

import pytest
from conflict_records import (
    SAMPLE,
    actor,
    casualty,
    claim,
    completed,
    displaced,
    event,
    place,
    quantity,
    record,
    sample_items,
    source_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

LISTS = ("claims", "events", "casualties", "displacement", "places", "actors")


def by_id(made):
    """Every item by its id, lists of ids in order."""
    return {
        item.id: item.model_dump(mode="json")
        for name in (*LISTS, "quantities")
        for item in getattr(made, name)
    }


def one(items, **values):
    found = [item for item in items if all(getattr(item, k) == v for k, v in values.items())]
    assert len(found) == 1, found
    return found[0]


@settings(max_examples=25)
@given(seed=st.integers())
def test_the_order_of_the_lists_changes_nothing(seed):
    source = source_of(*SAMPLE)
    shuffled = sample_items()
    for part in shuffled.values():
        random.Random(seed).shuffle(part)

    assert by_id(completed(source, **shuffled)) == by_id(completed(source, **sample_items()))


def test_completing_twice_is_completing_once(completed_sample, sample_source):
    assert completed_sample.completed(sample_source) == completed_sample


def test_the_answer_itself_stays_as_it_was(sample_source):
    answer = record(**sample_items())
    before = answer.model_copy(deep=True)
    answer.completed(sample_source)

    assert answer == before


def test_ids_tell_equal_items_apart_and_change_with_the_content():
    source = source_of("Two men died in Oskel.")
    twins = completed(source, events=[event([1], "Two men died")] * 2)
    other = completed(source, events=[event([1], "Two men died", place="Oskel")])

    ids = {item.id for made in (twins, other) for item in made.events}
    assert len(ids) == 3
    assert all(len(i) == 13 and i[0] == "e" for i in ids)


def test_names_the_registers_lack_are_added_with_the_sentences_that_have_them():
    source = source_of("Troops shelled Oskel.", "The troops then entered Tammel.")
    events = [
        event([1], "Troops shelled Oskel", place="Oskel", side_a=["Troops"]),
        event([2], "entered Tammel", place="Tammel", side_a=["The troops"]),
        event([2], "entered", place="Oskel"),
    ]
    made = completed(source, events=events)

    troops = one(made.actors)
    assert (troops.name, troops.forms, troops.cites) == ("Troops", ["The troops"], [1, 2])
    assert (troops.registered_by, troops.inter) == ("code", "State forces")
    assert [(p.name, p.cites, p.inferred) for p in made.places] == [
        ("Oskel", [1], False),
        ("Tammel", [2], False),
    ]
    assert [e.place_inferred for e in made.events] == [False, False, True]
    assert made.events[0].actor1 == made.events[1].actor1 == [troops.id]


def test_a_name_that_only_other_sentences_have_is_registered_as_inferred():
    source = source_of("Fighting went on.", "Oskel is quiet.")
    made = completed(source, events=[event([1], "Fighting", place="Oskel")])

    assert (one(made.places).inferred, one(made.places).cites) == (True, [2])


def test_a_name_the_text_lacks_is_not_registered():
    made = completed(source_of("Fighting went on."), events=[event([1], "Fighting", place="Sarn")])

    assert made.places == []
    assert made.events[0].place_id is None


def test_an_entry_made_by_code_does_not_outlive_its_name():
    """A rejected entry comes back for no item but one that names it in words of the text."""
    source = source_of("Fighting went on near Oskel.", "The army left.")
    named = [event([1], "Fighting", place="Oskel", side_a=["The army"])]
    made = completed(source, events=named)
    assert (len(made.places), len(made.actors)) == (1, 1)
    for entry in (*made.places, *made.actors):
        entry.name = "Sarn"

    again = made.completed(source)
    assert ([p.name for p in again.places], [a.name for a in again.actors]) == (
        ["Oskel"],
        ["The army"],
    )
    again.events.clear()
    bereft = again.completed(source)
    assert (bereft.places, bereft.actors) == ([], [])


def test_a_form_means_its_entry_and_a_name_goes_before_a_form():
    source = source_of("The bastion of Oskel fell.", "Oskel is a town.")
    places = [place([1], "bastion", "Oskel"), place([2], "Oskel")]
    made = completed(source, places=places, events=[event([1], "fell", place="Oskel")])

    assert made.events[0].place_id == one(made.places, name="Oskel").id


def test_a_form_of_two_entries_means_the_same_one_in_any_order():
    source = source_of("The town of Oskel and the town of Sarn are quiet.")
    places = [place([1], "Sarn", "the town"), place([1], "Oskel", "the town")]
    meant = []
    for listed in (places, places[::-1]):
        made = completed(source, places=listed, events=[event([1], "quiet", place="the town")])
        meant.append(made.events[0].place_id)

    assert meant == [one(made.places, name="Oskel").id] * 2


def test_a_code_registered_broker_is_no_belligerent(completed_sample):
    assert one(completed_sample.actors, name="Norland").roles == ["broker"]


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


def test_sentences_without_a_source_are_the_narrators(completed_sample):
    narrated = [c for c in completed_sample.claims if c.registered_by == "code"]

    assert [(c.cites, c.source, c.source_type) for c in narrated] == [
        ([number], None, "narrator") for number in (4, 5, 6)
    ]
    flight = completed_sample.displacement[0]
    assert narrated[0].supports == [flight.id]
    assert flight.claim_id == narrated[0].id


def test_a_caption_speaks_for_its_credit():
    source = source_of(
        "date 2031-05-20 A family from Oskel walks past a truck on Monday (NWA photo)",
        "KORVANE — Fighting went on near Oskel.",
        published=None,
    )
    made = completed(source, displacement=[displaced([1], "A family", "family")])

    assert [(c.source, c.source_type) for c in made.claims] == [(None, "photo_caption")]
    assert source.article.sentences[0].section == "caption"


@pytest.mark.parametrize("counting", ["radio", "the monitor"])
def test_an_items_own_source_goes_before_others_of_its_sentence(counting):
    source = source_of("Clashes killed six soldiers, the monitor said; radio denied it.")
    made = completed(
        source,
        claims=[claim([1], "the monitor"), claim([1], "radio", source_type="state_media")],
        casualties=[casualty([1], "six soldiers", "soldiers", 6, counted_by=counting)],
    )

    assert made.casualties[0].claim_id == one(made.claims, source=counting).id


def test_a_source_that_serves_a_side_is_party_to_the_conflict():
    source = source_of("Radio Sarn said the army took a hill.", "The monitor agreed.")
    made = completed(
        source,
        claims=[claim([1], "Radio Sarn", source_type="state_media"), claim([2], "The monitor")],
        actors=[
            actor([1], "army", side="A", roles=["belligerent"]),
            actor([1], "Radio Sarn", roles=["source"], affiliation="army"),
        ],
    )
    assert [c.source_party_to_conflict for c in made.claims] == [True, False]


def test_numbers_nobody_claims_become_quantities(completed_sample):
    assert [
        (q.count_text, q.value, q.cites, q.registered_by) for q in completed_sample.quantities
    ] == [("three", 3, [8], "code")]


def test_a_number_a_figure_has_is_claimed_though_its_words_are_not():
    source = source_of("Clashes killed six soldiers.")
    made = completed(source, casualties=[casualty([1], None, "soldiers", 6)])

    assert made.quantities == []


def test_what_code_added_for_an_item_goes_with_it(completed_sample, sample_source):
    assert one(completed_sample.places, name="Tammel").registered_by == "code"
    bereft = completed_sample.model_copy(update={"events": []})

    again = bereft.completed(sample_source)
    assert [found.name for found in again.places] == ["Oskel"]
    assert "Norland" not in {found.name for found in again.actors}
    assert [c.cites for c in again.claims if c.registered_by == "code"] == [[4], [5]]


def test_a_sentence_the_article_lacks_has_no_narrator():
    made = completed(source_of("Clashes went on."), events=[event([1, 99], "Clashes")])

    assert [found.cites for found in made.claims] == [[1]]


def test_an_article_full_of_numbers_makes_a_valid_record():
    source = source_of(*(f"Post {number} of {number + 500} held." for number in range(100, 300)))
    made = completed(source, quantities=[quantity([200], "299", 299)])

    assert type(made).model_validate_json(made.model_dump_json()) == made
    assert made.quantities[0].registered_by == "model"


@pytest.mark.parametrize(
    ("one_side", "other", "expected"),
    [
        ("soldiers", "rebels", 1),
        ("rebels", "militants", None),
        ("rebels", "insurgents", 2),
        ("rebels", "villagers", 3),
        ("shadows", "rebels", None),
    ],
)
def test_type_of_violence_follows_from_who_fights_whom(one_side, other, expected):
    source = source_of(f"The {one_side} attacked the {other} near Sarn.")
    made = completed(source, events=[event([1], "attacked", side_a=[one_side], side_b=[other])])

    assert made.events[0].ged_type_of_violence == expected


@pytest.mark.parametrize(
    ("values", "ged", "acled"),
    [
        ({"feature": "populated_place"}, 1, 1),
        ({"feature": "populated_place", "near": "near"}, 2, 2),
        ({"feature": "adm1"}, 4, 3),
        ({"feature": "sub_area"}, 5, 3),
        ({"feature": "sub_area", "adm1": "Oskel"}, 4, 3),
        ({"feature": "country"}, 6, 3),
        ({"feature": None}, None, None),
    ],
)
def test_precision_of_places(values, ged, acled):
    made = completed(source_of("Oskel is near."), places=[place([1], "Oskel", **values)])

    assert (made.places[0].ged_where_prec, made.places[0].acled_geo_precision) == (ged, acled)
