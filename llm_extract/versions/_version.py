"""One versioned file, ``<folder>/<name>/v<N><suffix>``, and the ways to find it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from llm_extract.errors import SettingsCode, SettingsError

NAME = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"v([1-9][0-9]*)")
_REFERENCE = re.compile(rf"({NAME.pattern})(?:@([1-9][0-9]*))?")

Origin = Literal["bundled", "project"]


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One version of a prompt or schema; spelled ``name@number``.

    Attributes:
        origin: whether it came with the package or stands in the user's project.
    """

    name: str
    number: int
    path: Path
    origin: Origin = field(default="bundled", compare=False)

    def __str__(self) -> str:
        """Return the reference users write."""
        return f"{self.name}@{self.number}"


def bundled(folder: str) -> Path:
    """Folder of the files shipped with the package: in the wheel, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "_bundled" / folder
    return shipped if shipped.is_dir() else package.parent / folder


def versions(folder: Path, suffix: str, origin: Origin = "bundled") -> tuple[Version, ...]:
    """All versions below ``folder``, by name and number."""
    found = (
        Version(path.parent.name, int(match[1]), path, origin)
        for path in folder.glob(f"*/v*{suffix}")
        if (match := _VERSION.fullmatch(path.stem))
    )
    return tuple(sorted(found))


def find_version(
    reference: str, known: tuple[Version, ...], *, kind: str, code: SettingsCode
) -> Version:
    """Find the version ``name@N``, or the newest of ``name``.

    Raises:
        SettingsError: ``code``, naming the nearest known references.
    """
    match = _REFERENCE.fullmatch(reference)
    if match:
        fitting = [v for v in known if v.name == match[1] and match[2] in (None, str(v.number))]
        if fitting:
            return fitting[-1]
    names = sorted({v.name for v in known} | {str(v) for v in known})
    near = get_close_matches(reference, names, n=3, cutoff=0.4) or sorted({v.name for v in known})
    raise SettingsError(
        code, f"there is no {kind} {reference!r}", hint=f"did you mean {', '.join(near)}?"
    )
