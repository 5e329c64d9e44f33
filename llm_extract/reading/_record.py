"""Settled parts become the record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from llm_extract.errors import AnswerError, field_path
from llm_extract.reading._conversation import Brief, Conversation
from llm_extract.reading._repair import repaired_facts
from llm_extract.reading._results import Rejected
from llm_extract.salvage import Fault, Kept


async def settled_facts(
    brief: Brief, conversation: Conversation, asked: Iterable[str], written: Mapping[str, str]
) -> tuple[dict[str, str], list[Rejected]]:
    """Keep good facts, ask once more for the others, and leave blank what stays bad.

    Members that no field takes are left out first, and rejected.

    Raises:
        AnswerError: ``schema_mismatch`` when a bad fact cannot be left blank.
    """
    found = {name: brief.checker.kept_fact(name, text) for name, text in written.items()}
    kept = {name: part for name, part in found.items() if isinstance(part, Kept)}
    faults = {name: part for name, part in found.items() if isinstance(part, Fault)}
    for fault in brief.checker.missing(name for name in asked if name not in written):
        faults[fault.fields[0]] = fault
    again = await repaired_facts(brief, conversation, faults) if faults else {}
    rejected = {name: part for name, part in again.items() if isinstance(part, Rejected)}
    kept |= {name: part for name, part in again.items() if isinstance(part, Kept)}
    good = {name: part.text for name, part in kept.items()}
    good |= {name: blank for name in rejected if (blank := _blank(brief, name, faults[name]))}
    dropped = [Rejected.of(part.dropped) for part in kept.values() if part.dropped]
    return good, [*dropped, *rejected.values()]


def record_of(
    brief: Brief, facts: Mapping[str, str], lists: Mapping[str, Sequence[str]]
) -> tuple[BaseModel, list[Rejected]]:
    """Join parts that are good one by one; what a list cannot hold any more is rejected.

    Raises:
        AnswerError: ``schema_mismatch`` when they do not fit together.
    """
    late = {name: brief.checker.beyond(name, texts) for name, texts in lists.items()}
    parts = dict(facts)
    for name, field in brief.schema.model.model_fields.items():
        texts = lists.get(name, ())
        if name in brief.schema.items and (name in lists or field.is_required()):
            parts[name] = f"[{','.join(texts[: len(texts) - len(late.get(name, ()))])}]"
    ordered = (name for name in brief.schema.model.model_fields if name in parts)
    text = ",".join(f"{json.dumps(name)}:{parts[name]}" for name in ordered)
    rejected = [Rejected.of(fault) for faults in late.values() for fault in faults]
    return _validated(brief.schema.model, f"{{{text}}}"), rejected


def _validated(model: type[BaseModel], text: str) -> BaseModel:
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        fields = tuple(dict.fromkeys(field_path(detail["loc"]) for detail in error.errors()))
    raise AnswerError(
        "schema_mismatch", "the parts do not join to a valid record", fields=fields, raw=text
    )


def _blank(brief: Brief, name: str, fault: Fault) -> str | None:
    """JSON of a fact nothing is known of; ``None`` where its default will do."""
    field = brief.schema.model.model_fields[name]
    if not field.is_required():
        return None
    for blank in _blanks(field):
        if brief.checker.fact(name, blank) is None:
            return blank
    raise AnswerError(
        "schema_mismatch",
        f"the answer does not fit the schema at {', '.join(fault.fields)}",
        fields=fault.fields,
    )


def _blanks(field: FieldInfo) -> Iterable[str]:
    yield "null"
    model = field.annotation
    if isinstance(model, type) and issubclass(model, BaseModel):
        required = (name for name, part in model.model_fields.items() if part.is_required())
        yield json.dumps(dict.fromkeys(required))
    yield "[]"
