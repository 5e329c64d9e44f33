"""All versions of one kind, prompts or schemas: the bundled ones, and the project's before them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from llm_extract.errors import SettingsCode, SettingsError
from llm_extract.versions._check import VersionFinding, check_versions
from llm_extract.versions._lock import add_to_lock, read_lock
from llm_extract.versions._project import needed_root, project_root
from llm_extract.versions._version import NAME, Version, bundled, find_version, versions

# SHA-256 of what a version says, hexadecimal; raises `SettingsError` for a file that is none.
HashOf = Callable[[Version], str]


@dataclass(frozen=True, slots=True)
class Library:
    """One kind of versioned files.

    Attributes:
        folder: ``prompts`` or ``schemas``, in a project and in the package.
        kind: what one of them is called.
        suffix: of its files.
        unknown: code of the error for a reference that is not there.
    """

    folder: str
    kind: str
    suffix: str
    unknown: SettingsCode

    def versions(self) -> tuple[Version, ...]:
        """All versions, by name and number; one of the project replaces its bundled namesake."""
        found = {str(version): version for version in versions(bundled(self.folder), self.suffix)}
        if root := project_root():
            own = versions(root / self.folder, self.suffix, "project")
            found |= {str(version): version for version in own}
        return tuple(sorted(found.values()))

    def find(self, reference: str) -> Version:
        """Find ``name@N``, or the newest of ``name``.

        Raises:
            SettingsError: `unknown`, naming the nearest known references.
        """
        return find_version(reference, self.versions(), kind=self.kind, code=self.unknown)

    def release(self, reference: str, hash_of: HashOf) -> bool:
        """Add a version of the project to its lock; returns whether it was not there yet.

        Raises:
            SettingsError: ``version_locked`` when it is there with another hash; ``usage`` for a
                version that is not of the project and in no lock.
        """
        version = self.find(reference)
        sha256, lock = hash_of(version), self._lock_beside(version)
        if version.origin == "bundled" and str(version) not in read_lock(lock):
            raise SettingsError(
                "usage", "only versions of a project can be released", source=str(version)
            )
        return add_to_lock(lock, str(version), sha256)

    def check(self, hash_of: HashOf) -> list[VersionFinding]:
        """Compare the project's versions, or without a project the bundled ones, with the lock.

        Raises:
            SettingsError: ``lock_invalid``.
        """
        home = self._home()
        known = self.versions()
        own = [version for version in known if version.path.parents[1] == home]
        return check_versions(self, own, known, read_lock(home / f"{self.folder}.lock"), hash_of)

    def origin_of_new(self, name: str, given: str | None) -> Version:
        """The version a new one of ``name`` is copied from: the newest, ``N`` or ``other@N``.

        Raises:
            SettingsError: `unknown`; ``usage`` for a name that is none.
        """
        if not NAME.fullmatch(name):
            raise SettingsError(
                "usage", f"{name!r} is no name", hint="use small letters, digits and _"
            )
        if given is None:
            return self.find(name)
        return self.find(f"{name}@{given}" if given.isascii() and given.isdigit() else given)

    def next_path(self, name: str) -> Path:
        """Where the next version of ``name`` goes; a number that was released is never free.

        Raises:
            SettingsError: ``usage`` outside a project; ``lock_invalid``.
        """
        home = needed_root() / self.folder
        taken = {*map(str, self.versions()), *read_lock(home / f"{self.folder}.lock")}
        parts = [reference.partition("@") for reference in taken]
        number = max((int(known) for own, _, known in parts if own == name), default=0) + 1
        return home / name / f"v{number}{self.suffix}"

    def _home(self) -> Path:
        root = project_root()
        return root / self.folder if root else bundled(self.folder)

    def _lock_beside(self, version: Version) -> Path:
        return version.path.parents[1] / f"{self.folder}.lock"
