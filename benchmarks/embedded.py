"""Seconds per article, tokens per second and prefix reuse with the embedded model.

Usage: python benchmarks/embedded.py [FOLDER]
"""

from __future__ import annotations

import asyncio
import sys
import time
from itertools import takewhile
from pathlib import Path

import httpx2

from llm_extract import Article, Extraction, Extractor, read_articles
from llm_extract.llm import Attempt, Endpoint

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


def main(folder: Path) -> None:
    articles = [a for a in read_articles(folder) if isinstance(a, Article)]
    extractor = Extractor()
    started = time.monotonic()
    endpoint = extractor.start()
    print(f"model {endpoint.model}, start with loading {time.monotonic() - started:.1f} s\n")
    results = asyncio.run(run(extractor, articles))
    print(
        f"{'article':<24}{'words':>6}{'calls':>7}{'seconds':>9}{'written':>9}{'read':>8}{'cached':>8}"
    )
    for result in results:
        report(result)
    seconds = sum(result.seconds for result in results)
    print(f"\nseconds per article: {seconds / len(results):.1f} (first {results[0].seconds:.1f})")
    written = sum(a.completion_tokens or 0 for r in results for a in r.attempts)
    print(f"tokens written per second, reading included: {written / seconds:.1f}")
    static = static_tokens(extractor, endpoint, articles[0], articles[1])
    reused = results[1].attempts[0].cached_tokens or 0
    print(f"static prefix: {static} tokens; the second article's first call reused {reused} tokens")
    print(f"reuse: {min(reused, static) / static:.1%} of the static prefix (goal 90%)")


async def run(extractor: Extractor, articles: list[Article]) -> list[Extraction]:
    results = [r async for r in extractor.stream(articles, concurrency=1)]
    return [r for r in results if isinstance(r, Extraction)]


def report(result: Extraction) -> None:
    words = len(result.article.text.split())
    read, cached = total(result.attempts, "prompt_tokens"), total(result.attempts, "cached_tokens")
    print(
        f"{result.article.id:<24}{words:>6}{len(result.attempts):>7}{result.seconds:>9.1f}"
        f"{total(result.attempts, 'completion_tokens'):>9}{read:>8}{cached:>8}"
    )


def total(attempts: tuple[Attempt, ...], field: str) -> int:
    return sum(getattr(attempt, field) or 0 for attempt in attempts)


def static_tokens(extractor: Extractor, endpoint: Endpoint, one: Article, two: Article) -> int:
    """Tokens the first calls of two articles share from the start."""
    first, second = (tokens(extractor, endpoint, article) for article in (one, two))
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def tokens(extractor: Extractor, endpoint: Endpoint, article: Article) -> list[int]:
    """Tokens of the first request about ``article``, by the server's own template."""
    messages = extractor.first_messages(article)
    text = ask(endpoint, "apply-template", {"messages": messages})["prompt"]
    found: list[int] = ask(endpoint, "tokenize", {"content": text, "parse_special": True})["tokens"]
    return found


def ask(endpoint: Endpoint, path: str, body: dict[str, object]) -> dict[str, list[int]]:
    key = endpoint.api_key.get_secret_value() if endpoint.api_key else ""
    response = httpx2.post(
        f"{endpoint.base_url.removesuffix('/v1')}/{path}",
        json=body,
        headers={"Authorization": f"Bearer {key}"},
        trust_env=False,
        timeout=60,
    )
    answer: dict[str, list[int]] = response.raise_for_status().json()
    return answer


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
