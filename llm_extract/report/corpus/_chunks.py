"""Entries in chunks, packed: gzip in base64, which a browser unpacks when it needs one."""

from __future__ import annotations

import gzip
from base64 import b64encode

from llm_extract.report.corpus._values import Json
from llm_extract.runs import encode

# Articles in a chunk: one is unpacked in some milliseconds, and packs well.
CHUNK = 50

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def packed(entries: list[Json]) -> str:
    """A chunk: base64 of the gzip of a JSON array; the same for the same entries."""
    return b64encode(gzip.compress(encode(entries).encode(), 6, mtime=0)).decode()


def embedded(value: object) -> str:
    """JSON that cannot end the script element it stands in, nor open a comment there."""
    return encode(value).translate(_ESCAPES)
