from __future__ import annotations

import pytest
from browser import faults_of, watched_page

from llm_extract.report import write_corpus


@pytest.fixture(scope="module")
def one_page(browser):
    """One page for the tests of a module: a new one takes longer than most tests."""
    page = watched_page(browser)
    yield page
    page.context.close()


@pytest.fixture
def opened(one_page, tmp_path):
    """Writes the page of a run and opens it from disk, at a place of the page."""

    def open_at(run, place="", page=one_page):
        path = tmp_path / "report.html"
        write_corpus(path, run)
        # Another place of the page that is open already would be shown without reading it anew.
        page.goto("about:blank")
        page.goto(f"{path.as_uri()}{place}")
        return page

    one_page.mouse.move(0, 0)
    yield open_at
    one_page.goto("about:blank")
    faults = [*faults_of(one_page)]
    faults_of(one_page).clear()
    assert faults == []
