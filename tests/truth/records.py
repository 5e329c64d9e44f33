"""True records coded by hand: of the example articles, and of the seed article when at hand."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from llm_extract import Article, read_articles

HERE = Path(__file__).parent
ARTICLES = HERE.parents[1] / "examples" / "articles"
SEED = HERE.parents[2] / "shared" / "seed"
GOLD = HERE.parent / "schemas" / "conflict_events" / "seed_gold.py"


def true_examples() -> Iterator[tuple[Article, dict[str, Any]]]:
    """Each example article with its true conflict_events@2 record, wire fields only."""
    for article in read_articles(ARTICLES):
        assert isinstance(article, Article), article
        path = HERE / f"{Path(article.id).stem}.json"
        yield article, json.loads(path.read_text(encoding="utf-8"))


def true_seed() -> Iterator[tuple[Article, dict[str, Any]]]:
    """The seed article with its gold record; nothing where they are absent."""
    if not ((SEED / "gold.json").is_file() and GOLD.is_file()):
        return
    spec = importlib.util.spec_from_file_location("seed_gold", GOLD)
    assert spec is not None
    assert spec.loader is not None
    gold = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(gold)
    yield gold.gold_article(), gold.gold_record()
