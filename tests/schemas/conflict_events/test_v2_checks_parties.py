"""Brokers in the register, civilians nobody speaks of, and names of another sentence."""

from __future__ import annotations

import pytest
from conflict_records import actor, casualty, completed, event, findings, place, source_of


def told(source, **lists):
    """Path and severity of each finding, by code."""
    found = {}
    for finding in findings(source, completed(source, **lists)):
        found.setdefault(finding.code, []).append((finding.path, finding.severity))
    return found


# brokers


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"roles": ["broker", "belligerent"]}, "roles"),
        ({"side": "A"}, "side"),
        ({"side": "B", "roles": ["broker"]}, "side"),
    ],
)
def test_a_mere_broker_is_registered_as_no_party(values, field):
    source = source_of("Rebels broke a truce brokered by Norland and Estan.")
    found = told(source, actors=[actor([1], "Rebels"), actor([1], "Estan", **values)])

    assert found["broker_as_party"] == [(f"actors.1.{field}", "fault")]


@pytest.mark.parametrize(
    ("text", "name", "forms", "values"),
    [
        # Its own role, and another role that is no party's.
        ("Rebels broke a truce brokered by Estan.", "Estan", (), {"roles": ["broker"]}),
        ("Rebels broke a truce brokered by Estan.", "Estan", (), {"roles": ["authority"]}),
        # Somebody else than the broker.
        ("Rebels broke a truce brokered by Estan.", "Rebels", (), {"roles": ["belligerent"]}),
        # Also named otherwise: by its name, and by another form of it.
        ("Estan shelled Sarn. A truce brokered by Estan failed.", "Estan", (), {"side": "A"}),
        (
            "The hill state shelled Sarn. A truce brokered by Estan failed.",
            "Estan",
            ("hill state",),
            {"side": "A"},
        ),
    ],
)
def test_a_party_may_be_registered_as_one(text, name, forms, values):
    found = told(source_of(text), actors=[actor([1], name, *forms, **values)])

    assert "broker_as_party" not in found


def test_an_actor_registered_by_code_has_no_role_of_the_models():
    source = source_of("Rebels broke a truce brokered by Estan.")
    made = completed(source, actors=[actor([1], "Estan", side="A")])
    made.actors[0].registered_by = "code"

    assert "broker_as_party" not in {finding.code for finding in findings(source, made)}


# civilians

FIGHTERS = "Clashes in Oskel killed six soldiers and scores of people."


def test_civilians_are_victims_where_a_sentence_speaks_of_them():
    figure = casualty([1], "six soldiers", "soldiers", 6, victims="civilian")
    deed = event([1], "Clashes", civilian_targeting=True)
    found = told(source_of(FIGHTERS), casualties=[figure], events=[deed])

    assert found["civilian_unsaid"] == [
        ("casualties.0.victims", "fault"),
        ("events.0.civilian_targeting", "fault"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Jets killed six villagers.",
        "Shelling of the hospital killed six.",
        "Six were killed, among them a 17-year-old girl.",
        "Police killed six marchers.",
        "A bomb killed six worshippers.",
    ],
)
def test_civilians_have_many_names(text):
    figure = casualty([1], "six", "six", 6, victims="civilian")
    deed = event([1], "killed", civilian_targeting=True)

    assert "civilian_unsaid" not in told(source_of(text), casualties=[figure], events=[deed])


@pytest.mark.parametrize("victims", ["combatant_state", "mixed", "unknown", None])
def test_who_is_not_called_a_civilian_need_not_be_one(victims):
    figure = casualty([1], "six soldiers", "soldiers", 6, victims=victims)
    deed = event([1], "Clashes", civilian_targeting=False)

    found = told(source_of(FIGHTERS), casualties=[figure], events=[deed])
    assert "civilian_unsaid" not in found


def test_the_sentence_about_civilians_is_cited():
    source = source_of("Shelling killed six.", "They were shepherds, radio said.")
    near, far = (casualty(cites, "six", "six", 6, victims="civilian") for cites in ([1, 2], [1]))

    assert told(source, casualties=[near, far])["civilian_unsaid"] == [
        ("casualties.1.victims", "fault")
    ]


def test_words_for_civilians_are_known_in_english_only():
    source = source_of("Les combats dans la ville ont fait six morts, selon la radio de l'armée.")
    figure = casualty([1], "six morts", "morts", 6, victims="civilian")

    assert source.language == "fr"
    assert "civilian_unsaid" not in told(source, casualties=[figure])


# names of another sentence

TWO = ("Families fled along the Tammel road.", "Clashes near Oskel killed nine rebels.")


def test_a_place_and_sides_of_another_sentence_are_noticed():
    source = source_of(*TWO)
    deed = event([1, 2], "Clashes", place="Tammel road", side_a=["rebels"], side_b=["Families"])
    found = told(source, events=[deed])

    assert found["named_elsewhere"] == [
        ("events.0.place", "notice"),
        ("events.0.side_b.0", "notice"),
    ]


@pytest.mark.parametrize(
    ("deed", "registers"),
    [
        # The same sentence, under this name or another form of it.
        (event([1, 2], "Clashes", place="Oskel", side_a=["rebels"]), {}),
        (
            event([1, 2], "Clashes", place="Tammel road"),
            {"places": [place([1, 2], "Tammel road", "Oskel")]},
        ),
        (
            event([1, 2], "Clashes", side_a=["Families"]),
            {"actors": [actor([1, 2], "Families", "rebels")]},
        ),
        # Words of the deed that stand in no single sentence, and the war as a whole.
        (event([1, 2], "road. Clashes", place="Tammel road"), {}),
        (event([1, 2], "Clashes", place="Tammel road", event_type="Conflict context"), {}),
        # No cited sentence names the place: that is `place_inferred`.
        (event([2], "Clashes", place="Tammel road"), {}),
    ],
)
def test_names_of_the_deeds_own_sentence_are_not(deed, registers):
    assert "named_elsewhere" not in told(source_of(*TWO), events=[deed], **registers)


def test_words_of_the_deed_may_stand_in_several_sentences():
    source = source_of("Clashes went on near Tammel.", "Clashes went on near Oskel.")
    deeds = [event([1, 2], "Clashes", place=name) for name in ("Tammel", "Oskel")]

    assert "named_elsewhere" not in told(source, events=deeds)
