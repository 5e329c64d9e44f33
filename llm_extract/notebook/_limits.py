"""How much of an extraction is shown: a notebook keeps every cell it ever showed."""

from __future__ import annotations

# Items of one list, doubtful values, findings, rejected parts, suspicious stretches.
ROWS = 20
# Values of all tables together.
VALUES = 1200
# Code points of one value or quote, and of the article.
SHORT = 160
QUOTE = 400
TEXT = 20_000
# Stretches marked in the article.
MARKS = 600


def short(text: str, most: int = SHORT) -> str:
    """The beginning of a text that is too long."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
