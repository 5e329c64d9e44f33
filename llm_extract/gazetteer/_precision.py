"""How precisely the place of a record is given, in the codes of two standards.

UCDP GED's ``where_prec`` (GED Codebook): 1 the place itself, 2 within about 25 km of it,
3 second-order division, 4 first-order division, 5 a line or an area that is no division, 6 the
country, 7 sea or air. ACLED's ``geo_precision`` (Codebook): 1 the town, 2 near it or a small part
of a region, 3 a region. The same table as that of ``conflict_events@2``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from llm_extract.gazetteer._phrases import Kind, Phrase

# What is coarser than a district is a region to ACLED.
_ACLED = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 3}
_NEAR, _FUZZY, _SEA = 2, 5, 7
_OF_KIND: dict[Kind, int] = {"town": 1, "adm2": 3, "adm1": 4, "country": 6}
# A part of something: of a town, what is near it; of a country, an area that is no division.
_OF_PART: dict[Kind, int] = {"town": _NEAR, "adm2": 3, "adm1": 4, "country": _FUZZY}
_WATER = re.compile("OCN|SEA|GULF|STRT")
_LINES_AND_AREAS = re.compile("STM.*|RD.*|RGN.*|VAL.*|MTS|DSRT|ISLS|PEN|AREA|CNL.*|LK.*")


class Precision(NamedTuple):
    """Codes of a place, ``None`` where nothing tells."""

    ged_where_prec: int | None
    acled_geo_precision: int | None


def precision_of(stated: int | None, said: Phrase | None, feature: str | None) -> Precision:
    """Codes of a place: what the record states, else what the phrase says, else what it is.

    Args:
        stated: the record's own ``where_prec``.
        said: the phrase around the name.
        feature: GeoNames' code of the place it is taken for.
    """
    where = stated or _where(said, feature)
    return Precision(where, _ACLED.get(where or 0))


def kind_of(feature: str) -> Kind | None:
    """What kind of place a feature code is, ``None`` for heights, waters and the like."""
    if feature.startswith("PCL"):
        return "country"
    if feature == "ADM1":
        return "adm1"
    if feature.startswith("ADM"):
        return "adm2"
    return "town" if feature.startswith("PPL") else None


def _where(said: Phrase | None, feature: str | None) -> int | None:
    if said and said.where_prec:
        return said.where_prec
    kind = (said.kind if said else None) or (kind_of(feature) if feature else None)
    if kind is not None:
        return (_OF_PART if said and said.is_part else _OF_KIND)[kind]
    if feature is None:
        return None
    if _WATER.fullmatch(feature):
        return _SEA
    return _FUZZY if _LINES_AND_AREAS.fullmatch(feature) else _NEAR
