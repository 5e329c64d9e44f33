"""What becomes of items and facts that could not be proven."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from llm_extract.errors import SettingsError
from llm_extract.reading import Rejected
from llm_extract.schemas import Schema, without_derived
from llm_extract.verification import Reasons, value_at

Policy = Literal["flag", "reask", "drop", "fail"]
POLICIES: tuple[Policy, ...] = get_args(Policy)

# Stands in a list for what was taken out, so that the paths of the others stay right.
_GAP: Any = object()


def policy_of(schema: Schema, asked: str | None = None) -> Policy:
    """The policy ``asked`` for, else the schema's class variable ``policy``, else ``flag``.

    Raises:
        SettingsError: ``usage`` or ``schema_invalid`` when there is no such policy.
    """
    wanted = asked or getattr(schema.model, "policy", "flag")
    for policy in POLICIES:
        if policy == wanted:
            return policy
    message = f"{wanted!r} is not one of {', '.join(POLICIES)}"
    if asked:
        raise SettingsError("usage", message, source="policy")
    raise SettingsError("schema_invalid", f"its policy {message}", source=schema.reference)


def written(
    record: BaseModel, schema: Schema, doomed: Mapping[str, Reasons], before: BaseModel
) -> dict[str, Reasons]:
    """Those of the ``doomed`` items that stood in the record ``before`` code completed it."""
    found: dict[str, Reasons] = {}
    for path, reasons in doomed.items():
        name, item = path.partition(".")[0], value_at(record, path)
        if name in schema.items and isinstance(item, BaseModel):
            found |= (
                {path: reasons} if _raw(item, schema, name) in _raws(before, schema, name) else {}
            )
    return found


def without(
    record: BaseModel, schema: Schema, doomed: Mapping[str, Reasons]
) -> tuple[BaseModel, tuple[Rejected, ...]]:
    """Take items and values out of a record.

    A value goes alone where its field may be null or is a list, else its item goes with it. Facts
    of the article that may not be null stay.

    Args:
        record: it is not changed; the one returned is a copy.
        schema: of the record.
        doomed: paths of items (``events.0``), of their values (``events.0.side_a.1``) and of facts,
            each with codes and reasons.

    Returns:
        The record without them, and what was taken out.
    """
    kept = record.model_copy(deep=True)
    rejected = [
        _rejected(record, schema, taken, reasons)
        for path, reasons in doomed.items()
        if (taken := _taken(kept, schema, path))
    ]
    _close_gaps(kept)
    return kept, tuple(rejected)


def stands(record: BaseModel, schema: Schema, rejected: Rejected) -> bool:
    """Whether code put back into ``record`` what was taken out."""
    if rejected.list:
        return rejected.raw in _raws(record, schema, rejected.list)
    facts = rejected.raw.items()
    return all(to_jsonable_python(value_at(record, path)) == value for path, value in facts)


def _raws(record: BaseModel, schema: Schema, name: str) -> list[Any]:
    return [_raw(item, schema, name) for item in getattr(record, name)]


def _raw(item: BaseModel, schema: Schema, name: str) -> Any:
    """What a model could have written of an item."""
    return without_derived(item.model_dump(mode="json"), schema.items[name])


def _rejected(record: BaseModel, schema: Schema, path: str, reasons: Reasons) -> Rejected:
    """What was taken out at ``path``: an item, or values by their paths."""
    name, index, *below = (*path.split("."), "")
    reason = "; ".join(dict.fromkeys(reason for _, reason in reasons))
    raw: Any = to_jsonable_python(value_at(record, path))
    if name not in schema.items:
        return Rejected("", {path: raw}, reasons[0][0], reason, ())
    item = value_at(record, f"{name}.{index}")
    field = ".".join(below[:-1])
    raw = {field: raw} if field else _raw(item, schema, name)
    return Rejected(name, raw, reasons[0][0], reason, tuple(item.cites))


def _taken(kept: BaseModel, schema: Schema, path: str) -> str | None:
    """Path of what was taken out, the value or its item; ``None`` when nothing was."""
    if _cleared(kept, path):
        return path
    name, _, below = path.partition(".")
    item = f"{name}.{below.partition('.')[0]}"
    return item if name in schema.items and below and _cleared(kept, item) else None


def _cleared(record: BaseModel, path: str) -> bool:
    """Set the value at ``path`` to null, where its field may be, or leave a gap in its list."""
    parent, _, last = path.rpartition(".")
    owner = value_at(record, parent) if parent else record
    if isinstance(owner, list) and owner[int(last)] is not _GAP:
        owner[int(last)] = _GAP
        return True
    if not isinstance(owner, BaseModel) or not _may_be_null(owner, last):
        return False
    # Past the model, which may be frozen or check assignments; the copy is not shared yet.
    owner.__dict__[last] = None
    return True


def _may_be_null(owner: BaseModel, field: str) -> bool:
    return type(None) in get_args(type(owner).model_fields[field].annotation)


def _close_gaps(holder: BaseModel) -> None:
    for name, value in holder.__dict__.items():
        if isinstance(value, list):
            holder.__dict__[name] = [part for part in value if part is not _GAP]
        for part in holder.__dict__[name] if isinstance(value, list) else (value,):
            if isinstance(part, BaseModel):
                _close_gaps(part)
