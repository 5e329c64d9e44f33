"""The record that is right by a reviewer's decisions, completed and verified beside the article."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ValidationError

from llm_extract.errors import SettingsError, field_path
from llm_extract.prompts import load_prompt
from llm_extract.review._draft import Draft, draft
from llm_extract.review._errors import RefusedError
from llm_extract.review._fold import Decided
from llm_extract.runs import StoredLine, encode, proof_of
from llm_extract.schemas import Schema, load_schema, without_derived
from llm_extract.verification import Verifier

Item = dict[str, Any]


@dataclass(frozen=True)
class Effective:
    """A line with decisions applied.

    Attributes:
        line: as of a run; where the article is not at hand, without evidence of what is new.
        origins: path of each item of ``line`` to the path decisions use for it; items that code
            makes of what was decided have none.
    """

    line: dict[str, Any]
    origins: dict[str, str]


class Applier:
    """Applies decisions to the lines of one schema and prompt.

    Raises:
        SettingsError: the schema cannot be loaded.
    """

    def __init__(self, schema: str, prompt: str | None) -> None:
        self.schema: Schema = load_schema(schema)
        self._prompt = prompt

    def apply(self, stored: StoredLine, decided: Decided) -> Effective:
        """The line that is right.

        Raises:
            RefusedError: the record would not be one of the schema; ``path`` is as in decisions.
        """
        line = stored.line
        if not decided.changes:
            paths = _paths(line["data"], self.schema)
            return Effective(line, {path: path for path in paths})
        made = draft(line["data"], decided, self.schema)
        record = self._validated(made)
        if stored.article is None:
            return _unproven(line, made, record)
        found = self._verifier.verify(stored.article, record)
        proof = proof_of(
            stored.article, found.record, found.evidence, found.findings, found.suspicious
        )
        # As a line has it once it was written and read again.
        return self._without_rejected(line, made, json.loads(encode(proof)))

    @cached_property
    def _verifier(self) -> Verifier:
        try:
            examples = load_prompt(self._prompt).examples if self._prompt else ()
        except SettingsError:
            # A draft that is gone: only the check for words of its examples is lost.
            examples = ()
        return Verifier(self.schema, (example.article for example in examples))

    def _validated(self, made: Draft) -> BaseModel:
        try:
            # As strict as the schema is, which knows how dates are written in JSON.
            return self.schema.model.model_validate_json(json.dumps(made.data), by_name=True)
        except ValidationError as error:
            raise self._refused(error, made) from error

    def _refused(self, error: ValidationError, made: Draft) -> RefusedError:
        detail = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name, *below = detail["loc"] or ("",)
        origins = made.origins.get(str(name), [])
        if not below or not isinstance(below[0], int) or below[0] >= len(origins):
            return RefusedError(field_path(detail["loc"]), _told(detail["msg"]))
        item, *rest = origins[below[0]], *below[1:]
        names = {field for model in self.schema.items[str(name)] for field in model.model_fields}
        if rest and rest[0] not in names:
            # The member of a union that was tried.
            del rest[0]
        return RefusedError(".".join(map(str, (item, *rest))), _told(detail["msg"]))

    def _without_rejected(self, line: Item, made: Draft, proof: Item) -> Effective:
        """Take out what code registers once more although it was rejected."""
        origins, gone = {}, set()
        for name, models in self.schema.items.items():
            raws = [without_derived(item, models) for item in proof["data"][name]]
            before = [without_derived(item, models) for item in made.data[name]]
            matched = dict(_matched(before, raws))
            rejected = [
                without_derived(item, models)
                for path, item in made.rejected.items()
                if path.partition(".")[0] == name
            ]
            for place, raw in enumerate(raws):
                if place in matched:
                    origins[f"{name}.{place}"] = made.origins[name][matched[place]]
                elif raw in rejected:
                    gone.add(f"{name}.{place}")
        return _taken_out({**line, **proof}, origins, gone)


def _matched(before: list[Item], after: list[Item]) -> Iterator[tuple[int, int]]:
    """Places after and before completion that hold the same item.

    Equal ones first; then, in order, those that differ in their citations alone, and those that
    have nothing but these in common.
    """
    left = dict(enumerate(before))
    found: set[int] = set()
    for alike in (_equal, _equal_but_cites, _cite_the_same):
        for place, item in enumerate(after):
            same = (number for number, old in left.items() if alike(old, item))
            if place not in found and (number := next(same, None)) is not None:
                del left[number]
                found.add(place)
                yield place, number


def _equal(one: Item, two: Item) -> bool:
    return one == two


def _equal_but_cites(one: Item, two: Item) -> bool:
    return {**one, "cites": ()} == {**two, "cites": ()}


def _cite_the_same(one: Item, two: Item) -> bool:
    return bool(one["cites"] == two["cites"])


def _taken_out(line: Item, origins: Mapping[str, str], gone: set[str]) -> Effective:
    """Leave out items that are gone, with all that is said of them; the others move up."""
    if not gone:
        return Effective(line, dict(origins))
    places: dict[str, str] = {}
    data = dict(line["data"])
    for name in {path.partition(".")[0] for path in gone}:
        kept = [n for n in range(len(data[name])) if f"{name}.{n}" not in gone]
        places |= {f"{name}.{old}": f"{name}.{new}" for new, old in enumerate(kept)}
        data[name] = [data[name][number] for number in kept]
    evidence = dict(line["evidence"])
    for member in ("items", "values"):
        evidence[member] = list(moved(evidence[member], places, gone))
    counts = Counter(value["verdict"] for value in evidence["values"])
    evidence["verdicts"] = {name: counts[name] for name in evidence["verdicts"]}
    findings = list(moved(line["findings"], places, gone))
    return Effective(
        {**line, "data": data, "evidence": evidence, "findings": findings},
        {places.get(path, path): origin for path, origin in origins.items()},
    )


def moved(
    entries: Iterable[Item], places: Mapping[str, str], gone: Collection[str] = ()
) -> Iterator[Item]:
    """Entries with a ``path``, those of ``gone`` items left out, the others where items are now."""
    for entry in entries:
        item = ".".join(entry["path"].split(".")[:2])
        if item not in gone:
            rest = entry["path"][len(item) :]
            yield {**entry, "path": places.get(item, item) + rest}


def _unproven(line: Item, made: Draft, record: BaseModel) -> Effective:
    """Without the article: what stood stays proven, what is new has no verdict."""
    origins = {
        f"{name}.{place}": path
        for name, paths in made.origins.items()
        for place, path in enumerate(paths)
    }
    places = {origin: path for path, origin in origins.items()}
    gone = set(made.rejected)
    data = record.model_dump(mode="json")
    same = _Unchanged(line["data"], data, places)
    evidence = dict(line["evidence"])
    evidence["items"] = list(_items_without_article(line, data, places, gone))
    kept = [value for value in evidence["values"] if same.holds(value["path"])]
    evidence["values"] = list(moved(kept, places, gone))
    counts = Counter(value["verdict"] for value in evidence["values"])
    evidence["verdicts"] = {name: counts[name] for name in evidence["verdicts"]}
    findings = list(moved(line["findings"], places, gone))
    return Effective({**line, "data": data, "evidence": evidence, "findings": findings}, origins)


def _items_without_article(
    line: Item, data: Item, places: Mapping[str, str], gone: Collection[str]
) -> Iterator[Item]:
    """Evidence of items as far as it still holds, and bare evidence of the others."""
    known = {item["path"]: item for item in moved(line["evidence"]["items"], places, gone)}
    for path in places.values():
        item = value_in(data, path)
        old = known.get(path)
        same = old and [*old["cites"], *old["unknown_cites"]] == item["cites"]
        yield old if old and same else bare_evidence(path, item)


def bare_evidence(path: str, item: Item) -> Item:
    """Evidence of an item whose sentences are not known."""
    cites = item.get("cites") or []
    return {
        "path": path,
        "id": item.get("id") or path,
        "cites": cites,
        "spans": [],
        "unknown_cites": [],
        "quotes": [],
    }


class _Unchanged:
    """Whether values are what they were before items moved."""

    def __init__(self, before: Item, after: Item, places: Mapping[str, str]) -> None:
        self._before, self._after, self._places = before, after, places

    def holds(self, path: str) -> bool:
        item = ".".join(path.split(".")[:2])
        now = self._places.get(item, item) + path[len(item) :]
        return bool(value_in(self._before, path) == value_in(self._after, now))


def value_in(data: Any, path: str) -> Any:
    """The value at a path of a record as JSON has it, ``None`` where there is nothing."""
    for part in path.split("."):
        if isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return data


def _paths(data: Item, schema: Schema) -> list[str]:
    return [f"{name}.{n}" for name in schema.items for n in range(len(data.get(name) or ()))]


def _told(message: str) -> str:
    return " ".join(message.split())[:200]
