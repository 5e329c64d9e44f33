"""Versions against their lock: what was edited, removed or never released."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from llm_extract.errors import SettingsError
from llm_extract.versions._version import Version

if TYPE_CHECKING:
    from llm_extract.versions._library import Library

FindingKind = Literal["changed", "missing", "gap", "invalid", "draft"]


@dataclass(frozen=True, slots=True)
class VersionFinding:
    """Something about one version.

    Attributes:
        reference: ``name@N``.
        kind: ``changed`` after its release; ``missing``, released but without a file; ``gap``, the
            number before it was never used; ``invalid``, it cannot be loaded; ``draft``, not
            released yet, which is no fault.
        message: one line in plain words.
        command: what makes it good, or ``None``.
    """

    reference: str
    kind: FindingKind
    message: str
    command: str | None = None


def check_versions(
    library: Library,
    own: Iterable[Version],
    known: Iterable[Version],
    locked: Mapping[str, str],
    hash_of: Callable[[Version], str],
) -> list[VersionFinding]:
    """Findings by name and number; ``own`` are the versions beside the lock, ``known`` all."""
    own, taken = list(own), {*map(str, known), *locked}
    found = [finding for version in own for finding in _version(library, version, locked, hash_of)]
    found += [finding for version in own for finding in _gap(version, taken)]
    gone = locked.keys() - set(map(str, own))
    found += [_missing(reference) for reference in gone]
    return sorted(found, key=lambda finding: _order(finding.reference))


def _version(
    library: Library,
    version: Version,
    locked: Mapping[str, str],
    hash_of: Callable[[Version], str],
) -> Iterator[VersionFinding]:
    released = locked.get(str(version))
    try:
        sha256 = hash_of(version)
    except SettingsError as error:
        yield VersionFinding(str(version), "invalid", str(error))
        return
    if released is None:
        command = f"llm-extract {library.folder} lock {version}"
        yield VersionFinding(str(version), "draft", "not released yet", command)
    elif sha256 != released:
        yield _changed(library, version)


def _changed(library: Library, version: Version) -> VersionFinding:
    command = f"llm-extract {library.folder} new {version.name} --from {version.number}"
    message = "edited after its release; keep the edit as a new version, then restore the file"
    if library.suffix == ".md" and b"\r\n" in version.path.read_bytes():
        # What git makes of a text file on some systems, unless .gitattributes says eol=lf.
        message = "edited after its release, or its lines end in CRLF; they were released with LF"
    return VersionFinding(str(version), "changed", message, command)


def _gap(version: Version, taken: set[str]) -> Iterator[VersionFinding]:
    before = f"{version.name}@{version.number - 1}"
    if version.number > 1 and before not in taken:
        yield VersionFinding(str(version), "gap", f"there is no {before}")


def _missing(reference: str) -> VersionFinding:
    return VersionFinding(
        reference, "missing", "released, but its file is gone; restore it from your repository"
    )


def _order(reference: str) -> tuple[str, int]:
    name, _, number = reference.partition("@")
    return name, int(number)
