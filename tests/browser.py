"""Pages in a real Chromium: fixtures for all tests of pages, and what such a page must not do."""

from __future__ import annotations

import importlib
import os
import shutil
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Set where a browser that is missing must not go unnoticed, as in CI.
REQUIRED = "REQUIRE_BROWSER"
GRAVE = ("serious", "critical")


def find_chromium():
    """Path of a Chromium: the environment's CHROMIUM, else one on the path; or ``None``."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)


def _driver():
    if not os.environ.get(REQUIRED):
        return pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    return importlib.import_module("playwright.sync_api")


def _missing(why):
    if os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set, and there is {why}", pytrace=False)
    pytest.skip(why)


@pytest.fixture(scope="module")
def browser():
    """One browser for the tests of a module; no longer, as its driver keeps the event loop."""
    driver = _driver()
    path = find_chromium()
    if path is None:
        _missing(f"no Chromium: set CHROMIUM, or install one of {', '.join(NAMES)}")
    with driver.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def open_page(browser):
    """Makes watched pages; options are those of a browser context, such as ``color_scheme``.

    A page that logs an error or a warning, raises, violates its policy, opens a dialog or asks
    anything but its own file or server fails the test; a test may look at and clear `faults_of`.
    What `wait_for_function` waits for must be written as a function: a policy forbids the rest.
    """
    contexts = []

    def make(**options):
        page = watched_page(browser, **options)
        contexts.append(page.context)
        return page

    yield make
    faults = [fault for context in contexts for page in context.pages for fault in faults_of(page)]
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def browser_page(open_page):
    """A watched page of usual size."""
    return open_page()


def watched_page(browser, **options):
    """A page of a context of its own, which whoever asks has to close and to look at."""
    options.setdefault("viewport", {"width": 1280, "height": 900})
    page = browser.new_context(**options).new_page()
    _watch(page)
    return page


def faults_of(page):
    """What a page did that it must not do; a list that goes on growing."""
    return page.faults


def grave_violations(page):
    """Rules of axe-core that a page breaks seriously or critically, each with the elements."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        (one["id"], node["html"][:200])
        for one in found.response["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def _watch(page):
    # Long enough for a busy machine, short enough to fail in.
    page.set_default_timeout(5000)
    page.faults = []
    page.on("console", lambda message: _logged(page, message))
    page.on("pageerror", lambda error: page.faults.append(f"raised: {error}"))
    page.on("dialog", lambda dialog: _dialog(page, dialog))
    page.on("request", lambda request: _asked(page, request.url))


def _logged(page, message):
    if message.type in ("error", "warning"):
        page.faults.append(f"{message.type}: {message.text}")


def _dialog(page, dialog):
    page.faults.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _asked(page, url):
    parts, own = urlsplit(url), urlsplit(page.url)
    is_local = parts.scheme == "file" or parts.hostname == "127.0.0.1"
    is_own = own.scheme == "about" or (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
    if parts.scheme not in ("data", "blob", "about") and not (is_local and is_own):
        page.faults.append(f"asked for {url}")
