"""How long it takes to pair the items of two long lists, beside likeness computed pair by pair.

Usage: python benchmarks/matching.py [ITEMS]

Two lists of ITEMS events (500 by default) in the shape of conflict_events@2 are made by lot; in the
second one every event has another place, day or wording, so that no two are equal.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from importlib import import_module
from time import perf_counter
from typing import Any

from rapidfuzz.fuzz import ratio

from llm_extract.evaluation._likeness import pair

DEFAULT = 500
PLACES = tuple(f"{first}{last}" for first in ("Os", "Tam", "Kor", "Lun") for last in ("kel", "mel"))
DEEDS = ("shelled an army post", "attacked the mill", "took the bridge", "left the market")
SIDES = ("Rebels", "soldiers", "the Northern Front", "militia", "residents")
OTHERS = (("place", "Sarn"), ("date_text", "since May"), ("what", "a raid"))


def event(lot: random.Random, number: int) -> dict[str, Any]:
    """An event by lot; ``number`` stands in its words."""
    return {
        "cites": sorted(lot.sample(range(1, 200), 2)),
        "what": f"{lot.choice(SIDES)} {lot.choice(DEEDS)} {number}",
        "event_type": {"is": lot.choice(("Battles", "Protests", "Riots"))},
        "date_text": lot.choice(("on Tuesday", "on Monday", None)),
        "place": lot.choice(PLACES),
        "side_a": sorted(lot.sample(SIDES, 2)),
        "side_b": sorted(lot.sample(SIDES, 1)),
        "status": {"is": lot.choice(("new", "background"))},
        "modality": {"is": "asserted"},
    }


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Likeness of one pair, value by value."""
    total = weights = 0.0
    for name in one.keys() | other.keys():
        mine, yours = one.get(name), other.get(name)
        if mine or yours:
            total += of_values(mine, yours)
            weights += 1
    return total / weights if weights else 1.0


def of_values(one: Any, other: Any) -> float:
    """Likeness of two values."""
    if not one or not other:
        return 0.0
    if isinstance(one, list):
        return len(set(one) & set(other)) / len(set(one) | set(other))
    return ratio(one, other) / 100 if isinstance(one, str) else float(one == other)


def main(items: int) -> None:
    """Print seconds and the ratio."""
    lot = random.Random(7)
    old = [event(lot, number) for number in range(items)]
    drawn = lot.sample(range(items), items)
    new = [{**old[number], **dict([lot.choice(OTHERS)])} for number in drawn]

    started = perf_counter()
    import_module("scipy.optimize")
    loaded = perf_counter() - started
    started = perf_counter()
    pairs = pair(old, new)
    paired = perf_counter() - started
    started = perf_counter()
    for one in old:
        for other in new:
            alike(one, other)
    apart = perf_counter() - started

    right = sum(drawn[j] == i for i, j in pairs)
    print(f"{items} x {items} events paired in {paired:.2f} s, {right} with themselves")
    print(f"scipy is loaded in {loaded:.2f} s, once, and only where items differ")
    print(f"likeness alone, pair by pair: {apart:.1f} s; ratio {apart / paired:.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
