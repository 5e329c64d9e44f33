"""The map: what is on it, what is beside it, and that nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overview_lines import event, line, located, place, run_of

from llm_extract.report.overview import overview_of
from llm_extract.report.overview.map._labels import Spot, box_of, labels_for
from llm_extract.report.overview.map._naming import naming_items

LIBYA = ("Tripoli", "LY", 32.88, 13.19)
LEBANON = ("Tripoli", "LB", 34.43, 35.84)
LYON = ("Lyon", "FR", 45.75, 4.83)
PORTO = ("Porto", "PT", 41.15, -8.61)


def map_of(*lines):
    return overview_of(run_of(*lines)).map


def register(*names):
    return [{"cites": [1], "name": name, "forms": [], "id": f"p{name}"} for name in names]


def test_without_looked_up_places_there_is_no_map():
    assert map_of(line(places=register("Lyon"))) is None


def test_a_chosen_place_is_a_circle_where_it_is():
    found = map_of(located(place("Lyon", LYON, chosen=0), places=register("Lyon")))
    (dot,) = found.dots
    assert not dot.is_open
    assert (dot.place.name, dot.candidate.country) == ("Lyon", "FR")
    # It is alone and stands in the middle.
    assert (dot.x, dot.y) == (pytest.approx(480), pytest.approx(found.height / 2))
    assert found.gazetteers == ("a gazetteer",)
    assert found.land.areas


def test_an_ambiguous_name_is_shown_at_each_candidate_and_never_as_a_place():
    found = map_of(
        located(
            place("Tripoli", LIBYA, LEBANON),
            place("Lyon", LYON, chosen=0, path="places.1"),
            place("Porto", PORTO, chosen=0, path="places.2"),
            place("Aldo", path="places.3"),
            places=register("Tripoli", "Lyon", "Porto", "Aldo"),
        )
    )
    assert [one.name for one in found.located] == ["Lyon", "Porto"]
    assert [one.name for one in found.ambiguous] == ["Tripoli"]
    assert [one.name for one in found.unknown] == ["Aldo"]
    # What is certain decides on the view; candidates elsewhere are told.
    assert [dot.is_open for dot in found.dots] == [False, False]
    assert found.outside == 2


def test_with_candidates_alone_the_best_ones_decide_on_the_view():
    found = map_of(located(place("Tripoli", LIBYA, LEBANON), places=register("Tripoli")))
    assert [dot.is_open for dot in found.dots] == [True]
    assert found.outside == 1
    assert [label.text for label in found.wide] == ["Tripoli?"]


def test_names_without_candidates_alone_make_a_list_and_no_map():
    found = map_of(located(place("Aldo"), places=register("Aldo")))
    assert found.land is None
    assert found.dots == ()
    assert [one.name for one in found.unknown] == ["Aldo"]


def test_circles_grow_with_the_items_that_name_their_place():
    found = map_of(
        located(
            place("Lyon", LYON, chosen=0),
            place("Porto", PORTO, chosen=0, path="places.1"),
            places=register("Lyon", "Porto"),
            events=[event(place_id="pLyon") for _ in range(4)] + [event(place_id="pPorto")],
        )
    )
    lyon, porto = found.dots
    assert (lyon.place.items, porto.place.items) == (4, 1)
    assert lyon.radius == pytest.approx(2 * porto.radius)


def test_one_place_in_several_articles_is_one_circle():
    lines = [
        located(place("Lyon", LYON, chosen=0), name=name, places=register("Lyon"))
        for name in ("asta.txt", "bo.txt")
    ]
    found = map_of(*lines)
    assert [(one.name, one.articles) for one in found.located] == [("Lyon", 2)]
    assert found.located[0].link == "#/articles?q=Lyon"
    assert map_of(lines[0]).located[0].link == "#/article/0?at=places.0"


def test_the_same_name_means_two_places_when_it_was_resolved_to_two():
    found = map_of(
        located(place("Tripoli", LIBYA, chosen=0), places=register("Tripoli")),
        located(place("Tripoli", LEBANON, chosen=0), name="bo.txt", places=register("Tripoli")),
    )
    assert sorted(one.chosen.country for one in found.located) == ["LB", "LY"]


@pytest.mark.parametrize(
    ("code", "precision"), [(None, "at"), (1, "at"), (2, "near"), (3, "area"), (7, "area")]
)
def test_a_halo_tells_how_exactly_a_place_is_known(code, precision):
    found = map_of(located(place("Lyon", LYON, chosen=0, code=code), places=register("Lyon")))
    assert found.located[0].precision == precision
    (dot,) = found.dots
    assert (dot.halo > dot.radius) == (precision != "at")


def test_of_very_many_places_those_most_named_are_shown():
    names = [f"town {n}" for n in range(500)]
    points = [(name, "FR", 44 + n / 100, 1 + n / 100) for n, name in enumerate(names)]
    places = [place(p[0], p, chosen=0, path=f"places.{n}") for n, p in enumerate(points)]
    ports = [event(place_id="ptown 499") for _ in range(3)]
    found = map_of(located(*places, places=register(*names), events=ports))
    assert found.totals == (500, 0, 0)
    assert len(found.located) == len(found.dots) == 150
    assert found.located[0].name == "town 499"


def test_records_that_were_not_looked_up_are_told():
    lines = [located(place("Lyon", LYON, chosen=0), places=register("Lyon")), line("bo.txt")]
    assert map_of(*lines).unlocated == 1


# items that name a place


def test_a_place_with_an_id_is_named_by_what_points_to_it():
    record = {
        "places": register("Syria"),
        "events": [{"place_id": "pSyria"}, {"place": "Syria"}],
        "actors": [{"name": "Syria"}],
    }
    assert naming_items(record, [("places.0", "Syria")]) == [1]


def test_a_place_without_an_id_is_named_by_its_name_and_other_forms():
    record = {
        "places": [{"name": "Port Aldo", "forms": ["the port"]}],
        "events": [{"place": "port aldo"}, {"in": ["the port"]}, {"place": "Aldo"}],
    }
    assert naming_items(record, [("places.0", "Port Aldo")]) == [2]


def test_a_place_that_nothing_else_names_counts_once():
    assert naming_items({"places": register("Lyon")}, [("places.0", "Lyon")]) == [1]
    assert naming_items({"person": {"born": "Lyon"}}, [("person.born", "Lyon")]) == [1]


def test_a_place_of_items_is_named_by_these():
    record = {"trips": [{"id": "t1", "port": "Lyon"}, {"id": "t2", "port": "Lyon"}]}
    assert naming_items(record, [("trips.0.port", "Lyon")]) == [2]


# names on the map


SPOTS = st.lists(
    st.builds(
        Spot,
        st.text(min_size=1, max_size=30),
        st.floats(0, 960),
        st.floats(0, 480),
        st.floats(4, 18),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(SPOTS, st.sampled_from([13.0, 30.0]))
def test_no_name_leaves_the_map_or_covers_another_name_or_a_circle(spots, size):
    labels = labels_for(spots, size, 480.0, 40)
    boxes = [box_of(label, size) for label in labels]
    for number, box in enumerate(boxes):
        assert 0 <= box.left <= box.right <= 960
        assert 0 <= box.top <= box.bottom <= 480
        for other in boxes[:number]:
            assert apart(box, other)
        for spot in spots:
            x, y, reach = spot.x, spot.y, spot.radius
            assert apart(box, (x - reach, y - reach, x + reach, y + reach))


def apart(one, two):
    return one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]
