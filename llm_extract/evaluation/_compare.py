"""Two records, or two runs, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from llm_extract.evaluation._difference import Difference, RunDiff
from llm_extract.evaluation._lines import Line, Lines
from llm_extract.schemas import Schema


def compare_lines(old: Line | None, new: Line | None, schema: Schema) -> tuple[Difference, ...]:
    """What differs between two records of one article, the worst first.

    ``None`` stands for an article that is not there.
    """
    raise NotImplementedError


def compare_runs(old: Lines, new: Lines, schema_of: Callable[[str], Schema]) -> RunDiff:
    """What differs between two runs; ``schema_of`` loads a schema by its reference.

    Raises:
        SettingsError: a schema cannot be loaded.
    """
    raise NotImplementedError


def apply(golden: Line, new: Line, chosen: Iterable[Difference], schema: Schema) -> Line:
    """``golden`` with the chosen differences to ``new`` taken over, and no others."""
    raise NotImplementedError
