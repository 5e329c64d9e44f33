"""Where articles were read and how, so that they can be read once more."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from llm_extract.articles import ReadOptions

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Origin:
    """What `read_articles` was given.

    Attributes:
        input: a path with ``/``, relative to the output folder if there is one on the same
            drive, or ``-`` for standard input.
        encoding: the option, not what a file turned out to be.
        published: the option, not what an article says.
    """

    input: str
    encoding: str | None = None
    published: date | None = None

    @classmethod
    def of(cls, target: Path | str, options: ReadOptions, output: Path | None) -> Origin:
        """Describe ``target`` as seen from the folder ``output``."""
        return cls(_path_from(target, output), options.encoding, options.published)

    @classmethod
    def from_json(cls, article: Mapping[str, Any]) -> Origin | None:
        """Read the block ``article`` of a line; ``None`` when it does not say.

        Raises:
            ValueError: what it says is not a path, an encoding and a date.
        """
        path, encoding, day = (article.get(key) for key in _MEMBERS)
        if path is None:
            return None
        if not all(isinstance(part, str) for part in (path, encoding or "", day or "")):
            raise ValueError("not texts")
        return cls(path, encoding, date.fromisoformat(day) if day else None)

    def as_json(self) -> dict[str, str | None]:
        """Members of the block ``article`` of a line."""
        day = self.published.isoformat() if self.published else None
        return dict(zip(_MEMBERS, (self.input, self.encoding, day), strict=True))

    @property
    def options(self) -> ReadOptions:
        """How the articles are read again."""
        return ReadOptions(encoding=self.encoding, published=self.published)

    def path(self, output: Path) -> Path:
        """Where the articles are, as seen from now; not for standard input."""
        return Path(os.path.normpath(output.resolve() / self.input))


_MEMBERS = ("input", "input_encoding", "input_published")


def _path_from(target: Path | str, output: Path | None) -> str:
    path = Path(target)
    if str(target) == STDIN or output is None:
        return path.as_posix()
    # The last part of a link to a file is the article's id, so only what is above is resolved.
    real = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
    try:
        return Path(os.path.relpath(real, output.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return real.as_posix()
