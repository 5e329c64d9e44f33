from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm_extract.gazetteer import Entry, Hit, Reason
from llm_extract.gazetteer._clues import Clues
from llm_extract.gazetteer._ranking import FACTORS, choice, kilometres, ranked

DOCS = Path(__file__).parents[2] / "docs" / "places.md"

entries = st.builds(
    Entry,
    id=st.integers(1, 10**9),
    name=st.just("Tripoli"),
    country=st.sampled_from(["LB", "LY", "GR"]),
    admin1=st.sampled_from(["", "09", "77"]),
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    feature=st.sampled_from(["PPL", "ADM1", "PCLI", "ADM2", "MT"]),
    population=st.integers(0, 10**9),
    is_middle=st.booleans(),
)
matches = st.sampled_from(["name", "other_name", "near_spelling"])
hits = st.builds(Hit, entries, matches, st.floats(0.85, 1))
clues = st.builds(
    Clues,
    countries=st.sampled_from([frozenset(), frozenset(["LB"])]),
    sentence=st.sampled_from([frozenset(), frozenset(["LY"])]),
    article=st.sampled_from([{}, {"LY": 0.5, "GR": 0.5}]),
    kind=st.sampled_from([None, "town", "adm1"]),
    is_firm=st.booleans(),
)


def town(identity, country, latitude, longitude, population=1000):
    return Hit(Entry(identity, "T", country, "", latitude, longitude, "PPL", population), "name")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(hits, max_size=6, unique_by=lambda hit: hit.entry.id), clues, st.lists(entries))
def test_scores_are_shares_and_do_not_hang_on_the_order(few, found, said, company):
    candidates = ranked(found, said, company, few)
    scores = [one.score for one in candidates]
    assert all(0 <= score < 1.0005 for score in scores)
    assert sum(scores) < 1 + 0.0005 * len(scores)
    assert ranked(found[::-1], said, company, few) == candidates
    assert choice(candidates) in (None, 0)


def test_nothing_is_chosen_of_nothing_or_of_two_that_are_alike(few):
    assert choice([]) is None
    alike = [town(1, "LB", 34, 35, 10**6), town(2, "LY", 32, 13, 10**6)]
    assert choice(ranked(alike, Clues(), (), few)) is None
    assert choice(ranked(alike, Clues(countries=frozenset(["LB"])), (), few)) == 0


def test_candidates_in_one_spot_do_not_stand_in_each_others_way(few):
    one = town(1, "LB", 34, 35, 10**6)
    beside, far = town(2, "LB", 34.1, 35, 10**6), town(3, "LB", 36, 35, 10**6)
    assert choice(ranked([one, beside], Clues(), (), few)) == 0
    assert choice(ranked([one, far], Clues(), (), few)) is None


def test_a_hamlet_without_any_clue_is_not_chosen(few):
    hamlet = town(1, "LB", 34, 35, 500)
    (alone,) = ranked([hamlet], Clues(), (), few)
    assert (alone.score, choice([alone])) == (0.5, None)
    assert choice(ranked([hamlet], Clues(sentence=frozenset(["LB"])), (), few)) == 0


def test_distances_are_those_on_the_globe():
    def at(latitude, longitude):
        return Entry(1, "T", "LB", "", latitude, longitude, "PPL", 0)

    assert kilometres(at(0, 0), at(0, 1)) == pytest.approx(111.2, abs=0.1)
    assert kilometres(at(0, 179.5), at(0, -179.5)) == pytest.approx(111.2, abs=0.1)
    assert kilometres(at(90, 0), at(-90, 0)) == pytest.approx(20_015, abs=1)


def test_the_documentation_has_every_reason_and_factor():
    text = DOCS.read_text("utf-8")
    for reason in get_args(Reason):
        assert f"`{reason}`" in text, reason
    for reason in ("name", "other_name", "country_stated", "same_country_as_others"):
        assert f"| `{reason}` | {FACTORS[reason]:g} |" in text
