"""Whether time grows with the text and not faster, as a ratio: machines differ and are busy."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 8
# Eight times the text may take three times eight as long before it is not linear; the hundredths
# of a second are the grain of the clock and of a busy machine.
_TOLERANCE = 3
_GRAIN = 0.06


def is_linear(work: Callable[[str], object], piece: str, size: int = 4_000) -> bool:
    """Whether ``work`` on `TIMES` as much of a repeated piece takes about as many times as long."""
    repeated = piece * (TIMES * size // len(piece) + 1)
    work(repeated[:100])  # patterns compile on first use
    short, long = (
        min(_seconds(work, repeated[:length]) for _ in range(3)) for length in (size, TIMES * size)
    )
    return long <= _TOLERANCE * TIMES * short + _GRAIN


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began
