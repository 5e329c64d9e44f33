"""The article as the rest of the package sees it: a text, and offsets into it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SectionName = Literal["header", "caption", "dateline", "body"]
DateSource = Literal[
    "option", "field", "front_matter", "header", "dateline", "file_name", "unknown"
]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text with one role.

    ``start`` and ``end`` are 0-based code points of ``Article.text``, end-exclusive.
    """

    name: SectionName
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One numbered sentence; ``number`` starts at 1, offsets as in `Section`."""

    number: int
    start: int
    end: int
    section: SectionName


@dataclass(frozen=True, slots=True)
class Article:
    """One news article, exactly as decoded: no character is added, changed or dropped.

    Attributes:
        id: unique within an input; the relative path, the JSONL ``id``, or ``file.jsonl:LINE``.
        text: the decoded text, without a byte order mark.
        sections: in text order; white space between them and the dash behind a dateline belong
            to none.
        sentences: in text order, numbered from 1; none in crawl headers or datelines.
        published: publication date, or ``None`` when no source gives one.
        published_from: which source gave ``published``; ``field`` is a JSONL field or the
            metadata of a page.
        title: from the JSONL field, front matter or HTML, else ``None``.
        dateline: the dateline as written (``BEIRUT``), or ``None``.
        encoding: the encoding the bytes were decoded with.
        extracted_from: ``html`` when the text was extracted from a page; offsets then refer
            to the extracted text, not to the file.
    """

    id: str
    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    published: date | None = None
    published_from: DateSource = "unknown"
    title: str | None = None
    encoding: str = "utf-8"
    extracted_from: Literal["html"] | None = None
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Hash the text once; the hash is part of every fingerprint."""
        raw = self.text.encode("utf-8", "surrogatepass")
        object.__setattr__(self, "sha256", hashlib.sha256(raw).hexdigest())

    @property
    def dateline(self) -> str | None:
        """The dateline as written, or ``None``."""
        for section in self.sections:
            if section.name == "dateline":
                return self.text[section.start : section.end]
        return None

    def sentence(self, number: int) -> str:
        """Text of sentence ``number``; raises ``IndexError`` outside 1..len(sentences)."""
        if not 1 <= number <= len(self.sentences):
            raise IndexError(f"no sentence {number} in an article of {len(self.sentences)}")
        found = self.sentences[number - 1]
        return self.text[found.start : found.end]
