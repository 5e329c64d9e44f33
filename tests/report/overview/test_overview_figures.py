"""Counts by source: side by side, open where they are open, totals apart, nothing added up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from overview_lines import casualties, event, line, run_of

from llm_extract.report.overview import overview_of
from llm_extract.report.overview._bars import AXIS, bar_of, in_words
from llm_extract.report.overview._scales import scale_for

COUNTS = st.none() | st.integers(0, 10_000_000)


def groups_of(*told, **members):
    found = overview_of(run_of(line(casualties=list(told), **members)))
    return found.figures[0].groups


def told_by(group):
    return {one.name: [figure.numbers for figure in one.figures] for one in group.sources}


def test_counts_that_contradict_each_other_stay_side_by_side_and_name_each_other():
    one = casualties(23, 23, 23, counted_by="Health office", contradicts=["k-two"])
    two = casualties(19, 19, 19, counted_by="Red Lantern", id="k-two", contradicts=[one["id"]])
    (group,) = groups_of(one, two)
    assert told_by(group) == {"Health office": ["23"], "Red Lantern": ["19"]}
    rivals = [figure.rivals for source in group.sources for figure in source.figures]
    assert rivals == [(("19", "Red Lantern"),), (("23", "Health office"),)]
    assert not [f for source in group.sources for f in source.figures if "42" in f.numbers]


def test_counts_that_agree_name_no_rival():
    (group,) = groups_of(casualties(4, 4, 4, counted_by="Red Lantern"), casualties(4, 4, 4))
    assert told_by(group) == {"Red Lantern": ["4"], None: ["4"]}
    assert not any(figure.rivals for source in group.sources for figure in source.figures)


@pytest.mark.parametrize(
    "total",
    [
        casualties(6200, 6200, None, status="cumulative"),
        casualties(6200, 6200, None, scope="conflict_cumulative"),
        casualties(6200, 6200, None, event_id="e-war"),
    ],
)
def test_totals_over_a_conflict_are_set_apart_whatever_says_so(total):
    war = event("Conflict context", status="cumulative", id="e-war")
    usual, apart = groups_of(total, casualties(12, 12, 12), events=[war])
    assert (usual.apart, apart.apart) == (None, "cumulative")
    assert told_by(usual) == {None: ["12"]}
    assert told_by(apart) == {None: ["at least 6,200"]}
    # The total does not stretch the axis of the others.
    assert usual.ticks[-1][0] <= 12


def test_counts_in_something_that_was_only_feared_are_set_apart():
    feared = event(modality="hypothetical", id="e-feared")
    happened = event(id="e-happened")
    found = groups_of(
        casualties(5, 5, 5, event_id="e-feared"),
        casualties(6, 6, 6, event_id="e-happened"),
        events=[feared, happened],
    )
    assert [(group.apart, told_by(group)) for group in found] == [
        (None, {None: ["6"]}),
        ("hypothetical", {None: ["5"]}),
    ]


def test_counts_are_grouped_by_what_happened_to_people():
    found = groups_of(casualties(1, 1, 1, harm="missing"), casualties(2, 2, 2), casualties(3, 3, 3))
    assert [(group.kind, group.total) for group in found] == [("injured", 2), ("missing", 1)]


def test_an_exact_count_has_no_open_end_and_one_with_at_least_has():
    exact = casualties(19, 19, None, count_text="19 hikers")
    least = casualties(12, 12, None, count_text="at least 12 hikers")
    bare = casualties(7, 7, None)
    (group,) = groups_of(exact, least, bare)
    told = {figure.said: figure for source in group.sources for figure in source.figures}
    assert told["19 hikers"].numbers == "19"
    assert told["19 hikers"].bar.open_to is None
    assert told["at least 12 hikers"].numbers == "at least 12"
    assert told["at least 12 hikers"].bar.open_to > told["at least 12 hikers"].bar.end
    assert told[None].numbers == "at least 7"


def test_vague_words_have_no_bar_and_no_axis():
    (group,) = groups_of(casualties(count_text="dozens"))
    (figure,) = group.sources[0].figures
    assert (figure.bar, figure.said, figure.numbers) == (None, "dozens", "no number")
    assert group.ticks == ()


def test_only_doubts_about_a_count_make_it_doubtful():
    values = [("casualties.0.best", "altered"), ("casualties.1.harm", "unsupported")]
    (group,) = groups_of(casualties(3, 3, 3), casualties(2, 2, 2), values=values)
    assert [figure.doubtful for figure in group.sources[0].figures] == [True, False]


def test_of_many_counts_the_largest_are_shown_and_the_doubtful_before_the_rest():
    values = [("casualties.3.best", "altered")]
    (group,) = groups_of(*(casualties(n, n, n) for n in range(60)), values=values)
    assert (group.shown, group.total) == (30, 60)
    assert told_by(group)[None] == [str(n) for n in range(59, 47, -1)]
    more = [figure.numbers for figure in group.more[0].figures]
    assert more == ["3", *(str(n) for n in range(47, 30, -1))]


def test_few_counts_are_all_shown_at_once():
    (group,) = groups_of(*(casualties(n, n, n) for n in range(12)))
    assert (group.shown, group.total, group.more) == (12, 12, ())


def test_a_bar_leads_to_its_place_in_its_article():
    found = overview_of(run_of(line(), line("bo.txt", casualties=[casualties(1, 1, 1)])))
    assert found.figures[0].groups[0].sources[0].figures[0].link == "#/article/1?at=casualties.0"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((12, 12, 12), "12"),
        ((12, 12, None), "at least 12"),
        ((None, None, 4000), "up to 4,000"),
        ((10, 12, 15), "10 to 15, best 12"),
        ((10, None, 15), "10 to 15"),
        ((None, 7, None), "7"),
        ((None, None, None), "no number"),
    ],
)
def test_numbers_in_words(numbers, words):
    assert in_words(*numbers) == words


@given(COUNTS, COUNTS, COUNTS, st.lists(st.integers(0, 10_000_000)))
def test_bars_stay_inside_and_run_from_left_to_right(low, best, high, others):
    known = sorted(n for n in (low, best, high) if n is not None)
    ordered = iter(known)
    low, best, high = (None if n is None else next(ordered) for n in (low, best, high))
    bar = bar_of(low, best, high, scale_for([*known, *others], AXIS))
    assert (bar is None) == (not known)
    if bar:
        assert 0 <= bar.start <= bar.end <= AXIS
        assert bar.best is None or bar.start <= bar.best <= bar.end
        ends = (bar.open_from, bar.open_to)
        assert ends == (None, None) or 0 <= bar.open_from <= bar.open_to <= 100
        is_open = (low is None) != (high is None)
        assert (ends != (None, None)) == is_open
