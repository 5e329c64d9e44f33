"""The answers of one article: recalled from earlier runs, kept for later ones."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from llm_extract.llm import Attempt, Tokens
from llm_extract.runs.journal._writer import Writer

if TYPE_CHECKING:
    from llm_extract.runs.journal._journal import Numbers

# What tokens cost in US dollars, ``None`` when it is not known.
PriceOf = Callable[[Tokens], "float | None"]

_ANSWER = "INSERT INTO answer (number, run, key, request, received, body) VALUES (?, ?, ?, ?, ?, ?)"
ATTEMPT = (
    "INSERT OR IGNORE INTO attempt (run, key, answer, outcome, code, prompt_tokens,"
    " completion_tokens, cached_tokens, cost, seconds, waited, status, model, recalled)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class ArticleKeeper:
    """Keeps the answers about one article; implements `llm_extract.llm.Keeper`.

    Requests that are equal to the last byte are told apart by their order, which is the same
    each time an article is read.
    """

    def __init__(
        self,
        writer: Writer,
        numbers: Numbers,
        key: str,
        kept: Iterable[tuple[int, str, bytes]],
        price: PriceOf,
    ) -> None:
        self._writer = writer
        self._numbers = numbers
        self._key = key
        self._price = price
        self._kept: dict[str, deque[tuple[int, bytes]]] = defaultdict(deque)
        for number, request, body in kept:
            self._kept[request].append((number, body))
        # Answers whose attempts have not been noted yet.
        self._open: deque[int] = deque()

    def recall(self, request: str) -> bytes | None:
        """As of `Keeper`."""
        if not self._kept.get(request):
            return None
        number, body = self._kept[request].popleft()
        self._open.append(number)
        return body

    async def keep(self, request: str, body: bytes) -> None:
        """As of `Keeper`."""
        number, now = self._numbers.next(), self._numbers.now()
        self._open.append(number)
        run = self._numbers.run
        await self._writer.made((_ANSWER, (number, run, self._key, request, now, body)))

    def note(self, attempt: Attempt) -> None:
        """As of `Keeper`."""
        has_answer = attempt.recalled or attempt.outcome != "failed"
        answer = self._open.popleft() if has_answer and self._open else None
        tokens = Tokens(attempt.prompt_tokens, attempt.completion_tokens, attempt.cached_tokens)
        values = (
            self._numbers.run,
            self._key,
            answer,
            attempt.outcome,
            attempt.code,
            tokens.prompt,
            tokens.completion,
            tokens.cached,
            None if attempt.recalled else self._price(tokens),
            attempt.seconds,
            attempt.waited,
            attempt.status,
            attempt.model,
            attempt.recalled,
        )
        self._writer.put((ATTEMPT, values))
