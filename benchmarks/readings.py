"""The ways of reading with the embedded model, side by side on the example articles.

Usage: python benchmarks/readings.py [ARTICLE ...]

Beside the verdicts it scores the records against the hand-coded true ones in tests/truth: events
by a shared sentence and type, casualties by a shared sentence, harm and best count. An article
that takes longer than ten minutes counts as failed: asked for everything at once, the embedded
model may write on and on.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from llm_extract import (
    Article,
    CallSettings,
    Extraction,
    Extractor,
    LlmExtractError,
    read_articles,
)
from llm_extract.reading import Reading

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "articles"
DEFAULT = ("01-hill-fighting.txt", "02-market-strike.md")
LIMIT = 600
SETTINGS = CallSettings(max_tokens=2000)
COLUMNS = (
    ("reading", 9), ("failed", 7), ("items", 6), ("rejected", 9), ("values", 7), ("in cited", 9),
    ("elsewhere", 10), ("altered", 8), ("nowhere", 8), ("written", 8), ("s/article", 10),
)  # fmt: skip

Key = Callable[[dict[str, Any]], tuple[Any, ...]]
KEYS: dict[str, Key] = {
    "events": lambda item: (item["event_type"],),
    "casualties": lambda item: (item["harm"], item["best"]),
}


def main(names: tuple[str, ...]) -> None:
    articles = [
        article
        for name in names
        for article in read_articles(EXAMPLES / name)
        if isinstance(article, Article)
    ]
    print("".join(f"{name:>{width}}" for name, width in COLUMNS))
    scores = {}
    for reading in reversed(get_args(Reading)):
        results = asyncio.run(run(Extractor(reading=reading, settings=SETTINGS), articles))
        report(reading, results)
        scores[reading] = {name: score(name, results) for name in KEYS}
    print()
    for reading, by_list in scores.items():
        for name, (right, found, true) in by_list.items():
            print(f"{reading:>9}  {name}: {right} of {true} true ones found, {found} given")


async def run(extractor: Extractor, articles: list[Article]) -> list[Extraction | None]:
    """Records, ``None`` where there is none."""
    results: list[Extraction | None] = []
    for article in articles:
        try:
            async with asyncio.timeout(LIMIT):
                results.append(await extractor.aextract(article))
        except (TimeoutError, LlmExtractError) as error:
            print(f"{article.id}: {str(error) or f'no record after {LIMIT} s'}", file=sys.stderr)
            results.append(None)
    return results


def report(reading: str, results: list[Extraction | None]) -> None:
    done = [r for r in results if isinstance(r, Extraction)]
    verdicts = [value.verdict for r in done for value in r.evidence.values]
    sought = [v for v in verdicts if v not in ("derived", "classified")]
    row = (
        reading,
        len(results) - len(done),
        sum(len(getattr(r.data, name)) for r in done for name in ("events", "casualties")),
        sum(len(r.rejected) for r in done),
        len(sought),
        sought.count("exact") + sought.count("normalised"),
        sought.count("miscited"),
        sought.count("altered"),
        sought.count("unsupported"),
        sum(r.usage.completion_tokens or 0 for r in done),
        f"{sum(r.seconds for r in done) / max(len(done), 1):.1f}",
    )
    print(
        "".join(f"{cell:>{width}}" for cell, (_, width) in zip(row, COLUMNS, strict=True)),
        flush=True,
    )


def score(name: str, results: list[Extraction | None]) -> tuple[int, int, int]:
    """Matched, given and true items of one list; each true item is matched at most once."""
    right = found = true = 0
    for result in results:
        if isinstance(result, Extraction):
            given = result.data.model_dump(mode="json")[name]
            known = truth(result.article.id)[name]
            found, true = found + len(given), true + len(known)
            right += matched(KEYS[name], given, known)
    return right, found, true


def matched(key: Key, given: list[dict[str, Any]], known: list[dict[str, Any]]) -> int:
    open_ = list(known)
    for item in given:
        for other in open_:
            if key(item) == key(other) and {*item["cites"]} & {*other["cites"]}:
                open_.remove(other)
                break
    return len(known) - len(open_)


def truth(article_id: str) -> dict[str, Any]:
    path = ROOT / "tests" / "truth" / Path(article_id).with_suffix(".json").name
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or DEFAULT)
