"""Candidate coordinates beside the place names of a run's records, without a model.

What is found goes into the journal, all of it at once, in place of what was found before; the
record itself is never changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from llm_extract.errors import SettingsError
from llm_extract.gazetteer import Candidate, Gazetteer, LocatedPlace, locate_record, place_fields
from llm_extract.runs._lines import encode
from llm_extract.runs._output import OutputFolder
from llm_extract.runs._reopened import StoredLine, StoredRun, reopen
from llm_extract.schemas import load_schema

_HOW_TO_MARK = (
    "mark the field that holds a name: Annotated[str, Toponym()], from llm_extract.schemas"
)


@dataclass(slots=True)
class LocateSummary:
    """What was found.

    Attributes:
        run: number of the run.
        gazetteer: what was looked in.
        records: texts with a record.
        without_article: how many of them were read without their article.
        found: place names with a candidate that is clear enough.
        ambiguous: names with candidates, none of which is.
        unknown: names without any.
        ambiguous_names: how often each ambiguous name occurs.
        unknown_names: likewise.
        examples: the best candidates of each ambiguous name, where it was first met.
    """

    run: int
    gazetteer: str
    records: int = 0
    without_article: int = 0
    found: int = 0
    ambiguous: int = 0
    unknown: int = 0
    ambiguous_names: Counter[str] = field(default_factory=Counter)
    unknown_names: Counter[str] = field(default_factory=Counter)
    examples: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def add(self, places: tuple[LocatedPlace, ...], *, is_alone: bool) -> None:
        """Count the places of a record, which may be without its article."""
        self.records += 1
        self.without_article += is_alone
        for place in places:
            if place.chosen is not None:
                self.found += 1
            elif place.candidates:
                self.ambiguous += 1
                self.ambiguous_names[place.name] += 1
                self.examples.setdefault(place.name, place.candidates)
            else:
                self.unknown += 1
                self.unknown_names[place.name] += 1

    def as_json(self) -> dict[str, Any]:
        """The summary as a JSON object; names by falling frequency."""
        return {
            "run": self.run,
            "gazetteer": self.gazetteer,
            "records": self.records,
            "without_article": self.without_article,
            "found": self.found,
            "ambiguous": self.ambiguous,
            "unknown": self.unknown,
            "ambiguous_names": dict(self.ambiguous_names.most_common()),
            "unknown_names": dict(self.unknown_names.most_common()),
        }


class Locate:
    """Looks up the places of one run.

    Args:
        folder: of a run.
        gazetteer: where to look.
        run: its number; by default the newest with inputs.
        articles: where the articles are now; by default where each line says. A record whose
            article is not there is located by what it says itself.
        on_record: called with the inputs done and the inputs in all.
    """

    def __init__(
        self,
        folder: Path,
        gazetteer: Gazetteer,
        *,
        run: int | None = None,
        articles: Path | str | None = None,
        on_record: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._folder = folder
        self._gazetteer = gazetteer
        self._run = run
        self._articles = articles
        self._on_record = on_record
        self._model = cache(_model_with_places)

    def execute(self) -> LocateSummary:
        """Look up every name, store what was found, and write ``records.jsonl`` again.

        Raises:
            SettingsError: ``usage``, there is no journal or no such run, or no field of the schema
                is marked as a place name; a schema that cannot be loaded; ``output_not_writable``,
                also while a run writes there.
            ArticleError: ``unreadable`` or ``not_found``, as of `reopen`.
            OutputError: nothing could be stored; what was found before is untouched.
        """
        stored = reopen(self._folder, self._run, articles=self._articles)
        # Before the folder is locked, and also for a run without a single record.
        self._model(stored.totals.schema)
        summary = LocateSummary(stored.totals.number, self._gazetteer.label)
        found = list(self._located(stored, summary))
        with OutputFolder(self._folder) as output:
            output.journal.store_locations(self._gazetteer.label, found)
            output.publish(output.journal.published_run(), anew=True)
        return summary

    def _located(self, stored: StoredRun, summary: LocateSummary) -> Iterator[tuple[int, str]]:
        seen: set[int] = set()
        for done, one in enumerate(stored.lines, start=1):
            # Texts that are the same share an outcome.
            if one.outcome is not None and one.line["status"] == "ok" and one.outcome not in seen:
                seen.add(one.outcome)
                places = self._places(one)
                summary.add(places, is_alone=one.article is None)
                found = [place.as_json() for place in places]
                yield one.outcome, encode({"gazetteer": self._gazetteer.label, "places": found})
            self._on_record(done, len(stored.lines))

    def _places(self, one: StoredLine) -> tuple[LocatedPlace, ...]:
        about = one.line["article"]
        return locate_record(
            one.line["data"],
            self._gazetteer,
            model=self._model(one.line["schema"]),
            article=one.article,
            title=about.get("title"),
            dateline=about.get("dateline"),
        )


def _model_with_places(reference: str) -> Any:
    model = load_schema(reference).model
    if not place_fields(model):
        raise SettingsError(
            "usage",
            "no field of its items is marked as the name of a place",
            source=reference,
            hint=_HOW_TO_MARK,
        )
    return model


def names_hold(locations: dict[str, Any], data: dict[str, Any]) -> bool:
    """Whether each place that was located is still where it was in a record."""
    return all(
        _value_at(data, ".".join(filter(None, (place["path"], place["field"])))) == place["name"]
        for place in locations["places"]
    )


def _value_at(data: Any, path: str) -> Any:
    value = data
    for part in path.split("."):
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (LookupError, TypeError, ValueError):
            return None
    return value
