"""The records of an output folder as records of a newer version of their schema, without a model.

They become a run of their own in the journal, so that those of before can still be exported. Each
is verified against its article again; where this is not there any more, or was changed, nothing
could be said of the new record, and it is refused.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from llm_extract.articles import Article
from llm_extract.errors import ArticleError, SettingsError
from llm_extract.fingerprint import text_hash
from llm_extract.runs._again import NAME_THEM, can_be_read, read_again
from llm_extract.runs._changes import Change, defect, misfit, missing
from llm_extract.runs._lines import encode
from llm_extract.runs._migrated import Migrator, refused_line
from llm_extract.runs._origin import Origin
from llm_extract.runs._output import OutputFolder
from llm_extract.runs._stored import journal_of
from llm_extract.runs._summary import digest_of
from llm_extract.runs.journal import Entry, Journal, RunHead
from llm_extract.schemas import Schema, load_schema

_CHANGED = "its text, title or date was changed since"


@dataclass(slots=True)
class MigrationSummary:
    """What a migration did.

    Attributes:
        old: reference of the schema of before.
        new: reference of the schema of now; the same when there was nothing to do.
        from_run: the run whose records were taken.
        run: the run they are now, or ``None`` when nothing was written.
        records: texts with a record.
        carried: inputs without a record, which are as they were.
        refused: records that could not be migrated, in the order of the articles.
    """

    old: str
    new: str
    from_run: int
    run: int | None = None
    records: int = 0
    carried: int = 0
    refused: list[Change] = field(default_factory=list)

    @property
    def migrated(self) -> int:
        """How many records were migrated, or would have been."""
        return self.records - len(self.refused)

    def as_json(self) -> dict[str, Any]:
        """The summary as a JSON object."""
        return asdict(self) | {"migrated": self.migrated}


@dataclass(frozen=True, slots=True)
class _Made:
    """A new line: where it stands in the spool, its key, and what it says in numbers."""

    start: int
    length: int
    key: str
    digest: str


class Migrate:
    """Migrates the newest run of an output folder.

    Args:
        folder: of a run.
        to: ``N`` or ``name@N``.
        articles: where the articles are now; by default where each line says.
        partial: write the run also when records are refused; their articles have failed in it.
        command: command line, kept in the journal.
        on_record: called with the records done and the records in all.
    """

    def __init__(
        self,
        folder: Path,
        to: str,
        *,
        articles: Path | str | None = None,
        partial: bool = False,
        command: str | None = None,
        on_record: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._folder = folder
        self._to = to
        self._articles = articles
        self._partial = partial
        self._command = command
        self._on_record = on_record
        self._made: dict[int, _Made] = {}
        self._refused: dict[int, Change] = {}

    def execute(self) -> MigrationSummary:
        """Migrate; a second time there is nothing to do.

        Raises:
            SettingsError: ``usage``, there is no journal, no run, or no older version of the same
                schema; as for `migration`; ``output_not_writable``, also while a run writes there.
            ArticleError: ``not_found``, the articles are not where they were read.
            OutputError: the new run could not be written; the old one is untouched.
        """
        journal_of(self._folder)
        with OutputFolder(self._folder) as output:
            run = output.journal.last_run()
            if run is None:
                raise SettingsError(
                    "usage", "no run has ended an input yet", source=str(self._folder)
                )
            return self._migrate(output, run)

    def _migrate(self, output: OutputFolder, run: int) -> MigrationSummary:
        journal = output.journal
        head = journal.head(run)
        new = load_schema(self._reference(head.schema))
        summary = MigrationSummary(head.schema, new.reference, run)
        if head.schema == new.reference:
            return summary
        migrator = Migrator(load_schema(head.schema), new, head.prompt)
        entries = list(journal.entries(run))
        records = {entry.outcome for entry in entries if entry.state == "ok"}
        summary.records = len(records)
        summary.carried = sum(entry.state != "ok" for entry in entries)
        with tempfile.TemporaryFile() as spool:
            for origin, wanted in _by_origin(entries).items():
                self._of_origin(journal, migrator, origin, wanted, spool, summary.records)
            summary.refused = list(self._refused.values())
            if not summary.refused or self._partial:
                summary.run = self._write(output, entries, head, migrator.new, spool)
        return summary

    def _reference(self, old: str) -> str:
        name, _, number = old.partition("@")
        if not number:
            raise SettingsError(
                "usage",
                f"{old} has no versions, so its records cannot be migrated",
                source=str(self._folder),
            )
        return f"{name}@{self._to}" if self._to.isdigit() else self._to

    def _of_origin(
        self,
        journal: Journal,
        migrator: Migrator,
        origin: Origin | None,
        wanted: dict[str, list[Entry]],
        spool: IO[bytes],
        total: int,
    ) -> None:
        """Migrate the records of articles that were read from one place."""
        why: dict[str, str] = {}
        left = dict(wanted)
        for item in read_again(self._folder, origin, self._articles):
            if not left:
                break
            if isinstance(item, ArticleError):
                why[str(item.source)] = f"{item.code}: {item.message}"
                continue
            for entry in left.pop(item.id, ()):
                self._one(journal, migrator, entry, item, spool)
                self._on_record(len(self._made) + len(self._refused), total)
        known = self._articles is not None or can_be_read(origin)
        unknown = "no article has its id" if known else NAME_THEM
        for entry in chain.from_iterable(left.values()):
            self._refuse(entry, missing(entry.id, why.get(entry.id, unknown)))

    def _one(
        self, journal: Journal, migrator: Migrator, entry: Entry, article: Article, spool: IO[bytes]
    ) -> None:
        """Migrate one record; that of a text several articles have, once."""
        number = _outcome(entry)
        if number in self._made:
            return
        line = json.loads(journal.outcome_line(number))
        text = text_hash(article.sha256, article.published, article.title)
        if line["fingerprint"]["text"] != text:
            before = json.loads(entry.about or "{}").get("sha256")
            self._refuse(entry, Change(entry.id, "text", "", before, article.sha256, _CHANGED))
            return
        try:
            migrated = migrator.migrate(line, article)
        except ValidationError as error:
            self._refuse(entry, misfit(entry.id, migrator.new.reference, error))
        except Exception as error:
            # A defect of a schema's own code at one record must not hide the others.
            self._refuse(entry, defect(entry.id, migrator.new.reference, error))
        else:
            self._refused.pop(number, None)
            self._made[number] = _spooled(migrated, migrator.new, spool)

    def _refuse(self, entry: Entry, change: Change) -> None:
        number = _outcome(entry)
        if number not in self._made:
            self._refused.setdefault(number, change)

    def _write(
        self,
        output: OutputFolder,
        entries: list[Entry],
        old: RunHead,
        new: Schema,
        spool: IO[bytes],
    ) -> int:
        """Write the new run: first the records, then all inputs at once, so that it is whole."""
        journal = output.journal
        head = replace(
            old,
            schema=new.reference,
            schema_sha256=new.sha256,
            settings={**old.settings, "migrated_from": old.schema},
            command=self._command,
        )
        run = journal.begin(head, price=None)
        numbers = {}
        for outcome, made in self._made.items():
            spool.seek(made.start)
            line = spool.read(made.length).decode()
            numbers[outcome] = journal.settle(made.key, None, made.digest, line, final=False)
        journal.file_all(self._carried(entries, numbers, old, new))
        journal.end("finished")
        output.publish(run)
        return run

    def _carried(
        self, entries: list[Entry], numbers: dict[int, int], old: RunHead, new: Schema
    ) -> Iterator[Entry]:
        for entry in entries:
            if entry.state != "ok":
                yield replace(entry, reused=entry.outcome is not None)
            elif (number := _outcome(entry)) in numbers:
                key = self._made[number].key
                yield replace(entry, key=key, outcome=numbers[number], reused=False)
            else:
                line = refused_line(self._refused[number], old, new)
                yield Entry(entry.position, entry.id, "failed", about=entry.about, line=line)


def _by_origin(entries: list[Entry]) -> dict[Origin | None, dict[str, list[Entry]]]:
    """The inputs with a record, by where they were read and by id."""
    found: dict[Origin | None, dict[str, list[Entry]]] = {}
    for entry in entries:
        if entry.state == "ok":
            origin = Origin.from_json(json.loads(entry.about or "{}"))
            found.setdefault(origin, {}).setdefault(entry.id, []).append(entry)
    return found


def _outcome(entry: Entry) -> int:
    if entry.outcome is None:
        raise RuntimeError("an input with a record has an outcome")
    return entry.outcome


def _spooled(line: dict[str, Any], schema: Schema, spool: IO[bytes]) -> _Made:
    content = encode(line).encode()
    start = spool.seek(0, 2)
    spool.write(content)
    digest = json.dumps(asdict(digest_of(line, schema.items)))
    return _Made(start, len(content), line["fingerprint"]["key"], digest)
