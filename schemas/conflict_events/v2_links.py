"""Which event a figure belongs to, and which figures contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from .v2_dates import is_total, says_total
from .v2_events import Battle, Context, Event, Flight, RemoteViolence, ViolenceAgainstCivilians
from .v2_figures import Casualties, Damage, Displacement
from .v2_types import When

if TYPE_CHECKING:
    from llm_extract.grounding import Source

    from .v2 import ConflictEvents

VIOLENT = (Battle, RemoteViolence, ViolenceAgainstCivilians)


def is_real(event: Event) -> bool:
    """Whether an event happened by itself: asserted, and no total over a whole conflict."""
    whole = isinstance(event, Context) or event.status == "cumulative"
    return event.modality == "asserted" and not whole


def casualty_event(figure: Casualties, events: Sequence[Event], source: Source) -> Event | None:
    """The event people were harmed in; a total belongs to the conflict, never to a day.

    ``figure.when`` is the figure's own date, if it has one: an event of other days is not its.
    """
    if is_total(figure) or says_total(figure, source):
        return _context(figure.cites, events)
    able = [
        event
        for event in events
        if not isinstance(event, Flight | Context)
        and event.status != "cumulative"
        and not _excludes(figure.when, event)
    ]
    real = [event for event in able if is_real(event)]
    return (
        _best(figure, _sharing(figure.cites, real), source)
        or _preceding(figure, real, source)
        or _best(figure, _sharing(figure.cites, able), source)
    )


def flight_event(item: Displacement, events: Sequence[Event], source: Source) -> Event | None:
    """The event of type Displacement people on the move belong to; dates as for casualties."""
    if is_total(item) or says_total(item, source):
        return _context(item.cites, events)
    flights = [event for event in events if isinstance(event, Flight)]
    shared = _sharing(item.cites, [e for e in flights if not _excludes(item.when, e)])
    return min(shared, key=lambda event: event.id, default=None)


def damage_event(item: Damage, events: Sequence[Event]) -> Event | None:
    """The violent event that did the damage."""
    violent = [event for event in events if is_real(event) and isinstance(event, VIOLENT)]
    return min(_sharing(item.cites, violent), key=lambda event: event.id, default=None)


def _context(cites: list[int], events: Sequence[Event]) -> Event | None:
    wholes = [e for e in events if isinstance(e, Context) or e.status == "cumulative"]
    shared = _sharing(cites, wholes)
    if not shared and len(wholes) == 1:
        return wholes[0]
    return min(shared, key=lambda e: (not isinstance(e, Context), e.id), default=None)


def _excludes(when: When | None, event: Event) -> bool:
    """Whether two dates that the text gives share no day; one read off a tense excludes none."""
    other = event.when
    if when is None or other is None or other.text is None:
        return False
    if when.end and other.start and when.end < other.start:
        return True
    return bool(when.start and other.end and other.end < when.start)


def _exceeds(when: When | None, event: Event) -> bool:
    """Whether a date that the text gives begins before or ends after the event's."""
    other = event.when
    if when is None or other is None or other.text is None:
        return False
    if other.start and (when.start is None or when.start < other.start):
        return True
    return bool(other.end and (when.end is None or other.end < when.end))


def _sharing(cites: list[int], events: Sequence[Event]) -> list[Event]:
    return [event for event in events if not set(cites).isdisjoint(event.cites)]


def _preceding(figure: Casualties, events: Sequence[Event], source: Source) -> Event | None:
    """Events of the sentence before, as in "A shell hit the market. Three people died".

    A figure over a longer time than the event's ("last year") is of more than this event.
    """
    before = min(figure.cites) - 1
    told = [e for e in events if before in e.cites and not _exceeds(figure.when, e)]
    return _best(figure, told, source)


def _best(figure: Casualties, events: Sequence[Event], source: Source) -> Event | None:
    """The one whose side was harmed, violent ones first, then the nearest in the text."""
    at = _place_of(figure.count_text or figure.group, figure.cites, source)

    def rank(event: Event) -> tuple[bool, bool, int, str]:
        harmed = figure.group_id in (*event.actor1, *event.actor2) and figure.group_id is not None
        distance = abs(_place_of(event.what, event.cites, source) - at)
        return not harmed, not isinstance(event, VIOLENT), distance, event.id

    return min(events, key=rank, default=None)


def _place_of(words: str, cites: list[int], source: Source) -> int:
    span = source.stated(words, cites)
    return span[0] if span else 0


def contradict(record: ConflictEvents) -> None:
    """Note on both sides where two sources give different figures for one group of one event."""
    for one, other in disagreeing(record):
        one.contradicts = sorted({*one.contradicts, other.id})
        other.contradicts = sorted({*other.contradicts, one.id})


def disagreeing(record: ConflictEvents) -> Iterator[tuple[Casualties, Casualties]]:
    """Pairs of figures of one event, group and harm that differ by source and by number."""
    sources = {claim.id: claim.source_id for claim in record.claims}
    for one, other in combinations(record.casualties, 2):
        if one.event_id is None or _about(one) != _about(other):
            continue
        told, told_too = (f.counted_by_id or sources.get(f.claim_id or "") for f in (one, other))
        if told != told_too and _numbers(one) != _numbers(other):
            yield one, other


def _about(figure: Casualties) -> tuple[str | None, str, str]:
    return figure.event_id, figure.group_id or figure.group.casefold(), figure.harm


def _numbers(figure: Casualties) -> tuple[int | None, int | None, int | None]:
    return figure.low, figure.best, figure.high
