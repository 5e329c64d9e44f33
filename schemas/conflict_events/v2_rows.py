"""Rows of a completed record in the columns of ACLED and of UCDP GED.

One row for each event that happened by itself. What is only feared, planned or denied, people on
the move, and totals over a conflict have no row; their numbers are in none. Dates are ISO 8601.
Counts that are not reported are 0, as both standards write them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .v2_deaths import Estimate, acled_fatalities, ged_deaths
from .v2_events import Event, Flight
from .v2_figures import Casualties
from .v2_links import VIOLENT, is_real
from .v2_registers import Actor, Place
from .v2_sides import dyad, inter

if TYPE_CHECKING:
    from datetime import date

    from llm_extract.articles import Article

    from .v2 import ConflictEvents

Row = dict[str, Any]
_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
# Of a place that only other sentences name, an event is at best somewhere near.
_NEAR = 2
_COARSEST_TIME = 3


def rows(record: ConflictEvents, article: Article) -> dict[str, list[Row]]:
    """Both projections; events in the order of the record."""
    view = _View(record, article)
    events = [e for e in record.events if is_real(e) and not isinstance(e, Flight)]
    return {
        "acled": [view.acled(event) for event in events],
        "ged": [view.ged(event) for event in events if isinstance(event, VIOLENT)],
    }


class _View:
    """Looks up what the ids of one record stand for."""

    def __init__(self, record: ConflictEvents, article: Article) -> None:
        self._record = record
        self._article = article
        self._actors: dict[str, Actor] = {actor.id: actor for actor in record.actors}
        self._places: dict[str, Place] = {place.id: place for place in record.places}
        self._claims = {claim.id: claim for claim in record.claims}

    def acled(self, event: Event) -> Row:
        """One row in ACLED's columns; ``event_date`` is the earliest known day."""
        when = event.when
        one, other = self._parties(event.actor1), self._parties(event.actor2)
        return {
            "event_id": event.id,
            "event_date": _iso((when.start or when.end) if when else None),
            "time_precision": (when.acled_time_precision or _COARSEST_TIME) if when else None,
            "disorder_type": event.disorder_type,
            "event_type": event.event_type,
            "sub_event_type": event.sub_event_type,
            **self._acled_side(one, "1"),
            **self._acled_side(other, "2"),
            "civilian_targeting": event.civilian_targeting,
            **self._where(event),
            "geo_precision": _precision(event, self._place(event), "acled_geo_precision"),
            "source": "; ".join(self._sources(event)) or None,
            "notes": event.what,
            "fatalities": acled_fatalities(self._dead(event)),
        }

    def ged(self, event: Event) -> Row:
        """One row in UCDP GED's columns; ``best`` is the sum of the four columns of deaths."""
        when = event.when
        side_a, side_b = dyad(event, self._actors)
        return {
            "id": event.id,
            "type_of_violence": event.ged_type_of_violence,
            "side_a": self._names(side_a),
            "side_b": self._names(side_b),
            "date_start": _iso(when.start) if when else None,
            "date_end": _iso(when.end) if when else None,
            "date_prec": when.ged_date_prec if when else None,
            "event_clarity": event.ged_event_clarity,
            **self._where(event),
            "where_prec": _precision(event, self._place(event), "ged_where_prec"),
            **_ged_deaths(self._dead(event)),
            "source_article": self._article.title or self._article.id,
            "source_office": self._record.article.publisher or self._record.article.agency,
            "source_original": "; ".join(self._sources(event)) or None,
        }

    def _dead(self, event: Event) -> list[Casualties]:
        return [
            figure
            for figure in self._record.casualties
            if figure.event_id == event.id and figure.sums_to_event and figure.harm == "killed"
        ]

    def _parties(self, ids: list[str]) -> list[Actor]:
        """Actors of a side but mere brokers, who are no party to what they broker."""
        known = [self._actors[i] for i in ids if i in self._actors]
        return [a for a in known if "broker" not in a.roles or "belligerent" in a.roles]

    def _acled_side(self, actors: list[Actor], number: str) -> Row:
        first = actors[0] if actors else None
        return {
            f"actor{number}": first.name if first else None,
            f"assoc_actor_{number}": "; ".join(actor.name for actor in actors[1:]) or None,
            f"inter{number}": inter(first.id, self._actors) if first else None,
        }

    def _names(self, ids: list[str]) -> str | None:
        return "; ".join(actor.name for actor in self._parties(ids)) or None

    def _place(self, event: Event) -> Place | None:
        return self._places.get(event.place_id or "")

    def _where(self, event: Event) -> Row:
        place = self._place(event)
        named = {place.feature: place.name} if place else {}
        return {
            "country": (place.country or named.get("country")) if place else None,
            "admin1": (place.adm1 or named.get("adm1")) if place else None,
            "location": place.name if place else None,
        }

    def _sources(self, event: Event) -> list[str]:
        claims = [self._claims[i] for i in event.claim_ids if i in self._claims]
        found = (self._actors.get(claim.source_id or "") for claim in claims)
        return sorted({actor.name for actor in found if actor})


def _ged_deaths(figures: list[Casualties]) -> Row:
    deaths = ged_deaths(figures)
    if deaths is None:
        return dict.fromkeys((*_DEATHS, "low", "best", "high"))
    total = sum(deaths.values(), Estimate())
    columns = {name: deaths.get(name, Estimate()).best for name in _DEATHS}  # type: ignore[call-overload]  # keys are the choices
    return {**columns, "low": total.low, "best": total.best, "high": total.high}


def _precision(event: Event, place: Place | None, scale: str) -> int | None:
    found: int | None = getattr(place, scale, None)
    return max(found, _NEAR) if found and event.place_inferred else found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
