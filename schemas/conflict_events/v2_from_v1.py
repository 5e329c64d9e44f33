"""Records of version 1 as records of version 2.

All fields of version 1 are fields of version 2 and mean the same. What only a model that sees the
whole article can say (speakers, scopes, sides of a dyad) stays null, since nobody was asked. The
registers begin empty: ``completed()`` enters each actor and place an item names, with the cited
sentences, and makes ids, dates, links and precision codes.
"""

from __future__ import annotations

from typing import Any

_LISTS_OF_VERSION_2 = ("front_lines", "control", "damage", "quantities", "places", "actors")


def migrate(record: dict[str, Any]) -> dict[str, Any]:
    """Add the lists version 1 does not have."""
    return {**record, **{name: [] for name in _LISTS_OF_VERSION_2}}
