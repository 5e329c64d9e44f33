"""Scales from numbers to places on an axis, with round ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log1p, log10

# Beyond this ratio of the largest number to the smallest, small ones vanish on a linear axis.
_LINEAR = 60
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from zero to ``top``; ``reach`` is where ``top`` lies, in any unit of length.

    A logarithmic one has zero all the same: places are those of the logarithm of one more.
    """

    top: int
    reach: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """Place of a number; it grows with the number and never leaves the axis."""
        value = min(max(value, 0), self.top)
        share = log1p(value) / log1p(self.top) if self.is_log else value / self.top
        return self.reach * share

    def ticks(self, most: int = 5) -> tuple[int, ...]:
        """Round numbers from zero to the top, about ``most`` of them."""
        if self.is_log:
            return _powers(self.top, most)
        step = _step(self.top, most)
        return tuple(range(0, self.top + 1, step))


def scale_for(values: Iterable[int], reach: float) -> Scale:
    """A scale that holds the numbers, logarithmic when they differ too much for a linear one."""
    known = [value for value in values if value > 0]
    top = max(known, default=1)
    is_log = bool(known) and top / min(known) > _LINEAR
    return Scale(top, reach, is_log)


def rounded(top: int, most: int) -> int:
    """The next number up that the ticks of a linear scale end at."""
    step = _step(max(top, 1), most)
    return ceil(max(top, 1) / step) * step


def _step(top: int, most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 ... by which ``most`` steps reach the top."""
    power = 10 ** max(floor(log10(top / most)), 0) if top > most else 1
    return next(power * step for step in _STEPS if power * step * most >= top)


def _powers(top: int, most: int) -> tuple[int, ...]:
    powers = [10**power for power in range(len(str(top)))]
    return (0, *powers[:: ceil(len(powers) / most)])
