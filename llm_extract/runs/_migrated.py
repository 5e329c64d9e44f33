"""One line of a run as a line of a newer version of its schema."""

from __future__ import annotations

import json
from typing import Any

from llm_extract.articles import Article
from llm_extract.errors import SettingsError
from llm_extract.fingerprint import as_json, fingerprint
from llm_extract.prompts import load_prompt
from llm_extract.runs._changes import Change
from llm_extract.runs._lines import encode, proof_of
from llm_extract.runs.journal import RunHead
from llm_extract.schemas import Schema, migration
from llm_extract.verification import Verifier

_FROM = "migrated_from"


class Migrator:
    """Migrates lines of one run.

    Args:
        old: schema of the lines.
        new: schema they are to have.
        prompt: reference of their prompt; words of its worked examples must not come back.

    Raises:
        SettingsError: as for `migration`.
    """

    def __init__(self, old: Schema, new: Schema, prompt: str) -> None:
        self.new = new
        self._old = old
        self._migrate = migration(old, new)
        self._verifier = Verifier(new, (example.article for example in _examples(prompt)))

    def migrate(self, line: dict[str, Any], article: Article) -> dict[str, Any]:
        """The line with the record of now, its proof, and what it was made of.

        What the record has cost, and what was rejected, stay as they were told.

        Raises:
            ValidationError: the migrated record is none of the new schema.
            Exception: whatever the schema's own code raises.
        """
        data = json.dumps(self._migrate(line["data"]))
        # As strict as the schema is: asked for here, strictness would overrule its fields.
        record = self.new.model.model_validate_json(data, by_name=True)
        found = self._verifier.verify(article, record)
        proof = proof_of(article, found.record, found.evidence, found.findings, found.suspicious)
        first = line.get(_FROM, self._old.reference)
        changed = {"schema": self.new.reference, _FROM: first}
        return {**line, **proof, **changed, "fingerprint": self._fingerprint(line, first)}

    def _fingerprint(self, line: dict[str, Any], first: str) -> dict[str, Any]:
        """No run finds this key: a model asked for the new schema might have said more."""
        known = line["fingerprint"]
        made = fingerprint(
            text=known["text"],
            prompt=known["prompt"],
            schema=self.new.sha256,
            model=known["model"],
            parameters={**known["parameters"], _FROM: first},
        )
        return as_json(made)


def refused_line(change: Change, old: RunHead, new: Schema) -> str:
    """The line of an article whose record could not be migrated."""
    code = "schema_mismatch" if change.kind == "misfit" else "not_found"
    message = f"its record of {old.schema} is none of {new.reference}: {change.note}"
    hint = "the old record is in the run before; llm-extract export --run writes it"
    return encode(
        {
            "status": "failed",
            "error": {"code": code, "message": message, "hint": hint},
            "attempts": [],
            "prompt": old.prompt,
            "schema": new.reference,
        }
    )


def _examples(prompt: str) -> tuple[Any, ...]:
    try:
        return load_prompt(prompt).examples
    except SettingsError:
        # The prompt was a file that is gone; words of its examples are not looked for then.
        return ()
