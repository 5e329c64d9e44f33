"""Each bundled prompt shows the model only what its schema and its own article bear out."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from llm_extract.articles import Article, read_articles
from llm_extract.prompts import Renderer, load_prompt, prompt_versions
from llm_extract.schemas import (
    Derived,
    Schema,
    Unquoted,
    load_schema,
    sentence_answer,
    without_derived,
)
from llm_extract.verification import Verifier

EXAMPLES = Path(__file__).parents[2] / "examples"
# Named once for a passage ("he said"), so often in another sentence than the count.
FROM_ANYWHERE = {"counted_by", "source", "speaker", "reported_by", "affiliation", "reference"}
WEEKDAY = re.compile(r"\bon ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")
DAYS = {*calendar.day_name, *calendar.month_name}

Shown = tuple[Schema, Article, dict[str, Any]]


def shown() -> Iterator[Any]:
    for version in prompt_versions():
        prompt = load_prompt(str(version))
        for number, (article, record) in enumerate(Renderer(prompt).examples, start=1):
            yield pytest.param(
                (load_schema(prompt.schema), article, record), id=f"{version}-{number}"
            )


each_example = pytest.mark.parametrize("example", list(shown()))


def is_choice(annotation: Any) -> bool:
    parts = [part for part in get_args(annotation) if part is not type(None)]
    return get_origin(annotation) is Literal or (
        bool(parts) and all(get_origin(part) is Literal for part in parts)
    )


def quoted(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Field and words of each text below ``value`` that must be words of the article."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, list):
        for part in value:
            yield from quoted(part, field)
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            marked = any(isinstance(mark, Unquoted | Derived) for mark in info.metadata)
            if not marked and not is_choice(info.annotation):
                yield from quoted(getattr(value, name), name)


def typed(example: Shown) -> BaseModel:
    schema, _, record = example
    return schema.model.model_validate_json(json.dumps(record), strict=True)


def asked(example: Shown) -> dict[str, Any]:
    """The record as a model would write it: what code fills in is not in an example."""
    schema = example[0]
    return without_derived(typed(example).model_dump(mode="json"), (schema.model,))


def items(example: Shown) -> Iterator[Any]:
    record = typed(example)
    for name in example[0].items:
        yield from getattr(record, name)


def test_every_domain_has_an_example() -> None:
    for version in prompt_versions():
        assert load_prompt(str(version)).examples, version


@each_example
def test_record_is_valid(example: Shown) -> None:
    assert asked(example) == example[2]


@each_example
def test_fields_stand_in_the_order_the_decoder_writes_them(example: Shown) -> None:
    """Constrained decoders write fields in schema order; another order would mislead."""
    assert json.dumps(asked(example)) == json.dumps(example[2])


@each_example
def test_cited_sentences_exist_and_are_in_order(example: Shown) -> None:
    for item in items(example):
        assert item.cites == sorted(set(item.cites))
        for number in item.cites:
            assert example[1].sentence(number)


@each_example
def test_words_of_an_item_stand_in_one_cited_sentence(example: Shown) -> None:
    article = example[1]
    for item in items(example):
        cited = [article.sentence(number).lower() for number in item.cites]
        for field, words in quoted(item):
            places = [article.text.lower()] if field in FROM_ANYWHERE else cited
            assert any(words.lower() in place for place in places), (field, words, item.cites)


@each_example
def test_words_of_the_facts_stand_in_the_article(example: Shown) -> None:
    schema, article, _ = example
    record = typed(example)
    for name in schema.facts:
        for field, words in quoted(getattr(record, name), name):
            assert words in article.text, (field, words)


@each_example
def test_the_example_is_proven_like_any_record(example: Shown) -> None:
    """A prompt that shows an unproven record teaches a model to write one."""
    schema, article, _ = example
    verified = Verifier(schema).verify(article, typed(example))
    assert dict(verified.faults) == {}


@each_example
def test_every_list_is_shown_filled_and_some_sentence_states_nothing(example: Shown) -> None:
    schema, article, record = example
    assert [name for name in schema.items if not record[name]] in ([], ["damage"])
    answers = [sentence_answer(schema, record, s.number)["items"] for s in article.sentences]
    assert [] in answers


@pytest.mark.parametrize(
    ("name", "published", "source"),
    [
        ("articles/01-hill-fighting.txt", date(2027, 3, 17), "header"),
        ("articles/02-market-strike.md", date(2028, 6, 5), "front_matter"),
        ("articles/03-ceasefire-talks.txt", date(2029, 10, 12), "dateline"),
        ("articles/04-port-protest.txt", date(2026, 11, 3), "dateline"),
        ("articles/05-harvest-fair.txt", date(2030, 9, 21), "header"),
        ("obituaries/01-clockmaker.txt", date(2031, 2, 4), "header"),
    ],
)
def test_example_articles_are_dated(name: str, published: date, source: str) -> None:
    (article,) = read_articles(EXAMPLES / name)
    assert isinstance(article, Article)
    assert (article.published, article.published_from) == (published, source)
    assert 8 <= len(article.sentences) <= 11


def test_example_articles_report_on_their_own_day() -> None:
    for article in read_articles(EXAMPLES / "articles"):
        assert isinstance(article, Article)
        first = WEEKDAY.search(article.text)
        assert first
        assert article.published
        assert first[1] == f"{article.published:%A}", article.id


def test_no_example_article_repeats_a_name_of_a_worked_example() -> None:
    """Names a model has seen in the prompt would show up as if they had been found."""
    texts = [found.text for found in read_articles(EXAMPLES) if isinstance(found, Article)]
    assert len(texts) >= 6
    common = set(re.findall(r"\b[a-z]+", " ".join(texts)))
    for parameter in shown():
        example: Shown = parameter.values[0]
        common |= set(re.findall(r"\b[a-z]+", example[1].text))
        words = {
            word for item in items(example) for _, found in quoted(item) for word in found.split()
        }
        names = {word for word in words if word.istitle() and word.lower() not in common}
        assert len(names - DAYS) > 4
        for text in texts:
            assert not (names - DAYS) & set(re.findall(r"\w+", text))
