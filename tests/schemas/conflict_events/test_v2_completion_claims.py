from __future__ import annotations

import pytest
from conflict_records import (
    actor,
    casualty,
    claim,
    completed,
    displaced,
    event,
    one,
    quantity,
    source_of,
)


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
