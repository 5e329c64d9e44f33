"""The page of a review in a real Chromium."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from browser import _watch, faults_of, grave_violations
from reviewed_runs import At, checked, decided, make_anew, rows
from served import Served

HOSTILE = '<img src=x onerror=alert(1)>"></script><script>alert(2)</script>\u202e]]>'

NO_BOAT = "No boat left the harbour"
SELECT = """(words) => {
  const { element } = TextView.segments.find((one) => one.element.textContent.includes(words));
  const [node] = element.childNodes;
  const start = node.data.indexOf(words);
  document.getSelection().setBaseAndExtent(node, start, node, start + words.length);
}"""


@pytest.fixture
def served(out):
    with Served(out) as server:
        yield server


def show(page, server, place="casualties.1", article=0):
    page.goto(f"{server.address}#/article/{article}?at={place}")
    page.wait_for_selector("#article .item.chosen .decide")
    return page


def item(page, path):
    return page.locator(f'#article .item[data-path="{path}"]')


def state(page, path):
    return item(page, path).locator(".decide .badge").first


def saved(page):
    page.wait_for_selector(".saving.is-saved")


def corrected(page):
    """Wait until a correction is saved, and the article is drawn with it."""
    saved(page)
    page.wait_for_selector("#article .changes")


def until(page, expression):
    """Wait for something to become true; the policy forbids what Playwright does for that."""
    for _ in range(300):
        if found := page.evaluate(expression):
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"it did not become true within 15 s: {expression}")


def told(page, text):
    until(page, f"document.querySelector('#status').textContent.includes({text!r})")


def said(page, text):
    until(page, f"document.querySelector('.saving').textContent.includes({text!r})")


def test_a_corrected_number_is_verified_and_is_there_after_a_reload(browser_page, served, out):
    page = show(browser_page, served)
    card = item(page, "casualties.1")
    assert card.locator('[data-path="casualties.1.best"] .badge').inner_text() == "≠ altered"
    card.get_by_role("button", name="Correct 30 visitors").click()
    page.fill("[data-field=low]", "12")
    page.fill("[data-field=best]", "12")
    page.fill("[data-field=count_text]", "At least 12")
    page.get_by_role("button", name="Save").click()
    corrected(page)
    assert state(page, "casualties.1").inner_text() == "✎ corrected"
    for _ in range(2):
        value = card.locator('[data-path="casualties.1.best"]')
        assert value.locator(".badge").inner_text() == "= exact"
        assert "best: 30 → 12" in card.locator(".changes").inner_text()
        page.reload()
        page.wait_for_selector("#article .item.chosen .decide")
    assert rows(out) == [("ada", "correct", "casualties.1")]


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(browser_page, served, out):
    page = show(browser_page, served, "casualties.0")
    page.keyboard.press("c")
    page.fill("[data-field=high]", "5")
    page.fill("[data-field=cites]", "2, 77")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-field=cites][aria-invalid="true"]')
    error = page.locator(".field:has([data-field=cites]) .error")
    assert error.inner_text() == "the article has no sentence 77"
    page.fill("[data-field=cites]", "2")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.general').textContent")
    assert "must not decrease" in page.locator(".general").inner_text()
    assert page.input_value("[data-field=high]") == "5"
    assert rows(out) == []
    page.keyboard.press("Escape")
    assert page.locator(".panel").count() == 0
    # The browser logs that two requests were refused.
    assert len(faults_of(page)) == 2
    assert all("422" in fault for fault in faults_of(page))
    faults_of(page).clear()


def test_by_keyboard_alone(browser_page, served, out):
    page = browser_page
    page.goto(f"{served.address}#/articles")
    page.wait_for_selector(".row")
    page.keyboard.press("z")
    said(page, "nothing to undo")
    page.locator(".row .open").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#article .decide")
    page.keyboard.press(" ")
    page.wait_for_selector(".item.chosen")
    assert page.evaluate("App.route.params.at") == "casualties.1"
    page.keyboard.press("r")
    told(page, "rejected: 30 visitors")
    assert state(page, "casualties.1").inner_text() == "⊘ rejected"
    page.keyboard.press(" ")
    until(page, "App.route.index === 1")
    page.wait_for_selector(".item.chosen .decide")
    page.keyboard.press("a")
    told(page, "accepted: 30 visitors")
    page.keyboard.press("m")
    page.keyboard.type("Counted twice?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    told(page, "note saved")
    page.keyboard.press("D")
    told(page, "The article is done.")
    assert page.locator(".head .badge").last.inner_text() == "✓ done"
    assert "1 of 2 articles done" in page.locator(".progress-told").inner_text()
    for number in range(3):
        page.keyboard.press("z")
        said(page, ("undone: done", "undone: note", "undone: accept")[number])
    until(page, "Review.standing.decided === 1")
    assert [action for _, action, _ in rows(out)][:4] == ["reject", "accept", "note", "done"]


def test_the_way_through_the_work_is_told(browser_page, served, out):
    page = browser_page
    page.goto(served.address)
    hint = page.locator("#overview > .notice").first
    until(page, "document.querySelector('.progress-told').textContent")
    assert "“Next undecided” shows one item" in hint.inner_text()
    decided(out, ("done",), *(("accept", path, None) for path in ("casualties.1",)))
    with At(out) as at:
        while (place := at.session.next()) and place.path:
            at("accept", place.path, article=place.article)
    page.evaluate("Review.sync()")
    until(page, "document.querySelector('.progress-told').textContent.includes('1 of 2 art')")
    assert "1 article is not marked as done yet" in hint.inner_text()
    page.get_by_role("button", name="Next undecided").click()
    until(page, "App.route.index === 1")
    said(page, "is anything missing?")
    page.wait_for_selector("#article .done")
    page.get_by_role("button", name="Done with this article").click()
    saved(page)
    page.get_by_role("button", name="Next undecided").click()
    said(page, "Every item is decided, and every article is done.")
    page.get_by_role("link", name="Overview").click()
    assert "tells you how to export" in hint.inner_text()


def test_what_was_said_of_an_earlier_record_is_told_and_taken_over(browser_page, out):
    decided(out, ("reject", "casualties.1"), ("reject", "events.0"), ("done",))
    with ThreadPoolExecutor(1) as aside:
        # The browser's driver keeps the event loop of this thread.
        aside.submit(make_anew, out, events=[]).result()
    decided(out, ("reject", "casualties.0"), ("done",))
    checked(out, lambda data: data["casualties"].pop(0))
    with Served(out) as served:
        page = show(browser_page, served, "casualties.0")
        notices = [one.inner_text() for one in page.locator(".head .notice").all()]
        assert "its items have changed since" in notices[0]
        assert "3 decisions were made about an earlier version of this record." in notices[1]
        assert "1 decision was made about an item that is not in the record any more" in notices[2]
        page.get_by_role("button", name="Take over 1 decision").click()
        said(page, "1 decision taken over")
        assert state(page, "casualties.0").inner_text() == "⊘ rejected"
        assert page.get_by_role("button", name="Take over").count() == 0


def test_an_answer_that_was_lost_leaves_one_item_when_it_is_sent_again(browser_page, served, out):
    page = show(browser_page, served)
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/api/decisions", lose)
    page.keyboard.press("m")
    page.fill(".panel textarea", "Said once.")
    save = page.get_by_role("button", name="Save")
    save.click()
    page.wait_for_selector(".saving.is-failed")
    assert lost == [200]
    save.click()
    told(page, "note saved")
    assert rows(out) == [("ada", "note", "casualties.1")]
    assert item(page, "casualties.1").locator(".note").count() == 1
    # The same words again are another note.
    page.keyboard.press("m")
    page.fill(".panel textarea", "Said once.")
    page.get_by_role("button", name="Save").click()
    until(page, "document.querySelectorAll('#article .note').length === 2")
    assert len(rows(out)) == 2
    faults_of(page).clear()


def test_a_record_that_is_changed_under_a_form_is_told(browser_page, served, out):
    page = show(browser_page, served, "casualties.0")
    page.keyboard.press("c")
    page.fill("[data-field=high]", "40")
    checked(out, lambda data: data["casualties"].reverse())
    for _ in range(2):
        page.get_by_role("button", name="Save").click()
        until(page, "document.querySelector('.general').textContent.includes('look again')")
        assert page.input_value("[data-field=high]") == "40"
        page.evaluate("document.querySelector('.general').textContent = ''")
    assert rows(out) == []
    page.keyboard.press("Escape")
    until(page, "ArticleView.itemAt(ArticleView.entry, 'casualties.0').label.includes('30')")
    faults_of(page).clear()


def test_two_tabs_show_each_others_decisions_without_a_reload(open_page, served, out):
    one = open_page()
    two = one.context.new_page()
    _watch(two)
    show(one, served)
    show(two, served)
    one.keyboard.press("r")
    saved(one)
    two.wait_for_selector('.item[data-path="casualties.1"] .decided-rejected')
    # What somebody is typing stays, and what was decided meanwhile shows afterwards.
    two.bring_to_front()
    two.keyboard.press("m")
    two.keyboard.type("half a no")
    decided(out, ("reject", "casualties.0"))
    one.evaluate("Review.channel.postMessage(0)")
    until(two, "Review.isStale")
    assert two.locator(".panel textarea").input_value() == "half a no"
    two.keyboard.press("Escape")
    two.wait_for_selector('.item[data-path="casualties.0"] .decided-rejected')


def test_an_item_is_added_with_the_words_that_are_selected(browser_page, served, out):
    page = show(browser_page, served, "events.0")
    page.evaluate(SELECT, NO_BOAT)
    until(page, "Panel.selected")
    page.keyboard.press("+")
    page.locator("[data-field=what]").focus()
    page.locator(".panel .use").click()
    assert page.input_value("[data-field=what]") == NO_BOAT
    assert page.input_value("[data-field=cites]") == "4"
    page.select_option("[data-field=event_type]", label="Protests")
    assert page.input_value("[data-field=what]") == NO_BOAT
    page.select_option("[data-field=status]", label="new")
    page.select_option("[data-field=modality]", label="negated")
    page.get_by_role("button", name="Add side a").click()
    page.locator('[data-field="side_a.0"]').fill("Harbour Board")
    page.get_by_role("button", name="Save").click()
    told(page, "added to events")
    assert page.evaluate("App.route.params.at") == "events.1"
    with At(out) as at:
        new = at.data()["events"][1]
    assert (new["what"], new["cites"], new["event_type"], new["side_a"]) == (
        NO_BOAT,
        [4],
        "Protests",
        ["Harbour Board"],
    )


def test_hostile_words_come_back_as_words(browser_page, served, out):
    page = show(browser_page, served, "claims.0")
    page.keyboard.press("c")
    page.fill("[data-field=source]", HOSTILE)
    page.keyboard.press("Enter")
    corrected(page)
    page.keyboard.press("m")
    page.fill(".panel textarea", HOSTILE)
    page.get_by_role("button", name="Save").click()
    told(page, "note saved")
    page.reload()
    page.wait_for_selector(".item.chosen .note")
    card = item(page, "claims.0")
    assert HOSTILE in card.locator(".note").inner_text()
    assert card.locator('[data-path="claims.0.source"] .words').inner_text() == HOSTILE
    assert page.locator("img").count() == 0
    decided(out, ("reject", "claims.0"), reviewer=HOSTILE.replace("\u202e", ""))
    page.goto(f"{served.address}#/agreement")
    page.get_by_role("button", name="Show agreement").click()
    page.wait_for_selector(".matrix")
    assert "onerror" in page.locator("#extra h2").inner_text()


def test_agreement_is_shown_when_asked_for_and_leads_to_the_items(browser_page, served, out):
    decided(out, ("accept", "events.0"), ("reject", "casualties.1"), reviewer="bo")
    page = show(browser_page, served)
    for path in ("casualties.1", "events.0"):
        page.evaluate("path => ArticleView.select(path)", path)
        page.keyboard.press("a")
        page.wait_for_selector(f'.item[data-path="{path}"] .decided-accepted')
    page.get_by_role("link", name="Agreement").click()
    assert "bo" not in page.locator("#extra").inner_text()
    page.get_by_role("button", name="Show agreement").click()
    page.wait_for_selector(".matrix")
    assert "50.0%" in page.locator(".agreement").inner_text()
    page.get_by_role("link", name="asta.txt: casualties.1").click()
    until(page, "App.route.params.at === 'casualties.1'")


def test_a_server_that_is_gone_is_told_and_the_words_stay(browser_page, out):
    with Served(out) as served:
        page = show(browser_page, served)
        page.keyboard.press("m")
        page.fill(".panel textarea", "Not to be lost.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".saving.is-failed")
    assert "start it again" in page.locator(".general").inner_text()
    assert page.input_value(".panel textarea") == "Not to be lost."
    faults_of(page).clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(open_page, served, out, scheme):
    decided(out, ("reject", "casualties.0"), ("correct", "casualties.1.high", 40))
    decided(out, ("accept", "casualties.0"), reviewer="bo")
    page = show(open_page(color_scheme=scheme), served)
    page.keyboard.press("c")
    page.wait_for_selector(".panel")
    assert grave_violations(page) == []
    page.keyboard.press("Escape")
    page.goto(f"{served.address}#/agreement")
    page.get_by_role("button", name="Show agreement").click()
    page.wait_for_selector(".matrix")
    assert grave_violations(page) == []


def test_nothing_is_wider_than_a_phone(open_page, served):
    page = show(open_page(viewport={"width": 390, "height": 844}), served)
    page.keyboard.press("c")
    page.wait_for_selector(".panel")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
