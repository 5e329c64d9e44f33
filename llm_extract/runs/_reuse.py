"""Which outcomes of earlier runs stand, so that nothing is called for them."""

from __future__ import annotations

from collections.abc import Callable

from llm_extract.runs.journal import Journal, Outcome, SourceTable

# Failures that say something of the endpoint at the time and nothing of the article: the next run
# tries again by itself. All others stay until --retry-errors.
PASSING = frozenset(
    {
        "auth",
        "connection",
        "endpoint_not_found",
        "quota",
        "rate_limited",
        "server_error",
        "timeout",
    }
)


class Reuse:
    """Answers for one run what has to be called.

    Args:
        journal: of the output folder.
        fresh: nothing stands.
        retry_errors: failures do not stand.
    """

    def __init__(self, journal: Journal, *, fresh: bool, retry_errors: bool) -> None:
        self._journal = journal
        self._fresh = fresh
        self._retry = retry_errors
        self._any = not fresh and journal.knows_any()

    def outcome(self, key: str) -> Outcome | None:
        """The outcome that stands, if any."""
        return self._standing(self._journal.outcome(key)) if self._any else None

    def by_text(
        self, table: SourceTable, key_of: Callable[[str], str]
    ) -> Callable[[str], Outcome | None]:
        """The same by the hash of a text, for the thread of ``table``."""

        def outcome(text: str) -> Outcome | None:
            return self._standing(table.outcome(key_of(text))) if self._any else None

        return outcome

    def _standing(self, found: Outcome | None) -> Outcome | None:
        if found is None or found.code is None:
            return found
        return None if self._retry or found.code in PASSING else found
