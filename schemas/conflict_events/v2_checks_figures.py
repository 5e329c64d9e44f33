"""Checks of figures: 6, 7, 14, and numbers that count something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.grounding import Finding

from .v2_checks_text import Checked
from .v2_dates import is_total, says_total
from .v2_deaths import is_total_of_all
from .v2_figures import Casualties, Displacement
from .v2_links import disagreeing, is_real
from .v2_signals import DISTANCE, HOME_TO, INHABITANTS, STAGE, has_stem

_INHABITANTS = re.compile(rf"\W+(?:\w+\W+){{0,2}}?{INHABITANTS}\b", re.IGNORECASE)
_INHABITED = re.compile(rf"{HOME_TO}\W+(?:\w+\W+){{0,2}}$", re.IGNORECASE)
_DISTANCE = re.compile(rf"[\s-]*(?:square\s+)?{DISTANCE}", re.IGNORECASE)
_AGE = re.compile(r"[-‐‑ ](?:year|month|week|day)s?[-‐‑ ]olds?\b", re.IGNORECASE)
# Words around a number in which "fled" or "displaced" still speaks of these people.
_REACH = 6
_MOVED = tuple(stem for stems in STAGE.values() for stem in stems if stem not in ("home", "host"))


def total_summed(see: Checked) -> Iterator[Finding]:
    """Check 6: a total since a conflict began belongs to no single event."""
    real = {event.id for event in see.record.events if is_real(event)}
    for index, figure in enumerate(see.record.casualties):
        total = is_total(figure) or says_total(figure, see.source)
        if total and (figure.sums_to_event or figure.event_id in real):
            message = "a total since the conflict began is added to one event"
            yield Finding("total_summed", f"casualties.{index}", message, "fault")


def parts_exceed_total(see: Checked) -> Iterator[Finding]:
    """Check 7: the groups one source counts in an event do not exceed its total."""
    for index, figure in enumerate(see.record.casualties):
        if figure.high is None or figure.event_id is None or not is_total_of_all(figure):
            continue
        parts = [other for other in see.record.casualties if _is_part(other, figure)]
        if sum(part.low or 0 for part in parts) > figure.high:
            message = "the groups of this event are more than this total"
            yield Finding("parts_exceed_total", f"casualties.{index}", message, "fault")


def figures_disagree(see: Checked) -> Iterator[Finding]:
    """Check 14: two sources' figures for one group of one event stay two, linked rows."""
    paths = {id(f): f"casualties.{i}" for i, f in enumerate(see.record.casualties)}
    for one, other in disagreeing(see.record):
        path = paths[id(one)]
        if other.id in one.contradicts and one.id in other.contradicts:
            message = "another source gives another figure"
            yield Finding("figures_disagree", path, message, "notice")
        else:
            message = "another source gives another figure, and they are not linked"
            yield Finding("contradiction_unlinked", path, message, "fault")


def cumulative_as_new(see: Checked) -> Iterator[Finding]:
    """A figure since 2011, or since the war began, is a total."""
    for path, item in _counted(see):
        if not is_total(item) and says_total(item, see.source):
            message = "the text counts since the conflict began; the status is not cumulative"
            yield Finding("cumulative_as_new", path, message, "fault")


def population_as_displaced(see: Checked) -> Iterator[Finding]:
    """Who lives in a place has not left it by that alone."""
    for index, item in enumerate(see.record.displacement):
        if any(_is_population(see, *place) for place in _places(see, item)):
            message = "the text gives this number as inhabitants"
            yield Finding("population_as_displaced", f"displacement.{index}", message, "fault")


def distance_as_people(see: Checked) -> Iterator[Finding]:
    """Kilometres are not people."""
    for path in _followed(see, _DISTANCE):
        yield Finding("distance_as_people", path, "the number is a distance", "fault")


def age_as_people(see: Checked) -> Iterator[Finding]:
    """The years of "a 17-year-old boy" are not people."""
    for path in _followed(see, _AGE):
        yield Finding("age_as_people", path, "the number is an age", "fault")


def _followed(see: Checked, unit: re.Pattern[str]) -> Iterator[str]:
    """Figures whose number stands only before words of this unit."""
    text = see.source.article.text
    for path, item in _counted(see):
        ends = [end for _, _, end in _places(see, item)]
        if ends and all(unit.match(text, end) for end in ends):
            yield path


def _is_part(other: Casualties, total: Casualties) -> bool:
    same = (other.event_id, other.harm, other.counted_by_id or other.claim_id) == (
        total.event_id,
        total.harm,
        total.counted_by_id or total.claim_id,
    )
    return same and not is_total_of_all(other)


def _counted(see: Checked) -> Iterator[tuple[str, Casualties | Displacement]]:
    for index, figure in enumerate(see.record.casualties):
        yield f"casualties.{index}", figure
    for index, item in enumerate(see.record.displacement):
        yield f"displacement.{index}", item


def _places(see: Checked, item: Casualties | Displacement) -> Iterator[tuple[int, int, int]]:
    """Where the numbers of an item stand: sentence, start, end."""
    values = {item.low, item.best, item.high} - {None}
    for sentence in item.cites:
        for number in see.source.numbers_in(sentence):
            if number.value in values:
                yield sentence, number.start, number.end


def _is_population(see: Checked, sentence: int, start: int, end: int) -> bool:
    first, last = see.source.sentences[sentence]
    before, after = see.source.article.text[first:start], see.source.article.text[end:last]
    noun = _INHABITANTS.match(after)
    if noun is None and not _INHABITED.search(before):
        return False
    following = after[noun.end() :] if noun else ""
    near = [*before.split()[-2:], *following.split()[:_REACH]]
    return not has_stem(" ".join(near), _MOVED)
