"""The overview as people see it: in Chromium, in both themes, on a phone, and with bad names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser import grave_violations
from overview_lines import casualties, event, line, located, missed, place, run_of

from llm_extract.report.corpus import corpus_page

ACCEPTED = Path(__file__).parents[3] / "cases/conflict_events@2/qwen2.5-coder-1.5b/accepted"
LYON = ("Lyon", "FR", 45.75, 4.83)
TRIPOLI = ("Tripoli", "LY", 32.88, 13.19), ("Tripoli", "LB", 34.43, 35.84)
NASTY = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "</title></svg><b>",
    "javascript:alert(3)",
    "\u202egnp.exe\u2066",
    "]]><!--{{ 7 * 7 }}{% raw %}",
)
PHONE = {"viewport": {"width": 390, "height": 800}}


def register(*names):
    return [{"cites": [1], "name": name, "forms": [], "id": f"p{name}"} for name in names]


def full(name="asta.txt", word="", **members):
    """A line with something for each part of the overview."""
    return located(
        place(f"Lyon{word}", LYON, chosen=0, code=2),
        place(f"Tripoli{word}", *TRIPOLI, path="places.1"),
        place(f"Aldo{word}", path="places.2"),
        name=name,
        places=register("Lyon", "Tripoli", "Aldo"),
        events=[
            event("Protests", "2031-05-01", place_id="pLyon", sub_event_type=f"Peaceful{word}"),
            event(f"Riots{word}", "2031-05-04", until="2031-06-01"),
            event("Protests", modality="planned"),
        ],
        casualties=[
            casualties(12, 12, None, count_text=f"at least 12{word}", counted_by=f"Asta{word}"),
            casualties(8, 9, 10, counted_by="Bo", group=f"hikers{word}"),
            casualties(None, None, 40, harm="missing"),
            casualties(count_text="dozens", harm="missing"),
            casualties(900, 900, None, status="cumulative"),
        ],
        values=[("casualties.0.best", "altered"), ("events.0.what", "exact")],
        rejected=[{}],
        **members,
    )


def accepted():
    return [json.loads(path.read_text("utf-8")) for path in sorted(ACCEPTED.glob("*.json"))]


@pytest.fixture
def opened(open_page, tmp_path):
    """Opens the page of a run from disk."""

    def make(*lines, **options):
        path = tmp_path / "report.html"
        path.write_text("".join(corpus_page(run_of(*lines))), encoding="utf-8")
        page = open_page(**options)
        page.goto(path.as_uri())
        return page

    return make


def words(page, part):
    return " ".join(page.locator(f'section[aria-labelledby="{part}"]').inner_text().split())


def test_all_parts_are_there_and_say_their_numbers(opened):
    page = opened(full(title="The march"), missed())
    assert "2 articles" in page.locator("h1").inner_text()
    assert "1 timeout" in " ".join(page.locator(".tiles").inner_text().split())
    assert "altered 1 50.0%" in words(page, "proven")
    assert "The march" in words(page, "doubts")
    assert "Besides 1 planned not counted here." in words(page, "found")
    assert "2 events by day; 1 planned not counted here." in words(page, "when")
    figures = words(page, "figures")
    assert "at least 12 at least 12 doubtful" in figures
    assert "8 to 10, best 9" in figures
    assert "up to 40" in figures
    assert "cumulative" in figures
    where = words(page, "where")
    assert "1 place with coordinates, 1 with several candidates, 1 in no gazetteer" in where
    assert "Natural Earth, public domain" in where


def test_without_looked_up_places_the_command_is_named(opened):
    assert "llm-extract locate OUT" in words(opened(line()), "where")


def test_where_no_place_has_coordinates_there_is_a_list_and_no_map(opened):
    page = opened(located(place("Aldo"), places=register("Aldo")))
    told = words(page, "where")
    assert "1 in no gazetteer" in told
    assert "Looked up in a gazetteer" in told
    assert "Natural Earth" not in told
    assert page.locator(".map").count() == 0


def test_bars_and_numbers_lead_to_lists_and_articles(opened):
    page = opened(full(), full("bo.txt"))
    page.get_by_role("link", name="8 to 10, best 9").first.click()
    assert page.evaluate("location.hash") == "#/article/0?at=casualties.1"
    page.go_back()
    page.locator('section[aria-labelledby="found"]').get_by_role("link", name="Protests").click()
    assert page.evaluate("location.hash") == "#/articles?list=events&type=Protests"


def test_the_example_records_are_shown_without_faults(opened):
    page = opened(*accepted())
    assert "cumulative" in words(page, "figures")
    assert page.locator(".timeline rect.series").count() > 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_grave(opened, theme):
    page = opened(full(title="The march"), missed(), color_scheme=theme)
    for part in page.locator(".overview details").all():
        part.evaluate("part => { part.open = true; }")
    assert grave_violations(page) == []


def test_a_phone_needs_no_sideways_scrolling_and_shows_its_own_labels(opened):
    page = opened(full(), *accepted(), **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".map .narrow.names").is_visible()
    assert not page.locator(".map .wide.names").is_visible()
    size = page.locator(".map .narrow.names text").first.evaluate(
        "text => parseFloat(getComputedStyle(text).fontSize) * text.getCTM().a"
    )
    assert size >= 10


def test_charts_lie_inside_their_frames(opened):
    page = opened(full(), *accepted())
    shapes = page.locator(".overview svg > rect, .overview svg:not(.patterns) line, .timeline rect")
    outside = shapes.evaluate_all(
        """(all) => all.filter((part) => {
          const own = part.getBoundingClientRect();
          const frame = part.ownerSVGElement.getBoundingClientRect();
          return own.right > frame.right + 2 || own.left < frame.left - 2;
        }).map((part) => part.outerHTML)"""
    )
    assert shapes.count() > 50
    assert outside == []


def test_no_name_is_more_than_text(opened):
    # The fixture fails on dialogs, errors and anything the page's policy forbids.
    lines = [full(f"asta{word}", word, title=f"March{word}") for word in NASTY]
    page = opened(*lines, *(missed(code=f"timeout{word}") for word in NASTY))
    overview = page.locator(".overview")
    assert overview.locator("img, script, b").count() == 0
    told = overview.text_content()
    for word in NASTY:
        for name in ("timeout", "March", "Tripoli", "Aldo", "Peaceful", "Riots", "hikers", "Asta"):
            assert f"{name}{word}" in told
    links = overview.locator("a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert links
    assert all(link.startswith("#/") for link in links)
    assert overview.locator("[style], [onclick], [onerror]").count() == 0


def test_the_overview_is_readable_without_scripts(opened):
    page = opened(full(), java_script_enabled=False)
    assert page.locator(".overview").is_visible()
    assert "8 to 10, best 9" in page.locator(".overview").inner_text()
