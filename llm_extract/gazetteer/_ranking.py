"""Which of the places of a name is meant: weights, and when one of them is clear enough.

Each place of the name gets a weight: its population to the power of 0.6, times a factor for each
thing that speaks for it or against it (`FACTORS`, which are the words under ``reasons`` too). Its
score is its share of all the weights, among them that of a place in no gazetteer: 500 people in
the kind of place that is meant and, where countries are named, in one that is hardly named. Scores
are between 0 and 1 and add up to less than 1.

A place is chosen when its score, with those of its own surroundings (25 km), is `FLOOR` at least,
and leaves the best place elsewhere behind by `MARGIN`. Otherwise none is: a coder decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import asin, cos, prod, radians, sin, sqrt
from typing import Literal, NamedTuple

from llm_extract.gazetteer._clues import Clues
from llm_extract.gazetteer._entry import Entry, Hit
from llm_extract.gazetteer._gazetteer import Gazetteer
from llm_extract.gazetteer._names import name_key
from llm_extract.gazetteer._precision import kind_of

Reason = Literal[
    "name",
    "other_name",
    "without_article",
    "near_spelling",
    "country_stated",
    "other_country_stated",
    "country_in_sentence",
    "country_in_article",
    "admin1_stated",
    "other_admin1_stated",
    "admin1_in_sentence",
    "admin1_in_article",
    "feature",
    "other_feature",
    "same_country_as_others",
    "near_others",
    "town_of_that_name",
    "division_of_a_town",
    "place_nearby",
    "middle_of_its_towns",
]
FACTORS: dict[Reason, float] = {
    "name": 1,
    "other_name": 0.3,
    "without_article": 0.1,
    "near_spelling": 0.1,
    "country_stated": 100,
    "other_country_stated": 0.01,
    "country_in_sentence": 40,
    # From 4 to 20, with the share of the country in the mentions of countries.
    "country_in_article": 20,
    "admin1_stated": 100,
    "other_admin1_stated": 0.05,
    "admin1_in_sentence": 40,
    "admin1_in_article": 10,
    "feature": 5,
    "other_feature": 1 / 5,
    "town_of_that_name": 1,
    "division_of_a_town": 0.05,
    "same_country_as_others": 5,
    "near_others": 4,
}
_LEAST_OF_ARTICLE = 4
FLOOR, MARGIN = 0.75, 0.5
# Where only a field of the record says so, which may be a model's guess.
_SOFT_FEATURE = 2.0
# A hamlet of the name of its state is not what the state is named for.
_SHARE_OF_SEAT = 0.02
_POWER = 0.6
_FEWEST = 500
_SAME_KM, NEAR_KM = 25.0, 150.0
_EARTH_KM = 6371.0
KEPT = 8


class Candidate(NamedTuple):
    """A place that may be meant; ``score`` and ``reasons`` as above, the rest as of `Entry`."""

    id: int
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    feature: str
    population: int
    score: float
    reasons: tuple[Reason, ...]


def kilometres(one: Entry | Candidate, other: Entry | Candidate) -> float:
    """Great-circle distance."""
    north, south = radians(one.latitude), radians(other.latitude)
    east = radians(one.longitude - other.longitude)
    chord = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, chord)))


def ranked(
    hits: Sequence[Hit], clues: Clues, company: Sequence[Entry], gazetteer: Gazetteer
) -> list[Candidate]:
    """All places of a name, the best first; ``company`` are the other places of the article."""
    factors = [_factors(hit, clues, company, gazetteer) for hit in hits]
    if clues.kind != "adm1":
        for index in _divisions_of_towns(hits):
            factors[index] |= _told("division_of_a_town")
    weights = [_weight(hit.entry, of.values()) for hit, of in zip(hits, factors, strict=True)]
    total = sum(weights) + _weight_of_none(clues)
    found = [
        _candidate(hit.entry, weight / total, tuple(of), gazetteer)
        for hit, weight, of in zip(hits, weights, factors, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.score, -one.population, one.id))


def choice(candidates: Sequence[Candidate]) -> int | None:
    """Index of the place that is clear enough, which is the first, or ``None``."""
    if not candidates:
        return None
    best = candidates[0]
    far = [one for one in candidates if kilometres(one, best) > _SAME_KM]
    score = sum(one.score for one in candidates) - sum(one.score for one in far)
    lead = score - max((one.score for one in far), default=0.0)
    return 0 if score >= FLOOR and lead >= MARGIN else None


def _candidate(
    entry: Entry, score: float, reasons: tuple[Reason, ...], gazetteer: Gazetteer
) -> Candidate:
    if entry.is_middle:
        reasons = (*reasons, "middle_of_its_towns")
    division = gazetteer.admin1_name(entry.country, entry.admin1) or entry.admin1
    place = (entry.id, entry.name, entry.country, division, entry.latitude, entry.longitude)
    return Candidate(*place, entry.feature, entry.population, round(score, 3), reasons)


def _weight(entry: Entry, factors: Iterable[float]) -> float:
    return float(max(entry.population, _FEWEST) ** _POWER * prod(factors))


def _weight_of_none(clues: Clues) -> float:
    weight = float(_FEWEST**_POWER)
    if clues.kind:
        weight *= _of_fit(clues)
    return weight * _LEAST_OF_ARTICLE if clues.article or clues.countries else weight


def _factors(
    hit: Hit, clues: Clues, company: Sequence[Entry], gazetteer: Gazetteer
) -> dict[Reason, float]:
    """Everything that speaks for a place or against it, how it was found first."""
    return {
        hit.match: FACTORS[hit.match] * hit.likeness,
        **_of_country(hit.entry, clues),
        **_of_division(hit.entry, clues, gazetteer),
        **_of_kind(hit.entry, clues),
        **_of_company(hit.entry, company),
    }


def _divisions_of_towns(hits: Sequence[Hit]) -> Iterator[int]:
    """Indexes of divisions with a town of the same name: the bare name is that of the town."""
    towns = {
        (entry.country, entry.admin1, entry.population)
        for entry, *_ in hits
        if kind_of(entry.feature) == "town"
    }
    for index, (entry, *_) in enumerate(hits):
        least = entry.population * _SHARE_OF_SEAT
        if entry.feature == "ADM1" and any(
            (country, admin1) == (entry.country, entry.admin1) and people >= least
            for country, admin1, people in towns
        ):
            yield index


def _of_country(entry: Entry, clues: Clues) -> dict[Reason, float]:
    if clues.countries:
        return _told(
            "country_stated" if entry.country in clues.countries else "other_country_stated"
        )
    if entry.country in clues.sentence:
        return _told("country_in_sentence")
    if share := clues.article.get(entry.country):
        more = FACTORS["country_in_article"] - _LEAST_OF_ARTICLE
        return {"country_in_article": _LEAST_OF_ARTICLE + more * share}
    return {}


def _of_division(entry: Entry, clues: Clues, gazetteer: Gazetteer) -> dict[Reason, float]:
    key = name_key(gazetteer.admin1_name(entry.country, entry.admin1) or "")
    if clues.divisions:
        return _told("admin1_stated" if key in clues.divisions else "other_admin1_stated")
    # A division says nothing of itself, and little of its seat where this has its name.
    if not key or key == name_key(entry.name):
        return {}
    if f" {key} " in clues.sentence_names:
        return _told("admin1_in_sentence")
    return _told("admin1_in_article") if f" {key} " in clues.names else {}


def _of_kind(entry: Entry, clues: Clues) -> dict[Reason, float]:
    if clues.kind is None:
        return {}
    kind, fit = kind_of(entry.feature), _of_fit(clues)
    if kind == clues.kind:
        return {"feature": fit}
    # Divisions are named for their seats, and not every gazetteer has the divisions.
    if kind == "town" and clues.kind in ("adm1", "adm2"):
        return {"town_of_that_name": FACTORS["town_of_that_name"]}
    return {"other_feature": 1 / fit}


def _of_fit(clues: Clues) -> float:
    """The factor of the kind that is meant."""
    return FACTORS["feature"] if clues.is_firm else _SOFT_FEATURE


def _of_company(entry: Entry, company: Sequence[Entry]) -> dict[Reason, float]:
    found: dict[Reason, float] = {}
    if any(entry.country == other.country for other in company):
        found |= _told("same_country_as_others")
    exact = (other for other in company if not (other.is_middle or entry.is_middle))
    if any(kilometres(entry, other) <= NEAR_KM for other in exact):
        found |= _told("near_others")
    return found


def _told(reason: Reason) -> dict[Reason, float]:
    return {reason: FACTORS[reason]}
