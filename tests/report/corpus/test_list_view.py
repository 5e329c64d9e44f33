"""The list of articles in a browser, opened from disk."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from stored_runs import accepted, failed, note, run_of

from llm_extract.report.corpus._chunks import CHUNK

TEXT = "The ferry Amsa left Karvel with 14 people. It rained at dusk."
FERRY = ("kind_of", "ferry", {"verdict": "classified", "spans": [[0, 42]]})
BARGE = ("kind_of", "barge", {"verdict": "classified", "spans": [[0, 42]]})
WRONG = ("crew", 41, {"verdict": "altered", "spans": [[32, 34]], "differs": ["14"]})


def harbour():
    return run_of(
        note(TEXT, "1.txt", title="Ferry leaves", published="2027-03-16", values=[FERRY]),
        note(TEXT, "2.txt", title="Barge leaves", published="2027-04-02", values=[BARGE, WRONG]),
        note("Nothing happened at Sund.", "3.txt", values=[("day", "2027-05-01", None)]),
        failed("4.txt"),
    )


def shown(page):
    return page.locator("#articles .row .open").all_text_contents()


def counted(page):
    return page.inner_text("#articles .count")


def wait_for(page, count):
    page.wait_for_function(
        "text => document.querySelector('#articles .count').textContent === text", arg=count
    )


def choose(page, label, value):
    page.get_by_label(label, exact=True).select_option(value)


def test_the_overview_leads_to_the_list_with_the_doubtful_ones_first(opened):
    page = opened(harbour())
    assert page.is_visible("#overview")
    page.get_by_role("link", name="Articles").click()
    assert page.is_hidden("#overview")
    assert shown(page) == ["Barge leaves", "Ferry leaves", "3.txt", "4.txt"]
    assert counted(page) == "4 of 4 articles"
    assert page.get_attribute("nav [data-view=articles]", "aria-current") == "page"
    assert page.title() == "Articles – llm-extract"


def test_a_row_tells_items_verdicts_and_doubts(opened):
    page = opened(harbour(), "#/articles")
    row = page.locator(".row").first
    assert row.locator(".counts").inner_text() == "1 notes"
    assert row.locator(".bar").get_attribute("aria-label") == "1 classified, 1 altered"
    assert row.locator(".marks").inner_text() == "≠ 1 altered"
    assert page.locator(".row").last.inner_text().splitlines()[-1].strip() == "! timeout"


FILTERS = [
    ("Type", "ferry", ["Ferry leaves"]),
    ("Verdict", "altered", ["Barge leaves"]),
    ("Status", "failed", ["4.txt"]),
    ("Status", "timeout", ["4.txt"]),
    ("Month", "2027-05", ["3.txt"]),
    ("Month", "2027-03", ["Ferry leaves"]),
    ("Items", "notes", ["Barge leaves", "Ferry leaves", "3.txt"]),
    ("Order", "oldest", ["Ferry leaves", "Barge leaves", "3.txt", "4.txt"]),
    ("Order", "run", ["Ferry leaves", "Barge leaves", "3.txt", "4.txt"]),
]


def test_a_filter_leaves_what_fits(opened):
    page = opened(harbour(), "#/articles")
    for label, value, left in FILTERS:
        choose(page, label, value)
        assert (label, value, shown(page)) == (label, value, left)
        assert counted(page) == f"{len(left)} of 4 articles"
        choose(page, label, "doubts" if label == "Order" else "")


def test_filters_survive_a_reload(opened):
    page = opened(harbour(), "#/articles")
    choose(page, "Order", "oldest")
    choose(page, "Items", "notes")
    choose(page, "Type", "barge")
    page.reload()
    assert shown(page) == ["Barge leaves"]
    held = {
        name: page.get_by_label(name, exact=True).input_value()
        for name in ("Order", "Items", "Type")
    }
    assert held == {"Order": "oldest", "Items": "notes", "Type": "barge"}
    choose(page, "Items", "")
    assert shown(page) == ["Ferry leaves", "Barge leaves", "3.txt", "4.txt"]


def test_only_doubtful_ones(opened):
    page = opened(harbour(), "#/articles")
    page.get_by_label("only doubtful").check()
    assert shown(page) == ["Barge leaves"]
    assert page.evaluate("location.hash") == "#/articles?doubt=1"


def test_a_link_may_name_all_filters(opened):
    page = opened(harbour(), "#/articles?type=barge&verdict=altered&month=2027-04")
    assert shown(page) == ["Barge leaves"]
    page = opened(harbour(), "#/articles?list=notes&type=ferry&verdict=altered")
    assert shown(page) == []
    assert "No article fits" in page.inner_text("#articles .rows")


def test_a_filter_no_article_has_is_shown_and_leaves_nothing(opened):
    page = opened(harbour(), f"#/articles?type={quote('<b>raft</b>')}")
    assert counted(page) == "0 of 4 articles"
    assert page.get_by_label("Type", exact=True).input_value() == "<b>raft</b>"


def test_a_search_finds_names_at_once_and_words_of_the_texts(opened):
    page = opened(harbour(), "#/articles")
    page.get_by_label("Search", exact=True).fill("BARGE")
    wait_for(page, "1 of 4 articles")
    assert shown(page) == ["Barge leaves"]
    page.get_by_label("Search", exact=True).fill("amsa Karvel")
    wait_for(page, "2 of 4 articles")
    page.get_by_label("Search", exact=True).fill("amsa nothing")
    wait_for(page, "0 of 4 articles")


def test_a_search_goes_through_all_chunks_and_the_last_words_count(opened):
    texts = [note(f"The barge Orl-{n} came to Sund.", f"{n}.txt") for n in range(CHUNK * 3)]
    page = opened(run_of(*texts), "#/articles")
    last = CHUNK * 3 - 1
    search = page.get_by_label("Search", exact=True)
    search.fill("sund")
    search.fill(f"orl-{last}")
    wait_for(page, f"1 of {CHUNK * 3} articles")
    assert shown(page) == [f"{last}.txt"]
    assert page.is_hidden("#articles .progress")


def test_texts_that_are_not_at_hand_are_searched_in_the_cited_sentences(opened):
    page = opened(run_of(note(TEXT, at_hand=False)), "#/articles?q=karvel")
    wait_for(page, "1 of 1 article")


def test_going_back_leads_to_the_same_list_and_row(opened):
    page = opened(harbour(), "#/articles?sort=run")
    page.get_by_role("link", name="Barge leaves").click()
    page.wait_for_selector("#article h1")
    assert page.inner_text("#article h1") == "Barge leaves"
    page.go_back()
    page.wait_for_selector("#articles .row")
    assert shown(page) == ["Ferry leaves", "Barge leaves", "3.txt", "4.txt"]
    assert page.evaluate("document.activeElement.textContent") == "Barge leaves"
    page.go_forward()
    page.wait_for_selector("#article h1")


def test_the_keyboard_searches_walks_and_opens(opened):
    page = opened(harbour(), "#/articles")
    page.keyboard.press("/")
    page.keyboard.type("leaves")
    wait_for(page, "2 of 4 articles")
    page.keyboard.press("j")
    assert page.get_by_label("Search", exact=True).input_value() == "leavesj"
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    page.locator("#view").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.className") == "open"
    page.keyboard.press("Enter")
    page.wait_for_selector("#article h1")


def test_a_run_without_articles_says_so(opened):
    page = opened(run_of(), "#/articles")
    assert "no articles yet" in page.inner_text("#articles")
    assert counted(page) == "0 of 0 articles"


def test_thousands_of_rows_are_drawn_in_slices(opened):
    run = run_of(*(note(TEXT, f"{n}.txt") for n in range(600)))
    page = opened(run, "#/articles?sort=run")
    page.wait_for_function("() => document.querySelectorAll('#articles .row').length === 600")
    assert shown(page)[599] == "599.txt"
    choose(page, "Items", "notes")
    page.wait_for_function("() => document.querySelectorAll('#articles .row').length === 600")


def test_the_skip_link_leads_to_the_content_and_keeps_the_place(opened):
    page = opened(harbour(), "#/articles?doubt=1")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "view"
    assert page.evaluate("location.hash") == "#/articles?doubt=1"


def test_the_example_articles_are_listed(opened):
    page = opened(run_of(*accepted()), "#/articles?list=events&type=Protests")
    index = json.loads(page.text_content("#index"))
    with_protests = [
        one["title"] or one["id"]
        for one in index["articles"]
        if "Protests" in one["items"].get("events", {"types": {}})["types"]
    ]
    assert sorted(shown(page)) == sorted(with_protests)
    assert re.fullmatch(r"\d of 5 articles", counted(page))
