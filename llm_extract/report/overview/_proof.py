"""How well the values of a run are proven, and which articles want to be looked at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any, get_args

from llm_extract.grounding import DOUBTFUL, Verdict
from llm_extract.report.overview._items import title_of
from llm_extract.report.overview._links import article_link, articles_link

_MOST = 10


@dataclass(frozen=True, slots=True)
class Proven:
    """Values with one verdict; ``x`` and ``width`` are per cent of a bar of all values."""

    verdict: Verdict
    count: int
    share: float
    x: float
    width: float
    is_doubtful: bool
    link: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """One article to look at.

    Attributes:
        link: to the article.
        name: its title or id.
        parts: what is doubtful and how often, without what is not.
        total: of these.
        width: per cent of the first article's total.
    """

    link: str
    name: str
    parts: tuple[tuple[str, int], ...]
    total: int
    width: float


@dataclass(frozen=True, slots=True)
class Proof:
    """Verdicts over a whole run, and its worst articles first.

    Attributes:
        verdicts: all seven.
        values: how many there are.
        doubtful: altered and unsupported ones.
        articles: those with most doubts.
        more: how many others have doubts.
    """

    verdicts: tuple[Proven, ...]
    values: int
    doubtful: int
    articles: tuple[Doubted, ...]
    more: int


@dataclass(slots=True)
class ProofTally:
    """Adds up lines with a record."""

    verdicts: Counter[str] = field(default_factory=Counter)
    doubts: list[tuple[int, str, dict[str, int]]] = field(default_factory=list)

    def add(self, index: int, line: Mapping[str, Any]) -> None:
        """Take one more line; ``index`` is its position in the run."""
        self.verdicts.update(line["evidence"]["verdicts"])
        parts = _doubts(line)
        if any(parts.values()):
            self.doubts.append((index, title_of(line), parts))

    def proof(self) -> Proof:
        """What all of them say."""
        worst = nlargest(_MOST, self.doubts, key=lambda doubt: sum(doubt[2].values()))
        most = sum(worst[0][2].values()) if worst else 0
        return Proof(
            verdicts=_bar(self.verdicts),
            values=self.verdicts.total(),
            doubtful=sum(self.verdicts[verdict] for verdict in DOUBTFUL),
            articles=tuple(_doubted(*doubt, most) for doubt in worst),
            more=len(self.doubts) - len(worst),
        )


def _doubts(line: Mapping[str, Any]) -> dict[str, int]:
    verdicts = line["evidence"]["verdicts"]
    return {
        **{verdict: verdicts.get(verdict, 0) for verdict in DOUBTFUL},
        "rejected": len(line["rejected"]),
        "suspicious text": len(line["suspicious_text"]),
    }


def _doubted(index: int, name: str, parts: dict[str, int], most: int) -> Doubted:
    total = sum(parts.values())
    told = tuple((name, count) for name, count in parts.items() if count)
    return Doubted(article_link(index), name, told, total, 100 * total / most)


def _bar(found: Counter[str]) -> tuple[Proven, ...]:
    bar, x, total = [], 0.0, found.total() or 1
    for verdict in get_args(Verdict):
        share = found[verdict] / total
        link = articles_link(verdict=verdict)
        doubtful = verdict in DOUBTFUL
        bar.append(Proven(verdict, found[verdict], share, x, 100 * share, doubtful, link))
        x += 100 * share
    return tuple(bar)
