"""The watched pages of `browser` notice what a page must not do."""

from __future__ import annotations

import pytest
from browser import faults_of, grave_violations

HEAD = "<!doctype html><html lang=en><title>Boats</title><main><h1>Boats</h1>"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>console.error('no')</script>", "error: no"),
        ("<script>throw new Error('no')</script>", "raised: no"),
        ("<script>alert(1)</script>", "dialog: 1"),
        ("<img src='http://127.0.0.1:9/boat.png' alt=''>", "asked for http://127.0.0.1:9/"),
    ],
)
def test_a_page_that_misbehaves_is_noticed(browser_page, tmp_path, body, fault):
    (tmp_path / "page.html").write_text(HEAD + body, encoding="utf-8")
    browser_page.goto((tmp_path / "page.html").as_uri())
    assert any(fault in one for one in faults_of(browser_page))
    faults_of(browser_page).clear()


def test_a_page_that_behaves_is_not(browser_page, tmp_path):
    (tmp_path / "page.html").write_text(HEAD, encoding="utf-8")
    browser_page.goto((tmp_path / "page.html").as_uri())
    assert faults_of(browser_page) == []
    assert grave_violations(browser_page) == []


def test_axe_finds_a_button_without_a_name(browser_page, tmp_path):
    (tmp_path / "page.html").write_text(HEAD + "<button></button>", encoding="utf-8")
    browser_page.goto((tmp_path / "page.html").as_uri())
    assert [rule for rule, _ in grave_violations(browser_page)] == ["button-name"]
