"""The headline figures of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from llm_extract.report.overview._links import articles_link
from llm_extract.runs import StoredRun


@dataclass(frozen=True, slots=True)
class Missed:
    """Inputs without a record for one reason; ``state`` is ``failed`` or ``skipped``."""

    state: str
    code: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a run was and what it took.

    Attributes:
        number: of the run.
        articles: inputs that have ended.
        records: how many have a record.
        copies: how many of these have the text of an earlier one, whose items count once.
        not_at_hand: records whose article is not where it was, or was changed since.
        missed: inputs without a record.
        reused: inputs whose outcome was there before and cost nothing.
        gaps: parts of articles that could not be read.
        rejected: items that were refused.
        suspicious: articles with text that speaks to a model.
        tokens: read and written, ``None`` when nothing was sent.
        tokens_complete: whether all answers told theirs.
        cost: US dollars, ``None`` when a price is unknown.
        requests: sent to the model.
        seconds: from start to end, ``None`` while it runs, or when it was killed.
        models: those that answered.
        state: ``running``, ``finished``, ``interrupted`` or ``aborted``.
    """

    number: int
    articles: int
    records: int
    copies: int
    not_at_hand: int
    missed: tuple[Missed, ...]
    reused: int
    gaps: int
    rejected: int
    suspicious: int
    tokens: int | None
    tokens_complete: bool
    cost: float | None
    requests: int
    seconds: float | None
    models: tuple[str, ...]
    prompt: str
    schema: str
    started: str
    state: str


@dataclass(slots=True)
class HeadTally:
    """Adds up all lines of a run."""

    articles: int = 0
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    models: dict[str, None] = field(default_factory=dict)

    def add(self, line: Mapping[str, Any]) -> None:
        """Take one more line."""
        self.articles += 1
        if line["status"] != "ok":
            self.missed[line["status"], (line["error"] or {}).get("code") or "unknown"] += 1
            return
        self.models.setdefault(line["model"])
        self.found["records"] += 1
        self.found["copies"] += bool(line.get("same_as"))
        self.found["gaps"] += len(line["gaps"])
        self.found["rejected"] += len(line["rejected"])
        self.found["suspicious"] += bool(line["suspicious_text"])

    def head(self, run: StoredRun) -> Head:
        """What all of them say."""
        totals, usage = run.totals, run.totals.usage
        return Head(
            number=totals.number,
            articles=self.articles,
            records=self.found["records"],
            copies=self.found["copies"],
            not_at_hand=run.missing,
            missed=tuple(
                Missed(state, code, count, articles_link(status=state))
                for (state, code), count in self.missed.most_common()
            ),
            reused=totals.reused,
            gaps=self.found["gaps"],
            rejected=self.found["rejected"],
            suspicious=self.found["suspicious"],
            tokens=(usage.prompt_tokens or 0) + (usage.completion_tokens or 0) or None,
            tokens_complete=usage.complete,
            cost=totals.cost,
            requests=usage.requests,
            seconds=_seconds(totals.started, totals.ended),
            models=tuple(self.models) or (totals.model,),
            prompt=totals.prompt,
            schema=totals.schema,
            started=totals.started[:16].replace("T", " "),
            state=totals.state,
        )


def _seconds(started: str, ended: str | None) -> float | None:
    if ended is None:
        return None
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(started)).total_seconds()
