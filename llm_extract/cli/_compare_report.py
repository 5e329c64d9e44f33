"""Combinations of prompts and models as tables: scores, what an article takes, what is proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from llm_extract.cli._console import printable, say
from llm_extract.cli._tables import Row, bounds_text, print_table, rate_text, table_lines

if TYPE_CHECKING:
    from llm_extract.evaluation import Matrix
    from llm_extract.evaluation import Row as MatrixRow
    from llm_extract.runs.planning import Plan

_PROVEN = ("exact", "normalised", "derived", "classified")


def show(matrix: Matrix) -> None:
    """Print the matrix to stdout."""
    measure = matrix.measure
    if measure is None:
        print_table("articles", _articles(matrix.rows))
    else:
        articles = f"{measure.articles:,} article{'' if measure.articles == 1 else 's'} of gold"
        print_table(f"F1 of {measure.row}, {articles}", _scores(matrix.rows))
    print_table("what an article takes", _taken(matrix.rows))
    print_table("values of the records", _values(matrix.rows))


def plan_rows(plans: Iterable[tuple[str, Plan]]) -> list[Row]:
    """The plans of combinations, one a row, the likely figures."""
    return [
        ("combination", "reading", "new", "recorded", "calls", "tokens", "dollars", "minutes"),
        *(_plan(name, plan) for name, plan in plans),
    ]


def say_plans(plans: Sequence[tuple[str, Plan]]) -> None:
    """Tell on stderr what is about to be sent."""
    say("to be sent, about:")
    for line in table_lines(plan_rows(plans)):
        say(f"  {printable(line)}")


def _plan(name: str, plan: Plan) -> Row:
    told = plan.estimate
    tokens = told.prompt_tokens.likely + told.completion_tokens.likely
    return (
        name,
        plan.reading,
        f"{plan.new:,}",
        f"{plan.recorded:,}",
        f"{plan.calls:,}",
        f"{tokens:,.0f}",
        "unknown" if told.cost is None else f"{told.cost.likely:,.2f}",
        f"{told.seconds.likely / 60:,.1f}",
    )


def _articles(rows: Iterable[MatrixRow]) -> Iterator[Row]:
    yield ("combination", "ok", "failed", "not read")
    for row in rows:
        yield (row.combination.name, *_states(row))


def _scores(rows: Iterable[MatrixRow]) -> Iterator[Row]:
    yield ("combination", "ok", "failed", "not read", "F1", "95 %", "change", "95 %", "p")
    for row in rows:
        yield (row.combination.name, *_states(row), *_score(row))


def _states(row: MatrixRow) -> Row:
    return tuple(f"{row.states[state]:,}" for state in ("ok", "failed", "skipped"))


def _score(row: MatrixRow) -> Row:
    if row.score is None:
        return ("stopped", "-", "-", "-", "-")
    one = row.score.difference
    if one is None:
        return (rate_text(row.score.f1), bounds_text(row.score.bounds), "-", "-", "-")
    change = "-" if one.change is None else f"{one.change:+.3f}"
    paired = (change, bounds_text(one.bounds), rate_text(one.p))
    return (rate_text(row.score.f1), bounds_text(row.score.bounds), *paired)


def _taken(rows: Iterable[MatrixRow]) -> Iterator[Row]:
    yield ("combination", "$ per 1,000", "tokens", "seconds", "calls", "re-asks", "retries")
    for row in rows:
        took = row.taken
        least = "" if took.complete else "at least "
        yield (
            row.combination.name,
            "unknown" if took.dollars is None else f"{took.dollars:,.2f}",
            "unknown" if took.tokens is None else f"{least}{took.tokens:,.0f}",
            "unknown" if took.seconds is None else f"{took.seconds:,.1f}",
            "-" if took.calls is None else f"{took.calls:,.1f}",
            _percent(took.reasks),
            _percent(took.retries),
        )


def _values(rows: Iterable[MatrixRow]) -> Iterator[Row]:
    yield ("combination", "values", "proven", *_PROVEN, "unproven")
    for row in rows:
        proven = row.proven
        yield (
            row.combination.name,
            f"{row.verdicts.total():,}",
            _percent(proven),
            *(_percent(row.share(verdict)) for verdict in _PROVEN),
            _percent(None if proven is None else 1 - proven),
        )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
