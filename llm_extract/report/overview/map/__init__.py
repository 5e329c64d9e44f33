"""The places of a run on a map, drawn without any network."""

from __future__ import annotations

from llm_extract.report.overview.map._map import PlaceMap, map_of
from llm_extract.report.overview.map._places import PlacesTally

__all__ = ("PlaceMap", "PlacesTally", "map_of")
