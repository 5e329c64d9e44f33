"""What is compared and scored: lines of ``records.jsonl``, as JSON objects.

A golden record has the same members as far as they are used here: ``id``, ``status``, ``article``,
``data``, ``evidence`` (``items``, ``values``), ``findings``, ``rejected``, ``error``, ``prompt``,
``schema``, ``model``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

# One line; see `llm_extract.runs`.
Line: TypeAlias = Mapping[str, Any]
# The lines of a run, or goldens, by id of their article.
Lines: TypeAlias = Mapping[str, Line]
