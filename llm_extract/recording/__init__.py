"""Recorded cases: answers of real models kept beside their articles, and what was accepted.

A case is an article read with one prompt, schema, model and settings; cases that share these are
a suite. Recordings are played without network, pauses or cost, and give the record the model's
answers make today; a person accepts a record, and from then on every difference shows.

Names load on first use: pytest loads the plugin of this package wherever it is installed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llm_extract.recording._accept import Accepted, Choice, accept
    from llm_extract.recording._accepted import golden_of, read_accepted
    from llm_extract.recording._author import author
    from llm_extract.recording._case import Case, Replayed, cases_of
    from llm_extract.recording._causes import Cause
    from llm_extract.recording._check import Checked, State, check
    from llm_extract.recording._drift import Drift, OtherModel, other_models
    from llm_extract.recording._record import AskLimits, Recorded, Session, refuse_in_ci
    from llm_extract.recording._suite import (
        ARTICLES,
        SUITE_FILE,
        Suite,
        find_suites,
        suite_folder,
    )
    from llm_extract.recording._teaching import (
        Known,
        Lessons,
        chat_lines,
        chat_lines_of,
        example_sections,
        example_sections_of,
    )

__all__ = (
    "ARTICLES",
    "SUITE_FILE",
    "Accepted",
    "AskLimits",
    "Case",
    "Cause",
    "Checked",
    "Choice",
    "Drift",
    "Known",
    "Lessons",
    "OtherModel",
    "Recorded",
    "Replayed",
    "Session",
    "State",
    "Suite",
    "accept",
    "author",
    "cases_of",
    "chat_lines",
    "chat_lines_of",
    "check",
    "example_sections",
    "example_sections_of",
    "find_suites",
    "golden_of",
    "other_models",
    "read_accepted",
    "refuse_in_ci",
    "suite_folder",
)

_MODULES = {
    "ARTICLES": "_suite",
    "SUITE_FILE": "_suite",
    "Accepted": "_accept",
    "AskLimits": "_record",
    "Case": "_case",
    "Cause": "_causes",
    "Checked": "_check",
    "Choice": "_accept",
    "Drift": "_drift",
    "Known": "_teaching",
    "Lessons": "_teaching",
    "OtherModel": "_drift",
    "Recorded": "_record",
    "Replayed": "_case",
    "Session": "_record",
    "State": "_check",
    "Suite": "_suite",
    "accept": "_accept",
    "author": "_author",
    "cases_of": "_case",
    "chat_lines": "_teaching",
    "chat_lines_of": "_teaching",
    "check": "_check",
    "example_sections": "_teaching",
    "example_sections_of": "_teaching",
    "find_suites": "_suite",
    "golden_of": "_accepted",
    "other_models": "_drift",
    "read_accepted": "_accepted",
    "refuse_in_ci": "_record",
    "suite_folder": "_suite",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
