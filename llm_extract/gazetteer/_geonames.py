"""A table of GeoNames as its site offers it: ``SY.txt``, ``allCountries.txt``, or a zip of one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from llm_extract.errors import SettingsError
from llm_extract.gazetteer._entry import Entry, Named

_COLUMNS = 19
# What news gives places by: settlements, administrative units, regions, waters, heights, and of
# the buildings those that towns are not named for. Hotels and schools only add namesakes.
_CLASSES = frozenset("APTLH")
_BUILDINGS = re.compile("AIR[BFHPQ]|BDGQ?|CMPRF|DAM|INSM|MILB|MNA?|NVB|OILR|PRT|PST[BC]?|RKRY")
# "historical": what has that name no more, and administrative units that are abolished.
_FORMER = re.compile("(?:PPL|ADM[1-5D]|PCL|RGN)H")
ADMIN1_FILE = "admin1CodesASCII.txt"
_HINT = "take a country's file of download.geonames.org/export/dump, or its zip, as it is"


def rows(path: Path) -> Iterator[Named]:
    """The places of a table, one after the other; memory does not grow with the file.

    Raises:
        SettingsError: ``gazetteer_invalid``, with file and line.
    """
    with ExitStack() as stack:
        file = stack.enter_context(_opened(path))
        text = stack.enter_context(io.TextIOWrapper(file, "utf-8", newline="\n"))
        found = False
        for number, line in enumerate(_decoded(text, path), start=1):
            found = True
            columns = line.rstrip("\r\n").split("\t")
            if (named := _named(columns, f"{path}:{number}")) is not None:
                yield named
        if not found:
            raise _invalid(str(path), "it is empty")


def admin1_names(path: Path) -> Iterator[tuple[str, str, str]]:
    """Country, code and name of first-order divisions, of the file beside a table, if there is one.

    Raises:
        SettingsError: ``gazetteer_invalid``, with file and line.
    """
    beside = path.with_name(ADMIN1_FILE)
    if not beside.is_file():
        return
    with beside.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            code, *names = line.rstrip("\n").split("\t")
            country, dot, division = code.partition(".")
            if not (dot and names):
                raise _invalid(f"{beside}:{number}", "no line of that file", hint=None)
            yield country, division, names[0]


def _decoded(text: Iterator[str], path: Path) -> Iterator[str]:
    try:
        yield from text
    except (UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise _invalid(str(path), f"it cannot be read: {error}") from None


def _opened(path: Path) -> BinaryIO:
    try:
        if not zipfile.is_zipfile(path):
            return path.open("rb")
        archive = zipfile.ZipFile(path)
        tables = [n for n in archive.namelist() if n.endswith(".txt") and n != "readme.txt"]
        if len(tables) != 1:
            raise _invalid(str(path), f"it holds {len(tables)} tables, not one")
        return archive.open(tables[0])  # type: ignore[return-value]  # reads bytes
    except OSError as error:
        raise _invalid(str(path), error.strerror or type(error).__name__, hint=None) from error


def _named(columns: list[str], source: str) -> Named | None:
    """The place of a line; ``None`` for one that news does not name."""
    if len(columns) != _COLUMNS:
        raise _invalid(source, f"{len(columns)} columns, not {_COLUMNS}")
    kind, feature = columns[6], columns[7]
    if (kind not in _CLASSES and not _BUILDINGS.fullmatch(feature)) or _FORMER.fullmatch(feature):
        return None
    try:
        entry = Entry(
            id=int(columns[0]),
            name=columns[1],
            country=columns[8],
            admin1=columns[10],
            latitude=_degrees(columns[4], 90),
            longitude=_degrees(columns[5], 180),
            feature=feature,
            population=int(columns[14] or 0),
        )
    except ValueError as error:
        raise _invalid(source, str(error)) from None
    return Named(entry, tuple(name for name in columns[3].split(",") if name))


def _degrees(text: str, limit: int) -> float:
    value = float(text)
    if not -limit <= value <= limit:
        raise ValueError(f"{text!r} are no degrees")
    return value


def _invalid(source: str, message: str, hint: str | None = _HINT) -> SettingsError:
    return SettingsError("gazetteer_invalid", message, source=source, hint=hint)
