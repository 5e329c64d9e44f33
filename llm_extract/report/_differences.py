"""Differences as a page: old and new side by side with their evidence, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from llm_extract.evaluation import Difference, Quoted, RunDiff
from llm_extract.report._page import Filter, page

# A part of a sentence, and whether it is what proves the value.
Part = tuple[str, bool]
_SPENT = (
    ("tokens", "tokens per article", ",.0f"),
    ("requests", "requests per article", ".2f"),
    ("reasks", "answers that did not fit, per article", ".2f"),
    ("cost", "US$ per 1,000 articles", ",.2f"),
    ("seconds", "seconds per article", ",.1f"),
)


def differences_page(found: RunDiff, old: str, new: str) -> str:
    """A page of its own, without scripts; grades are shown and hidden by its style sheet.

    Values and sentences of articles are escaped. Neutral differences are hidden at first, unless
    there are no others.
    """
    serious = {grade for grade, count in found.by_grade.items() if count and grade != "neutral"}
    values = {
        "found": found,
        "old": old,
        "new": new,
        "open": serious or ("neutral",),
        "spent": list(_spent(found)),
    }
    filters: dict[str, Filter] = {"marked": _marked, "placed": _placed, "counted": _counted}
    return page("differences.html.j2", values, filters)


def _marked(evidence: Quoted) -> list[list[Part]]:
    """The sentences, cut where a span that proves the value begins and ends."""
    return [
        list(_cut(quote, start, evidence.spans))
        for quote, start in zip(evidence.quotes, evidence.starts, strict=True)
    ]


def _cut(quote: str, start: int, spans: tuple[tuple[int, int], ...]) -> Iterator[Part]:
    end, done = start + len(quote), start
    for one, two in sorted(spans):
        # An item's own spans are its sentences: nothing in them stands out.
        if one >= done and two <= end and (one, two) != (start, end):
            yield quote[done - start : one - start], False
            yield quote[one - start : two - start], True
            done = two
    yield quote[done - start :], False


def _placed(part: Difference) -> str:
    """What the pattern of the path does not tell."""
    places = [place for place in (part.old_path, part.new_path) if place not in (None, part.path)]
    where = " → ".join(dict.fromkeys(map(str, places)))
    kind = part.kind if part.kind in ("added", "lost", "evidence", "verdict") else ""
    return "; ".join(filter(None, (kind, where)))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _spent(found: RunDiff) -> Iterator[tuple[str, str, str, str]]:
    for name, label, form in _SPENT:
        old, new = getattr(found.old, name), getattr(found.new, name)
        if old is not None or new is not None:
            change = f"{new / old - 1:+.0%}" if old and new is not None else ""
            yield label, _figure(old, form), _figure(new, form), change


def _figure(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)
