"""The metric ``arguments``: who takes part, whatever event they take part in.

It is for gold that lists every mention of every event, as WikiEvents does, where records hold
each event once: the entities of an article are compared, each in its roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from llm_extract.evaluation.scoring._folding import folded
from llm_extract.evaluation.scoring._model import (
    ALL,
    Counts,
    Document,
    Filler,
    Form,
    Scored,
    Slot,
    Slots,
    Template,
)
from llm_extract.evaluation.scoring._rules import meets
from llm_extract.evaluation.scoring._templates import families, row_of

# Entities by what tells them apart.
Entities: TypeAlias = dict[frozenset[Form], Filler]
Said: TypeAlias = dict[Slot, Entities]


class Arguments:
    """Precision and recall of entities in their roles; a slot is a role.

    Gold fillers of one role with the same texts are one entity, and so are predicted ones whose
    folded texts are equal. An entity is found if a predicted one of its role meets it. A
    predicted one of no role it has in the gold is false only if it meets no entity of the gold at
    all, those of slots ``beside`` included, which are not scored otherwise: the gold names
    entities of some events, not all that is true of them. Optional ones cost no recall.
    """

    name = "arguments"

    def score(self, gold: Document, predicted: Document, slots: Slots) -> Scored:
        """Counts by role, and of all."""
        rows: dict[str, Counts] = {ALL: Counts()}
        for family in families(slots):
            known = _gold(gold, family, slots[family])
            said = _predicted(predicted, family, slots[family])
            for slot in slots[family]:
                if not slot.beside:
                    counts = _counts(slot, said[slot].values(), known)
                    rows[row_of(slots, family, slot.name)] = counts
                    rows[ALL] += counts
        return Scored(gold.id, rows)


def _counts(slot: Slot, said: Iterable[Filler], known: Said) -> Counts:
    mine, wanted = list(said), known[slot].values()
    right = [filler for filler in mine if _meets_any(slot, filler, wanted)]
    everyone = [entity for entities in known.values() for entity in entities.values()]
    false = sum(not _meets_any(slot, filler, everyone) for filler in mine)
    found = [entity for entity in wanted if any(meets(slot.rule, f, entity) for f in right)]
    owed = sum(not entity.optional or entity in found for entity in wanted)
    return Counts(len(right), len(right) + false, len(found), owed)


def _meets_any(slot: Slot, filler: Filler, entities: Iterable[Filler]) -> bool:
    return any(meets(slot.rule, filler, entity) for entity in entities)


def _gold(document: Document, family: str, table: Iterable[Slot]) -> Said:
    def texts(filler: Filler) -> frozenset[Form]:
        return frozenset(form for form in filler.forms if isinstance(form, str))

    return {
        slot: _merged((texts(f) or frozenset(f.forms), f) for f in _of(document, family, slot))
        for slot in table
    }


def _predicted(document: Document, family: str, table: Iterable[Slot]) -> Said:
    def words(filler: Filler) -> frozenset[Form]:
        return frozenset(folded(form) for form in filler.forms if isinstance(form, str))

    return {
        slot: _merged((words(f) or frozenset(f.forms), f) for f in _of(document, family, slot))
        for slot in table
    }


def _of(document: Document, family: str, slot: Slot) -> Iterator[Filler]:
    templates: Iterator[Template] = (t for t in document.templates if t.family == family)
    for template in templates:
        yield from template.slots.get(slot.name, ())


def _merged(fillers: Iterable[tuple[frozenset[Form], Filler]]) -> Entities:
    """Fillers of one entity as one, with the forms of all."""
    found: Entities = {}
    for key, filler in fillers:
        known = found.get(key, Filler((), optional=True))
        forms = tuple(dict.fromkeys((*known.forms, *filler.forms)))
        found[key] = Filler(forms, known.optional and filler.optional)
    return found
