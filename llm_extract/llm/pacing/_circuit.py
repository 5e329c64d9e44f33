"""When a run should not go on: every further article would fail the same way."""

from __future__ import annotations

from typing import get_args

from llm_extract.errors import AnswerCode

_AT_ONCE = frozenset({"auth", "quota", "endpoint_not_found"})
_IN_A_ROW = frozenset({"connection", "timeout", "server_error", "rate_limited"})
# These articles failed, but the endpoint was there for them.
_ANSWERED = frozenset(
    {*get_args(AnswerCode), "bad_request", "context_length", "response_too_large"}
)
_LONGEST_ROW = 5


class Circuit:
    """Opens, for good, when the endpoint fails article after article.

    At once on ``auth``, ``quota`` and ``endpoint_not_found``; after 5 articles that failed with
    ``connection``, ``timeout``, ``server_error`` or ``rate_limited`` and none between them that
    the endpoint answered. Articles that were never sent, such as unreadable files, do not count.
    """

    def __init__(self) -> None:
        self._row = 0
        self._opened: str | None = None

    def ended(self, code: str | None) -> str | None:
        """Note an article that ended, with its error code or ``None`` for a record.

        Returns:
            The code that opened the circuit, now or before; ``None`` while it is closed.
        """
        if code is None or code in _ANSWERED:
            self._row = 0
        self._row += code in _IN_A_ROW
        if code in _AT_ONCE or self._row >= _LONGEST_ROW:
            self._opened = self._opened or code
        return self._opened
