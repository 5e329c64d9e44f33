"""The page of differences: what it holds, and what no value can make of it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.evaluation import GRADES, Difference, Quoted, RunDiff, Spent
from llm_extract.report import differences_page, scores_page
from llm_extract.report._differences import _marked

NASTY = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>{{ 7 * 7 }}</style>&amp;'
QUOTE = "The flood drowned 12 mules at Aldo."


def difference(article="asta.txt", grade="critical", **members):
    told = {"kind": "value", "path": "losses.*.best", "old": 12, "new": 21} | members
    place = {"old_path": "losses.0.best", "new_path": "losses.1.best"}
    return Difference(article=article, grade=grade, **(place | told))


def run_diff(*differences, **members):
    return RunDiff(differences, **({"compared": 3, "equal": 1} | members))


INLINE = {"bdi", "code", "mark", "span"}


class Page(HTMLParser):
    """Elements of a page by tag, its text, and what is marked in it."""

    def __init__(self, text):
        super().__init__()
        self.tags = Counter()
        self.attributes = []
        self.text = ""
        self.marked = []
        self._tag = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        self._tag = tag
        self.text += "" if tag in INLINE else "\n"

    def handle_endtag(self, tag):
        self._tag = ""
        self.text += "" if tag in INLINE else "\n"

    def handle_data(self, data):
        if self._tag == "mark":
            self.marked.append(data)
        if self._tag != "style":
            self.text += data

    @property
    def words(self):
        return " ".join(self.text.split())

    def checked(self):
        return [a["id"] for tag, a in self.attributes if tag == "input" and "checked" in a]


def shown(*differences, **members):
    return Page(differences_page(run_diff(*differences, **members), "out#1", "out"))


# what it holds


def test_both_values_stand_beside_their_sentences_with_the_proof_marked():
    start = 100
    evidence = Quoted(((start + 18, start + 20),), (QUOTE,), (start,))
    page = shown(difference(old_evidence=evidence, new_evidence=Quoted((), (QUOTE,), (start,))))
    text = page.words
    assert f"losses.*.best losses.0.best → losses.1.best old 12 {QUOTE} new 21 {QUOTE}" in text
    assert page.marked == ["12"]


def test_articles_and_grades_are_in_order_and_written_out():
    page = shown(
        difference("bo.txt", "critical"),
        difference("asta.txt", "major"),
        difference("bo.txt", "minor"),
    )
    told = re.findall(r"critical|major|minor|neutral|\w+\.txt", page.text)
    assert told == [*GRADES, "bo.txt", "critical", "minor", "asta.txt", "major"]
    assert page.checked() == ["critical", "major", "minor"]


def test_neutral_differences_are_hidden_at_first_unless_there_are_no_others():
    neutral = difference(grade="neutral")
    assert shown(neutral, difference(grade="minor")).checked() == ["minor"]
    assert shown(neutral).checked() == ["neutral"]


def test_without_differences_it_says_so():
    page = shown(equal=3)
    assert "3 articles compared, 0 changed, 3 equal" in page.text
    assert "Nothing differs." in page.text
    assert page.tags["input"] == 0


def test_what_was_compared_and_what_it_took_is_told():
    page = shown(
        compared=1,
        only_old=("dora.txt",),
        only_new=("edda.txt", "fay.txt"),
        schemas=("tides@1", "tides@2"),
        old=Spent(tokens=1000, cost=2.0),
        new=Spent(tokens=1500.4, reasks=0.25),
    )
    text = page.words
    assert "1 article compared" in text
    assert "Schema tides@1 → tides@2: compared in the fields both have." in text
    assert "1 article only in the old run dora.txt" in text
    assert "2 articles only in the new run edda.txt, fay.txt" in text
    assert "tokens per article 1,000 1,500 +50%" in text
    assert "per article – 0.25" in text
    assert "US$ per 1,000 articles 2.00 –" in text
    assert "seconds" not in text


def test_an_item_is_told_member_by_member():
    item = {"name": "Ina", "age": None, "kin": ["Bo", "Asta"], "when": {"year": 2031}}
    item["sure"] = True
    text = shown(difference(kind="added", old_path=None, old=None, new=item)).words
    assert "added; losses.1.best old – new name Ina" in text
    assert "name Ina kin Bo, Asta when year 2031 sure yes" in text
    assert "age" not in text


# what no value can do


def test_values_names_and_sentences_are_text_and_no_markup():
    evidence = Quoted(((0, 4),), (NASTY,), (0,))
    part = difference(
        NASTY,
        path=NASTY,
        old_path=NASTY,
        old=NASTY,
        new={NASTY: [NASTY]},
        old_evidence=evidence,
        new_evidence=evidence,
    )
    text = differences_page(run_diff(part, only_old=(NASTY,), schemas=(NASTY, NASTY)), NASTY, NASTY)
    page = Page(text)
    assert not {"img", "script"} & set(page.tags)
    assert page.tags["style"] == 1
    # Both names, also in the title; both schemas; the lost article; the path, once more in the
    # list of paths; the article; the old value; the name and value of the new one; two sentences.
    assert page.text.replace("\n", "").count(NASTY) == 15
    names = {name for _, attributes in page.attributes for name in attributes}
    assert not [name for name in names if name.startswith("on")]


@pytest.mark.parametrize("kind", ["differences", "scores"])
def test_a_page_allows_nothing_but_its_own_style_sheet(kind):
    text = differences_page(run_diff(difference()), "a", "b") if kind == "differences" else scores()
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    own = b64encode(sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{own}'; ")
    assert "unsafe" not in policy
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "a"} & set(page.tags)
    assert not [a for _, a in page.attributes if {"src", "href", "style"} & set(a)]
    assert "url(" not in style
    assert "@import" not in style


def scores():
    from llm_extract.evaluation.scoring import Evaluation, grounding_of

    return scores_page(Evaluation((), grounding_of([]), ()), "run", "gold")


@given(
    st.lists(st.text(max_size=12), max_size=3),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5),
)
def test_marks_keep_the_sentences_as_they_are(quotes, spans):
    starts = tuple(10 * n for n in range(len(quotes)))
    evidence = Quoted(tuple((min(s), max(s)) for s in spans), tuple(quotes), starts)
    cut = _marked(evidence)
    assert ["".join(text for text, _ in parts) for parts in cut] == quotes


def test_only_spans_inside_a_sentence_are_marked():
    quote, start = "🐎🐎 twelve mules", 50
    spans = ((53, 59), (50, 65), (10, 12), (64, 90), (55, 61))
    [parts] = _marked(Quoted(spans, (quote,), (start,)))
    assert [text for text, is_proof in parts if is_proof] == ["twelve"]
