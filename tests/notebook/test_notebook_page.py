"""The fragment in a real Chromium, as a notebook shows it: light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from boats import TEXT, Boat
from browser import grave_violations

from llm_extract.reading import Rejected

NASTY = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>\u202ejavascript:alert(3)'
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notebook</title>
<style>html {{ background: #fff; color: #111 }}
@media (prefers-color-scheme: dark) {{ html {{ background: #111; color: #eee }} }}</style>
</head><body><main><h1>Notebook</h1><h2>Out</h2><h3>Cell</h3>{fragment}
<p id="after">After</p></main></body></html>"""


@pytest.fixture
def page_of(tmp_path, open_page):
    """Opens a fragment as the output of a cell."""

    def show(found, **options):
        path = tmp_path / "notebook.html"
        path.write_text(PAGE.format(fragment=found._repr_html_()), encoding="utf-8")
        page = open_page(**options)
        page.goto(path.as_uri())
        return page

    return show


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_can_be_read_by_all_and_fits(page_of, extraction, scheme, width):
    late = Boat(cites=[1], name="Amsa left Karvel with 15", crew=14)
    found = extraction(None, late, Boat(cites=[3], name="Zorvana", crew=None), town="Karvel")
    page = page_of(found, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.locator("summary").first.click()
    assert grave_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    marked = page.locator(".text mark.doubtful").all_inner_texts()
    assert "".join(marked) == "Amsa left Karvel with 14"
    assert page.locator(".text").inner_text() == TEXT


def test_hostile_values_are_words(page_of, extraction):
    """The fixture fails the test when anything runs, is asked for or is logged as an error."""
    rejected = Rejected("boats", {"name": NASTY}, "too_long", NASTY, (1,))
    boat = Boat(cites=[1], name=f"Zorvana {NASTY}", crew=None)
    found = extraction(f"{TEXT} {NASTY}", boat, town=f"Nowhere {NASTY}", rejected=(rejected,))
    page = page_of(found)
    assert page.locator(".llm-extract script, .llm-extract img").count() == 0
    assert page.locator(".doubted", has_text="onerror").count() == 2


def test_the_rest_of_the_notebook_keeps_its_style(page_of, extraction):
    page = page_of(extraction(None, Boat(cites=[1], name="Amsa", crew=14)))
    style = "getComputedStyle(document.getElementById('after')).fontSize"
    assert page.evaluate(style) == "16px"
