"""Processor time, memory, and what a client tells about its work."""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass

_MB = 1 << 20 if sys.platform == "darwin" else 1 << 10


@dataclass(frozen=True)
class Reading:
    """Clock and processor seconds at one moment, of this process and the ended ones below it."""

    clock: float
    cpu: float

    @classmethod
    def now(cls) -> Reading:
        """Read both."""
        usages = (_usage(resource.RUSAGE_SELF), _usage(resource.RUSAGE_CHILDREN))
        return cls(time.monotonic(), sum(usage.ru_utime + usage.ru_stime for usage in usages))


@dataclass(frozen=True)
class Outcome:
    """What a client did.

    Attributes:
        began, ended: on the system's monotonic clock, without start-up.
        wall_seconds, cpu_seconds: of the work, without start-up.
        start_cpu_seconds: of imports and the first request.
        total_seconds: from the start of the process; for several, the longest.
        peak_mb: resident memory of the largest process.
        ok: articles whose own record is there.
    """

    client: str
    articles: int
    began: float
    ended: float
    cpu_seconds: float
    start_cpu_seconds: float
    total_seconds: float
    peak_mb: float
    ok: int

    @property
    def wall_seconds(self) -> float:
        """How long the work took, without start-up."""
        return self.ended - self.began

    @property
    def lost(self) -> int:
        """Articles without their own record."""
        return self.articles - self.ok


def peak_mb(*, children: bool = False) -> float:
    """Largest resident memory so far of this process, or of the largest one below it."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return _usage(who).ru_maxrss / _MB


def _usage(who: int) -> resource.struct_rusage:
    return resource.getrusage(who)
