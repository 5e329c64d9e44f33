"""Suites recorded from a fake endpoint in a temporary folder, for tests of what goes wrong.

What they hold is no answer of a model and goes nowhere else: recordings in the repository come
from real ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from fake_model import FakeModel, obituary

from llm_extract.extraction import Extractor
from llm_extract.llm import CallSettings
from llm_extract.recording import AskLimits, Recorded, Session, Suite, cases_of

TEXTS = {
    "asta": "PORT SELWICK — Asta Brill kept the light at Aldo for 31 years.\n\nThe lamp is out.\n",
    "bo": "PORT SELWICK — Bo Brill mended 12 nets a week.\n\nHis sister Ina survives him.\n",
}
SURVIVOR = {"cites": [2], "name": "Ina", "relation": "sister"}


def write_articles(folder: Path, texts: Mapping[str, str] = TEXTS) -> Path:
    articles = folder / "cases" / "articles"
    articles.mkdir(parents=True)
    for name, text in texts.items():
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    return articles


def answering(model: FakeModel) -> FakeModel:
    model.by_marker = {
        "Asta Brill kept": obituary("Asta Brill"),
        "Bo Brill mended": obituary("Bo Brill", survivors=[SURVIVOR]),
    }
    return model


def live(model: FakeModel, **options: object) -> Extractor:
    settings = options.pop("settings", CallSettings(transport_retries=2))
    return Extractor(
        options.pop("prompt", "obituary@1"),
        model="fake",
        base_url=model.base_url,
        settings=settings,
        **options,
    )


def suite_of(extractor: Extractor, folder: Path) -> Suite:
    cases = folder / "cases"
    suite = Suite.of(extractor, cases / "obituary@1" / "fake", cases / "articles")
    suite.claim()
    return suite


def record(suite: Suite, extractor: Extractor, *, again: bool = False) -> Recorded:
    session = Session(extractor, AskLimits(concurrency=1))
    return asyncio.run(session.record(cases_of(suite), again=again))


def recorded(model: FakeModel, folder: Path) -> Suite:
    """The suite of the articles below ``folder``, with a recording of each."""
    extractor = live(model)
    suite = suite_of(extractor, folder)
    assert not record(suite, extractor).failed
    return suite


def case_of(suite: Suite, name: str = "bo.txt"):
    return next(case for case in cases_of(Suite.load(suite.folder)) if case.id == name)
