from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llm_extract.export._names import Names, plain


def test_the_second_asker_gets_a_number():
    names = Names(("article_id",))
    asked = ("place", "Place", "place_2", "article_id", "place")
    assert [names.unique(name) for name in asked] == [
        "place",
        "Place_2",
        "place_2_2",
        "article_id_2",
        "place_3",
    ]


def test_a_long_name_keeps_its_number():
    names = Names()
    assert names.unique("a" * 40, 31) == "a" * 31
    assert names.unique("a" * 40, 31) == "a" * 29 + "_2"
    assert names.unique("short", 31) == "short"


@given(st.lists(st.text(st.sampled_from("aAß_2"), max_size=5), max_size=30), st.integers(6, 31))
def test_no_two_names_are_equal_where_case_does_not_count(asked, longest):
    names = Names()
    given_out = [names.unique(name, longest) for name in asked]
    assert len({name.casefold() for name in given_out}) == len(asked)
    assert all(len(name) <= longest for name in given_out)


def test_a_plain_name_has_nothing_a_file_name_may_not_have():
    assert plain("a/b: c") == "a_b_c"
    assert plain("größe_2") == "größe_2"
    assert plain("/") == "_"
