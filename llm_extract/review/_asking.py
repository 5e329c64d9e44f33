"""Whether a decision points at something, and says what its action needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from llm_extract.review._effective import value_in
from llm_extract.review._errors import RefusedError
from llm_extract.review._fold import Decided
from llm_extract.review._paths import Address, address
from llm_extract.runs import Said, StoredLine
from llm_extract.schemas import Schema, models_in, without_derived

LONGEST_NOTE = 2000


def check(said: Said, stored: StoredLine, decided: Decided, schema: Schema) -> None:
    """Refuse a decision that says nothing or points nowhere.

    Raises:
        RefusedError: with the path the reviewer gave, and why.
    """
    place = address(said.path, schema.items)
    if place is None:
        raise RefusedError(said.path, "there is no such item or value")
    if said.action == "note":
        _check_note(said)
    if said.action == "add":
        _check_added(said, place, stored)
    elif said.action == "done":
        if said.path:
            raise RefusedError(said.path, "an article is done as a whole")
    elif said.action != "note" or said.path:
        _check_there(said, place, stored, decided)
    if said.action == "correct":
        _check_correction(said, place, stored, schema)


def _check_note(said: Said) -> None:
    if not said.note or not said.note.strip():
        raise RefusedError(said.path, "the note is empty")
    if len(said.note) > LONGEST_NOTE:
        raise RefusedError(said.path, f"a note has at most {LONGEST_NOTE:,} characters")
    try:
        said.note.encode()
    except UnicodeEncodeError:
        raise RefusedError(said.path, "it contains an incomplete character") from None


def _check_added(said: Said, place: Address, stored: StoredLine) -> None:
    if place.item or not place.list:
        raise RefusedError(said.path, "an item is added to a list of the record")
    if not isinstance(said.value, dict):
        raise RefusedError(said.path, "an item is an object")
    _check_cites(f"{said.path}.cites", said.value.get("cites"), stored)


def _check_there(said: Said, place: Address, stored: StoredLine, decided: Decided) -> None:
    """The item or fact exists; what lies inside it is for the schema to say."""
    if place.item:
        known = place.item in decided.added or value_in(stored.line["data"], place.item) is not None
    else:
        top = place.field.partition(".")[0]
        known = bool(place.field) and top in stored.line["data"]
    if not known:
        raise RefusedError(said.path, "there is no such item or value")


def _check_correction(said: Said, place: Address, stored: StoredLine, schema: Schema) -> None:
    models = schema.items[place.list] if place.item else (schema.model,)
    if place.field:
        _check_field(said.path, place.field, models)
        if place.item and place.field == "cites":
            _check_cites(said.path, said.value, stored)
        return
    if not place.item or not isinstance(said.value, dict) or not said.value:
        raise RefusedError(said.path, "nothing in it is corrected")
    for field in said.value:
        _check_field(f"{said.path}.{field}", field, models)
    _check_cites(f"{said.path}.cites", said.value.get("cites"), stored)


def _check_field(path: str, field: str, models: tuple[type[BaseModel], ...]) -> None:
    if not _is_field(field.split("."), models):
        raise RefusedError(path, "there is no such value")
    if _is_derived(field, models):
        raise RefusedError(path, "it follows from the other values")


def _check_cites(path: str, cites: Any, stored: StoredLine) -> None:
    count = (stored.line.get("article") or {}).get("sentences")
    if not isinstance(cites, list) or count is None:
        return
    beyond = [n for n in cites if isinstance(n, int) and not 1 <= n <= count]
    if beyond:
        raise RefusedError(path, f"the article has no sentence {beyond[0]}")


def _is_field(names: list[str], models: Iterable[type[BaseModel]]) -> bool:
    fields = [model.model_fields[names[0]] for model in models if names[0] in model.model_fields]
    if len(names) == 1:
        return bool(fields)
    return any(_is_field(names[1:], models_in(field.annotation)) for field in fields)


def _is_derived(field: str, models: tuple[type[BaseModel], ...]) -> bool:
    value: Any = 0
    for name in reversed(field.split(".")):
        value = {name: value}
    return bool(without_derived(value, models) != value)
