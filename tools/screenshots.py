"""Makes the pictures of ``docs/`` from two output folders.

Usage: python tools/screenshots.py OUT PLACES [FOLDER]

OUT is of a run over ``examples/articles``, PLACES of one with real places, for the map:

    llm-extract run examples/articles -o OUT
    llm-extract run examples/marches -o PLACES && llm-extract locate PLACES
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARTICLE = "Air strike hits grain market"
WIDTH, HEIGHT = 1280, 860


@contextmanager
def opened(address: str) -> Iterator[Page]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit(f"none of {', '.join(BROWSERS)} is installed")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(address)
        yield page
        browser.close()


@contextmanager
def report(out: Path) -> Iterator[Page]:
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "report.html"
        command = [sys.executable, "-m", "llm_extract", "report", str(out), "-o", str(file)]
        subprocess.run(command, check=True)
        with opened(file.as_uri()) as page:
            yield page


def overview(page: Page, folder: Path, *names: str) -> None:
    page.goto(f"{page.url.partition('#')[0]}#/")
    page.wait_for_selector(".overview h2")
    tops = {
        heading.inner_text(): heading.bounding_box()["y"]  # type: ignore[index]
        for heading in page.query_selector_all(".overview h2")
    }
    parts = {
        "overview": (0, tops["When"]),
        "overview-map": (tops["When"], tops["How many, and who counted"]),
        "overview-counts": (tops["How many, and who counted"],) * 2,
    }
    for name in names:
        top, bottom = parts[name]
        height = max(bottom - top, HEIGHT)
        clip = {"x": 0, "y": max(0, top - 16), "width": WIDTH, "height": height}
        page.screenshot(path=folder / f"{name}.png", full_page=True, clip=clip)  # type: ignore[arg-type]


def to_article(page: Page, path: str) -> None:
    page.goto(f"{page.url.partition('#')[0]}#/articles")
    page.get_by_role("link", name=ARTICLE).first.click()
    page.wait_for_selector("#article .item")
    page.goto(f"{page.url.partition('?')[0]}?at={path}")
    page.wait_for_timeout(300)


def article(page: Page, folder: Path) -> None:
    to_article(page, "casualties.0.best")
    item = page.locator(".item[data-path='casualties.0']")
    item.evaluate("(one) => window.scrollBy(0, one.getBoundingClientRect().top - 130)")
    page.locator(".value:visible", has_text="23").nth(1).hover()
    page.wait_for_selector("#card:visible")
    page.screenshot(path=folder / "article.png")


def review(out: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "llm_extract", "review", str(out), "-r", "Ada", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            with opened((server.stdout or sys.stdin).readline().strip()) as page:
                correct(page)
                page.screenshot(path=folder / "review.png")
        finally:
            server.terminate()


def correct(page: Page) -> None:
    """Reject one item, accept another, and be about to correct a third."""
    to_article(page, "casualties.0")
    for place, key in enumerate(("r", "a", "c")):
        to_article(page, f"casualties.{place}")
        page.locator(f".item[data-path='casualties.{place}']").focus()
        page.keyboard.press(key)
        page.wait_for_timeout(900)


def main() -> None:
    out = Path(sys.argv[1])
    folder = Path(sys.argv[3] if len(sys.argv) > 3 else "docs")
    with report(out) as page:
        overview(page, folder, "overview", "overview-counts")
        article(page, folder)
    with report(Path(sys.argv[2])) as page:
        overview(page, folder, "overview-map")
    # Where the articles are is told as seen from the folder, so that a copy stands beside it.
    with tempfile.TemporaryDirectory(dir=out.parent) as copy:
        shutil.copytree(out, copy, dirs_exist_ok=True)
        review(Path(copy), folder)


if __name__ == "__main__":
    main()
