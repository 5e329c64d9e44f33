"""Templates of a document, and rows by family and slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llm_extract.evaluation.scoring._model import (
    ALL,
    EMPTY,
    FACTS,
    ITEMS,
    RELEVANCE,
    Counts,
    Document,
    Slots,
    Template,
)


def of_family(document: Document, family: str) -> list[Template]:
    """Templates of one family, in an order that only depends on what they hold.

    Where several assignments are equally good, it decides which one is counted.
    """
    found = [template for template in document.templates if template.family == family]
    return sorted(found, key=lambda template: (content(template), template.optional))


def content(template: Template) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a template says, in whatever order; equal for templates that say the same."""
    filled = ((slot, tuple(sorted(map(repr, of)))) for slot, of in template.slots.items() if of)
    return tuple(sorted(filled))


def families(slots: Slots) -> list[str]:
    """Families of items: all but the facts."""
    return [family for family in slots if family != FACTS]


def row_of(slots: Slots, family: str, slot: str) -> str:
    """``place``, or ``events.place`` where there are several families."""
    return f"{family}.{slot}" if family != FACTS and len(families(slots)) > 1 else slot


def family_row(family: str) -> str:
    """Row of all slots of a family together."""
    return family or "article-facts"


def items_row(family: str) -> str:
    """Row of the templates of a family."""
    return f"{family}-items"


class Tally:
    """Adds up the counts of a document, by row; all rows are there from the beginning."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._several = len(slots) > 1
        self.rows: dict[str, Counts] = dict.fromkeys(self._names(), Counts())

    def add_field(self, family: str, slot: str, counts: Counts, *, beside: bool = False) -> None:
        """Count fillers of one slot."""
        names = [row_of(self._slots, family, slot)]
        if not beside:
            names += [ALL, family_row(family)] if self._several else [ALL]
        self._add(names, counts)

    def add_items(self, family: str, counts: Counts) -> None:
        """Count templates of one family."""
        if family != FACTS:
            several = len(families(self._slots)) > 1
            self._add([ITEMS, items_row(family)] if several else [ITEMS], counts)

    def add_relevance(self, gold: Document, predicted: Document) -> None:
        """Count the article itself, and its false items if the gold has none.

        An article is relevant if it has an item that is not optional.
        """
        right, said = _is_relevant(gold), _is_relevant(predicted)
        both = int(right and said)
        self._add([RELEVANCE], Counts(both, int(said), both, int(right)))
        if not any(_items(gold)):
            self.rows[EMPTY] = Counts(predicted=sum(1 for _ in _items(predicted)))

    def _add(self, names: Iterable[str], counts: Counts) -> None:
        for name in names:
            self.rows[name] += counts

    def _names(self) -> Iterator[str]:
        yield ALL
        for family, table in self._slots.items():
            if self._several:
                yield family_row(family)
            yield from (row_of(self._slots, family, slot.name) for slot in table)
        yield ITEMS
        if len(families(self._slots)) > 1:
            yield from map(items_row, families(self._slots))
        yield RELEVANCE


def _items(document: Document) -> Iterator[Template]:
    return (template for template in document.templates if template.family != FACTS)


def _is_relevant(document: Document) -> bool:
    return any(not template.optional for template in _items(document))
