"""A run at a glance: what was found, when, where, how many, and how well it is proven.

Numbers and places of charts are made here, without any HTML; ``_overview.html.j2`` writes them.
"""

from __future__ import annotations

from llm_extract.report.overview._overview import Overview, overview_of

__all__ = ("Overview", "overview_of")
