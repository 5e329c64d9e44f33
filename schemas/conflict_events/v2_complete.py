"""Fills in what code derives: registers, ids, dates, links, classes of the standards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotated_types import MaxLen

from .v2_claims import add_narrator, link_claims
from .v2_dates import event_when, is_total, says_total, since_when, when_of
from .v2_events import Event, Related
from .v2_figures import Casualties, Displacement
from .v2_ids import identify
from .v2_links import (
    VIOLENT,
    casualty_event,
    contradict,
    damage_event,
    flight_event,
    is_real,
)
from .v2_names import Names, register
from .v2_quantities import add_quantities
from .v2_registers import Actor, Place
from .v2_sides import (
    disorder_type,
    ged_field,
    geo_precision,
    type_of_violence,
    where_precision,
)
from .v2_types import When

if TYPE_CHECKING:
    from datetime import date

    from llm_extract.grounding import Source

    from .v2 import ConflictEvents

_MADE_BY_CODE = ("claims", "quantities", "places", "actors")


def complete(record: ConflictEvents, source: Source) -> ConflictEvents:
    """A copy of ``record`` with all that follows from it and from the text."""
    made = record.model_copy(deep=True)
    for name in _MADE_BY_CODE:
        written = [item for item in getattr(made, name) if item.registered_by == "model"]
        setattr(made, name, written)
    for event in made.events:
        event.disorder_type = disorder_type(event)
    add_narrator(made, source)
    register(made, source)
    add_quantities(made, source)
    _keep_limits(made)
    identify(made, source.article.sha256)
    return _Completion(made, source).run()


def _keep_limits(record: ConflictEvents) -> None:
    """Leave out what code added beyond the limits of the lists, so that the record stays valid."""
    for name in _MADE_BY_CODE:
        marks = type(record).model_fields[name].metadata
        limit = next(mark.max_length for mark in marks if isinstance(mark, MaxLen))
        setattr(record, name, getattr(record, name)[:limit])


class _Completion:
    """One record under way, with its registers."""

    def __init__(self, record: ConflictEvents, source: Source) -> None:
        self._record = record
        self._source = source
        self._places: Names[Place] = Names(record.places)
        self._actors: Names[Actor] = Names(record.actors)
        self._actor_by_id = {actor.id: actor for actor in record.actors}

    def run(self) -> ConflictEvents:
        record = self._record
        self._article()
        self._registers()
        for event in record.events:
            self._event(event)
        link_claims(record, self._actors, self._source)
        for figure in record.casualties:
            self._figure(figure)
        for item in record.displacement:
            self._displacement(item)
        self._lines()
        self._held()
        self._relations()
        contradict(record)
        return record

    def _article(self) -> None:
        """An agency is stated in a byline or in "(AFP)"; a photo credit only suggests it."""
        article, text = self._record.article, self._source.article.text
        agency = article.agency or ""
        stated = f"({agency})" in text or agency.casefold() in (article.byline or "").casefold()
        article.agency_inferred = bool(agency) and not stated

    def _registers(self) -> None:
        for place in self._record.places:
            where = where_precision(place)
            place.ged_where_prec = where  # type: ignore[assignment]  # one of 1 to 7
            place.acled_geo_precision = geo_precision(where)  # type: ignore[assignment]  # 1 to 3
        for actor in self._record.actors:
            actor.affiliation_id = self._actors.id(actor.affiliation)

    def _event(self, event: Event) -> None:
        source = self._source
        event.when = event_when(event, source)
        place = self._places.get(event.place)
        event.place_id = place.id if place else None
        forms = (event.place, place.name, *place.forms) if place and event.place else ()
        event.place_inferred = bool(forms) and not any(source.stated(f, event.cites) for f in forms)
        event.actor1 = self._actors.ids(event.side_a)
        event.actor2 = self._actors.ids(event.side_b)
        violence = type_of_violence(event, self._actor_by_id)
        event.ged_type_of_violence = violence  # type: ignore[assignment]  # 1 to 3
        day = event.when is not None and event.when.ged_date_prec == 1
        violent = isinstance(event, VIOLENT) and is_real(event) and event.when is not None
        event.ged_event_clarity = (1 if day else 2) if violent else None

    def _figure(self, figure: Casualties) -> None:
        record, source = self._record, self._source
        figure.group_id = self._actors.id(figure.group)
        figure.counted_by_id = self._actors.id(figure.counted_by)
        figure.contradicts = []
        self._count(figure)
        figure.when = when_of(figure.date_text, figure.cites, source)
        event = casualty_event(figure, record.events, source)
        total = is_total(figure) or says_total(figure, source)
        figure.event_id = event.id if event else None
        figure.sums_to_event = event is not None and is_real(event) and not total
        killed = event if figure.sums_to_event and figure.harm == "killed" else None
        figure.ged_field = ged_field(figure, killed, self._actor_by_id) if killed else None
        figure.when = figure.when or _implied(figure, event, source, total=total)

    def _displacement(self, item: Displacement) -> None:
        record, source = self._record, self._source
        origins = (item.origin, *item.other_origins)
        item.origin_ids = self._places.ids(name for name in origins if name)
        item.via_ids = self._places.ids(item.via)
        item.destination_id = self._places.id(item.destination)
        item.reported_by_id = self._actors.id(item.reported_by)
        self._count(item)
        item.when = when_of(item.date_text, item.cites, source)
        event = flight_event(item, record.events, source)
        total = is_total(item) or says_total(item, source)
        item.event_id = event.id if event else None
        item.when = item.when or _implied(item, event, source, total=total)

    def _count(self, item: Casualties | Displacement) -> None:
        count = self._source.count(item.count_text) if item.count_text else None
        item.comparator = count.comparator if count else None
        item.vague_term = count.vague_term if count else None

    def _lines(self) -> None:
        for line in self._record.front_lines:
            line.actor_id = self._actors.id(line.actor)
            line.reference_place_id = self._places.id(line.reference_place)
            line.target_place_id = self._places.id(line.target_place)
            times = (time.when for time in self._source.times_in(line.cites))
            days = [when.end for when in times if when and when.precision == "day"]
            line.as_of = days[0] if days else self._source.published

    def _held(self) -> None:
        for held in self._record.control:
            held.place_id = self._places.id(held.place)
            held.holder_id = self._actors.id(held.holder)
            held.since = when_of(held.since_text, held.cites, self._source)
        for damage in self._record.damage:
            damage.place_id = self._places.id(damage.place)
            event = damage_event(damage, self._record.events)
            damage.event_id = event.id if event else None

    def _relations(self) -> None:
        events = [event for event in self._record.events if is_real(event)]
        for event in self._record.events:
            others = (other for other in events if other is not event and is_real(event))
            found = (_related(event, other) for other in others)
            event.related = sorted(filter(None, found), key=lambda relation: relation.event)


def _implied(
    item: Casualties | Displacement, event: Event | None, source: Source, *, total: bool
) -> When | None:
    """The date of a figure without one of its own."""
    if total:
        return since_when(item.cites, source)
    return event.when if event else None


def _related(event: Event, other: Event) -> Related | None:
    """How the dates of two events of one side at one place lie to each other."""
    same_side = not set(event.actor1).isdisjoint(other.actor1)
    if not same_side or event.place_id is None or event.place_id != other.place_id:
        return None
    mine, theirs = _days(event), _days(other)
    if mine is None or theirs is None or mine[1] < theirs[0] or theirs[1] < mine[0]:
        return None
    inside = mine[0] <= theirs[0] and theirs[1] <= mine[1]
    around = theirs[0] <= mine[0] and mine[1] <= theirs[1]
    if inside == around:
        return Related(event=other.id, type="overlaps")
    return Related(event=other.id, type="includes" if inside else "included_in")


def _days(event: Event) -> tuple[date, date] | None:
    when = event.when
    return (when.start, when.end) if when and when.start and when.end else None
