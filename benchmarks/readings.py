"""The two ways of reading with the embedded model, side by side on the example articles.

Usage: python benchmarks/readings.py [FOLDER]
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import get_args

from llm_extract import Article, Extraction, Extractor, Failure, read_articles
from llm_extract.reading import Reading

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


def main(folder: Path) -> None:
    articles = [a for a in read_articles(folder) if isinstance(a, Article)]
    print(
        f"{'reading':<10}{'articles':>9}{'failed':>8}{'items':>7}{'values':>8}{'in cited':>10}"
        f"{'elsewhere':>11}{'nowhere':>9}{'cites/item':>12}{'written':>9}{'s/article':>11}"
    )
    for reading in get_args(Reading):
        report(reading, asyncio.run(run(Extractor(reading=reading), articles)))


async def run(extractor: Extractor, articles: list[Article]) -> list[Extraction | Failure]:
    return [result async for result in extractor.stream(articles)]


def report(reading: str, results: list[Extraction | Failure]) -> None:
    done = [r for r in results if isinstance(r, Extraction)]
    items = [item for r in done for item in r.evidence.items]
    verdicts = [value.verdict for r in done for value in r.evidence.values]
    cited = verdicts.count("exact") + verdicts.count("normalised")
    cites = sum(len(item.cites) + len(item.unknown_cites) for item in items)
    written = sum(r.usage.completion_tokens or 0 for r in done)
    seconds = sum(r.seconds for r in done)
    print(
        f"{reading:<10}{len(done):>9}{len(results) - len(done):>8}{len(items):>7}{len(verdicts):>8}"
        f"{cited:>10}{verdicts.count('miscited'):>11}{verdicts.count('unsupported'):>9}"
        f"{cites / max(len(items), 1):>12.1f}{written:>9}{seconds / max(len(done), 1):>11.1f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
