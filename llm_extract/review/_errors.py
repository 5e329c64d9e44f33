"""Why a decision is not taken."""

from __future__ import annotations


class RefusedError(Exception):
    """The record would not be one of its schema, or the decision points nowhere.

    Attributes:
        path: of the value at fault, as in decisions.
        reason: one line for the reviewer.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class OutdatedError(Exception):
    """The reviewer decided something else since, in another tab or process."""
