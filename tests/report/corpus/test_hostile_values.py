"""Whatever stands in an article or a record: it is shown as it is, and nothing of it runs."""

from __future__ import annotations

import dataclasses

from stored_runs import failed, note, run_of

HOSTILE = {
    "element": "<img src=x onerror=\"console.error('ran')\">",
    "end of script": "</script><script>console.error('ran')</script>",
    "address": "javascript:console.error('ran')//",
    "override": "\u202eevil \u2066 \u061c \u200f right to left",
    "comment": "<!-- <script> ]]> --> <![CDATA[ &lt;b&gt; &amp;",
    "template": "{{ 7 * 7 }} ${7 * 7} {% raw %}",
    "style": "</style><style>body{display:none}</style>",
    "quotes": "\" ' ` \\ \\u003c \x00 \x1b \u2028",
}


def hostile(text):
    """Lines whose every text is ``text``: one with a record, one without."""
    # No article holds NUL characters.
    words = text.replace("\x00", "")
    said = f"{words} is what it said. Then {words} came."
    spans = [[0, len(words)]]
    values = [
        ("name", text, {"spans": spans}),
        ("crew", text, {"verdict": "altered", "spans": spans, "differs": [text, "left out: x"]}),
        ("kind_of", text, {"verdict": "classified", "spans": spans, "rule": text}),
        (text.replace(".", ""), [text, {text.replace(".", ""): text}], None),
    ]
    finding = {"code": text, "path": "notes.0.name", "message": text, "severity": "fault"}
    place = {"path": "notes.0", "name": text, "phrase": text, "chosen": 0}
    candidate = {"name": text, "admin1": text, "country": text, "latitude": 1, "longitude": 2}
    place["candidates"] = [candidate | {"score": 1}, candidate | {"score": 0}]
    full = note(
        said,
        f"{words}.txt",
        title=text,
        values=values,
        findings=[finding, finding | {"path": text}],
        rejected=[{"list": text, "raw": {text: text}, "code": text, "reason": text, "cites": [1]}],
        suspicious_text=[{"kind": text, "start": 0, "end": 9, "quote": text}],
        gaps=[{"sentence": 1, "code": text}],
        locations={"gazetteer": text, "places": [place]},
        model=text,
        same_as=text,
    )
    bad = failed(f"failed {text}")
    error = {"code": text, "message": text, "hint": text}
    return full, dataclasses.replace(bad, line=bad.line | {"error": error})


def all_hostile():
    return run_of(
        *(line for text in HOSTILE.values() for line in hostile(text)),
        name="".join(HOSTILE.values()),
    )


def test_nothing_runs_and_everything_is_shown_as_it_is(opened):
    # The watched page fails on anything that is logged, raised, asked for or against the policy.
    page = opened(all_hostile(), "#/articles?sort=run")
    rows = page.locator(".row .open").all_text_contents()
    assert rows[::2] == list(HOSTILE.values())
    for number, text in enumerate(HOSTILE.values()):
        show(page, 2 * number, "#article .item")
        check_record(page, text)
        show(page, 2 * number + 1, "#article .failed")
        assert page.text_content("#article .failed").count(text) == 3
    assert page.locator("img, iframe, object, a[href^=javascript]").count() == 0
    assert page.locator("style").count() == 1


def show(page, index, selector):
    page.evaluate("index => App.navigate(Route.article(index))", index)
    page.wait_for_function("index => ArticleView.entry?.index === index", arg=index)
    page.wait_for_selector(selector)


def check_record(page, text):
    value = page.locator('dd[data-path="notes.0.name"] .value')
    assert value.text_content() == text
    value.hover()
    assert text in page.text_content("#card")
    page.locator('dd[data-path="notes.0.crew"] .value').hover()
    assert text in page.text_content("#card")
    assert text.replace("\x00", "") in page.text_content(".text")
    assert text in page.text_content(".item.out")


def test_a_hash_is_only_words(opened):
    page = opened(run_of(note("Calm.")), "#/articles")
    for text in HOSTILE.values():
        page.evaluate("q => App.navigate(Route.articles({ q, type: q, month: q }))", text)
        page.wait_for_function("q => List.params.q === q", arg=text)
        assert page.get_by_label("Search", exact=True).input_value() == text
        assert page.inner_text("#articles .count").startswith("0 of 1 article")
        page.evaluate("at => App.navigate(Route.article(0, { at }))", text)
        page.wait_for_selector("#article h1")


def test_a_right_to_left_override_in_a_value_does_not_reorder_the_page(opened):
    page = opened(run_of(*hostile(HOSTILE["override"])), "#/article/0")
    page.wait_for_selector("#article .item")
    words = page.locator("dd bdi, .about bdi, h1 bdi, .jump bdi").all()
    assert {one.evaluate("e => getComputedStyle(e).unicodeBidi") for one in words} == {"isolate"}


def test_an_arabic_text_runs_from_the_right(opened):
    text = "وصلت العبارة أمسا إلى المرفأ مساء. كان على متنها ٤٠ راكبا."
    value = ("name", "أمسا", {"spans": [[13, 17]]})
    page = opened(run_of(note(text, values=[value])), "#/article/0?at=notes.0.name")
    page.wait_for_selector(".segment.proving")
    assert page.text_content(".segment.proving") == text[13:17]
    direction = "element => getComputedStyle(element).direction"
    assert page.locator(".text").evaluate(direction) == "rtl"
    assert page.locator("body").evaluate(direction) == "ltr"
