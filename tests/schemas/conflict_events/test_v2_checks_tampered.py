"""Records changed after their completion, beside the sound ones."""

from __future__ import annotations

import pytest
from conflict_records import casualty, codes, completed, event, findings, source_of


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
