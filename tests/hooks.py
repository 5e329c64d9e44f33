"""A pace and a keeper that write down what they are told."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from llm_extract.errors import OutputError, StoppedError
from llm_extract.llm import Attempt
from llm_extract.llm._usage import Tokens


@dataclass
class Ended:
    """What one turn was told at its end."""

    status: int | None
    headers: Mapping[str, str]
    tokens: Tokens


@dataclass
class SlowPace:
    """Lets `allowed` requests out, each after `seconds`."""

    seconds: float = 0.0
    allowed: int = 99
    asked: list[int] = field(default_factory=list)
    ends: list[Ended] = field(default_factory=list)

    async def turn(self, characters: int) -> SlowPace:
        await asyncio.sleep(self.seconds)
        if len(self.asked) >= self.allowed:
            raise StoppedError("budget", "the budget is spent")
        self.asked.append(characters)
        return self

    def ended(self, status: int | None, headers: Mapping[str, str], tokens: Tokens) -> None:
        self.ends.append(Ended(status, headers, tokens))


@dataclass
class Shelf:
    """Keeps bodies by the hash of their request, in order; `seconds` is what a write takes.

    What this run keeps it does not recall: a request sent again in one run is to be answered anew.
    """

    seconds: float = 0.0
    is_full: bool = False
    earlier: list[tuple[str, bytes]] = field(default_factory=list)
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    notes: list[Attempt] = field(default_factory=list)

    def recall(self, request: str) -> bytes | None:
        found = [place for place, (known, _) in enumerate(self.earlier) if known == request]
        return self.earlier.pop(found[0])[1] if found else None

    async def keep(self, request: str, body: bytes) -> None:
        await asyncio.sleep(self.seconds)
        if self.is_full:
            raise OutputError("disk_full", "no space left")
        self.kept.append((request, body))

    def note(self, attempt: Attempt) -> None:
        self.notes.append(attempt)

    def again(self) -> Shelf:
        """The shelf as the next run finds it."""
        return Shelf(earlier=[*self.kept])


def hash_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
