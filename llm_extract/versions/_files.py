"""New files: all of them or none, and never over one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from llm_extract.errors import SettingsError


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write files in the order given, with the folders they need.

    Raises:
        SettingsError: ``usage``, one of them exists; ``output_not_writable``. Nothing is left of
            them then.
    """
    for path in files:
        if path.exists() or path.is_symlink():
            raise _exists(path)
    written: list[Path] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except OSError as error:
        for made in written:
            made.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise _exists(path) from error
        reason = error.strerror or type(error).__name__
        raise SettingsError(
            "output_not_writable", f"it cannot be written: {reason}", source=str(path)
        ) from error


def _exists(path: Path) -> SettingsError:
    return SettingsError("usage", "it exists already, and is not overwritten", source=str(path))
