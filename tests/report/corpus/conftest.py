from __future__ import annotations

import pytest

from llm_extract.report import write_corpus


@pytest.fixture
def opened(browser_page, tmp_path):
    """Writes the page of a run and opens it from disk, at a place of the page."""

    def open_at(run, place="", page=browser_page):
        path = tmp_path / "report.html"
        write_corpus(path, run)
        # Another place of the page that is open already would be shown without reading it anew.
        page.goto("about:blank")
        page.goto(f"{path.as_uri()}{place}")
        return page

    return open_at
