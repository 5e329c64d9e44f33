"""JMESPath expressions, checked when a mapping file is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Annotated, Any

from pydantic import PlainValidator

from llm_extract.errors import SettingsError


class PathError(ValueError):
    """A path that cannot be followed in some item; the message holds nothing of the item."""


@dataclass(frozen=True, slots=True)
class CompiledPath:
    """One expression."""

    text: str
    _compiled: Any = field(repr=False, compare=False)

    def search(self, value: Any) -> Any:
        """What the path gives; null where nothing is there.

        Raises:
            PathError: a function got a value of a kind it does not take.
        """
        errors = _jmespath().exceptions
        try:
            return self._compiled.search(value, _options())
        except errors.JMESPathTypeError as error:
            got = getattr(error, "actual_type", "that")
            raise PathError(f"{error.function_name}() was given a value of type {got}") from None
        except errors.JMESPathError:
            raise PathError("the path cannot be followed") from None

    def all(self, value: Any) -> Iterator[Any]:
        """What the path gives but nulls, lists and lists within them one by one."""
        yield from _flat(self.search(value))


def compile_path(text: Any) -> CompiledPath:
    """Compile an expression.

    Raises:
        ValueError: it is no path, or names a function that does not exist.
    """
    if not isinstance(text, str):
        raise ValueError("a path is a text; put it in quotes")  # noqa: TRY004 - for pydantic
    library = _jmespath()
    try:
        compiled = library.compile(text)
    except library.exceptions.JMESPathError as error:
        # Only the first of its lines says what is wrong; the others draw an arrow.
        raise ValueError(f"no JMESPath: {str(error).splitlines()[0]}") from None
    known = _options().custom_functions.FUNCTION_TABLE
    unknown = [name for name in _functions(compiled.parsed) if name not in known]
    if unknown:
        raise ValueError(f"there is no function {unknown[0]}(): {', '.join(sorted(known))}")
    return CompiledPath(text, compiled)


Path = Annotated[CompiledPath, PlainValidator(compile_path)]


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for part in value:
            yield from _flat(part)
    elif value is not None:
        yield value


def _functions(node: dict[str, Any]) -> Iterator[str]:
    if node["type"] == "function_expression":
        yield node["value"]
    for child in node.get("children", ()):
        if isinstance(child, dict):
            yield from _functions(child)


@cache
def _options() -> Any:
    """The functions of JMESPath, and ours."""
    functions = import_module("jmespath.functions")
    own = {
        "_func_lower": functions.signature({"types": ["string", "null"]})(_lower),
        "_func_least_per": functions.signature(
            {"types": ["array"]}, {"types": ["string"]}, {"types": ["string"]}
        )(_least_per),
    }
    # The class has a metaclass that collects functions.
    kind = type(functions.Functions)("Functions", (functions.Functions,), own)
    return _jmespath().Options(custom_functions=kind())


def _lower(_functions: Any, text: str | None) -> str | None:
    return None if text is None else text.lower()


def _least_per(_functions: Any, objects: list[Any], by: str, number: str) -> list[float]:
    least: dict[Any, float] = {}
    for entry in objects:
        value = entry.get(number) if isinstance(entry, dict) else None
        if isinstance(value, int | float):
            key = str(entry.get(by)).casefold()
            least[key] = min(value, least.get(key, value))
    return list(least.values())


def _jmespath() -> Any:
    try:
        return import_module("jmespath")
    except ModuleNotFoundError as error:
        raise SettingsError(
            "extra_missing",
            "mapping files need jmespath",
            hint="pip install 'llm-extract[regression]'",
        ) from error
