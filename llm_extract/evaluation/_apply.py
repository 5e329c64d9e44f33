"""Taking over some of the differences between two records, and no others."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from llm_extract.evaluation._comparison import PUBLISHED
from llm_extract.evaluation._difference import Difference
from llm_extract.evaluation._fields import fields_of
from llm_extract.evaluation._filled import filled
from llm_extract.evaluation._identities import Identities
from llm_extract.evaluation._lines import Line
from llm_extract.evaluation._partners import partners_of
from llm_extract.evaluation._said import item_of
from llm_extract.schemas import Schema


def apply(golden: Line, new: Line, chosen: Iterable[Difference], schema: Schema) -> dict[str, Any]:
    """``golden`` with the chosen differences to ``new`` taken over, evidence included.

    Items keep the ids they have, and what is taken over refers to those. An item comes and goes
    with its evidence and with what the checks say of it. Taking over everything leaves no
    difference; taking over a part leaves the others, as long as no item thereby becomes more like
    another one than like its partner.

    Args:
        golden: the record that is kept, the old side of the differences.
        new: the new side.
        chosen: some of what `compare_lines` says of the two.
        schema: of both.
    """
    chosen = list(chosen)
    if not chosen:
        return copy.deepcopy(dict(golden))
    if any(part.kind == "status" for part in chosen):
        return copy.deepcopy(dict(new))
    merge = _Merge(golden, new, schema)
    for part in chosen:
        merge.take(part)
    return merge.finished()


class _Merge:
    """A copy of the old record that takes over parts of the new one."""

    def __init__(self, golden: Line, new: Line, schema: Schema) -> None:
        self._fields = fields_of(schema)
        golden, new = filled(golden, new, self._fields)
        self._line: dict[str, Any] = copy.deepcopy(dict(golden))
        self._new = new
        self._lost: list[tuple[str, int]] = []
        partners = partners_of(golden["data"], new["data"], self._fields)
        self._identities = Identities(golden["data"], new["data"], partners, self._fields)
        self._place = {
            f"{name}.{two}": f"{name}.{one}"
            for name, pairs in partners.pairs.items()
            for one, two in pairs
        }

    def take(self, part: Difference) -> None:
        """Take over one difference."""
        if part.kind in ("finding", "rejected"):
            self._swap(part)
        elif part.kind == "lost" and part.old_path:
            name, position = part.old_path.split(".")
            self._lost.append((name, int(position)))
        elif part.kind == "added" and part.new_path:
            self._add(part.new_path)
        elif part.path == PUBLISHED:
            self._line["article"] = {**self._line.get("article", {}), "published": part.new}
        elif part.old_path and part.new_path:
            self._replace(part, part.old_path, part.new_path)

    def finished(self) -> dict[str, Any]:
        """The record, items that are lost taken out."""
        for name, position in sorted(self._lost, reverse=True):
            del self._line["data"][name][position]
            self._forget(f"{name}.{position}")
            self._close_gap(name, position)
        self._identities.loosen(self._line["data"])
        evidence = self._line.get("evidence") or {}
        for member in ("items", "values"):
            if member in evidence:
                evidence[member].sort(key=lambda entry: self._fields.order(entry["path"]))
        if "verdicts" in evidence:
            found = Counter(entry["verdict"] for entry in evidence.get("values", ()))
            evidence["verdicts"] = {**dict.fromkeys(evidence["verdicts"], 0), **found}
        return self._line

    def _add(self, new_path: str) -> None:
        name, position = new_path.split(".")
        items = self._line["data"][name]
        place = f"{name}.{len(items)}"
        items.append(self._identities.item(name, self._new["data"][name][int(position)]))
        self._copy_evidence(new_path, place)
        for part in self._new.get("findings") or ():
            if item_of(part["path"]) == new_path:
                path = place + part["path"][len(new_path) :]
                self._line.setdefault("findings", []).append({**part, "path": path})

    def _replace(self, part: Difference, old_path: str, new_path: str) -> None:
        if part.kind == "value" or old_path.endswith(".cites"):
            value = _at(self._new["data"], new_path)
            _put(self._line["data"], old_path, self._identities.value(part.path, value))
        if part.kind == "evidence" and old_path.endswith(".cites"):
            self._cite(old_path.rpartition(".")[0], new_path.rpartition(".")[0])
            return
        self._forget_evidence(old_path, "values")
        self._copy_evidence(new_path, old_path)

    def _cite(self, old_item: str, new_item: str) -> None:
        """Sentences of an item, and where its values stand in them, if they are the same."""
        self._forget_evidence(old_item, "items")
        self._copy_evidence(new_item, old_item, "items")
        proven = {entry["path"]: entry for entry in self._entries(self._new, "values", new_item)}
        for entry in self._entries(self._line, "values", old_item):
            path = new_item + entry["path"][len(old_item) :]
            same = proven.get(path, {}).get("verdict") == entry["verdict"]
            if same and _at(self._line["data"], entry["path"]) == _at(self._new["data"], path):
                entry.update(copy.deepcopy(proven[path]), path=entry["path"])

    def _swap(self, part: Difference) -> None:
        """Take out what the old record says, or put in what the new one does."""
        said = self._line.setdefault(part.path, [])
        if part.new is None:
            said.remove(part.old)
            return
        said.append(copy.deepcopy(part.new))
        if part.path == "findings":
            item = item_of(part.new["path"])
            said[-1]["path"] = self._place.get(item, item) + part.new["path"][len(item) :]

    def _entries(self, line: Line, member: str, place: str) -> Iterator[dict[str, Any]]:
        for entry in (line.get("evidence") or {}).get(member, ()):
            if _is_at(entry["path"], place):
                yield entry

    def _forget(self, place: str) -> None:
        """What is proven and said of a lost item."""
        for member in ("items", "values"):
            self._forget_evidence(place, member)
        if self._line.get("findings"):
            self._line["findings"] = [
                part for part in self._line["findings"] if not _is_at(part["path"], place)
            ]

    def _forget_evidence(self, place: str, member: str) -> None:
        evidence = self._line.get("evidence") or {}
        if member in evidence:
            evidence[member] = [e for e in evidence[member] if not _is_at(e["path"], place)]

    def _copy_evidence(self, source: str, place: str, *members: str) -> None:
        for member in members or ("items", "values"):
            for entry in self._entries(self._new, member, source):
                own = copy.deepcopy(entry) | {"path": place + entry["path"][len(source) :]}
                self._line.setdefault("evidence", {}).setdefault(member, []).append(own)

    def _close_gap(self, name: str, position: int) -> None:
        evidence = self._line.get("evidence") or {}
        said = evidence.get("items", ()), evidence.get("values", ()), self._line.get("findings", ())
        for entry in (entry for part in said for entry in part):
            keys = entry["path"].split(".")
            if len(keys) > 1 and keys[0] == name and int(keys[1]) > position:
                keys[1] = str(int(keys[1]) - 1)
                entry["path"] = ".".join(keys)


def _is_at(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")


def _at(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def _put(data: dict[str, Any], path: str, content: Any) -> None:
    above, _, name = path.rpartition(".")
    holder = _at(data, above) if above else data
    holder[name] = content
