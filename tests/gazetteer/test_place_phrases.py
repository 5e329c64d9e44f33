from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.gazetteer._phrases import phrase_at, qualified, qualifier_at, unwrapped
from llm_extract.gazetteer._precision import precision_of


def said(text, name):
    start = text.index(name)
    return phrase_at(text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name", "phrase", "where", "kind"),
    [
        ("a fair near Tyre on Monday", "Tyre", "near Tyre", 2, None),
        ("just outside the small southern town of Tyre", "Tyre",
         "just outside the small southern town of Tyre", 2, "town"),
        ("on the outskirts of Porto", "Porto", "outskirts of Porto", 2, None),
        ("west of Khan Sheikhoun", "Khan Sheikhoun", "west of Khan Sheikhoun", 2, None),
        ("six kilometres to the east of Vic", "Vic", "six kilometres to the east of Vic", 2, None),
        ("12.5 km from Vic", "Vic", "12.5 km from Vic", 2, None),
        ("30 km from Vic", "Vic", "30 km from Vic", 5, None),
        ("two hours from Vic", "Vic", "two hours from Vic", 5, None),
        ("the northern countryside of Hama", "Hama", "northern countryside of Hama", 4, None),
        ("Hama's northern countryside", "Hama", "Hama's northern countryside", 4, None),
        ("in rural Hama they", "Hama", "rural Hama", 4, None),
        ("in Idlib province", "Idlib", "Idlib province", 4, "adm1"),
        ("the governorate of Idlib", "Idlib", "governorate of Idlib", 4, "adm1"),
        ("in Aley district", "Aley", "Aley district", 3, "adm2"),
        ("in the Idlib region", "Idlib", "Idlib region", 5, None),
        ("in the area around Vic", "Vic", "area around Vic", 2, None),
        ("the border between Syria and Lebanon", "Lebanon",
         "border between Syria and Lebanon", 5, None),
        ("the Syria-Turkey border", "Syria", "Syria-Turkey border", 5, None),
        ("off the coast of Oman", "Oman", "off the coast of Oman", 7, None),
        ("the port of Tripoli", "Tripoli", "port of Tripoli", None, "town"),
        ("in Lagos city", "Lagos", "Lagos city", None, "town"),
    ],
)  # fmt: skip
def test_phrases_tell_precision_and_kind(text, name, phrase, where, kind):
    found = said(text, name)
    assert (found.text, found.where_prec, found.kind) == (phrase, where, kind)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a fair in Tyre on Monday", "Tyre"),
        ("Tyre states its case", "Tyre"),
        ("a linear Tyre", "Tyre"),
        ("a fair, nearly Tyre", "Tyre"),
        ("20 km of Tyre marble", "Tyre"),
    ],
)
def test_a_name_that_stands_alone_has_no_phrase(text, name):
    assert said(text, name) is None


@pytest.mark.parametrize(
    ("text", "feature", "where"),
    [
        ("in northwest Syria", "PCLI", 5),
        ("in southern Idlib", "ADM1", 4),
        ("in southern Idlib", "PPL", 2),
        ("in Syria", "PCLI", 6),
        ("in Idlib", "ADM1", 4),
        ("in Aley", "ADM2", 3),
        ("in Porto", "PPLA", 1),
        ("on Hermon", "MT", 2),
        ("along Litani", "STM", 5),
        ("in Baltic", "SEA", 7),
        ("in Veskar", None, None),
    ],
)
def test_the_kind_of_the_place_tells_what_words_leave_open(text, feature, where):
    phrase = said(text, text.split()[-1])
    assert precision_of(None, phrase, feature).ged_where_prec == where


@pytest.mark.parametrize(
    ("where", "geo"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 3), (7, 3), (None, None)]
)
def test_codes_of_acled_follow_from_those_of_ucdp(where, geo):
    assert precision_of(where, None, None) == (where, geo)


@pytest.mark.parametrize(
    ("name", "core", "where"),
    [
        ("northern countryside of Hama", "Hama", 4),
        ("southeastern Idlib province", "Idlib", 4),
        ("the outskirts of Porto", "Porto", 2),
        ("Aley district", "Aley", 3),
        ("several hamlets west of Khan Sheikhoun", "Khan Sheikhoun", 2),
        ("farming region of Idlib", "Idlib", 5),
    ],
)
def test_words_that_are_no_part_of_a_name_are_taken_off(name, core, where):
    found, phrase = unwrapped(name)
    assert (found, phrase.where_prec) == (core, where)


@pytest.mark.parametrize("name", ["Hama", "New York", "hills", "several villages"])
def test_names_without_such_words_stay(name):
    assert unwrapped(name) == (name, None)


@given(st.text(max_size=60), st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_a_phrase_holds_the_name_and_stands_in_the_text(before, after, name):
    text = before + name + after
    found = phrase_at(text, len(before), len(before) + len(name))
    if found is not None:
        assert name in found.text
        assert found.text in text


def test_larger_places_behind_a_name():
    assert qualified("Paris, Texas") == ("Paris", "Texas")
    assert qualified("Tripoli (Lebanon)") == ("Tripoli", "Lebanon")
    assert qualified("Paris") == ("Paris", None)
    text = "A fair in Paris, Texas, and in Lyon, where it rained."
    assert qualifier_at(text, text.index(",")) == "Texas"
    assert qualifier_at(text, text.index("Lyon") + 4) is None
