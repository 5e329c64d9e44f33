"""What axe-core finds on the views, and what else a reader without mouse or colours needs."""

from __future__ import annotations

import pytest
from browser import grave_violations
from stored_runs import accepted, failed, note, run_of

TEXT = "The ferry Amsa left Karvel with 14 people. It rained at dusk."


def run():
    odd = note(
        TEXT,
        values=[("crew", 41, {"verdict": "altered", "spans": [[32, 34]], "differs": ["14"]})],
        rejected=[{"list": "notes", "raw": {}, "code": "missing", "reason": "x", "cites": [2]}],
        suspicious_text=[{"kind": "bidi_mark", "start": 43, "end": 50, "quote": "It"}],
        gaps=[{"sentence": 2, "code": "truncated"}],
    )
    return run_of(odd, failed(), *accepted()[:2])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_has_a_grave_fault(opened, open_page, scheme):
    page = opened(run(), "", page=open_page(color_scheme=scheme))
    for place in ("#/", "#/articles?q=ferry", "#/article/0?at=notes.0.crew", "#/article/1"):
        page.evaluate("place => App.navigate(place)", place)
        page.wait_for_timeout(150)
        assert (place, grave_violations(page)) == (place, [])


def test_a_phone_shows_one_column_without_scrolling_sideways(opened, open_page):
    page = opened(run(), "#/article/2", page=open_page(viewport={"width": 390, "height": 800}))
    page.wait_for_selector("#article .item")
    side, items = page.locator(".side").bounding_box(), page.locator(".items").bounding_box()
    assert items["y"] >= side["y"] + side["height"]
    for place in ("#/", "#/articles", "#/article/2"):
        page.evaluate("place => App.navigate(place)", place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_verdicts_are_words_too(opened):
    page = opened(run(), "#/article/0")
    page.wait_for_selector("#article .item")
    assert page.locator("dd .badge").first.inner_text() == "≠ altered"
    assert page.locator(".bar").get_attribute("aria-label") == "1 altered"


def test_a_print_has_the_text_and_the_values_with_their_verdicts(opened, open_page):
    page = opened(run(), "#/article/0", page=open_page())
    page.wait_for_selector("#article .item")
    page.emulate_media(media="print")
    assert page.is_visible(".text")
    assert page.is_visible("dd .badge")
    assert page.is_hidden(".top")
    assert page.is_hidden(".doubts")


def test_the_overview_is_there_without_javascript(opened, open_page):
    page = opened(run(), "", page=open_page(java_script_enabled=False))
    assert page.is_visible("#overview h1")
    assert page.is_visible("noscript p")
    assert page.is_hidden("#articles")
