"""Invented wire bulletins, and the record a perfect model would write of each.

Places, people and events are made up. What happens in a bulletin depends on its number modulo
`VARIANTS` alone, so that an endpoint can hold all answers ready; the sentences between differ from
bulletin to bulletin. Each value of a record stands word for word in the sentences its item cites.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from random import Random
from typing import Any

VARIANTS = 64
EVENTS = 4
AGENCY = "Kestrel Valley Wire"
_FIRST_DAY = date(2031, 3, 3)
# Sentences without an event: before the first, between them, after the last.
_FILLERS = (2, 2, 3, 2, 3)
_SENTENCES_A_PARAGRAPH = 3

_PLACES = (
    "Port Eldon",
    "Lower Marrow",
    "Quillby",
    "Hathe Bridge",
    "Sornwick",
    "Upper Tarvin",
    "Brackenholm",
    "Vell Harbour",
)
_ACTORS = (
    "Kestrel Valley Council",
    "Eldon Ferry Company",
    "Marrow Water Board",
    "Tarvin Growers Union",
    "Sorn Museum Trust",
    "Hathe Rail Office",
    "Quill School Board",
    "Vell Harbour Authority",
)
# What was done, and the sentence on its size.
_DEEDS = (
    (
        "opened a second landing stage for the small ferries that carry school children and "
        "market goods across the sound",
        "The works gave a winter of pay to {count}, most of them from the villages of the shore.",
        "workers",
    ),
    (
        "closed the old stone weir for repairs after divers found that frost had loosened the "
        "lowest course of the eastern pier",
        "Water will reach {count} by a pipe laid over the meadows until the weir is sound again.",
        "households",
    ),
    (
        "signed a lease for the empty rope works and promised to turn the long hall into "
        "workshops for boat builders and joiners",
        "The hall has room for {count}, each with its own bench, light and door to the yard.",
        "craftsmen",
    ),
    (
        "bought the seed store beside the station from its last owner and will let members keep "
        "their grain there without a fee",
        "Under its slate roof there is space for {count}, stacked dry and out of the wind.",
        "sacks",
    ),
    (
        "showed the restored tapestry of the three rivers to the public for the first time since "
        "the flood that soaked its border",
        "On the first day {count} walked past it, and the queue reached down to the fountain.",
        "visitors",
    ),
    (
        "put a new timetable into force that lets the morning train wait for the boat instead of "
        "leaving a few minutes before it",
        "The change spares {count} a cold hour on the platform, by the count of the clerks.",
        "passengers",
    ),
    (
        "agreed on a plan to teach the oldest classes in the hill schools until the road over the "
        "pass can be used in all weathers",
        "It concerns {count} who have so far walked down to the valley before daybreak.",
        "pupils",
    ),
    (
        "launched a survey of the sandbanks before the mouth of the river, where two pilot boats "
        "touched ground in calm weather",
        "The crews will take {count} by lead and line and draw them on a chart that all may copy.",
        "soundings",
    ),
)
_REASONS = (
    "after a debate that began in the autumn and filled three evenings in the parish hall",
    "against the advice of its own treasurer, who would rather have waited for the harvest",
    "with the help of a loan that is to be paid back in small parts over eleven years",
    "as two earlier councils had promised to do in speeches that many here still know by heart",
    "in spite of a letter in which the owners of the mills had asked for one more winter",
    "following a visit of the surveyor, who had walked the whole length of it on foot",
)
_OPENERS = (
    "People along the quay",
    "The older members of the council",
    "Shopkeepers in the arcade",
    "The keeper of the light",
    "Farmers from the eastern slopes",
    "A clerk of the parish",
    "Teachers and parents alike",
    "The owner of the inn by the ford",
)
_VERBS = (
    "had spoken of little else",
    "asked for a quiet and careful answer",
    "felt glad of the dry weather",
    "kept the ledgers open late into the evening",
    "remembered a harder season",
    "took the matter with good humour",
    "wished for a longer table and a shorter meeting",
    "hoped that the roads would stay clear",
)
_ENDS = (
    "while the rain moved off towards the hills",
    "as the market filled and the bells rang for noon",
    "although nobody could say who had first proposed it",
    "because the last such plan had ended in a drawer",
    "before the boats came in with the evening tide",
    "and most of them stayed until the lamps were lit",
    "since letters from the coast take their time",
    "and the minutes were read out without a single objection",
)


@dataclass(frozen=True)
class Event:
    """Two sentences in a row, and the item that cites them (without ``cites``)."""

    sentences: tuple[str, str]
    item: dict[str, Any]


@dataclass(frozen=True)
class Plot:
    """What all bulletins of one variant have in common."""

    published: date
    place: str
    events: tuple[Event, ...]


def serial_of(number: int) -> str:
    """How a bulletin is numbered in its own text: ``KV-000123``."""
    return f"KV-{number:06d}"


def text_of(number: int) -> str:
    """The article: a header line with the date, then paragraphs."""
    plot = _plot(number % VARIANTS)
    sentences = list(_sentences(number, plot))
    step = _SENTENCES_A_PARAGRAPH
    paragraphs = [" ".join(sentences[at : at + step]) for at in range(0, len(sentences), step)]
    header = f"date {plot.published.isoformat()}"
    return "\n\n".join((header, f"{plot.place.upper()} — {paragraphs[0]}", *paragraphs[1:])) + "\n"


def record_of(number: int) -> dict[str, Any]:
    """The record of a bulletin; sentence numbers count from 1."""
    plot = _plot(number % VARIANTS)
    events, at = [], 2
    for event, before in zip(plot.events, _FILLERS, strict=False):
        at += before
        events.append({"cites": [at, at + 1], **event.item})
        at += 2
    return {"serial": serial_of(number), "agency": AGENCY, "events": events}


def _sentences(number: int, plot: Plot) -> list[str]:
    chance = Random(number)
    first = f"This is bulletin {serial_of(number)} of the {AGENCY}."
    told: list[tuple[str, ...]] = [event.sentences for event in plot.events]
    parts = [(first,)]
    for count, event in zip(_FILLERS, [*told, ()], strict=True):
        parts += [tuple(_filler(chance) for _ in range(count)), event]
    return list(chain.from_iterable(parts))


def _filler(chance: Random) -> str:
    return f"{chance.choice(_OPENERS)} {chance.choice(_VERBS)} {chance.choice(_ENDS)}."


@cache
def _plot(variant: int) -> Plot:
    chance = Random(variant)
    published = _FIRST_DAY + timedelta(days=variant)
    places = chance.sample(_PLACES, EVENTS)
    actors, deeds = chance.sample(_ACTORS, EVENTS), chance.sample(_DEEDS, EVENTS)
    events = tuple(
        _event(chance, published, *parts) for parts in zip(actors, places, deeds, strict=True)
    )
    return Plot(published, places[0], events)


def _event(
    chance: Random, published: date, actor: str, place: str, deed: tuple[str, str, str]
) -> Event:
    done, size, unit = deed
    done = f"{done}, {chance.choice(_REASONS)},"
    day = published - timedelta(days=chance.randint(1, 5))
    weekday = f"{day:%A}"
    count = chance.randint(21, 940)
    count_text = f"{count} {unit}"
    sentences = (
        f"In {place} the {actor} {done} on {weekday}.",
        size.format(count=count_text),
    )
    item = {
        "actor": actor,
        "deed": done.rstrip(","),
        "place": place,
        "day_text": f"on {weekday}",
        "day": day.isoformat(),
        "count_text": count_text,
        "count": count,
    }
    return Event(sentences, item)
