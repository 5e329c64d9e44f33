"""Stored records against their articles once more, without any model.

Verdicts may change when an article was edited, or with the rules of a newer release. Lines are
read one by one: only where each begins, and what changed, is held.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from pydantic import ValidationError

from llm_extract.articles import Article
from llm_extract.errors import ArticleError, SettingsError
from llm_extract.prompts import load_prompt
from llm_extract.runs._again import NAME_THEM, can_be_read, read_again
from llm_extract.runs._changes import (
    Change,
    CheckSummary,
    changes_of,
    defect,
    misfit,
    missing,
    verdicts_of,
)
from llm_extract.runs._lines import about, encode, proof_of
from llm_extract.runs._locate import names_hold
from llm_extract.runs._origin import Origin
from llm_extract.runs._output import RECORDS, OutputFolder
from llm_extract.schemas import Schema, load_schema
from llm_extract.verification import Verifier

_RUN_FIRST = "give the output folder of a run that has ended"
# Members of a line's article block that tell how the article is read.
_OF_ORIGIN = ("input", "input_encoding", "input_published")

# Offsets of lines in the file, by id of their article.
Wanted: TypeAlias = dict[str, list[int]]


class Check:
    """Verifies the records of one output folder.

    Args:
        folder: of a run, with its ``records.jsonl``.
        articles: where the articles are now; by default where each line says.
        write: put the new proof into ``records.jsonl``.
        on_record: called with the records done and the records in all.
    """

    def __init__(
        self,
        folder: Path,
        *,
        articles: Path | str | None = None,
        write: bool = False,
        on_record: Callable[[int, int], None] | None = None,
    ) -> None:
        self.summary = CheckSummary()
        self._folder = folder
        self._articles = articles
        self._write = write
        self._on_record = on_record or (lambda _done, _total: None)
        self._anew: dict[int, dict[str, Any]] = {}
        self._schema = cache(load_schema)
        self._verifier = cache(self._make_verifier)
        self._done = 0

    def execute(self) -> CheckSummary:
        """Verify every record.

        Raises:
            SettingsError: ``usage`` when the lines do not say where their articles are; a schema
                that cannot be loaded; ``output_not_writable``, also while a run writes there.
            ArticleError: ``not_found``, ``unreadable`` or ``invalid_json``: there is no file of
                records, or it is damaged, or the articles are not where they were.
            OutputError: the lines could not be written; the old ones are untouched.
        """
        path = self._folder / RECORDS
        if not path.is_file():
            raise ArticleError(
                "not_found", f"it holds no {RECORDS}", source=str(self._folder), hint=_RUN_FIRST
            )
        # Held while reading, so that no run publishes other lines in between.
        with OutputFolder(self._folder) if self._write else nullcontext() as output:
            try:
                with path.open("rb") as file:
                    self._verify_all(file)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                raise ArticleError("unreadable", reason, source=str(path)) from error
            if output and self._anew:
                output.rewrite(self._lines(path))
                self.summary.rewritten = len(self._anew)
        return self.summary

    def _verify_all(self, file: BinaryIO) -> None:
        by_origin = self._index(file)
        if by_origin and not any(map(self._is_known, by_origin)):
            message = "its records do not say where their articles are"
            if any(by_origin):
                message = "its articles were read from standard input"
            raise SettingsError("usage", message, source=str(self._folder), hint=NAME_THEM)
        for origin, wanted in by_origin.items():
            self._verify_origin(file, origin, wanted)

    def _index(self, file: BinaryIO) -> dict[Origin | None, Wanted]:
        """Where the lines of each origin begin; nothing is verified with a schema missing."""
        found: dict[Origin | None, Wanted] = {}
        offset = 0
        for number, raw in enumerate(file, start=1):
            try:
                key = _key_of(json.loads(raw))
            except (ValueError, KeyError, TypeError):
                raise _damaged(self._folder / RECORDS, number) from None
            if key is None:
                self.summary.failed += 1
            else:
                origin, identity, schema = key
                self._schema(schema)
                self.summary.records += 1
                found.setdefault(origin, {}).setdefault(identity, []).append(offset)
            offset += len(raw)
        return found

    def _is_known(self, origin: Origin | None) -> bool:
        return self._articles is not None or can_be_read(origin)

    def _verify_origin(self, file: BinaryIO, origin: Origin | None, wanted: Wanted) -> None:
        left = dict(wanted)
        why: dict[str, str] = {}
        for item in read_again(self._folder, origin, self._articles):
            if not left:
                break
            if isinstance(item, ArticleError):
                why[str(item.source)] = f"{item.code}: {item.message}"
                continue
            for offset in left.pop(item.id, ()):
                self._verify_line(_line_at(file, offset), offset, item)
        unknown = "no article has its id" if self._is_known(origin) else NAME_THEM
        for identity, offsets in left.items():
            self._note(*(missing(identity, why.get(identity, unknown)) for _ in offsets))

    def _verify_line(self, line: dict[str, Any], offset: int, article: Article) -> None:
        try:
            self._note(*self._compare(line, offset, article))
        except ValidationError as error:
            self._note(misfit(line["id"], line["schema"], error))
        except Exception as error:
            # A defect of a schema's own code at one record must not hide the others.
            self._note(defect(line["id"], line["schema"], error))

    def _compare(self, line: dict[str, Any], offset: int, article: Article) -> tuple[Change, ...]:
        schema: Schema = self._schema(line["schema"])
        # As strict as the schema is: asked for here, strictness would overrule its fields. A value
        # that is converted shows as changed.
        record = schema.model.model_validate_json(json.dumps(line["data"]), by_name=True)
        verifier: Verifier = self._verifier(line["schema"], line.get("prompt"))
        found = verifier.verify(article, record)
        proof = proof_of(article, found.record, found.evidence, found.findings, found.suspicious)
        changes = tuple(changes_of(line, article, proof))
        self._count(line, proof)
        if self._write:
            self._keep(line, {**line, **proof, "article": _about(line, article)}, offset)
        return changes

    def _count(self, line: dict[str, Any], proof: dict[str, Any]) -> None:
        self.summary.checked += 1
        self.summary.before.update(value["verdict"] for value in verdicts_of(line).values())
        self.summary.after.update(value["verdict"] for value in verdicts_of(proof).values())

    def _keep(self, old: dict[str, Any], new: dict[str, Any], offset: int) -> None:
        # Places are found by path; of a record with others they have to be looked up again.
        if "locations" in new and not names_hold(new["locations"], new["data"]):
            del new["locations"]
        if encode(old) != encode(new):
            self._anew[offset] = new

    def _note(self, *changes: Change) -> None:
        self.summary.changes.extend(changes)
        self._done += 1
        self._on_record(self._done, self.summary.records)

    def _make_verifier(self, schema: str, prompt: str | None) -> Verifier:
        try:
            examples = load_prompt(prompt).examples if prompt else ()
        except SettingsError:
            self.summary.prompts.add(str(prompt))
            examples = ()
        return Verifier(self._schema(schema), (example.article for example in examples))

    def _lines(self, path: Path) -> Iterator[dict[str, Any]]:
        """All lines, the new ones in the places of the old ones."""
        offset = 0
        with path.open("rb") as file:
            for raw in file:
                yield self._anew.get(offset) or json.loads(raw)
                offset += len(raw)


def _key_of(line: dict[str, Any]) -> tuple[Origin | None, str, str] | None:
    """Origin, id and schema of a line; ``None`` for one without a record.

    Raises:
        ValueError, KeyError, TypeError: it is no line of a run.
    """
    if line["status"] != "ok":
        return None
    identity, schema = line["id"], line["schema"]
    if not (isinstance(identity, str) and isinstance(schema, str)):
        raise TypeError("not texts")
    return Origin.from_json(dict(line["article"])), identity, schema


def _about(line: dict[str, Any], article: Article) -> dict[str, Any]:
    """Of the article the new spans point into; where it is read stays as it was."""
    stored = line["article"]
    return {**about(article, None), **{key: stored[key] for key in _OF_ORIGIN if key in stored}}


def _line_at(file: BinaryIO, offset: int) -> dict[str, Any]:
    file.seek(offset)
    line: dict[str, Any] = json.loads(file.readline())
    return line


def _damaged(path: Path, number: int) -> ArticleError:
    return ArticleError(
        "invalid_json",
        f"line {number} is none a run has written",
        source=str(path),
        hint="take it out, or run into the folder again",
    )
