"""Bytes of a file -> text. Strict: nothing is guessed, replaced or left out."""

from __future__ import annotations

import codecs

from llm_extract.errors import ArticleError, SettingsError

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TO_TEXT = "convert it to text first"
_NOT_TEXT = (
    (b"%PDF-", "a PDF document", "convert it to text first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document (DOCX, ODT, EPUB)", _TO_TEXT),
    (b"\xd0\xcf\x11\xe0", "an old office document (DOC)", _TO_TEXT),
    (b"{\\rtf", "an RTF document", _TO_TEXT),
    (b"\x89PNG", "a PNG image", "only text can be read"),
    (b"\xff\xd8\xff", "a JPEG image", "only text can be read"),
    (b"GIF87a", "a GIF image", "only text can be read"),
    (b"GIF89a", "a GIF image", "only text can be read"),
    (b"\x1f\x8b", "gzip-compressed", "decompress it first"),
)


def check_encoding(name: str) -> None:
    """Raise ``SettingsError("usage")`` unless ``name`` is a text encoding Python knows."""
    try:
        "a".encode(name).decode(name)
    except (LookupError, ValueError):
        raise SettingsError(
            "usage",
            f"unknown encoding {name!r}",
            source="encoding",
            hint="use a name such as utf-8, cp1252 or utf-16-le",
        ) from None


def decode(raw: bytes, *, source: str, encoding: str | None = None) -> tuple[str, str]:
    """Decode a file; returns the text without a byte order mark, and the encoding's name.

    A byte order mark decides, whatever ``encoding`` says: no text in another encoding starts
    with those bytes. Then ``encoding``, then UTF-8. Line ends stay as they are.

    Raises:
        ArticleError: ``not_text`` for known binary formats and NUL, ``encoding`` for invalid
            bytes, ``empty`` when there is nothing but white space.
        SettingsError: ``usage`` for an unknown encoding.
    """
    _refuse_binary(raw, source)
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), None)
    if marked is None and encoding is None and b"\0" in raw:
        raise _nul_error(source)
    if encoding is not None:
        check_encoding(encoding)
    name = marked or encoding or "utf-8"
    text = _decode_strictly(raw, name, source).removeprefix("\ufeff")
    check_text(text, source)
    return text, codecs.lookup(name).name.removesuffix("-sig")


def check_text(text: str, source: str) -> None:
    """Raise `ArticleError` for a text nobody can extract from or send: empty, NUL, surrogates."""
    if not text or text.isspace():
        raise ArticleError("empty", "holds no text", source=source)
    if "\0" in text:
        raise _nul_error(source)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleError(
            "encoding", f"half a surrogate pair at character {error.start}", source=source
        ) from None


def _refuse_binary(raw: bytes, source: str) -> None:
    for magic, what, hint in _NOT_TEXT:
        if raw.startswith(magic):
            raise ArticleError("not_text", f"this is {what}", source=source, hint=hint)


def _decode_strictly(raw: bytes, name: str, source: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        byte = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
        if error.start >= len(raw):
            byte = f"the end at offset {len(raw)}"
    except UnicodeError:
        byte = "the file"
    raise ArticleError(
        "encoding",
        f"{byte} is not valid {name}",
        source=source,
        hint="name its encoding, for example --encoding cp1252",
    )


def _nul_error(source: str) -> ArticleError:
    return ArticleError(
        "not_text",
        "holds NUL characters: a binary file, or UTF-16 without a byte order mark",
        source=source,
        hint="for UTF-16 give --encoding utf-16-le or utf-16-be",
    )
