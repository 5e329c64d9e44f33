"""Whether the library catches a mutation, and what it says of the true record itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any

from pydantic import BaseModel, ValidationError
from truth.count_mutations import count_mutations, group_mutations
from truth.mutations import Mutation, Record, Site, TrueRecord
from truth.name_mutations import is_proper, name_mutations
from truth.number_mutations import number_mutations
from truth.other_mutations import (
    choice_mutations,
    citation_mutations,
    date_mutations,
    modality_mutations,
    names_of,
)

from llm_extract.grounding import Evidence, Source, ground
from llm_extract.schemas import Schema, load_schema
from llm_extract.verification import Verified, Verifier

SCHEMA: Schema = load_schema("conflict_events@2")
ALARMS = ("altered", "unsupported")
GOALS = {"numbers": 1.0, "names": 0.99}


@dataclass(frozen=True)
class Truth(TrueRecord):
    """A true record, what the library says of it, and its mutations."""

    @cached_property
    def verified(self) -> Verified:
        """What the library says of the true record."""
        return Verifier(SCHEMA).verify(self.article, SCHEMA.model.model_validate(self.record))

    @cached_property
    def source(self) -> Source:
        """The article as grounding reads it, made once."""
        return Source(self.article)

    @cached_property
    def verdicts(self) -> dict[str, str]:
        """Verdicts of the true values by path, derived ones left out."""
        marked = self.verified.evidence.values
        return {value.path: value.verdict for value in marked if self._is_written(value.path)}

    def _is_written(self, path: str) -> bool:
        """Whether the value is one of the true record's own."""
        value: Any = self.record
        for part in path.split("."):
            if isinstance(value, list):
                value = value[int(part)] if int(part) < len(value) else None
            else:
                value = value.get(part) if isinstance(value, dict) else None
        return value is not None

    def alarms(self) -> Iterator[str]:
        """False alarms: doubtful true values, and findings that are no notices."""
        for path, verdict in self.verdicts.items():
            if verdict in ALARMS:
                yield f"{path}: {verdict}"
        for finding in self.verified.findings:
            if finding.severity != "notice":
                yield f"{finding.path}: {finding.code}"

    def mutations(self, foreign: list[str], rng: Random) -> Iterator[Mutation]:
        """All mutations of the record; ``foreign`` are names of other articles."""
        yield from number_mutations(self, rng)
        yield from name_mutations(self, foreign, rng)
        yield from date_mutations(self, rng)
        yield from choice_mutations(self)
        yield from citation_mutations(self, rng)
        yield from count_mutations(self)
        yield from group_mutations(self)
        yield from modality_mutations(self)

    def catches(self, mutation: Mutation) -> bool:
        """Whether the mutated item is refused, newly doubted, or newly found fault with.

        The item is proven alone first, with the entries of the registers it names, because that is
        a tenth of the work; only when nothing is found, the whole record is verified.
        """
        try:
            alone = SCHEMA.model.model_validate(_alone(mutation))
        except ValidationError:
            return True
        item = mutation.site.item_path
        if self._doubts(ground(self.source, SCHEMA, alone), mutation.site):
            return True
        whole = SCHEMA.model.model_validate(mutation.record)
        completed: Any = whole.completed(self.source)  # type: ignore[attr-defined]
        evidence = ground(self.source, SCHEMA, completed)
        if self._doubts(evidence, replace(mutation.site, index=None), item):
            return True
        return bool(self._faults(completed, evidence, item) - self._known_faults(item))

    def _doubts(self, evidence: Evidence, site: Site, item: str | None = None) -> bool:
        """Whether a value of the item is doubted that was not doubted before."""
        before = site.item_path
        now = item or (site.name if site.index is None else f"{site.name}.0")
        known = item or before
        return any(
            _is_new(value.verdict, self.verdicts.get(known + value.path.removeprefix(now)))
            for value in evidence.values
            if value.path.startswith(f"{now}.")
        )

    def _faults(self, record: BaseModel, evidence: Evidence, item: str) -> set[tuple[str, str]]:
        found = record.findings(self.source, evidence)  # type: ignore[attr-defined]
        return _of_item(found, item)

    def _known_faults(self, item: str) -> set[tuple[str, str]]:
        return _of_item(self.verified.findings, item)


def _is_new(verdict: str, before: str | None) -> bool:
    """Whether a verdict is a doubt, and a worse one than before."""
    if verdict == "miscited":
        return before not in (*ALARMS, "miscited")
    return verdict in ALARMS and before not in ALARMS


def _of_item(findings: Iterable[Any], item: str) -> set[tuple[str, str]]:
    return {
        (finding.code, finding.path)
        for finding in findings
        if finding.severity != "notice" and f"{finding.path}.".startswith(f"{item}.")
    }


def _alone(mutation: Mutation) -> dict[str, Any]:
    """The record with the mutated item and the entries that share a name with it."""
    site, record = mutation.site, mutation.record
    named = set(_texts(site.item(record)))
    made: dict[str, Any] = {name: [] for name in SCHEMA.items} | {"article": record["article"]}
    for register in ("places", "actors"):
        made[register] = [e for e in record[register] if not named.isdisjoint(_names(e))]
    if site.index is not None:
        rest = [item for item in made[site.name] if item is not site.item(record)]
        made[site.name] = [site.item(record), *rest]
    return made


def _names(entry: Record) -> Iterator[str]:
    yield from _texts([entry["name"], *entry["forms"]])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield re.sub(r"^(?:the|a|an) ", "", value.casefold())
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


@dataclass
class Tally:
    """Mutations made and caught, by group and kind, and those not caught."""

    made: Counter[tuple[str, str]]
    caught: Counter[tuple[str, str]]
    missed: list[tuple[str, Mutation]]

    @classmethod
    def empty(cls) -> Tally:
        """Nothing made yet."""
        return cls(Counter(), Counter(), [])

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.made + other.made, self.caught + other.caught, self.missed + other.missed)

    def rate(self, group: str) -> float:
        """Share of caught mutations of a group."""
        made, caught = (
            sum(n for (g, _), n in counter.items() if g == group)
            for counter in (self.made, self.caught)
        )
        return caught / made if made else 1.0

    def table(self) -> str:
        """One row for each kind."""
        rows = [f"{'mutation':<44}{'made':>7}{'caught':>8}{'rate':>9}"]
        for group in sorted({group for group, _ in self.made}):
            kinds = sorted(key for key in self.made if key[0] == group)
            made, caught = (sum(c[k] for k in kinds) for c in (self.made, self.caught))
            rows.append(_row(group.upper(), made, caught))
            rows += [
                _row(f"  {kind}", self.made[g, kind], self.caught[g, kind]) for g, kind in kinds
            ]
        return "\n".join(rows)


def _row(name: str, made: int, caught: int) -> str:
    return f"{name:<44}{made:>7}{caught:>8}{caught / made:>9.2%}"


def all_mutations(truths: Iterable[Truth], seed: int) -> list[tuple[Truth, Mutation]]:
    """All mutations of some true records, in an order that the seed gives."""
    known, rng = list(truths), Random(seed)
    made = []
    for truth in known:
        strangers = {
            name for other in known if other is not truth for name in names_of(other.record)
        }
        foreign = sorted(name for name in strangers if is_proper(name))
        made += [(truth, mutation) for mutation in truth.mutations(foreign, rng)]
    rng.shuffle(made)
    return made


def sampled(
    truths: Iterable[Truth], seed: int, per_kind: int, others: int
) -> list[tuple[Truth, Mutation]]:
    """Up to ``per_kind`` mutations of each kind that has a goal, up to ``others`` of each other."""
    seen: Counter[tuple[str, str]] = Counter()
    chosen = []
    for truth, mutation in all_mutations(truths, seed):
        seen[mutation.group, mutation.kind] += 1
        most = per_kind if mutation.group in GOALS else others
        if seen[mutation.group, mutation.kind] <= most:
            chosen.append((truth, mutation))
    return chosen


def tally(mutations: Iterable[tuple[Truth, Mutation]]) -> Tally:
    """Verify each mutation."""
    found = Tally.empty()
    for truth, mutation in mutations:
        key = mutation.group, mutation.kind
        found.made[key] += 1
        if truth.catches(mutation):
            found.caught[key] += 1
        else:
            found.missed.append((truth.article.id, mutation))
    return found
