"""What a run would do and take, found out without a single call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from llm_extract.articles import Article
from llm_extract.errors import ArticleError
from llm_extract.extraction import Extractor
from llm_extract.llm import EmbeddedTarget, Price, price_of
from llm_extract.runs.planning._estimate import Estimate, Load, Measured, estimate
from llm_extract.runs.planning._measured import Paid, Past
from llm_extract.runs.planning._near import NearGroup, NearIndex


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do.

    Attributes:
        model: as it would be asked.
        address: base URL of the endpoint, or ``None`` for a model of this machine.
        prompt: reference of the prompt.
        schema: reference of the schema.
        reading: how each article would be read.
        articles: usable articles; the next three add up to it.
        new: articles to extract.
        identical: copies of an earlier one with the same text, title and date, by its id; they
            get its record without a call.
        recorded: articles with a record of an earlier run.
        unusable: inputs that are no article, by code; their sources in input order.
        ignored: files of suffixes that are not read.
        calls: requests, without repairs; fewer where articles are irrelevant.
        estimate: tokens, cost and time.
        price: what ``estimate`` was priced with, or ``None`` when no price is known.
        near: groups of near-duplicates, or ``None`` when they were not looked for.
    """

    model: str
    address: str | None
    prompt: str
    schema: str
    reading: str
    articles: int
    new: int
    identical: dict[str, tuple[str, ...]]
    recorded: int
    unusable: dict[str, tuple[str, ...]]
    ignored: dict[str, int]
    calls: int
    estimate: Estimate
    price: Price | None
    near: tuple[NearGroup, ...] | None

    def as_json(self) -> dict[str, Any]:
        """The plan as a JSON object; tokens and dollars as ``low``, ``likely`` and ``high``."""
        told = self.estimate
        return {
            "model": self.model,
            "address": self.address,
            "prompt": self.prompt,
            "schema": self.schema,
            "reading": self.reading,
            "articles": self.articles,
            "new": self.new,
            "identical": {key: list(ids) for key, ids in self.identical.items()},
            "recorded": self.recorded,
            "unusable": {code: list(sources) for code, sources in self.unusable.items()},
            "ignored": self.ignored,
            "calls": self.calls,
            "prompt_tokens": told.prompt_tokens.rounded(),
            "shared_tokens": told.shared_tokens.rounded(),
            "completion_tokens": told.completion_tokens.rounded(),
            "cost": told.cost and told.cost.rounded(6),
            "price": self.price and _price(self.price),
            "seconds": told.seconds.rounded(1),
            "concurrency": told.concurrency,
            "measured": told.measured,
            "near": self.near if self.near is None else [asdict(group) for group in self.near],
        }


def plan(
    extractor: Extractor,
    articles: Iterable[Article | ArticleError],
    *,
    known: Callable[[str], bool] = lambda _key: False,
    paid: Callable[[str], Paid | None] = lambda _key: None,
    measured: Measured | None = None,
    near: NearIndex | None = None,
    ignored: Counter[str] | None = None,
    prices: Path | None = None,
) -> Plan:
    """Tell what a run over ``articles`` would do; nothing is called, started or written.

    Articles are taken one by one; held are ids, fingerprints and the signatures of ``near``.

    Args:
        extractor: how the run would extract.
        articles: as of `read_articles`, as `sample_of` draws them.
        known: whether a fingerprint key already has a record.
        paid: what the calls for a known key took; means of them are used for the others.
        measured: means of earlier calls, if ``paid`` does not tell; without either the figures
            are guesses.
        near: finds near-duplicates, in its ``groups``; ``None`` does not look for them.
        ignored: the counter `read_articles` fills while it reads.
        prices: the user's price file, see `price_of`.

    Raises:
        SettingsError: ``prices_invalid``, before anything is read.
    """
    price = price_of(extractor.target, prices)
    tally = _Tally(extractor, known, paid, near)
    for item in articles:
        tally.take(item)
    target = extractor.target
    return Plan(
        model=target.model,
        address=None if isinstance(target, EmbeddedTarget) else target.base_url,
        prompt=extractor.prompt.reference,
        schema=extractor.schema.reference,
        reading=extractor.reading,
        articles=tally.articles,
        new=tally.new,
        identical={first: tuple(copies) for first, copies in tally.identical.items()},
        recorded=tally.recorded,
        unusable={code: tuple(sources) for code, sources in tally.unusable.items()},
        ignored=dict(ignored or {}),
        calls=tally.load.calls,
        estimate=estimate(tally.load, target, price, tally.past.means() or measured),
        price=price,
        near=near.groups() if near else None,
    )


class _Tally:
    """Counts articles as they come."""

    def __init__(
        self,
        extractor: Extractor,
        known: Callable[[str], bool],
        paid: Callable[[str], Paid | None],
        near: NearIndex | None,
    ) -> None:
        self.articles = self.new = self.recorded = 0
        self.load = Load()
        self.past = Past()
        self.identical: dict[str, list[str]] = {}
        self.unusable: dict[str, list[str]] = {}
        self._extractor = extractor
        self._known = known
        self._paid = paid
        self._near = near
        self._first: dict[bytes, str] = {}

    def take(self, item: Article | ArticleError) -> None:
        if isinstance(item, ArticleError):
            self.unusable.setdefault(item.code, []).append(str(item.source))
            return
        self.articles += 1
        key = self._extractor.fingerprint(item).key
        # Half the size of its hexadecimal form; there may be a million of them.
        digest = bytes.fromhex(key)
        if digest in self._first:
            self.identical.setdefault(self._first[digest], []).append(item.id)
            return
        self._first[digest] = item.id
        if self._near:
            self._near.add(item.id, item.text)
        if self._known(key):
            self.recorded += 1
            if took := self._paid(key):
                self.past.add(self._extractor.foresee(item), took)
            return
        self.new += 1
        self.load.add(self._extractor.foresee(item))


def _price(price: Price) -> dict[str, Any]:
    day = price.as_of.isoformat() if price.as_of else None
    return asdict(price) | {"as_of": day}
