"""Publication date: written dates, and the order in which the sources are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePosixPath

from llm_extract.articles._article import DateSource, Section

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
_DAY_FIRST = re.compile(rf"\b{_DAY}\s+{_MONTH},?\s+{_YEAR}", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE)
_ISO_DATE = r"(?<![0-9])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])"
_ISO = re.compile(_ISO_DATE)
# Front matter is a header too; its other dates ("modified: ...") are not the publication date.
_CRAWL_HEADER = re.compile(rf"\A[ \t]*date[ \t]+{_ISO_DATE}")
_IN_FILE_NAME = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<sign>[-_]?)(?P<month>[0-9]{2})(?P=sign)"
    r"(?P<day>[0-9]{2})(?![0-9])"
)
_IN_SECTION: dict[str, tuple[DateSource, tuple[re.Pattern[str], ...]]] = {
    "header": ("header", (_CRAWL_HEADER,)),
    "dateline": ("dateline", (_ISO, _DAY_FIRST, _MONTH_FIRST)),
}


def parse_date(text: str) -> date | None:
    """Read the day a whole string names, or ``None`` when it is not a date.

    Takes ISO 8601 dates and datetimes (the day as written, whatever the time zone),
    ``14 August 2019``, ``Aug. 14, 2019`` and ``August 14, 2019``. A two-digit year or an
    all-number form such as ``08/09/2019`` is not a date here: it can be read in two ways.
    """
    text = text.strip()
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        if found := pattern.fullmatch(text):
            return _day(found)
    return None


def publication_date(
    text: str,
    sections: Iterable[Section],
    *,
    option: date | None = None,
    stated: tuple[date, DateSource] | None = None,
    file_name: str | None = None,
) -> tuple[date | None, DateSource]:
    """Publication date and the source that gave it; ``(None, "unknown")`` when none does.

    Asked in this order: the option, what the format states (JSONL field, HTML metadata, front
    matter), the crawl header, the dateline when it has a year, the file name. A date that is not
    on the calendar (2019-13-45), or two different dates in one place, gives way to the next one.
    """
    if option is not None:
        return option, "option"
    if stated is not None:
        return stated
    for section in sections:
        if section.name in _IN_SECTION:
            source, patterns = _IN_SECTION[section.name]
            if found := _only_date(text[section.start : section.end], patterns):
                return found, source
    if file_name and (found := _only_date(PurePosixPath(file_name).name, (_IN_FILE_NAME,))):
        return found, "file_name"
    return None, "unknown"


def _only_date(text: str, patterns: tuple[re.Pattern[str], ...]) -> date | None:
    found = {_day(match) for pattern in patterns for match in pattern.finditer(text)}
    days = found - {None}
    return days.pop() if len(days) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _month_number(month)
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1
