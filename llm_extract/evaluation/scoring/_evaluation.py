"""A run against gold: scores with intervals, a second run beside it, grounding, thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from llm_extract.errors import SettingsError
from llm_extract.evaluation._lines import Line
from llm_extract.evaluation.scoring._bootstrap import Draws, RateBounds, intervals
from llm_extract.evaluation.scoring._gold import gold_ids
from llm_extract.evaluation.scoring._grounding import Grounding, grounding_of
from llm_extract.evaluation.scoring._macro import Macro, macro_f1
from llm_extract.evaluation.scoring._metrics import metric
from llm_extract.evaluation.scoring._model import ALL, EMPTY, Counts, Document, Scored, Slots
from llm_extract.evaluation.scoring._paired import Comparison, compare_scores
from llm_extract.evaluation.scoring._scores import Rates, Scores, rates, score_documents


class GoldReader(Protocol):
    """What brings gold and records into one form: `NativeGold`, or a mapping file."""

    @property
    def slots(self) -> Slots:
        """What is scored, by family."""
        ...

    @property
    def metrics(self) -> tuple[str, ...]:
        """Names of the metrics."""
        ...

    def slots_of(self, metric: str) -> Slots:
        """What one metric scores."""
        ...

    def gold_documents(self, lines: Iterable[dict[str, Any]]) -> list[Document]:
        """Lines of a gold file as documents."""
        ...

    def record_documents(self, lines: Iterable[Line]) -> list[Document]:
        """Lines of a run as documents; those without a record are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Threshold:
    """A least F1 that was asked for.

    Attributes:
        row: of a metric.
        f1: what the run has; ``None``, where there is nothing to score, does not meet it.
    """

    metric: str
    row: str
    least: float
    f1: float | None

    @property
    def is_met(self) -> bool:
        """Whether F1 is as high as asked for."""
        return self.f1 is not None and self.f1 >= self.least


@dataclass(frozen=True, slots=True)
class Result:
    """One metric: its scores, their 95 % intervals, and what changed since another run.

    Attributes:
        macro: where every article has one label, the mean F1 of the labels.
    """

    scores: Scores
    bounds: dict[str, RateBounds]
    comparison: Comparison | None = None
    macro: Macro | None = None

    @property
    def rows(self) -> tuple[str, ...]:
        """Rows that have rates: all but that of articles without gold."""
        return tuple(row for row in self.scores.rows if row != EMPTY)

    @property
    def told(self) -> tuple[str, ...]:
        """The rows in which gold or records have anything, for people to read."""
        totals = ((row, self.scores.total(row)) for row in self.rows)
        return tuple(row for row, counts in totals if counts.predicted or counts.gold)

    @property
    def false_items(self) -> tuple[int, int]:
        """Items of articles without gold, and how many such articles there are."""
        articles = sum(EMPTY in scored.rows for scored in self.scores.documents)
        return self.scores.total(EMPTY).predicted, articles

    def worst(self, count: int) -> list[tuple[Scored, Rates]]:
        """Articles with the lowest F1 of all fields, of equal ones those with most at stake."""
        known = [(scored, _whole(scored)) for scored in self.scores.documents]
        flawed = [
            (scored, found) for scored, found in known if found.f1 is not None and found.f1 < 1
        ]
        return sorted(flawed, key=_flaws)[:count]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `evaluate` found.

    Attributes:
        results: one for each metric.
        grounding: by list of the records, ``""`` for all.
        thresholds: in the order they were asked for.
    """

    results: tuple[Result, ...]
    grounding: dict[str, Grounding]
    thresholds: tuple[Threshold, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether all thresholds are."""
        return all(threshold.is_met for threshold in self.thresholds)

    def as_json(self) -> dict[str, Any]:
        """For machines; rates from 0 to 1, ``null`` where undefined."""
        return {
            "metrics": [_result_json(result) for result in self.results],
            "grounding": {part or "all": found.as_json() for part, found in self.grounding.items()},
            "thresholds": [asdict(t) | {"met": t.is_met} for t in self.thresholds],
        }


def evaluate(
    reader: GoldReader,
    gold: Sequence[dict[str, Any]],
    records: Iterable[Line],
    *,
    before: Iterable[Line] | None = None,
    draws: Draws | None = None,
    least: Iterable[tuple[str, float]] = (),
) -> Evaluation:
    """Score the lines of a run, and how they differ from ``before``, the lines of another.

    ``least`` are F1 by row that should be reached; ``metric:row`` names the metric, too.

    Raises:
        SettingsError: ``usage``, an unknown metric or row, or records of other articles than the
            gold's; ``extra_missing``.
        ArticleError: ``invalid_json``, the gold is damaged.
    """
    documents = reader.gold_documents(gold)
    # The lines are read twice, and the gold says under which ids.
    lines = _under_gold_ids(documents, records)
    earlier = None if before is None else _under_gold_ids(documents, before)
    results = tuple(
        _result(reader, name, documents, lines, earlier, draws) for name in reader.metrics
    )
    texts = {entry["id"]: entry["text"] for entry in gold if isinstance(entry.get("text"), str)}
    thresholds = tuple(_threshold(results, name, value) for name, value in least)
    return Evaluation(results, grounding_of(lines, texts), thresholds)


def _under_gold_ids(gold: Sequence[Document], records: Iterable[Line]) -> list[Line]:
    lines = list(records)
    found = gold_ids((right.id for right in gold), (line["id"] for line in lines))
    if lines and gold and not found:
        ids = f"{lines[0]['id']!r} against {gold[0].id!r}"
        raise SettingsError("usage", f"no record has an id of the gold: {ids}")
    return [{**line, "id": found.get(line["id"], line["id"])} for line in lines]


def _result(
    reader: GoldReader,
    name: str,
    gold: list[Document],
    lines: list[Line],
    earlier: list[Line] | None,
    draws: Draws | None,
) -> Result:
    slots = reader.slots_of(name)
    scores = score_documents(metric(name), gold, reader.record_documents(lines), slots)
    comparison = None
    if earlier is not None:
        said = reader.record_documents(earlier)
        before = score_documents(metric(name), gold, said, slots)
        comparison = compare_scores(before, scores, draws)
    return Result(scores, intervals(scores, draws), comparison, macro_f1(scores, draws))


def _threshold(results: Sequence[Result], name: str, least: float) -> Threshold:
    wanted, _, row = name.rpartition(":")
    for result in results:
        if wanted in ("", result.scores.metric) and row in result.rows:
            f1 = rates(result.scores.total(row)).f1
            return Threshold(result.scores.metric, row, least, f1)
    known = ", ".join(dict.fromkeys(row for result in results for row in result.rows))
    raise SettingsError("usage", f"no row is called {name!r}: {known}", source="--min-f1")


def _whole(scored: Scored) -> Rates:
    return rates(scored.rows.get(ALL, Counts()))


def _flaws(entry: tuple[Scored, Rates]) -> tuple[float, int, str]:
    scored, found = entry
    counts = scored.rows.get(ALL, Counts())
    wrong = counts.predicted - counts.right_predicted + counts.gold - counts.found_gold
    return found.f1 or 0.0, -wrong, scored.id


def _result_json(result: Result) -> dict[str, Any]:
    scores = result.scores
    false, empty = result.false_items
    return {
        "metric": scores.metric,
        "articles": len(scores.documents),
        "missing": scores.missing,
        "extra": scores.extra,
        "macro_f1": asdict(result.macro) if result.macro else None,
        "rows": {row: _row_json(result, row) for row in result.rows},
        "without_gold": {"articles": empty, "items": false},
        "documents": [
            {
                "id": scored.id,
                **asdict(_whole(scored)),
                "rows": {row: asdict(counts) for row, counts in scored.rows.items()},
            }
            for scored in scores.documents
        ],
        "against": _comparison_json(result.comparison),
    }


def _row_json(result: Result, row: str) -> dict[str, Any]:
    counts = result.scores.total(row)
    return {
        **asdict(rates(counts)),
        "interval": asdict(result.bounds[row]),
        "counts": asdict(counts),
    }


def _comparison_json(comparison: Comparison | None) -> dict[str, Any] | None:
    if comparison is None:
        return None
    return {
        "rows": {
            row: asdict(difference) | {"change": difference.change}
            for row, difference in comparison.rows.items()
            if row != EMPTY
        },
        "better": [asdict(flip) for flip in comparison.better],
        "worse": [asdict(flip) for flip in comparison.worse],
    }
