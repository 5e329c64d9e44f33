"""Dates of version 2: what the rules R0 to R11 make of the words an item gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llm_extract.grounding import resolve_date

from .v2_events import Event
from .v2_figures import Casualties, Displacement
from .v2_signals import SINCE_WAR
from .v2_types import When

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llm_extract.grounding import Source
    from llm_extract.grounding import When as Resolved

_SINCE_WAR = re.compile(SINCE_WAR, re.IGNORECASE)
# Words before a phrase that may hold its auxiliary verb: "troops are [battling for a hill]".
_AUXILIARY = 2
_TENSES = ("R2", "R6")
_NO_DATE = When(
    text=None,
    start=None,
    end=None,
    precision="unknown",
    rule="R9",
    ged_date_prec=None,
    acled_time_precision=None,
)


def when_of(text: str | None, cites: Iterable[int], source: Source) -> When | None:
    """The date the words of an item mean."""
    found = source.when(text, cites) if text else None
    return _when(text, found) if found else None


def event_when(event: Event, source: Source) -> When | None:
    """Date of an event: R9 for what has not happened, its own words, or its tense."""
    if event.modality == "hypothetical":
        return _NO_DATE.model_copy(update={"text": event.date_text})
    if event.date_text:
        return when_of(event.date_text, event.cites, source)
    return _of_phrase(event.what, event.cites, source)


def _of_phrase(what: str, cites: list[int], source: Source) -> When | None:
    """The date in the words that tell the event, else what their tense says.

    R6 for "had taken" (on or before that day), R2 for "are battling" (that day). The verb's
    auxiliary may stand right before these words.
    """
    found = when_of(what, cites, source)
    span = source.stated(what, cites)
    if found or span is None:
        return found
    starts = [start for start, end in source.sentences.values() if start <= span[0] < end]
    before = source.article.text[max(starts, default=span[0]) : span[0]].split()
    said = " ".join([*before[-_AUXILIARY:], what])
    tense = resolve_date(said, source.published, source.language)
    return _when(None, tense) if tense and tense.rule in _TENSES else None


def _when(text: str | None, found: Resolved) -> When:
    return When(
        text=text,
        start=found.start,
        end=found.end,
        precision=found.precision,
        rule=found.rule,
        ged_date_prec=found.ged_date_prec,
        acled_time_precision=found.acled_time_precision,
    )


def is_total(item: Casualties | Displacement) -> bool:
    """Whether the model says that a figure counts since a conflict began."""
    return item.status == "cumulative" or item.scope == "conflict_cumulative"


def says_total(item: Casualties | Displacement, source: Source) -> bool:
    """Whether the text says so: its only times are "since 2011" or "since the war began".

    Where the count stands in some cited sentences, only these are looked at: the day another one
    tells of is not the figure's.
    """
    count = item.count_text
    counting = [n for n in item.cites if count and source.stated(count, (n,))]
    cites = counting or item.cites
    times = [time.when for time in source.times_in(cites) if time.when]
    if times:
        return all(_spans_years(when) for when in times)
    return any(_SINCE_WAR.search(source.sentence_text(number)) for number in cites)


def _spans_years(when: Resolved) -> bool:
    return when.precision == "multi_year" or (when.rule == "R10" and when.precision == "year")


def since_when(cites: list[int], source: Source) -> When | None:
    """The years a total counts over, as its sentences give them."""
    for time in source.times_in(cites):
        if time.when and time.when.rule == "R10":
            return when_of(source.article.text[time.start : time.end], cites, source)
    return None
