"""Entries in chunks, packed: gzip in base64, which a browser unpacks when it needs one."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from llm_extract.report.corpus._values import Json
from llm_extract.runs import encode

# Articles in a chunk, which is unpacked in some milliseconds, and packs well.
CHUNK = 50

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Articles in a row, packed.

    Attributes:
        entries: each with whether its text is at hand in place of the text.
        texts: of the same articles; of one that is not at hand the cited sentences, to search in.
    """

    entries: str
    texts: str


class Packing:
    """Takes entries one by one and gives the chunks that are full."""

    def __init__(self) -> None:
        self._entries: list[str] = []
        self._texts: list[str] = []

    def add(self, entry: Json) -> list[Chunk]:
        """Take an entry; the chunk it fills, if it fills one."""
        text = entry["text"]
        self._entries.append(encode(entry | {"text": text is not None}))
        self._texts.append(encode(_quotes(entry) if text is None else text))
        return self.rest() if len(self._entries) == CHUNK else []

    def rest(self) -> list[Chunk]:
        """The chunk of what was taken since, if anything was."""
        if not self._entries:
            return []
        chunk = Chunk(packed(self._entries), packed(self._texts))
        self._entries, self._texts = [], []
        return [chunk]


def _quotes(entry: Json) -> str:
    return "\n".join(quote for item in entry["items"] for quote in item["quotes"])


def packed(values: Iterable[str]) -> str:
    """Values, each as JSON: base64 of the gzip of an array; always the same."""
    array = f"[{','.join(values)}]"
    return b64encode(gzip.compress(array.encode(), 6, mtime=0)).decode()


def embedded(value: object) -> str:
    """JSON that cannot end the script element it stands in, nor open a comment there."""
    return encode(value).translate(_ESCAPES)
