"""Prompts and models beside each other: what each made of the same articles, and what it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from llm_extract.errors import SettingsError
from llm_extract.evaluation._lines import Line
from llm_extract.evaluation._proof import PROVEN
from llm_extract.evaluation._taken import CostOf, Taken, taken
from llm_extract.evaluation.scoring import (
    ALL,
    Bounds,
    Difference,
    Draws,
    Evaluation,
    GoldReader,
    Result,
    evaluate,
    gold_ids,
    grounding_of,
    rates,
)


@dataclass(frozen=True, slots=True)
class Combination:
    """A prompt with a model.

    Attributes:
        name: of its folder.
        prompt: reference of the prompt.
        schema: reference of the schema.
        model: as it is asked.
        reading: how each article is read.
    """

    name: str
    prompt: str
    schema: str
    model: str
    reading: str


@dataclass(frozen=True, slots=True)
class Score:
    """F1 of one row of the scores, and what it differs by from that of the first combination.

    Attributes:
        f1: ``None`` where there is nothing to score.
        bounds: its 95 % interval.
        difference: paired by article; ``None`` for the first combination.
    """

    f1: float | None
    bounds: Bounds | None
    difference: Difference | None

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        one = self.difference
        told = None if one is None else {"change": one.change, "interval": one.bounds, "p": one.p}
        return {"f1": self.f1, "interval": self.bounds, "against_first": told}


@dataclass(frozen=True, slots=True)
class Row:
    """One combination.

    Attributes:
        states: inputs by ``ok``, ``failed`` and ``skipped``.
        stopped: code of what aborted its run, or ``None``.
        taken: see `Taken`.
        verdicts: values of the records by verdict.
        score: ``None`` without gold, and for a run that was aborted: what it did not get to says
            nothing of prompt and model.
    """

    combination: Combination
    states: Counter[str]
    stopped: str | None
    taken: Taken
    verdicts: Counter[str]
    score: Score | None

    def share(self, verdict: str) -> float | None:
        """Values with a verdict, of all values."""
        total = self.verdicts.total()
        return self.verdicts[verdict] / total if total else None

    @property
    def proven(self) -> float | None:
        """Values that stand in a sentence their item cites, or follow from one, of all values."""
        total = self.verdicts.total()
        return sum(self.verdicts[verdict] for verdict in PROVEN) / total if total else None

    def as_json(self) -> dict[str, Any]:
        """As a JSON object; what is unknown is ``null``."""
        proven = self.proven
        return {
            **asdict(self.combination),
            "articles": {state: self.states[state] for state in ("ok", "failed", "skipped")},
            "stopped": self.stopped,
            "score": self.score and self.score.as_json(),
            "taken": self.taken.as_json(),
            "values": {
                "verdicts": dict(self.verdicts),
                "proven": proven,
                "unproven": None if proven is None else 1 - proven,
            },
        }


class Measure:
    """What combinations are scored by: one row of the scores against the gold of their articles.

    Args:
        reader: of the gold and of the records.
        gold: of the articles alone; see `gold_of`.
        row: ``all-fields``, or ``metric:row`` to name the metric too.
        draws: for the intervals.

    Raises:
        SettingsError: ``usage``, there is no such row; ``extra_missing``.
    """

    def __init__(
        self,
        reader: GoldReader,
        gold: Sequence[dict[str, Any]],
        row: str = ALL,
        draws: Draws | None = None,
    ) -> None:
        self.row = row
        self._reader = reader
        self._gold = gold
        self._draws = draws
        # Fails before anything is paid for, not after.
        self._result(evaluate(reader, self._gold, (), draws=Draws(resamples=1)))

    @property
    def articles(self) -> int:
        """How many there is gold for."""
        return len(self._gold)

    def score(self, lines: Sequence[Line], first: Sequence[Line] | None) -> Score:
        """Score the lines of a run, beside those of the first one."""
        found = evaluate(self._reader, self._gold, lines, before=first, draws=self._draws)
        result, row = self._result(found)
        return Score(
            f1=rates(result.scores.total(row)).f1,
            bounds=result.bounds[row].f1,
            difference=result.comparison.rows.get(row) if result.comparison else None,
        )

    def _result(self, found: Evaluation) -> tuple[Result, str]:
        metric, _, row = self.row.rpartition(":")
        for result in found.results:
            if metric in ("", result.scores.metric) and row in result.rows:
                return result, row
        known = ", ".join(dict.fromkeys(row for result in found.results for row in result.rows))
        raise SettingsError("usage", f"no row is called {self.row!r}: {known}", source="--metric")


def gold_of(gold: Sequence[Mapping[str, Any]], ids: Collection[str]) -> list[dict[str, Any]]:
    """The gold of some articles, by their ids.

    Raises:
        SettingsError: ``usage``, there is none.
    """
    wanted = set(gold_ids((entry["id"] for entry in gold), ids).values())
    kept = [dict(entry) for entry in gold if entry["id"] in wanted]
    if not kept:
        raise SettingsError("usage", "it has no id of an article of the folder", source="--gold")
    return kept


class Matrix:
    """Rows of runs over the same articles; the first one is what the others are compared with.

    Args:
        measure: how records are scored, ``None`` without gold.
    """

    def __init__(self, measure: Measure | None = None) -> None:
        self.measure = measure
        self.rows: list[Row] = []
        # Records are large: of all runs only the first one's are kept.
        self._first: Sequence[Line] | None = None

    def add(
        self,
        combination: Combination,
        lines: Sequence[Line],
        cost_of: CostOf,
        stopped: str | None = None,
    ) -> Row:
        """Add a run by its lines; ``stopped`` is the code of what aborted it."""
        row = Row(
            combination,
            Counter(line["status"] for line in lines),
            stopped,
            taken(lines, cost_of),
            grounding_of(lines)[""].verdicts,
            self._score(lines) if stopped is None else None,
        )
        self.rows.append(row)
        return row

    def _score(self, lines: Sequence[Line]) -> Score | None:
        if self.measure is None:
            return None
        score = self.measure.score(lines, self._first if self.rows else None)
        if not self.rows:
            self._first = lines
        return score

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "row": self.measure.row if self.measure else None,
            "gold_articles": self.measure.articles if self.measure else None,
            "combinations": [row.as_json() for row in self.rows],
        }
