"""First-order divisions of all countries, as GeoNames names them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("divisions.tsv")
# News names the kind of a division or leaves it out, so that it is no part of a name.
_KIND = re.compile(
    r" (?:Province|Governorate|Region|District|Oblast|Department|State|Prefecture|County|Parish)$"
)


class Division(NamedTuple):
    """A division: ISO 3166 code of its country, its code within that, name, number in GeoNames."""

    country: str
    code: str
    name: str
    id: int


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions, by country and code."""
    rows = (line for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(_division(*row.split("\t")) for row in rows)


def plain(name: str) -> str:
    """The name of a division without its kind: "Baalbek-Hermel Governorate" is Baalbek-Hermel."""
    return _KIND.sub("", name)


def _division(country: str, code: str, name: str, identity: str) -> Division:
    return Division(country, code, plain(name), int(identity))
