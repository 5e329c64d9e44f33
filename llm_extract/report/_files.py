"""Reports on disk: whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from llm_extract.errors import OutputError


def write_report(path: Path, text: str | Iterable[str]) -> None:
    """Write a report, or its pieces, under a temporary name beside ``path``, then rename.

    Raises:
        OutputError: ``output_lost``; a file of that name is untouched.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        try:
            # Lone surrogates of a file name cannot be encoded.
            with temporary.open("w", encoding="utf-8", errors="backslashreplace") as file:
                file.writelines([text] if isinstance(text, str) else text)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(
            "output_lost", f"the report cannot be written: {reason}", source=str(path)
        ) from error
