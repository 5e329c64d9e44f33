from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.export._cells import maker, text


@given(st.text(st.characters()))
def test_a_text_is_as_it_was_but_for_what_no_encoding_carries(value):
    made = text(value)
    assert len(made) == len(value)
    assert made.encode("utf-8").decode("utf-8") == made
    for before, after in zip(value, made, strict=True):
        assert after == ("\ufffd" if "\ud800" <= before <= "\udfff" else before)


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("text", "-3", "-3"),
        ("text", 5, "5"),
        ("text", True, "true"),
        ("integer", 2**70, 2**70),
        ("number", 3, 3),
        ("number", float("nan"), None),
        ("number", float("-inf"), None),
        ("boolean", False, False),
        ("date", "2027-03-17", date(2027, 3, 17)),
        ("timestamp", "2027-03-17T10:00:00Z", datetime.fromisoformat("2027-03-17T10:00:00")),
        ("timestamp", "2027-03-17T10:00:00+03:00", datetime.fromisoformat("2027-03-17T07:00:00")),
        ("timestamp", "2027-03-17T10:00:00", datetime.fromisoformat("2027-03-17T10:00:00")),
    ],
)
def test_values_become_cells_of_their_kind(kind, value, cell):
    made = maker(kind)(value)
    assert made == cell
    assert type(made) is type(cell)


def test_what_has_no_column_becomes_json():
    assert (
        maker("text", is_json=True)({"a": ["ü", "\ud800", None]}) == '{"a": ["ü", "\ufffd", null]}'
    )
