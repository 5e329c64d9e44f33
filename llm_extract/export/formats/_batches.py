"""Rows by table, a bounded number at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llm_extract.export._tables import Row

# Rows held in all; a table whose rows are many is given out more often than a small one.
_HELD = 50_000


def batches(rows: Iterable[tuple[str, Row]], held: int = _HELD) -> Iterator[tuple[str, list[Row]]]:
    """Rows of one table at a time, in their order.

    Whenever ``held`` rows have come together, all tables are given out, in the order in which
    their first rows came; so rows of a table above come before those that belong to them.
    """
    found: dict[str, list[Row]] = {}
    count = 0
    for name, row in rows:
        found.setdefault(name, []).append(row)
        count += 1
        if count >= held:
            yield from found.items()
            found, count = {}, 0
    yield from found.items()
