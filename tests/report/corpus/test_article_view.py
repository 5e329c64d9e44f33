"""One article in a browser: what is marked, told, jumped to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored_runs import accepted, failed, note, run_of

TEXT = "The ferry Amsa left Karvel with 14 people. It rained at dusk.\n\nThe Amsa came back."
NAME = ("name", "Amsa", {"spans": [[10, 14]]})
WHOLE = ("trip", "Amsa left Karvel", {"spans": [[10, 26]]})
WRONG = ("crew", 41, {"verdict": "altered", "spans": [[32, 34]], "differs": ["14"]})
NOWHERE = ("port", "Sund", {"verdict": "unsupported"})
KIND = ("kind_of", "ferry", {"verdict": "classified", "spans": [[0, 42]]})
MADE = ("id", "n1", {"verdict": "derived", "spans": [[0, 42]]})
VALUES = [NAME, WHOLE, WRONG, NOWHERE, KIND, MADE]
REJECTED = {"list": "notes", "raw": {"name": "Orl"}, "code": "missing", "reason": "no cites"}
SUSPICIOUS = {"kind": "addresses_model", "start": 43, "end": 61, "quote": "It rained at dusk."}
FINDING = {"code": "odd_crew", "path": "notes.0.crew", "message": "it is odd"}


def ferry(**members):
    parts = {
        "values": VALUES,
        "rejected": [REJECTED | {"cites": [3]}],
        "suspicious_text": [SUSPICIOUS],
        "findings": [FINDING | {"severity": "fault"}],
        "gaps": [{"sentence": 2, "code": "truncated"}],
    }
    return note(TEXT, **(parts | members))


def value(page, field):
    return page.locator(f'dd[data-path="notes.0.{field}"] .value')


def card(page):
    return " ".join(page.inner_text("#card").split())


def marked(page, name):
    return "".join(page.locator(f".segment.{name}").all_inner_texts())


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("name", "= exact In sentence 1, letter by letter. [1] The ferry Amsa left"),
        ("crew", "≠ altered Something near it is in sentence 1: the text has “14” instead."),
        ("port", "✗ unsupported Nowhere in the article. The item cites: [1] The ferry"),
        ("kind_of", "◆ classified A choice, for what is in sentence 1. [1] The ferry"),
    ],
)
def test_pointing_at_a_value_tells_its_verdict_and_its_evidence(opened, field, told):
    page = opened(run_of(ferry()), "#/article/0")
    assert page.locator("#card").count() == 0
    value(page, field).hover()
    assert card(page).startswith(told)


def test_the_words_that_prove_a_value_are_marked_in_the_card_and_in_the_text(opened):
    page = opened(run_of(ferry()), "#/article/0")
    value(page, "trip").hover()
    assert page.locator("#card mark").all_inner_texts() == ["Amsa left Karvel"]
    assert marked(page, "pointed") == "Amsa left Karvel"
    value(page, "crew").hover()
    assert marked(page, "pointed") == "14"
    assert "odd_crew it is odd" in card(page)
    page.mouse.move(5, 5)
    page.wait_for_selector("#card", state="hidden")
    assert marked(page, "pointed") == ""


def test_a_pointer_may_go_into_the_card(opened):
    page = opened(run_of(ferry()), "#/article/0")
    value(page, "crew").hover()
    page.locator("#card blockquote").hover()
    page.wait_for_timeout(300)
    assert page.is_visible("#card")


def test_the_focus_tells_the_same_and_escape_closes_the_card_first(opened):
    page = opened(run_of(ferry()), "#/article/0")
    value(page, "name").focus()
    assert card(page).startswith("= exact In sentence 1")
    described = value(page, "name").get_attribute("aria-describedby")
    assert page.get_attribute(f"#{described}", "role") == "tooltip"
    page.keyboard.press("Escape")
    assert page.is_hidden("#card")
    assert page.is_visible("#article")
    page.keyboard.press("Escape")
    page.wait_for_selector("#articles .row")


def test_a_tap_shows_the_card_on_a_phone(opened, open_page):
    phone = open_page(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = opened(run_of(ferry()), "#/article/0", page=phone)
    value(page, "crew").tap()
    assert card(page).startswith("≠ altered")
    page.locator("#article h1").tap()
    page.wait_for_selector("#card", state="hidden")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_pointing_at_words_of_the_text_tells_what_they_prove(opened):
    page = opened(run_of(ferry()), "#/article/0")
    page.locator(".segment", has_text="Amsa").first.hover()
    assert card(page) == ("Proves = exact notes.0.name Amsa = exact notes.0.trip Amsa left Karvel")
    page.locator(".segment.suspicious").hover()
    assert "⚠ addresses model" in card(page)


def test_selecting_an_item_marks_its_sentences_and_the_words_of_its_values(opened):
    page = opened(run_of(ferry()), "#/article/0")
    page.locator(".pick").click()
    assert marked(page, "chosen") == "The ferry Amsa left Karvel with 14 people."
    assert marked(page, "proving") == "Amsa left Karvel14"
    assert page.get_attribute(".pick", "aria-pressed") == "true"
    assert page.evaluate("location.hash") == "#/article/0?at=notes.0"
    page.reload()
    page.wait_for_selector(".item.chosen")
    assert marked(page, "chosen") == "The ferry Amsa left Karvel with 14 people."


def test_what_is_doubtful_stands_first_and_leads_to_its_place(opened):
    page = opened(run_of(ferry()), "#/article/0")
    groups = [text.strip() for text in page.locator(".doubts summary").all_inner_texts()]
    assert groups == [
        "≠ 1 altered",
        "✗ 1 unsupported",
        "⊘ 1 rejected",
        "⚠ 1 suspicious",
        "… 1 gap",
    ]
    page.get_by_role("button", name="notes 1 · crew: 41 it is odd").click()
    assert page.evaluate("document.activeElement.textContent") == "41"
    page.get_by_role("button", name="addresses model").click()
    assert marked(page, "proving") == "It rained at dusk."
    page.get_by_role("button", name="notes: no cites missing").click()
    assert marked(page, "proving") == "The Amsa came back."
    assert '"name": "Orl"' in page.inner_text(".item.out pre")
    page.get_by_role("button", name="sentence 2 truncated").click()
    assert marked(page, "proving") == "It rained at dusk."


def test_findings_of_values_that_are_not_in_doubt_stand_by_themselves(opened):
    finding = FINDING | {"path": "notes.0.name", "severity": "fault"}
    page = opened(run_of(ferry(findings=[finding])), "#/article/0")
    page.wait_for_selector(".doubts")
    assert "! 1 fault" in page.inner_text(".doubts")
    page.get_by_role("button", name="notes 1 · name: it is odd odd_crew").click()
    assert page.evaluate("document.activeElement.textContent") == "Amsa"


def test_many_doubts_leave_room_for_the_text_until_all_are_asked_for(opened):
    values = [(f"port_{n}", f"Sund {n}", {"verdict": "unsupported"}) for n in range(50)]
    page = opened(run_of(note(TEXT, values=values)), "#/article/0")
    page.wait_for_selector(".doubts .jump")
    assert page.locator(".doubts .jump").count() == 6
    assert page.locator(".text").bounding_box()["y"] < 900 / 2
    page.get_by_role("button", name="show all 50").click()
    assert page.locator(".doubts .jump").count() == 50
    assert page.evaluate("document.activeElement.textContent") == "notes 1 · port 6: Sund 6"
    assert page.locator(".text").bounding_box()["y"] < 900 * 0.8


def test_pointing_at_a_value_brings_its_words_into_the_column_of_the_text(opened):
    long = f"{TEXT} {'It rained on and on. ' * 400}Orl sank."
    start = long.index("Orl")
    page = opened(
        run_of(note(long, values=[NAME, ("ship", "Orl", {"spans": [[start, start + 3]]})])),
        "#/article/0",
    )
    words = page.locator(".segment", has_text="Orl")
    assert words.bounding_box()["y"] > 900
    value(page, "ship").hover()
    assert 0 < words.bounding_box()["y"] < 900
    assert page.evaluate("window.scrollY") == 0


def test_an_article_without_doubts_says_so(opened):
    page = opened(run_of(note(TEXT, values=[NAME])), "#/article/0")
    assert page.inner_text(".doubts") == "Nothing here is in doubt."


def test_values_made_by_code_are_behind_more_and_can_be_linked(opened):
    page = opened(run_of(ferry()), "#/article/0")
    assert value(page, "id").count() == 0
    page.locator("article.item .more summary").click()
    assert value(page, "id").inner_text() == "n1"
    page = opened(run_of(ferry()), "#/article/0?at=notes.0.id")
    page.wait_for_function("() => document.activeElement.textContent === 'n1'")


def test_the_keyboard_walks_through_items_doubts_and_articles(opened):
    page = opened(run_of(*accepted()), "#/article/0")
    page.wait_for_selector(".item")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("article.item").first.get_attribute("data-path")
    assert page.get_attribute(".item.chosen", "data-path") == first
    page.keyboard.press("ArrowDown")
    assert page.get_attribute(".item.chosen", "data-path") != first
    page.keyboard.press("d")
    path = page.evaluate("document.activeElement.closest('[data-path]').dataset.path")
    assert path.split(".")[-1] in page.inner_text(".doubts .jump")
    before = page.inner_text("#article h1")
    page.keyboard.press("n")
    page.wait_for_function(
        "before => document.querySelector('#article h1').textContent !== before", arg=before
    )
    page.keyboard.press("p")
    page.wait_for_function(
        "before => document.querySelector('#article h1').textContent === before", arg=before
    )


def test_a_question_mark_shows_the_keys(opened):
    page = opened(run_of(ferry()), "#/article/0")
    page.wait_for_selector(".item")
    page.keyboard.press("?")
    assert "next doubt" in page.inner_text("dialog")
    assert "✗ unsupported nowhere in the article" in " ".join(page.inner_text("dialog").split())
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.is_visible("#article")


def test_without_its_text_an_article_shows_the_cited_sentences(opened):
    page = opened(run_of(ferry(at_hand=False)), "#/article/0")
    page.wait_for_selector(".item")
    assert "not where it was read" in page.inner_text(".side")
    value(page, "crew").hover()
    assert card(page).endswith(
        "[1] The ferry Amsa left Karvel with 14 people. ! odd_crew it is odd"
    )
    assert page.locator("#card mark").all_inner_texts() == ["14"]


def test_a_failed_article_tells_why_and_what_to_do(opened):
    page = opened(run_of(failed()), "#/article/0")
    told = " ".join(page.inner_text("#article .failed").split())
    assert told == "! failed timeout no answer came What to do: give it more time"


def test_an_article_that_is_not_there_is_told(opened):
    page = opened(run_of(ferry()), "#/article/7")
    assert page.inner_text("#article") == "There is no such article in this run."


def test_places_show_their_candidates_and_what_is_open(opened):
    one = {
        "name": "Karvel",
        "admin1": "Sund",
        "country": "XX",
        "latitude": 1.5,
        "longitude": 2,
        "score": 0.9,
    }
    told = {"name": "Karvel", "phrase": "near Karvel", "candidates": [one, one | {"score": 0.2}]}
    places = [
        told | {"path": "notes.0.port", "chosen": 0},
        {"path": "notes.0", "name": "Orl", "phrase": None, "chosen": None, "candidates": []},
    ]
    page = opened(run_of(ferry(locations={"gazetteer": "own", "places": places})), "#/article/0")
    page.wait_for_selector("#article .places")
    told = page.locator("#article .places > li").all_inner_texts()
    assert told[0].startswith("near Karvel: Karvel, Sund, XX (1.5, 2; score 0.9)")
    assert "1 other candidate" in told[0]
    assert told[1] == "Orl: not in the gazetteer"


def test_new_data_are_shown_where_the_reader_is(opened):
    page = opened(run_of(ferry()), "#/article/0?at=notes.0.crew")
    page.wait_for_function("() => document.activeElement.textContent === '41'")
    page.evaluate(
        """async () => {
          const entry = structuredClone(await Data.entry(0));
          entry.items[0].values.find((one) => one.field === "crew").value = 14;
          Data.replace(0, entry);
          await App.refresh();
        }"""
    )
    assert value(page, "crew").inner_text() == "14"
    assert page.evaluate("document.activeElement.textContent") == "14"


def test_a_link_to_a_value_shows_it_beside_its_words(opened):
    page = opened(run_of(*accepted()), "#/article/0?at=quantities.0.value")
    page.wait_for_selector(".item.chosen")
    value = page.locator('dd[data-path="quantities.0.value"]').bounding_box()
    words = page.locator(".segment.proving").first.bounding_box()
    for box in (value, words):
        assert 0 <= box["y"] < 900 - box["height"]


def test_extensions_are_called_for_everything_that_is_drawn(opened):
    page = opened(run_of(ferry()), "#/")
    page.evaluate(
        """() => {
          window.seen = [];
          App.onList((index, summary) => seen.push(`row ${summary.id}`));
          App.onArticle((entry, element) => seen.push(`${element.tagName} ${entry.id}`));
          App.onItem((entry, item) => seen.push(`item ${item.path}`));
          App.onValue((entry, item, value, { tagName }) => seen.push(`${tagName} ${value.path}`));
          App.view("agreement", (route, element) => element.append("agreed"));
        }"""
    )
    page.evaluate("App.navigate('#/articles')")
    page.wait_for_selector(".row")
    page.evaluate("App.navigate('#/article/0')")
    page.wait_for_selector("#article .item")
    page.evaluate("App.navigate('#/agreement')")
    page.wait_for_selector("#extra")
    assert page.inner_text("#extra") == "agreed"
    seen = page.evaluate("seen")
    assert seen[:2] == ["row asta.txt", "HEADER asta.txt"]
    assert {"item ", "item notes.0", "DD notes.0.crew"} <= set(seen)
    assert "DD notes.0.id" not in seen


def test_words_selected_in_the_text_are_offsets_and_sentences(opened):
    text = "😀 The ferry Amsa left Karvel with 14 people. It rained 😀 at dusk."
    page = opened(
        run_of(note(text, values=[("name", "Amsa", {"spans": [[12, 16]]})])), "#/article/0"
    )
    page.wait_for_selector(".text")
    found = page.evaluate(
        """() => {
          const [one, two] = [...document.querySelectorAll(".segment")].filter(
            (part) => /The ferry|It rained/.test(part.textContent));
          const end = two.firstChild.data.indexOf("rained") + 6;
          document.getSelection().setBaseAndExtent(one.firstChild, 3, two.firstChild, end);
          return TextView.selected(ArticleView.entry);
        }"""
    )
    assert text[found["start"] : found["end"]] == found["text"]
    assert found["text"] == "The ferry Amsa left Karvel with 14 people. It rained"
    assert found["cites"] == [1, 2]


SIGNS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀𝔘🇱🇧é\u202eא")


@st.composite
def spanned(draw):
    text = draw(st.text(SIGNS, max_size=40))
    offset = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(offset, offset).map(sorted), max_size=6))
    return text, spans


@pytest.fixture(scope="module")
def scripts(browser, tmp_path_factory):
    """A page whose functions can be called."""
    from llm_extract.report import write_corpus

    path = tmp_path_factory.mktemp("page") / "report.html"
    write_corpus(path, run_of(note(TEXT, values=[NAME])))
    page = browser.new_page()
    page.goto(path.as_uri())
    yield page
    page.close()


@settings(max_examples=60)
@given(case=spanned())
def test_what_is_highlighted_is_the_slice_of_the_offsets(scripts, case):
    text, spans = case
    values = [{"path": f"notes.0.{n}", "spans": [span]} for n, span in enumerate(spans)]
    entry = {
        "text": text,
        "sentences": [],
        "sections": [],
        "suspicious": [],
        "facts": values,
        "items": [],
    }
    segments = scripts.evaluate(
        """(entry) => TextView.cut(entry, TextView.marks(entry)).map((one) =>
             [one.start, one.end, one.element.textContent, one.marks.map((mark) => mark.path)])""",
        entry,
    )
    assert "".join(part for _, _, part, _ in segments) == text
    for start, end, part, _ in segments:
        assert text[start:end] == part
    for number, (start, end) in enumerate(spans):
        lit = [part for _, _, part, paths in segments if f"notes.0.{number}" in paths]
        assert "".join(lit) == text[start:end]


@settings(max_examples=40)
@given(case=spanned())
def test_the_marked_words_of_a_quote_are_the_slice_of_the_offsets(scripts, case):
    text, spans = case
    source = {"start": 100, "end": 100 + len(text), "text": text}
    moved = [[start + 100, end + 100] for start, end in spans]
    parts = scripts.evaluate("([source, spans]) => Evidence.cut(source, spans)", [source, moved])
    assert "".join(part for part, _ in parts) == text
    covered = {place for start, end in spans for place in range(start, end)}
    expected = "".join(sign for place, sign in enumerate(text) if place in covered)
    assert "".join(part for part, is_marked in parts if is_marked) == expected
