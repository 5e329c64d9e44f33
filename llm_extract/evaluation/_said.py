"""What checks and salvage say of two records, apart from their values."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from llm_extract.evaluation._difference import Kind
from llm_extract.evaluation._lines import Line
from llm_extract.evaluation._partners import Partners
from llm_extract.schemas import Grade

Said: TypeAlias = Mapping[str, Any]
_SEVERITIES: dict[str, Grade] = {"reject": "major", "fault": "major", "notice": "neutral"}


def severity_grade(finding: Said) -> Grade:
    """How much it matters that a check says this, or no longer does."""
    return _SEVERITIES.get(finding["severity"], "major")


class Findings:
    """Findings of two lines, told by what they are about.

    Those about an item without a partner are part of that item's being there.
    """

    def __init__(self, old: Line, new: Line, partners: Partners) -> None:
        self._old, self._new = old.get("findings") or (), new.get("findings") or ()
        self._partner = {
            f"{name}.{one}": f"{name}.{two}"
            for name, pairs in partners.pairs.items()
            for one, two in pairs
        }
        self._lost = _places(partners.lost)
        self._added = _places(partners.added)

    def of_lost(self, path: str) -> list[Said]:
        """Findings about the old item at ``path``."""
        return [part for part in self._old if item_of(part["path"]) == path]

    def of_added(self, path: str) -> list[Said]:
        """Findings about the new item at ``path``."""
        return [part for part in self._new if item_of(part["path"]) == path]

    def differing(self) -> tuple[list[Said], list[Said]]:
        """Findings of the old line the new one does not have, and the reverse."""
        old = [part for part in self._old if item_of(part["path"]) not in self._lost]
        new = [part for part in self._new if item_of(part["path"]) not in self._added]
        return _differing(old, new, self._told_of_old, _told)

    def _told_of_old(self, part: Said) -> str:
        item = item_of(part["path"])
        return _told({**part, "path": self._partner.get(item, item) + part["path"][len(item) :]})


def unsaid(old: Line, new: Line) -> Iterator[tuple[Kind, str, list[Said], list[Said]]]:
    """Kind, member of a line, and what only one of the lines has there."""
    for kind, member, names in _MEMBERS:

        def told(part: Said, names: tuple[str, ...] = names) -> str:
            return json.dumps([part.get(name) for name in names], sort_keys=True)

        gone, come = _differing(old.get(member) or (), new.get(member) or (), told, told)
        yield kind, member, gone, come


# What makes two of them the same. Offsets and reasons do not.
_MEMBERS: tuple[tuple[Kind, str, tuple[str, ...]], ...] = (
    ("rejected", "rejected", ("list", "code", "raw")),
    ("finding", "suspicious_text", ("kind", "quote")),
    ("finding", "gaps", ("sentence", "code")),
)


def item_of(path: str) -> str:
    """Path of the item a path leads into, or the path itself."""
    keys = path.split(".")
    return ".".join(keys[:2]) if len(keys) > 1 and keys[1].isdigit() else path


def _places(positions: Mapping[str, list[int]]) -> set[str]:
    return {f"{name}.{position}" for name, found in positions.items() for position in found}


def _told(finding: Said) -> str:
    return json.dumps([finding["code"], finding["severity"], finding["path"]])


def _differing(
    old: Iterable[Said],
    new: Iterable[Said],
    told_of_old: Callable[[Said], str],
    told_of_new: Callable[[Said], str],
) -> tuple[list[Said], list[Said]]:
    waiting: dict[str, list[Said]] = defaultdict(list)
    for part in new:
        waiting[told_of_new(part)].append(part)
    gone = []
    for part in old:
        same = waiting[told_of_old(part)]
        if same:
            same.pop(0)
        else:
            gone.append(part)
    return gone, [part for rest in waiting.values() for part in rest]
