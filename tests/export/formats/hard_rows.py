"""Rows that are hard to write, and what is expected of them in a file."""

from __future__ import annotations

from datetime import date, datetime

from llm_extract.export import Column, Reference, Table

FORMULAS = ("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "'=1", "#N/A", "-")
TEXTS = (
    *FORMULAS,
    "",
    " blank at both ends ",
    'quote " and, comma',
    "two\nlines",
    "windows\r\nlines",
    "\u202eright to left\u202c \u200f",
    "𝔸🚢 emoji",
    "é combining e\u0301",
    "<img src=x onerror=alert(1)></script>",
    "-17",
    "null",
    "NaN",
    "long " * 8_000,
)
WITH_NUL = "a\x00b\x07"
DAYS = (date(2027, 3, 17), date(1899, 12, 31), date(1900, 3, 1), None, date(9999, 12, 31))
NUMBERS = (0, -3, 2**53 + 1, -(2**63), None)

TABLE = Table(
    "things",
    (
        Column("key", "integer", "Its 'key'.", nullable=False),
        Column("=title", "text", "A text."),
        Column("count", "integer"),
        Column("share", "number"),
        Column("is_new", "boolean"),
        Column("day", "date"),
        Column("moment", "timestamp"),
    ),
    "Things.",
    ("key",),
)
PARTS = Table(
    "things_parts",
    (Column("things_key", "integer", "", False), Column("value", "text", "", False)),
    "Parts of things.",
    ("things_key", "value"),
    Reference(("things_key",), "things", ("key",)),
)
EMPTY = Table("nothing", (Column("value", "text"),), "No rows.", ("value",))
TABLES = (TABLE, PARTS, EMPTY)


def rows(texts=TEXTS):
    """Rows of `TABLES`; the parts of a thing come right behind it."""
    for key, text in enumerate(texts):
        count, day = NUMBERS[key % len(NUMBERS)], DAYS[key % len(DAYS)]
        moment = datetime.fromisoformat(f"2027-03-17T10:00:{key:02}") if key % 3 else None
        share = key / 3 if key % 4 else None
        is_new = (True, False, None)[key % 3]
        yield "things", (key, text, count, share, is_new, day, moment)
        yield "things_parts", (key, f"part of {key}")


def things(texts=TEXTS):
    """The rows of the first table as dicts."""
    names = [column.name for column in TABLE.columns]
    found = (row for name, row in rows(texts) if name == "things")
    return [dict(zip(names, row, strict=True)) for row in found]
