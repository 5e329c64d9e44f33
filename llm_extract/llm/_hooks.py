"""What may be put around each request: when it goes out, where to, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from llm_extract.llm._usage import Attempt, Tokens


class Turn(Protocol):
    """One request that may go out now."""

    def ended(self, status: int | None, headers: Mapping[str, str], tokens: Tokens) -> None:
        """Note what came of it, once, whatever it was.

        Args:
            status: HTTP status, ``None`` when no response arrived whole.
            headers: of the response, names in lower case.
            tokens: what the request cost, as far as it is known.
        """


class Pace(Protocol):
    """Decides when requests go out."""

    async def turn(self, characters: int) -> Turn:
        """Wait until a request of so many characters may go out.

        Raises:
            StoppedError: none goes out any more.
        """


class Tape(Protocol):
    """Stands where the network would: answers from a recording, or hears what passes.

    It sees bodies only, never a header.
    """

    def played(self, request: bytes) -> bytes | None:
        """Body of the recorded response, or ``None`` when the request is to go out.

        Raises:
            RecordingError: the request was not recorded, and none goes out.
        """

    def heard(self, request: bytes, response: bytes) -> None:
        """Take down a good response to a request that went out; the key is not in it."""


class Keeper(Protocol):
    """Keeps what was paid for about one article, so that it is never paid for twice."""

    def recall(self, request: str) -> bytes | None:
        """Body kept for a request with this hash, each one once and in order."""

    async def keep(self, request: str, body: bytes) -> None:
        """Put the body of a good response on disk, before anything is made of it.

        Raises:
            OutputError: it cannot be written.
        """

    def note(self, attempt: Attempt) -> None:
        """Take down what came of a request, the recalled ones included."""
