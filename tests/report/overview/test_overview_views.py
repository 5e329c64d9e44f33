"""Views of the globe, lines and areas cut to them, and the bundled outlines in them."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.report.overview.map._clip import Box, clip_area, clip_line, simplified
from llm_extract.report.overview.map._grid import bar_of, grid_of
from llm_extract.report.overview.map._land import land_of
from llm_extract.report.overview.map._outlines import TURN, outlines, pieces_of
from llm_extract.report.overview.map._view import WIDTH, View, view_for

POINTS = st.tuples(st.floats(-180, 180), st.floats(-85, 83))
PLACES = st.lists(POINTS, min_size=1, max_size=12)
BOX = Box(0, 0, 100, 60)
SPOTS = st.tuples(st.floats(-80, 180), st.floats(-80, 180))
LINES = st.lists(SPOTS, min_size=2, max_size=20)


# views


@given(PLACES)
def test_a_view_holds_all_its_places_inside_the_map(points):
    view = view_for(points)
    for longitude, latitude in points:
        x, y = view.place(view.near(longitude), latitude)
        assert -0.01 <= x <= WIDTH + 0.01
        assert -0.01 <= y <= view.height + 0.01
    assert view.east - view.west <= TURN
    assert -90 < view.south < view.north < 90


@given(PLACES, st.floats(0, 1), st.floats(0, 1))
def test_a_place_on_the_map_goes_back_to_its_point(points, across, down):
    view = view_for(points)
    x, y = across * WIDTH, down * view.height
    assert view.place(*view.point(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(PLACES)
def test_maps_have_a_usual_shape(points):
    assert 1.3 < WIDTH / view_for(points).height < 2.6


def test_places_on_both_sides_of_the_antimeridian_make_one_small_view():
    fiji, samoa = (178.44, -18.14), (-171.77, -13.83)
    view = view_for([fiji, samoa])
    assert view.east - view.west < 30
    assert view.near(samoa[0]) > 180
    assert view_for([(10.0, 5.0), (20.0, 9.0)]).near(10.0) == 10.0


def test_places_all_over_make_a_view_of_the_world():
    world = view_for([(-77.0, -12.0), (139.7, 35.7), (174.8, -36.9), (10.7, 59.9)])
    assert world.is_world
    assert not view_for([(4.8, 45.7), (-8.6, 41.1)]).is_world


@given(PLACES)
def test_the_grid_lies_on_the_map(points):
    view = view_for(points)
    for one in grid_of(view):
        assert 0 < one.at < (view.height if one.is_parallel else WIDTH)
    bar = bar_of(view)
    if bar:
        assert 0 < bar.width <= 180
        assert bar.width == pytest.approx(bar.km * view.pixels_per_km)


def test_meridians_have_their_names_beyond_the_antimeridian_too():
    names = [one.name for one in grid_of(View(170, 190, -5, 5)) if not one.is_parallel]
    assert names == ["175°E", "180°", "175°W"]


# cutting


@given(LINES)
def test_pieces_of_a_line_lie_inside_and_on_the_line(line):
    for piece in clip_line(line, BOX):
        for x, y in piece:
            assert -1e-6 <= x <= 100 + 1e-6
            assert -1e-6 <= y <= 60 + 1e-6
            assert min(distance((x, y), *pair) for pair in pairwise(line)) < 1e-6


@given(LINES)
def test_no_point_inside_is_lost(line):
    kept = {point for piece in clip_line(line, BOX) for point in piece}
    inside = {(x, y) for x, y in line if 0 < x < 100 and 0 < y < 60}
    # A point alone, over and over, is no line.
    assert inside <= kept or len(set(line)) == 1


@given(st.floats(-50, 150), st.floats(-50, 150), st.floats(1, 120), st.floats(1, 120))
def test_the_cut_area_of_a_rectangle_is_its_overlap(x, y, width, height):
    ring = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    across = max(min(x + width, 100) - max(x, 0), 0)
    down = max(min(y + height, 60) - max(y, 0), 0)
    assert area(clip_area(ring, BOX)) == pytest.approx(across * down, abs=1e-6)


@given(LINES, st.floats(0.01, 20))
def test_a_simplified_line_keeps_its_ends_and_stays_near(line, tolerance):
    found = simplified(line, tolerance)
    assert (found[0], found[-1]) == (line[0], line[-1])
    assert len(found) <= len(line)
    for point in line:
        assert min(distance(point, *pair) for pair in pairwise(found)) <= tolerance + 1e-6


def test_corners_stay_and_what_lies_on_the_way_does_not():
    corners = [(0.0, 0.0), (50.0, 40.0), (100.0, 0.0)]
    assert simplified([corners[0], (25.0, 20.0), *corners[1:]], 1.0) == corners
    assert simplified(corners, 100.0) == [corners[0], corners[-1]]
    ring = [*corners, corners[0]]
    assert simplified(ring, 1.0) == ring


# outlines


@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_rings_are_closed_but_for_the_land_around_the_pole(scale):
    found = outlines(scale)
    for country in found.countries:
        for ring in country.rings:
            ends = [ends_of(found, piece) for piece in pieces_of(found, ring)]
            for (_, end), (start, _) in pairwise(ends):
                assert end == pytest.approx(start)
            gap = ends[-1][1][0] - ends[0][0][0]
            around = abs(gap) == pytest.approx(TURN)
            assert around or gap == pytest.approx(0)
            assert not around or country.name == "Antarctica"


def test_the_bundled_files_are_small_and_say_where_they_are_from():
    folder = files("llm_extract.report") / "outlines"
    sizes = [len((folder / f"countries-{s}.json.gz").read_bytes()) for s in ("110m", "50m")]
    assert sum(sizes) < 450_000
    told = (folder / "README.md").read_text("utf-8")
    assert "Natural Earth" in told
    assert "public domain" in told


def test_a_region_is_drawn_with_its_countries_and_little_else():
    view = view_for([(4.8, 45.7), (-8.6, 41.1)])
    land = land_of(view)
    assert {"France", "Spain"} <= {one.name for one in land.names}
    assert len(land.areas) + len(land.borders) < 60_000
    assert all(inside(point, view) for point in points_of(land.areas + land.borders))


@pytest.mark.parametrize(
    "points",
    [
        [(178.44, -18.14), (-171.77, -13.83)],
        [(177.5, 64.7), (-165.4, 64.5)],
        [(-68.3, -54.8), (166.7, -77.8), (10.7, 59.9)],
        [(15.6, 78.2)],
        [(0.0, 0.0)],
    ],
)
def test_no_outline_leaves_its_view_nor_runs_across_it(points):
    view = view_for(points)
    land = land_of(view)
    assert all(inside(point, view) for point in points_of(land.areas + land.borders))
    # A line right across the map is what an outline cut at the antimeridian leaves behind.
    for path in land.borders.split("M")[1:]:
        drawn = points_of("M" + path)
        assert all(abs(b[0] - a[0]) < WIDTH / 2 for a, b in pairwise(drawn))


def test_land_and_sea_are_where_they_are():
    view = view_for([(-8.6, 41.1), (30.5, 50.4)])
    land = land_of(view)
    lyon, biscay = view.place(4.83, 45.75), view.place(-5.0, 45.5)
    assert winding(land.areas, lyon) != 0
    assert winding(land.areas, biscay) == 0


def test_a_country_inside_another_is_land_too():
    view = view_for([(28.2, -29.6), (18.4, -33.9)])
    maseru, durban_sea = view.place(27.5, -29.4), view.place(32.5, -31.0)
    areas = land_of(view).areas
    assert winding(areas, maseru) != 0
    assert winding(areas, durban_sea) == 0


def ends_of(found, piece):
    points = found.arcs[piece.number].points
    first, last = points[0], points[-1]
    if piece.is_backwards:
        first, last = last, first
    return (first[0] + piece.turn, first[1]), (last[0] + piece.turn, last[1])


def points_of(data):
    """Absolute points of path data, in pixels."""
    found = []
    for path in data.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", path)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x / 10, y / 10))
    return found


def inside(point, view):
    x, y = point
    return -7 <= x <= WIDTH + 7 and -7 <= y <= view.height + 7


def winding(data, point):
    """How often all areas go around a point."""
    px, py = point
    count = 0
    for path in data.split("M")[1:]:
        ring = points_of("M" + path)
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > py) != (by > py) and ax + (py - ay) * (bx - ax) / (by - ay) > px:
                count += 1 if by > ay else -1
    return count


def distance(point, start, end):
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0
    share = min(max(share, 0), 1)
    return hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))


def area(ring):
    if not ring:
        return 0
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2
