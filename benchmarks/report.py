"""Size and speed of the page of a run over many articles, in a real Chromium.

Usage: python benchmarks/report.py [ARTICLES]

The run is made up: texts of about 3 kB, each with a record of the example articles whose sentences
are part of the text. What is measured: the file, how long it takes to write, and in the browser,
opened from disk, first paint, time until the list shows, memory, and how long filters and searches
take.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from llm_extract.articles import Article, article_from_text, read_articles
from llm_extract.llm import Usage
from llm_extract.report import write_corpus
from llm_extract.runs import RunTotals, StoredLine, StoredRun

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "cases/conflict_events@2/qwen2.5-coder-1.5b/accepted"
LENGTH = 3000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ROWS = "document.querySelectorAll('#articles .row').length"


class MadeUp:
    """Lines in place of a journal's, each made when it is asked for, as they are read from one."""

    missing = 0

    def __init__(self, count: int) -> None:
        articles = {one.id: one for one in read_articles(ROOT / "examples/articles")}
        texts = [path.read_text(encoding="utf-8") for path in sorted(ACCEPTED.glob("*.json"))]
        self._made = [(text, articles[json.loads(text)["id"]]) for text in texts]
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[StoredLine]:
        return map(self._line, range(self._count))

    def _line(self, number: int) -> StoredLine:
        text, article = self._made[number % len(self._made)]
        line = json.loads(text) | {"id": f"{number:05}-{article.id}", "seconds": 1.5, "cost": 0.0}
        return StoredLine(line, number, _longer(article, line["id"], number))


def _longer(article: object, identity: str, number: int) -> Article:
    """The article with more sentences behind it, no two the same."""
    text = article.text  # type: ignore[attr-defined]
    while len(text) < LENGTH:
        text += (
            f" On day {len(text)} of {number * 7919} boats came to the harbour of Sund-{number}."
        )
    return article_from_text(text, id=identity)


def made_up_run(count: int) -> StoredRun:
    totals = RunTotals(
        *(1, "2027-01-02T03:04:05", "2027-01-02T05:04:05", "finished", None, "made-up articles"),
        *("conflict_events@2", "conflict_events@2", "qwen2.5-coder-1.5b", None),
        *({"ok": count}, 0, 0, {}, Usage(0, 0, 0, 0, complete=True), 0.0),
    )
    return StoredRun(Path("out"), totals, MadeUp(count))  # type: ignore[arg-type]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.html")
        started = time.monotonic()
        write_corpus(path, made_up_run(count))
        seconds = time.monotonic() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:,} articles: {path.stat().st_size / 1e6:.1f} MB, written in {seconds:.1f} s")
        print(f"peak memory of the program: {peak:.0f} MB")
        measure(path, count)


def measure(path: Path, count: int) -> None:
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        session = page.context.new_cdp_session(page)
        _opening(page, path)
        page.evaluate("App.navigate('#/articles')")
        _wait(page, f"{ROWS} === {count}")
        print(f"memory of the page with all rows: {_heap(session):.0f} MB")
        _views(page, count)
        print(f"memory of the page at the end: {_heap(session):.0f} MB")
        browser.close()


def _opening(page: Page, path: Path) -> None:
    for label, place in (("overview", ""), ("list", "#/articles"), ("article", "#/article/1234")):
        page.goto("about:blank")
        page.goto(f"{path.as_uri()}{place}")
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        load = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        print(f"{label}: first contentful paint {paint:.0f} ms, whole file read {load:.0f} ms")


def _views(page: Page, count: int) -> None:
    _timed(page, "filter by verdict", "verdict", "altered")
    _timed(page, "filter by type", "type", "Battles")
    _timed(page, "search of names and texts", "q", "hill-fighting")
    _timed(page, "search of all texts for one", "q", f"sund-{count - 1}")
    took = page.evaluate(
        """async () => {
          const started = performance.now();
          App.navigate('#/article/777');
          while (ArticleView.entry?.index !== 777) await new Promise(requestAnimationFrame);
          return performance.now() - started;
        }"""
    )
    print(f"opening an article whose chunk is packed: {took:.0f} ms")


def _timed(page: Page, label: str, name: str, value: str) -> None:
    """Until the rows that fit are there and no search goes on."""
    took, told = page.evaluate(
        """async ([name, value]) => {
          const started = performance.now();
          const told = () => document.querySelector("#articles .count").textContent;
          App.navigate(Route.articles({ [name]: value }));
          while (List.params[name] !== value || told().includes("searching")) {
            await new Promise(requestAnimationFrame);
          }
          return [performance.now() - started, told()];
        }""",
        [name, value],
    )
    print(f"{label}: {took:.0f} ms, {told}")


def _wait(page: Page, condition: str) -> None:
    page.wait_for_function(f"() => {condition}")


def _heap(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize")) / 1e6


if __name__ == "__main__":
    main()
