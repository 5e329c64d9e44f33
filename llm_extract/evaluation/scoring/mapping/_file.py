"""What a mapping file may hold, and one line about what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Annotated, Any

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring._folding import folded
from llm_extract.evaluation.scoring._metrics import METRICS
from llm_extract.evaluation.scoring._model import Rule
from llm_extract.evaluation.scoring.mapping._paths import Path

Value = str | bool | int | float | None
Days = Annotated[int, Field(ge=0, le=366)]


def _pattern(text: Any) -> re.Pattern[str]:
    if not isinstance(text, str):
        raise ValueError("a pattern is a text; put it in quotes")  # noqa: TRY004 - for pydantic
    try:
        return re.compile(text, re.IGNORECASE | re.VERBOSE)
    except re.error as error:
        raise ValueError(f"no regular expression: {error.msg}") from None


Names = Annotated[
    list[str], BeforeValidator(lambda said: [said] if isinstance(said, str) else said)
]
Pattern = Annotated[re.Pattern[str], PlainValidator(_pattern)]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True
    )


class SlotSpec(_Part):
    """As `Slot`."""

    rule: Rule
    identifies: bool = False
    beside: bool = False
    swaps_with: str | None = None


class Family(_Part):
    """What one kind of template has, and the metrics it is scored by."""

    metrics: Annotated[list[str], Field(min_length=1)]
    slots: Annotated[dict[str, SlotSpec], Field(min_length=1)]


class Fill(_Part):
    """Where the fillers of a slot come from; see the package."""

    each: Path | None = None
    any_of: Path | None = None
    forms: Path | None = None
    start: Path | None = None
    end: Path | None = None
    days_before: Days | None = None
    around: Days = 0
    low: Path | None = None
    high: Path | None = None
    spans: Path | None = None
    map: str | None = None
    only: Names = Field(default_factory=list)
    except_: Annotated[Names, Field(alias="except")] = Field(default_factory=list)
    without: str | None = None
    optional: Path | None = None
    support: Path | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Fill:
        kinds = (
            ("forms or spans", self.forms or self.spans),
            ("start or end", self.start or self.end),
            ("low or high", self.low or self.high),
        )
        given = [name for name, paths in kinds if paths]
        if len(given) > 1:
            raise ValueError(f"{' and '.join(given)} exclude each other")
        if not (given or self.each or self.any_of):
            raise ValueError("it says nothing of where values come from")
        return self


AnyFill = Annotated[
    Fill, BeforeValidator(lambda said: {"each": said} if isinstance(said, str) else said)
]


class Link(_Part):
    """Items of ``list`` whose field ``where`` holds a value of the item's field ``is``.

    ``if`` is a path of theirs that must be true.
    """

    list: str
    where: str
    is_: Annotated[str, Field(alias="is")]
    if_: Annotated[Path | None, Field(alias="if")] = None


class GoldSource(_Part):
    """A place in a line that templates come from."""

    family: str
    items: Path
    links: Annotated[dict[str, Link], Field(alias="with")] = Field(default_factory=dict)
    needs: list[str] = Field(default_factory=list)
    optional: Path | None = None
    slots: dict[str, AnyFill]


class RecordSource(GoldSource):
    """The same in records of some schemas."""

    schemas: Annotated[list[str], Field(min_length=1)]

    def reads(self, schema: str) -> bool:
        """Whether it is for records of the schema ``name@N``."""
        return bool({schema, schema.partition("@")[0]} & {*self.schemas})


class MappingFile(_Part):
    """A whole file."""

    description: Annotated[str, Field(min_length=1)]
    families: Annotated[dict[str, Family], Field(min_length=1)]
    maps: dict[str, dict[str, Value]] = Field(default_factory=dict)
    patterns: dict[str, Pattern] = Field(default_factory=dict)
    gold: Annotated[list[GoldSource], Field(min_length=1)]
    records: Annotated[list[RecordSource], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_exist(self) -> MappingFile:
        for problem in _unknown_names(self):
            raise ValueError(problem)
        return self

    def folded_maps(self) -> dict[str, dict[str, Value]]:
        """The maps with folded keys."""
        return {
            name: {key if key == "*" else folded(key): value for key, value in pairs.items()}
            for name, pairs in self.maps.items()
        }


def parse_mapping(path: FilePath) -> MappingFile:
    """Read a file.

    Raises:
        SettingsError: ``mapping_invalid``, naming the file and the first key that is wrong;
            ``unknown_mapping``, it cannot be read; ``extra_missing``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("unknown_mapping", "it cannot be read", source=str(path)) from error
    try:
        return MappingFile.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark else ""
        raise _invalid(f"it is no YAML{place}", path) from error
    except ValidationError as error:
        raise _invalid(_first(error), path) from error


def _invalid(message: str, path: FilePath) -> SettingsError:
    return SettingsError("mapping_invalid", message, source=str(path))


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    said = {
        "extra_forbidden": "there is no such key",
        "missing": "this key is missing",
        "invalid_key": "it is no text",
    }
    message = said.get(first["type"], first["msg"].removeprefix("Value error, "))
    return f"{key}: {message}" if key else message


def _unknown_names(file: MappingFile) -> Iterator[str]:
    for name, family in file.families.items():
        if not name:
            yield "families: a family has a name"
        for metric in family.metrics:
            if metric not in METRICS:
                yield f"families.{name}.metrics: no metric {metric!r}: {', '.join(METRICS)}"
        for slot, spec in family.slots.items():
            other = family.slots.get(spec.swaps_with) if spec.swaps_with else None
            if spec.swaps_with and (other is None or other.swaps_with != slot):
                yield f"families.{name}.slots.{slot}: swaps_with is for two that name each other"
    for part in ("gold", "records"):
        for place, source in enumerate(getattr(file, part)):
            yield from (f"{part}.{place}.{said}" for said in _unknown_in(file, source))


def _unknown_in(file: MappingFile, source: GoldSource) -> Iterator[str]:
    family = file.families.get(source.family)
    if family is None:
        yield f"family: no family {source.family!r}: {', '.join(file.families)}"
        return
    for slot in source.needs:
        if slot not in source.slots:
            yield f"needs: {slot!r} is not filled here"
    for slot, fill in source.slots.items():
        if slot not in family.slots:
            yield f"slots.{slot}: no slot of {source.family}: {', '.join(family.slots)}"
        if fill.map and fill.map not in file.maps:
            yield f"slots.{slot}.map: no map {fill.map!r}"
        for name in (*fill.only, *fill.except_, *([fill.without] if fill.without else [])):
            if name not in file.patterns:
                yield f"slots.{slot}: no pattern {name!r}"
