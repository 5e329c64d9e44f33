"""A mapping file at work: lines of gold and of runs become documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from llm_extract.errors import SettingsError
from llm_extract.evaluation._lines import Line
from llm_extract.evaluation.scoring._model import Document, Slot, Slots, Template
from llm_extract.evaluation.scoring.mapping._file import GoldSource, MappingFile
from llm_extract.evaluation.scoring.mapping._fills import Filling, support_of
from llm_extract.evaluation.scoring.mapping._items import items_of, with_evidence
from llm_extract.evaluation.scoring.mapping._paths import PathError


class Mapping:
    """Brings gold of one kind, and records, into the form that is scored.

    Attributes:
        name: how it was called.
        description: one line.
        slots: of all families.
        metrics: names, in the order of the file.

    Args:
        name: as above, for messages.
        file: what it says.
    """

    def __init__(self, name: str, file: MappingFile) -> None:
        self.name = name
        self.description = file.description
        self.slots: Slots = {
            family: tuple(
                Slot(slot, spec.rule, spec.identifies, spec.beside, spec.swaps_with)
                for slot, spec in known.slots.items()
            )
            for family, known in file.families.items()
        }
        every = (metric for family in file.families.values() for metric in family.metrics)
        self.metrics: tuple[str, ...] = tuple(dict.fromkeys(every))
        self._file = file
        self._filling = Filling(file.folded_maps(), file.patterns)

    def slots_of(self, metric: str) -> Slots:
        """Slots of the families one metric scores."""
        families = self._file.families
        return {
            name: table for name, table in self.slots.items() if metric in families[name].metrics
        }

    def gold_documents(self, lines: Iterable[Line]) -> list[Document]:
        """Lines of a gold file as documents; an empty list of items is gold, too.

        Raises:
            SettingsError: ``mapping_invalid``, a path leads to nothing in all lines, or to what it
                cannot give.
        """
        known = list(lines)
        self._check_items(known)
        return [
            Document(line["id"], tuple(self._templates("gold", self._file.gold, line, line)))
            for line in known
        ]

    def record_documents(self, lines: Iterable[Line]) -> list[Document]:
        """Lines of a run as documents; those without a record are left out.

        Raises:
            SettingsError: ``usage``, there is nothing in the file for a schema; ``mapping_invalid``
                as above.
            ArticleError: ``invalid_json``, the data of a line is no record.
        """
        return [self._record(line) for line in lines if line.get("data") is not None]

    def _record(self, line: Line) -> Document:
        sources = self._file.records
        schema = str(line.get("schema"))
        if not any(source.reads(schema) for source in sources):
            known = sorted({name for source in sources for name in source.schemas})
            raise SettingsError(
                "usage",
                f"mapping {self.name} has nothing for records of {schema}",
                hint=f"it is for {', '.join(known)}",
            )
        root = with_evidence(line)
        # The place in the file stays with a source, for messages.
        fitting = [source if source.reads(schema) else None for source in sources]
        return Document(line["id"], tuple(self._templates("records", fitting, root, line)))

    def _templates(
        self, part: str, sources: Sequence[GoldSource | None], root: Line, line: Line
    ) -> Iterator[Template]:
        for place, source in enumerate(sources):
            if source is None:
                continue
            where = f"{part}.{place}"
            try:
                items = list(items_of(source, root, line))
            except PathError as error:
                raise self._fault(f"{where}.items", error, line) from None
            for path, item in items:
                template = self._template(where, source, path, item, line)
                if all(template.slots[slot] for slot in source.needs):
                    yield template

    def _template(
        self, where: str, source: GoldSource, path: str, item: Any, line: Line
    ) -> Template:
        slots, support = {}, {}
        for slot, fill in source.slots.items():
            try:
                slots[slot] = self._filling.fillers(fill, item)
                support[slot] = support_of(fill, item)
            except PathError as error:
                raise self._fault(f"{where}.slots.{slot}", error, line) from None
        try:
            optional = bool(source.optional and source.optional.search(item))
        except PathError as error:
            raise self._fault(f"{where}.optional", error, line) from None
        unsure = {slot: said for slot, said in support.items() if said != "yes"}
        return Template(source.family, slots, optional, path, unsure)

    def _check_items(self, lines: list[Line]) -> None:
        """A path that leads nowhere in the whole gold is a slip, not a gold without items."""
        for place, source in enumerate(self._file.gold):
            try:
                there = any(source.items.search(line) is not None for line in lines)
            except PathError as error:
                raise self._fault(f"gold.{place}.items", error) from None
            if lines and not there:
                raise self._fault(f"gold.{place}.items", PathError("no line has anything there"))

    def _fault(self, key: str, error: PathError, line: Line | None = None) -> SettingsError:
        at = f" (at {line['id']})" if line else ""
        return SettingsError("mapping_invalid", f"{key}: {error}{at}", source=self.name)
