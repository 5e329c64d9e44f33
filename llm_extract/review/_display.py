"""What the page shows of an article under review: the record with everything decided about it.

Items stand where they were extracted, also those that were taken out; behind them those the
reviewer added, then those that code makes of what was decided. The line is one as of a run, so
that the page needs to know nothing of decisions to draw it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from llm_extract.review._effective import Effective, bare_evidence, moved, value_in
from llm_extract.review._fold import Decided
from llm_extract.review._paths import is_at
from llm_extract.schemas import Schema


@dataclass(frozen=True)
class Shown:
    """A line to draw, with what was decided.

    Attributes:
        line: see the module.
        paths: path of each item in ``line`` to the one decisions use; items code made of what was
            decided have none.
        states: of each item of ``line``: ``accepted``, ``corrected``, ``rejected``, ``withdrawn``
            (code makes it no longer), ``derived`` (code makes it of what was decided), or ``None``.
        values: of each value that was decided, by its path in ``line``: its ``state``, what ``was``
            there and what is ``now``.
    """

    line: dict[str, Any]
    paths: dict[str, str]
    states: dict[str, str | None]
    values: dict[str, dict[str, Any]]


def shown(line: dict[str, Any], effective: Effective, decided: Decided, schema: Schema) -> Shown:
    """Lay out an article; ``line`` is the one of the run."""
    layout = _Layout(line, effective, decided, schema)
    return Shown(layout.line(), layout.paths, layout.states, dict(layout.values()))


class _Layout:
    def __init__(
        self, line: dict[str, Any], effective: Effective, decided: Decided, schema: Schema
    ) -> None:
        self._line, self._effective, self._decided = line, effective, decided
        self._now = {origin: path for path, origin in effective.origins.items()}
        self.paths: dict[str, str] = {}
        self.states: dict[str, str | None] = {}
        # Where items of the effective record are shown.
        self._places: dict[str, str] = {}
        self._gone: set[str] = set()
        # Evidence of items that were added and rejected: the record has none any more.
        self._taken_back: list[dict[str, Any]] = []
        self._data = dict(effective.line["data"])
        for name in schema.items:
            self._data[name] = list(self._items(name))

    def line(self) -> dict[str, Any]:
        new, old = self._effective.line, self._line
        evidence = dict(new["evidence"])
        for member in ("items", "values"):
            stays = moved(new["evidence"][member], self._places)
            left = (entry for entry in old["evidence"][member] if self._is_gone(entry["path"]))
            evidence[member] = [*stays, *left]
        evidence["items"] += self._taken_back
        findings = list(moved(new["findings"], self._places))
        return {**new, "data": self._data, "evidence": evidence, "findings": findings}

    def values(self) -> Iterator[tuple[str, dict[str, Any]]]:
        places = {origin: path for path, origin in self.paths.items()}
        for origin in (*self._decided.edits, *sorted(self._decided.accepted)):
            item = next((path for path in places if is_at(origin, path)), None)
            if origin in places:
                continue
            path = origin if item is None else places[item] + origin[len(item) :]
            yield (
                path,
                {
                    "state": self._decided.state(origin),
                    "was": value_in(self._line["data"], origin),
                    "now": value_in(self._data, path),
                },
            )

    def _items(self, name: str) -> Iterator[Any]:
        found = self._effective.line["data"].get(name) or []
        before = self._line["data"].get(name) or []
        origins = [f"{name}.{number}" for number in range(len(before))]
        origins += [path for path, new in self._decided.added.items() if new.list == name]
        for number, origin in enumerate(origins):
            place = f"{name}.{number}"
            self.paths[place] = origin
            now = self._now.get(origin)
            if now is not None:
                self._places[now] = place
                self.states[place] = self._decided.state(origin)
                yield value_in(self._effective.line["data"], now)
                continue
            rejected = origin in self._decided.rejected
            self.states[place] = "rejected" if rejected else "withdrawn"
            self._gone.add(place)
            yield before[number] if number < len(before) else self._unproven(place, origin)
        yield from self._derived(name, len(origins), len(found))

    def _unproven(self, place: str, origin: str) -> Any:
        value = self._decided.added[origin].value
        self._taken_back.append(bare_evidence(place, value))
        return value

    def _derived(self, name: str, number: int, count: int) -> Iterator[Any]:
        """Items that code makes of what was decided."""
        for place in range(count):
            path = f"{name}.{place}"
            if path not in self._effective.origins:
                self._places[path] = f"{name}.{number}"
                self.states[f"{name}.{number}"] = "derived"
                number += 1
                yield value_in(self._effective.line["data"], path)

    def _is_gone(self, path: str) -> bool:
        return ".".join(path.split(".")[:2]) in self._gone
