"""Places: names of a record to candidate coordinates, offline, with what is ambiguous kept.

Data of GeoNames (geonames.org), licensed under CC BY 4.0.
"""

from __future__ import annotations

from llm_extract.gazetteer._entry import Entry, Hit, Match
from llm_extract.gazetteer._gazetteer import Gazetteer
from llm_extract.gazetteer._precision import Precision
from llm_extract.gazetteer._ranking import Candidate, Reason
from llm_extract.gazetteer._record import LocatedPlace, locate_record
from llm_extract.gazetteer._toponyms import NamedPlace, PlaceField, named_places, place_fields

__all__ = (
    "Candidate",
    "Entry",
    "Gazetteer",
    "Hit",
    "LocatedPlace",
    "Match",
    "NamedPlace",
    "PlaceField",
    "Precision",
    "Reason",
    "locate_record",
    "named_places",
    "place_fields",
)
