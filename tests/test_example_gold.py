"""The gold of the example articles: as the schema has it, and true to the texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from llm_extract import read_articles
from llm_extract.schemas import load_schema

ROOT = Path(__file__).parents[1]
GOLD = sorted((ROOT / "gold").glob("*.json"))
ARTICLES = {Path(a.id).stem: a for a in read_articles(ROOT / "examples" / "articles")}
WORDS = {
    "events": ("what", "place", "side_a", "side_b"),
    "casualties": ("count_text", "group", "counted_by"),
    "displacement": ("who", "count_text", "origin", "destination"),
}


def test_each_example_article_has_gold():
    assert [path.stem for path in GOLD] == sorted(ARTICLES)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_is_made_of_words_of_the_sentences_it_cites(path):
    gold, article = json.loads(path.read_text(encoding="utf-8")), ARTICLES[path.stem]
    for name, fields in WORDS.items():
        for item in gold[name]:
            cited = " ".join(article.sentence(number) for number in item["cites"])
            said = [item[field] for field in fields]
            for words in (w for part in said for w in (part if isinstance(part, list) else [part])):
                # Names may be given in full where another sentence does so.
                assert words in (None, "people") or words in article.text, words
            what = item.get("what") or item.get("count_text")
            assert what is None or what in cited


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_choices_are_those_of_the_schema(path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    model = load_schema("conflict_events@2").model
    facts = {"language": "en", "agency": None, "byline": None, **gold["article"]}
    record = {"article": facts, "claims": [], **{n: gold[n] for n in WORDS}}
    model.model_validate_json(json.dumps(record))
