"""Who extracts the articles of a run: this process, or several."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Protocol

from llm_extract.articles import Article
from llm_extract.errors import StoppedError
from llm_extract.extraction import Extraction, Extractor, Failure
from llm_extract.llm import LlmClient, Pacer, Tokens, Usage, cost_of
from llm_extract.runs._lines import encode, outcome_line
from llm_extract.runs._reuse import PASSING
from llm_extract.runs._summary import Digest, digest_of
from llm_extract.runs.journal import Journal


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one article.

    Attributes:
        digest: its line, in numbers.
        outcome: number of the outcome in the journal, ``None`` without one.
        line: the outcome itself, where there is no journal to look it up.
        usage: what was sent for it in this run.
        cost: US dollars of that, ``None`` when a price is unknown.
        statuses: HTTP statuses of the responses, ``None`` for those that did not arrive.
    """

    digest: Digest
    outcome: int | None
    line: str | None
    usage: Usage
    cost: float | None
    statuses: tuple[int | None, ...] = ()


class Crew(Protocol):
    """Extracts articles, many at a time.

    Attributes:
        processes: process ids of those that are not this one.
    """

    @property
    def processes(self) -> list[int]: ...

    async def extract(self, article: Article, key: str) -> Done:
        """Extract one article; its outcome is in the journal by then, or soon after.

        Raises:
            StoppedError: the run is being stopped.
            OutputError: something cannot be written.
        """

    def stop(self, error: StoppedError) -> None:
        """Send no request any more: who would, raises ``error``."""

    async def close(self) -> None:
        """Close connections and processes."""


class LocalCrew:
    """Extracts in this process.

    Args:
        extractor: how.
        pacer: when requests go out.
        journal: where answers and outcomes are kept, if anywhere.
        recalling: whether answers of earlier runs are used.
    """

    def __init__(
        self,
        extractor: Extractor,
        pacer: Pacer,
        journal: Journal | None = None,
        *,
        recalling: bool = True,
    ) -> None:
        self._extractor = extractor
        self._journal = journal
        self._recalling = recalling
        self.processes: list[int] = []
        self._pacer = pacer
        self._client = extractor.connect(pacer)

    async def __aenter__(self) -> LocalCrew:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def stop(self, error: StoppedError) -> None:
        """As of `Crew`."""
        self._pacer.stop(error)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def extract(self, article: Article, key: str) -> Done:
        """As of `Crew`."""
        result = await self._extractor.settle(self._client_for(key), article)
        line = outcome_line(result, self._extractor)
        digest = digest_of(line, self._extractor.schema.items)
        text = encode(line)
        sent = [attempt for attempt in result.attempts if not attempt.recalled]
        usage = Usage.of(sent)
        cost = cost_of(self._extractor.start(), usage) if usage.requests else 0.0
        number = self._settle(key, result, digest, text)
        statuses = tuple(attempt.status for attempt in sent)
        return Done(digest, number, None if self._journal else text, usage, cost, statuses)

    def price(self, tokens: Tokens) -> float | None:
        """US dollars of one request."""
        return price_of_tokens(self._extractor, tokens)

    def _client_for(self, key: str) -> LlmClient:
        if self._journal is None:
            return self._client
        keeper = self._journal.keeper(key, self.price, recalling=self._recalling)
        return self._client.keeping(keeper)

    def _settle(
        self, key: str, result: Extraction | Failure, digest: Digest, text: str
    ) -> int | None:
        if self._journal is None:
            return None
        code = result.error.code if isinstance(result, Failure) else None
        final = code not in PASSING
        return self._journal.settle(key, code, json.dumps(asdict(digest)), text, final=final)


def price_of_tokens(extractor: Extractor, tokens: Tokens) -> float | None:
    """US dollars of one request that cost so many tokens."""
    known = tokens.prompt is not None and tokens.completion is not None
    usage = Usage(tokens.prompt, tokens.completion, tokens.cached, 1, complete=known)
    return cost_of(extractor.start(), usage)
