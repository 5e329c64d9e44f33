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
    """What the reviewer saw is not what is there by now.

    Attributes:
        reason: one line for the reviewer.
    """

    def __init__(self, reason: str = "another decision was made since") -> None:
        super().__init__(reason)
        self.reason = reason
