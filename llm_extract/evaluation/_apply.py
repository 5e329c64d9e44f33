"""Taking over some of the differences between two records, and no others."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from llm_extract.evaluation._compare import PUBLISHED
from llm_extract.evaluation._difference import Difference
from llm_extract.evaluation._fields import fields_of
from llm_extract.evaluation._lines import Line
from llm_extract.evaluation._partners import partners_of
from llm_extract.schemas import Schema


def apply(golden: Line, new: Line, chosen: Iterable[Difference], schema: Schema) -> dict[str, Any]:
    """``golden`` with the chosen differences to ``new`` taken over, evidence included.

    Args:
        golden: the record that is kept, the old side of the differences.
        new: the new side.
        chosen: some of what `compare_lines` says of the two.
        schema: of both.
    """
    chosen = list(chosen)
    if any(part.kind == "status" for part in chosen):
        return copy.deepcopy(dict(new))
    merge = _Merge(golden, new, schema)
    for part in chosen:
        merge.take(part)
    return merge.finished()


class _Merge:
    """A copy of the old record that takes over parts of the new one."""

    def __init__(self, golden: Line, new: Line, schema: Schema) -> None:
        self._line: dict[str, Any] = copy.deepcopy(dict(golden))
        self._new = new
        self._lost: list[tuple[str, int]] = []
        if golden["status"] == new["status"] == "ok":
            self._partners = partners_of(golden["data"], new["data"], fields_of(schema))
            # References point to the ids the kept record has.
            self._old_id = {(name, two): one for (name, one), two in self._partners.new_id.items()}
            self._fields = fields_of(schema)

    def take(self, part: Difference) -> None:
        """Take over one difference."""
        if part.path == PUBLISHED:
            self._line["article"]["published"] = part.new
        elif part.kind in ("finding", "rejected"):
            self._swap(part)
        elif part.kind == "lost" and part.old_path:
            name, position = part.old_path.split(".")
            self._lost.append((name, int(position)))
        elif part.kind == "added" and part.new_path:
            self._add(part.new_path)
        elif part.old_path and part.new_path:
            self._replace(part)

    def finished(self) -> dict[str, Any]:
        """The record, items that are lost taken out."""
        for name, position in sorted(self._lost, reverse=True):
            del self._line["data"][name][position]
            self._forget(f"{name}.{position}")
            self._rename(
                name,
                lambda n, gone=position: n - 1 if n > gone else n,
            )
        return self._line

    def _add(self, new_path: str) -> None:
        name, position = new_path.split(".")
        items = self._line["data"][name]
        place = f"{name}.{len(items)}"
        items.append(copy.deepcopy(self._new["data"][name][int(position)]))
        self._copy_evidence(new_path, place)

    def _replace(self, part: Difference) -> None:
        old_path, new_path = str(part.old_path), str(part.new_path)
        if part.kind == "verdict":
            self._forget(old_path, items=False)
        else:
            value = _at(self._new["data"], new_path.split("."))
            _put(self._line["data"], old_path.split("."), self._translated(part.path, value))
            self._forget(old_path, items=False)
        self._copy_evidence(new_path, old_path)
        if part.kind == "evidence":
            old_item, new_item = old_path.rpartition(".")[0], new_path.rpartition(".")[0]
            self._forget(old_item, values=False)
            self._copy_evidence(new_item, old_item, values=False)

    def _translated(self, pattern: str, value: Any) -> Any:
        target = self._fields.reference(pattern)
        if not target:
            return copy.deepcopy(value)
        if isinstance(value, list):
            return [self._old_id.get((target, one), one) for one in value]
        return self._old_id.get((target, value), value)

    def _swap(self, part: Difference) -> None:
        """Take out what the old record says, or put in what the new one does."""
        said = self._line.setdefault(part.path, [])
        if part.new is None:
            said.remove(part.old)
        else:
            said.append(copy.deepcopy(part.new))

    def _evidence(self, member: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._line.setdefault("evidence", {}).setdefault(member, [])
        return found

    def _forget(self, path: str, *, items: bool = True, values: bool = True) -> None:
        for member, wanted in (("items", items), ("values", values)):
            if wanted:
                kept = [e for e in self._evidence(member) if not _is_at(e["path"], path)]
                self._line["evidence"][member] = kept

    def _copy_evidence(self, source: str, place: str, *, values: bool = True) -> None:
        for member in ("items", "values") if values else ("items",):
            for entry in (self._new.get("evidence") or {}).get(member, ()):
                if _is_at(entry["path"], source):
                    own = {**copy.deepcopy(dict(entry))}
                    own["path"] = place + entry["path"][len(source) :]
                    self._evidence(member).append(own)

    def _rename(self, name: str, position_of: Any) -> None:
        for member in ("items", "values"):
            for entry in self._evidence(member):
                keys = entry["path"].split(".")
                if keys[0] == name:
                    keys[1] = str(position_of(int(keys[1])))
                    entry["path"] = ".".join(keys)


def _is_at(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")


def _at(value: Any, keys: list[str]) -> Any:
    for key in keys:
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def _put(value: Any, keys: list[str], content: Any) -> None:
    holder = _at(value, keys[:-1])
    if isinstance(holder, Mapping):
        holder[keys[-1]] = content  # type: ignore[index] # a dict, as JSON has it
    else:
        holder[int(keys[-1])] = content
