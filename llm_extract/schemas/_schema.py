"""Loads a record schema: a version, bundled or of the project, or any model the user names."""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.errors import PydanticUndefinedAnnotation, PydanticUserError
from pydantic.fields import FieldInfo

from llm_extract.errors import SettingsError
from llm_extract.schemas._marks import Gate, Lead, Whole
from llm_extract.versions import Library, Version, VersionFinding

LIBRARY = Library("schemas", "schema", ".py", "unknown_schema")


@dataclass(frozen=True, slots=True)
class Schema:
    """One version of a record schema.

    Attributes:
        reference: ``name@N``, or ``module:Model`` for a model of the user's own.
        model: the pydantic model of one article's record.
        sha256: hash of the model's canonical JSON Schema and of its gates.
    """

    reference: str
    model: type[BaseModel]
    sha256: str

    @property
    def items(self) -> dict[str, tuple[type[BaseModel], ...]]:
        """Fields that are lists of items with ``cites``, with the models of their items."""
        return _lists_of(self.model)

    @property
    def sentence_items(self) -> tuple[str, ...]:
        """The lists one sentence is asked about: all but those marked `Whole`."""
        return tuple(name for name in self.items if not self._is_marked(name, Whole))

    @property
    def leads(self) -> tuple[str, ...]:
        """The lists marked `Lead`."""
        return tuple(name for name in self.items if self._is_marked(name, Lead))

    @property
    def facts(self) -> tuple[str, ...]:
        """Fields that belong to the article as a whole."""
        return tuple(name for name in self.model.model_fields if name not in self.items)

    @property
    def gates(self) -> tuple[tuple[str, ...], ...]:
        """Paths of the facts marked as `Gate`."""
        return tuple(
            path for name in self.facts for path in _gates(self.model.model_fields[name], (name,))
        )

    def _is_marked(self, name: str, mark: type) -> bool:
        return any(isinstance(part, mark) for part in self.model.model_fields[name].metadata)

    def is_relevant(self, facts: dict[str, Any]) -> bool:
        """Whether no gate is false in the facts of an article."""
        return not any(_at(facts, path) is False for path in self.gates)


def schema_versions() -> tuple[Version, ...]:
    """All schemas: bundled ones, and the project's in place of their namesakes."""
    return LIBRARY.versions()


def load_schema(reference: str) -> Schema:
    """Load ``name``, ``name@N``, or ``package.module:Model`` (also ``path/to/file.py:Model``).

    Raises:
        SettingsError: ``unknown_schema``, ``schema_import`` or ``schema_invalid``.
    """
    if ":" in reference:
        module_name, _, model_name = reference.rpartition(":")
        return _in_module(_import(module_name), model_name, reference)
    return _load(LIBRARY.find(reference))


def release(reference: str) -> bool:
    """Lock ``name@N`` (or the newest of ``name``): from now on it is not to be edited.

    Returns whether it was not locked yet.

    Raises:
        SettingsError: ``version_locked`` when it was edited after its release; ``usage`` when it
            is not of a project; ``lock_invalid``; as for `load_schema`.
    """
    return LIBRARY.release(reference, _hash)


def check() -> list[VersionFinding]:
    """What is wrong with the project's schemas (or the bundled ones), and drafts.

    Raises:
        SettingsError: ``lock_invalid``.
    """
    return LIBRARY.check(_hash)


def _load(version: Version) -> Schema:
    return _in_module(import_file(version.path), "RECORD", str(version))


def _hash(version: Version) -> str:
    return _load(version).sha256


def _in_module(module: ModuleType, name: str, reference: str) -> Schema:
    model = getattr(module, name, None)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise _invalid(f"{name} is not a pydantic model", reference)
    return schema_of(model, reference)


def schema_of(model: type[BaseModel], reference: str | None = None) -> Schema:
    """Wrap a model of the user's own.

    Raises:
        SettingsError: ``schema_invalid`` when it has no JSON Schema, no list of items with
            ``cites``, or an item with a field ``kind``.
    """
    reference = reference or f"{model.__module__}:{model.__qualname__}"
    schema = Schema(reference, model, _digest(model, reference))
    if schema.gates:
        digest = hashlib.sha256(f"{schema.sha256} {schema.gates}".encode()).hexdigest()
        schema = replace(schema, sha256=digest)
    if not schema.items:
        raise _invalid(
            "no field is a list of items with `cites: list[int]`, so no value could be proven",
            reference,
        )
    if any("kind" in item.model_fields for models in schema.items.values() for item in models):
        # On the wire of one sentence `kind` names the list an item belongs to.
        raise _invalid("an item has a field `kind`, which is reserved; rename it", reference)
    return schema


def _digest(model: type[BaseModel], source: str) -> str:
    try:
        return _hash_of(model)
    except (PydanticUserError, PydanticUndefinedAnnotation) as error:
        reason = error.message.splitlines()[0]
        raise _invalid(f"it has no JSON Schema: {reason}"[:200], source) from error


@cache
def _hash_of(model: type[BaseModel]) -> str:
    # A large model takes a tenth of a second, and each extractor asks.
    canonical = json.dumps(model.model_json_schema(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _gates(field: FieldInfo, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if any(isinstance(mark, Gate) for mark in field.metadata):
        yield path
    for model in models_in(field.annotation):
        for name, part in model.model_fields.items():
            yield from _gates(part, (*path, name))


def _at(facts: dict[str, Any], path: tuple[str, ...]) -> object:
    """Value at ``path``, or ``None`` where a part of it is null."""
    value: Any = facts
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


@cache
def _lists_of(model: type[BaseModel]) -> dict[str, tuple[type[BaseModel], ...]]:
    found = {name: _item_models(field.annotation) for name, field in model.model_fields.items()}
    return {name: models for name, models in found.items() if models}


def _item_models(annotation: object) -> tuple[type[BaseModel], ...]:
    """Item models of ``list[Model]`` or ``list[A | B]``, when each of them has ``cites``."""
    if get_origin(annotation) is not list:
        return ()
    models = tuple(models_in(get_args(annotation)[0]))
    return models if models and all(map(_has_cites, models)) else ()


def _has_cites(item: type[BaseModel]) -> bool:
    cites = item.model_fields.get("cites")
    return cites is not None and get_origin(cites.annotation) is list


def models_in(annotation: object, without: type | None = None) -> list[type[BaseModel]]:
    """Models an annotation holds at any depth, as of ``list[A | B] | None``.

    ``without`` leaves out the members of a union that are marked so.
    """
    if isinstance(annotation, type):
        return [annotation] if issubclass(annotation, BaseModel) else []
    marks = getattr(annotation, "__metadata__", ())
    if without and any(isinstance(mark, without) for mark in marks):
        return []
    return [model for part in get_args(annotation) for model in models_in(part, without)]


def _import(name: str) -> ModuleType:
    if name.endswith(".py"):
        return import_file(Path(name))
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit) as error:
        raise _failed(name, error) from error


def import_file(path: Path) -> ModuleType:
    """Import a file as a module of a package made of its folder, so that it may have parts."""
    if not path.is_file():
        raise SettingsError("unknown_schema", "there is no such file", source=str(path))
    folder = path.resolve().parent
    package = f"llm_extract_schemas_{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    if package not in sys.modules:
        module = ModuleType(package)
        module.__path__ = [str(folder)]
        sys.modules[package] = module
    # The file may have been written a moment ago, by `new_version` for one.
    importlib.invalidate_caches()
    try:
        return importlib.import_module(f"{package}.{path.stem}")
    except (Exception, SystemExit) as error:
        raise _failed(str(path), error) from error


def _invalid(message: str, source: str) -> SettingsError:
    return SettingsError("schema_invalid", message, source=source)


def _failed(source: str, error: BaseException) -> SettingsError:
    reason = str(error).splitlines()[0] if str(error) else ""
    return SettingsError(
        "schema_import", f"import failed: {type(error).__name__}: {reason}"[:200], source=source
    )
