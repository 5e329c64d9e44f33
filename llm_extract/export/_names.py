"""Names that never collide, also where case does not count (SQL, sheets, some file systems)."""

from __future__ import annotations

import re

_OTHER = re.compile(r"\W+")


class Names:
    """Gives out each name once; the second asker gets ``name_2``."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def unique(self, wanted: str, longest: int | None = None) -> str:
        """``wanted``, or the first of ``wanted_2``, ``wanted_3``, ... that is free.

        Args:
            wanted: the name asked for.
            longest: characters a name may have; the end of a longer one is cut.
        """
        name, number = wanted[:longest], 1
        while name.casefold() in self._taken:
            number += 1
            ending = f"_{number}"
            name = f"{wanted[: longest and longest - len(ending)]}{ending}"
        self._taken.add(name.casefold())
        return name


def plain(name: str) -> str:
    """A name for files and sheets: whatever is no letter, digit or ``_`` becomes one ``_``."""
    return _OTHER.sub("_", name) or "_"
