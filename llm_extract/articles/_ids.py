"""Ids that can be printed, written as UTF-8 and told apart."""

from __future__ import annotations

import unicodedata

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
# Control, format (right-to-left overrides), surrogate (undecodable bytes), line separators.
_UNPRINTABLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
# Joiners are format characters too, but parts of words and emoji.
_JOINERS = "\u200c\u200d"


def is_printable(text: str) -> bool:
    """Tell whether an id is shown as it is: no control, format or surrogate character in it."""
    return not any(_is_unprintable(char) for char in text)


def path_id(path: str) -> str:
    r"""Id of a file: its path with unprintable characters escaped (a new line becomes ``\n``).

    The backslash is doubled, so that two paths never get the same id.
    """
    return "".join(_escape(char) for char in path)


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if not _is_unprintable(char):
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _is_unprintable(char: str) -> bool:
    return char not in _JOINERS and unicodedata.category(char) in _UNPRINTABLE
