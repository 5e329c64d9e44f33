"""Short quotations of what an endpoint said, safe to print."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

MAX_CHARACTERS = 200
_WINDOW = 12


def excerpt(said: str, private: Iterable[str]) -> str | None:
    """Return one printable line of at most 200 characters, or ``None``.

    ``None`` when nothing is left, or when a piece of ``private`` (article, key) is repeated in
    it: twelve letters and digits in a row, whatever the case, spaces or HTML entities.
    """
    line = re.sub(r"<[^>]*>", " ", said[: 20 * MAX_CHARACTERS])
    line = "".join(c if c.isprintable() else " " for c in html.unescape(line))
    line = " ".join(line.split())[:MAX_CHARACTERS]
    found = _letters(line)
    windows = {found[i : i + _WINDOW] for i in range(len(found) - _WINDOW + 1)} or {found}
    for text in private:
        letters = _letters(text)
        if letters and any(window in letters for window in windows):
            return None
    return line or None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
