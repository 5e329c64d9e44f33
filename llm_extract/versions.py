"""Versioned files: ``<folder>/<name>/v<N><suffix>``, shipped inside the wheel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from llm_extract.errors import SettingsCode, SettingsError

_VERSION = re.compile(r"v([1-9][0-9]*)")
_REFERENCE = re.compile(r"([a-z][a-z0-9_]*)(?:@([1-9][0-9]*))?")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One released version of a prompt or schema; spelled ``name@number``."""

    name: str
    number: int
    path: Path

    def __str__(self) -> str:
        """Return the reference users write."""
        return f"{self.name}@{self.number}"


def bundled(folder: str) -> Path:
    """Folder of the files shipped with the package: in the wheel, or beside it in a checkout."""
    package = Path(__file__).parent
    shipped = package / "_bundled" / folder
    return shipped if shipped.is_dir() else package.parent / folder


def versions(folder: Path, suffix: str) -> tuple[Version, ...]:
    """All versions below ``folder``, by name and number."""
    found = (
        Version(path.parent.name, int(match[1]), path)
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
