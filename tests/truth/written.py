"""Numbers and dates as English news writes them, made without the library under test."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random


def listed(words: str) -> tuple[str, ...]:
    """Words parted by spaces."""
    return tuple(words.split())


ONES = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
MONTHS = listed(
    "January February March April May June July August September October November December"
)


def spelled(number: int) -> str:
    """0 to 999 in words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{ONES[hundreds]} hundred" + (f" and {spelled(rest)}" if rest else "")


def number_text(number: int, rng: Random) -> str:
    """As news writes it: words below thirteen, digits above, with a comma or none or a space."""
    if number % 1_000_000 == 0:
        return f"{spelled(number // 1_000_000)} million"
    if number < 1000:
        words = rng.random() < (0.6 if number < 13 else 0.15)
        return spelled(number) if words else str(number)
    mark = rng.choice((",", ",", ",", "", "\u00a0"))
    return f"{number:,}".replace(",", mark if number >= 10_000 or mark != "\u00a0" else ",")


def past_times(published: date, rng: Random) -> dict[str, str]:
    """Time phrases for what has happened, by slot; rules R0 to R8 of the notes on dates."""
    earlier = published - timedelta(rng.randrange(1, 700))
    month = f"{MONTHS[earlier.month - 1]}"
    day = f"{earlier.day} {month} {earlier.year}"
    american = f"{month} {earlier.day}, {earlier.year}"
    weekday = f"on {rng.choice(DAYS)}"
    return {
        "wd": weekday,
        "month": f"in {month}",
        "month_year": f"{month} {earlier.year}",
        "year": str(published.year - rng.randrange(2, 14)),
        "when": rng.choice(
            (weekday, f"on {day}", f"on {american}", "last week", "yesterday", f"in {month}",
             "last year", f"in {month} {earlier.year}", weekday)
        ),
    }  # fmt: skip
