"""Registers of places and actors: who is meant by a name, and names the lists lack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from .v2_brokers import is_broker
from .v2_events import Context, Flight
from .v2_registers import Actor, Place
from .v2_signals import FEATURE, INTER, has_stem, words
from .v2_types import ActorRole, Feature, Inter

if TYPE_CHECKING:
    from llm_extract.grounding import Source

    from .v2 import ConflictEvents

_MAX_CITES, _MAX_FORMS = 12, 12
_LEADING = re.compile(
    r"^(?:(?:the|a|an|some|le|la|les|l'|un|une|des|el|los|las|\d[\d.,]*)(?:\s+|(?<=l')))+"
)
_Entry = TypeVar("_Entry", Place, Actor)


def name_key(name: str) -> str:
    """What spellings of one name share: no case, no leading article or number."""
    plain = " ".join(name.casefold().replace("’", "'").split())
    return _LEADING.sub("", plain) or plain


class Names(Generic[_Entry]):
    """The entries of one register by name first, by another form second."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._known: dict[str, _Entry] = {}
        # Sorted, so that a form two entries share means the same one in any order of the list.
        in_order = sorted(entries, key=lambda entry: (entry.name, entry.id, entry.cites))
        for entry in in_order:
            self._known.setdefault(name_key(entry.name), entry)
        for entry in in_order:
            for form in entry.forms:
                self._known.setdefault(name_key(form), entry)

    def get(self, name: str | None) -> _Entry | None:
        """The entry a name means."""
        return self._known.get(name_key(name)) if name else None

    def id(self, name: str | None) -> str | None:
        """Its id."""
        entry = self.get(name)
        return entry.id if entry else None

    def ids(self, names: Iterable[str]) -> list[str]:
        """Ids of those of the names that are registered, each once."""
        found = (self.id(name) for name in names)
        return list(dict.fromkeys(known for known in found if known))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name an item gives, with the item's citations and what it is there for."""

    name: str
    cites: tuple[int, ...]
    role: ActorRole | None = None


def register(record: ConflictEvents, source: Source) -> None:
    """Add the places and actors of the text that items name but the registers lack."""
    places = _missing(place_mentions(record), Names(record.places), source)
    record.places += [_place(found) for found in places]
    actors = _missing(actor_mentions(record), Names(record.actors), source)
    record.actors += [_actor(found) for found in actors]
    entries: list[Place | Actor] = [*record.places, *record.actors]
    for entry in entries:
        if entry.registered_by == "model":
            forms = (entry.name, *entry.forms)
            there = any(source.stated(form, entry.cites) for form in forms)
            entry.inferred = not there and any(source.stated(form) for form in forms)


def place_mentions(record: ConflictEvents) -> Iterator[Mention]:
    """All names of places outside the register."""
    for event in record.events:
        yield from _mentions(event.cites, event.place)
    for flight in record.displacement:
        ways = (flight.origin, flight.destination, *flight.other_origins, *flight.via)
        yield from _mentions(flight.cites, *ways)
    for line in record.front_lines:
        yield from _mentions(line.cites, line.reference_place, line.target_place)
    for held in record.control:
        yield from _mentions(held.cites, held.place)
    for damage in record.damage:
        yield from _mentions(damage.cites, damage.place)
    for place in record.places:
        yield from _mentions(place.cites, place.reference)


def actor_mentions(record: ConflictEvents) -> Iterator[Mention]:
    """All names of actors outside the register."""
    for claim in record.claims:
        yield from _mentions(claim.cites, claim.source, claim.speaker, role="source")
    for event in record.events:
        role: ActorRole = "affected" if isinstance(event, Flight) else "belligerent"
        peaceful = event.disorder_type == "Strategic developments" or isinstance(event, Context)
        names = (*event.side_a, *event.side_b)
        yield from _mentions(event.cites, *names, role="referenced" if peaceful else role)
        if event.territory:
            ends = (event.territory.from_actor, event.territory.to_actor)
            yield from _mentions(event.cites, *ends, role="control_holder")
    for figure in record.casualties:
        yield from _mentions(figure.cites, figure.group, role="affected")
        yield from _mentions(figure.cites, figure.counted_by, role="source")
    for flight in record.displacement:
        yield from _mentions(flight.cites, flight.reported_by, role="source")
    for line in record.front_lines:
        yield from _mentions(line.cites, line.actor, role="belligerent")
    for held in record.control:
        yield from _mentions(held.cites, held.holder, role="control_holder")
    for actor in record.actors:
        yield from _mentions(actor.cites, actor.affiliation, role="referenced")


def _mentions(
    cites: list[int], *names: str | None, role: ActorRole | None = None
) -> Iterator[Mention]:
    yield from (Mention(name, tuple(cites), role) for name in names if name)


@dataclass(frozen=True, slots=True)
class _Missing:
    name: str
    forms: list[str]
    cites: list[int]
    inferred: bool
    roles: list[ActorRole]


def _missing(
    mentions: Iterable[Mention], known: Names[_Entry], source: Source
) -> Iterator[_Missing]:
    """Names of the text without an entry, spellings of one name together, in order of name."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        if known.get(mention.name) is None:
            groups.setdefault(name_key(mention.name), []).append(mention)
    for _, group in sorted(groups.items()):
        if found := _found(group, source):
            yield found


def _found(group: list[Mention], source: Source) -> _Missing | None:
    spellings = sorted({mention.name for mention in group}, key=lambda name: (len(name), name))
    stated = [name for name in spellings if source.stated(name)]
    if not stated:
        return None
    cited = sorted({number for mention in group for number in mention.cites})
    there = [n for n in cited if any(source.stated(name, (n,)) for name in stated)]
    elsewhere = there or [
        number
        for number in source.sentences
        if any(source.stated(name, (number,)) for name in stated)
    ]
    roles = sorted({mention.role for mention in group if mention.role})
    if there and all(is_broker(name, there, source) for name in stated):
        roles = ["broker"]
    # A name of the dateline or the header alone stands in no sentence.
    cites = (elsewhere or cited)[:_MAX_CITES]
    return _Missing(stated[0], stated[1 : 1 + _MAX_FORMS], cites, not there, roles)


def _place(found: _Missing) -> Place:
    return Place(
        cites=found.cites,
        name=found.name,
        forms=found.forms,
        feature=_feature(found.name),
        country=None,
        adm1=None,
        role=None,
        near=None,
        bearing=None,
        distance_text=None,
        reference=None,
        inferred=found.inferred,
        registered_by="code",
    )


def _actor(found: _Missing) -> Actor:
    return Actor(
        cites=found.cites,
        name=found.name,
        forms=found.forms,
        inter=inter_of(found.name),
        side=None,
        roles=found.roles,
        affiliation=None,
        inferred=found.inferred,
        registered_by="code",
    )


def inter_of(name: str) -> Inter | None:
    """ACLED's class of actors, as far as a plain name like "soldiers" tells it."""
    found = [inter for inter, stems in INTER.items() if has_stem(name, stems)]
    return found[0] if found else None  # type: ignore[return-value]  # keys are the choices


def _feature(name: str) -> Feature | None:
    said = set(words(name))
    found = [feature for feature, known in FEATURE.items() if not said.isdisjoint(known)]
    return found[0] if found else None  # type: ignore[return-value]  # keys are the choices
