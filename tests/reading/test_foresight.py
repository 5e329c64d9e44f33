from __future__ import annotations

import pytest

from llm_extract import Extractor, article_from_text

TEXT = (
    "VESKAR — Two men drowned off Aldo on Monday. The harbour was calm.\n\n"
    "Nobody had seen the boat leave.\n\nThe police said that the search goes on.\n"
)

PLAIN = """---
schema: obituary@1
---
# System

Read.

# Article

{% for sentence in sentences %}{{ sentence.text }}{% endfor %}

# Whole article

Who died?

# Article facts

Who died?

# Sentence

{{ sentence.text }}
"""


@pytest.fixture
def article():
    return article_from_text(TEXT, published="2019-08-14")


@pytest.mark.parametrize(("reading", "calls"), [("article", 1), ("sentence", 5)])
def test_calls_follow_from_the_reading(article, reading, calls):
    assert len(article.sentences) == 4
    assert Extractor("conflict_events", reading=reading).foresee(article).calls == calls


def test_passes_ask_once_and_then_by_groups_of_telling_sentences(article):
    extractor = Extractor("conflict_events", reading="passes")
    assert extractor.foresee(article).calls == 3
    silent = article_from_text("The harbour was calm. Nobody had seen the boat leave.")
    assert extractor.foresee(silent).calls == 1


@pytest.mark.parametrize("reading", ["article", "sentence", "passes"])
def test_sizes_are_those_of_the_messages_that_would_be_sent(article, reading):
    extractor = Extractor("conflict_events", reading=reading)
    seen = extractor.foresee(article)
    messages = extractor.first_messages(article)
    assert seen.prompt == seen.calls * sum(len(message["content"]) for message in messages)
    assert seen.prompt - seen.shared == seen.calls * len(messages[-1]["content"])
    assert seen.schema > 0


def test_what_is_shared_does_not_depend_on_the_article(article):
    extractor = Extractor("conflict_events", reading="article")
    longer = extractor.foresee(article_from_text(TEXT + TEXT.partition("— ")[2]))
    shorter = extractor.foresee(article)
    assert longer.shared == shorter.shared
    assert longer.prompt > shorter.prompt
    assert longer.answers == pytest.approx(2 * shorter.answers, abs=2)


def test_without_worked_examples_nothing_is_known_of_the_answers(article, tmp_path):
    prompt = tmp_path / "plain.md"
    prompt.write_text(PLAIN, encoding="utf-8")
    assert Extractor(str(prompt), reading="article").foresee(article).answers is None


def test_an_article_without_sentences_is_asked_for_its_facts_only():
    empty = article_from_text("date 2019-08-14\n")
    assert not empty.sentences
    assert Extractor("obituary", reading="sentence").foresee(empty).calls == 1
