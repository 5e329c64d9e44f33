"""Runs as tidy tables, places and rows of other standards, in files that other tools open."""

from __future__ import annotations

from llm_extract.export._layout import Layout
from llm_extract.export._page import columns_page
from llm_extract.export._projections import projections_of
from llm_extract.export._run import FORMATS, Exported, export_run
from llm_extract.export._staged import staged
from llm_extract.export._tables import Cell, Column, Kind, Reference, Row, Table

__all__ = (
    "FORMATS",
    "Cell",
    "Column",
    "Exported",
    "Kind",
    "Layout",
    "Reference",
    "Row",
    "Table",
    "columns_page",
    "export_run",
    "projections_of",
    "staged",
)
