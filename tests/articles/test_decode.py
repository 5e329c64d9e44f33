from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.articles._decode import decode
from llm_extract.errors import ArticleError, SettingsError

SCALARS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")
TEXTS = st.text(SCALARS, min_size=1).filter(lambda text: not text.isspace())
MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("encoding", MARKED)
@given(text=TEXTS)
def test_a_byte_order_mark_decides_and_is_dropped(encoding: str, text: str) -> None:
    raw = MARKED[encoding] + text.encode(encoding)
    assert decode(raw, source="a", encoding="cp1252")[0] == text


@given(text=TEXTS.map(lambda text: "x" + text))
def test_utf8_without_a_mark_round_trips(text: str) -> None:
    assert decode(text.encode(), source="a") == (text, "utf-8")


def test_line_ends_are_kept() -> None:
    assert decode(b"One.\r\nTwo.\rThree.\n", source="a")[0] == "One.\r\nTwo.\rThree.\n"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "cp1256"])
def test_the_option_names_the_encoding(encoding: str) -> None:
    raw = "Orvân — six".replace("â", "a").encode(encoding)
    assert decode(raw, source="a", encoding=encoding) == ("Orvan — six", encoding)


@pytest.mark.parametrize(
    ("raw", "offset"),
    [
        (b"The caf\xe9 burned", 7),
        (codecs.BOM_UTF8 + b"ab\xff", 5),
        ("cut é".encode()[:-1], 4),
    ],
)
def test_invalid_bytes_are_named_by_offset(raw: bytes, offset: int) -> None:
    with pytest.raises(ArticleError) as caught:
        decode(raw, source="a.txt")
    assert (caught.value.code, caught.value.source) == ("encoding", "a.txt")
    assert f"offset {offset} " in caught.value.message
    assert "--encoding" in str(caught.value)


def test_utf16_with_half_a_character_is_an_encoding_error() -> None:
    with pytest.raises(ArticleError, match="encoding"):
        decode(codecs.BOM_UTF16_LE + b"a\0b", source="a")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7 plain", "PDF"),
        (b"PK\x03\x04word/document.xml", "DOCX"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\xd0\xcf\x11\xe0", "DOC"),
        (b"{\\rtf1", "RTF"),
        ("six dead".encode("utf-16-le"), "UTF-16"),
        (b"\x7fELF\0\xff", "NUL"),
    ],
)
@pytest.mark.parametrize("encoding", [None, "latin-1"])
def test_what_is_not_text_says_what_it_is(raw: bytes, what: str, encoding: str | None) -> None:
    with pytest.raises(ArticleError) as caught:
        decode(raw, source="a", encoding=encoding)
    assert caught.value.code == "not_text"
    assert what in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("text", ["PDF files burned.", "PK said so.", "GIF is a format.", "{x}"])
def test_text_that_only_mentions_a_format_is_text(text: str) -> None:
    assert decode(text.encode(), source="a")[0] == text


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", codecs.BOM_UTF8, "\u3000\n".encode()])
def test_nothing_but_white_space_is_empty(raw: bytes) -> None:
    with pytest.raises(ArticleError) as caught:
        decode(raw, source="a")
    assert caught.value.code == "empty"


@pytest.mark.parametrize("name", ["klingon", "hex", "utf-8\0", "ütf", ""])
def test_an_unknown_encoding_is_a_usage_error(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        decode(b"abc", source="a", encoding=name)
    assert caught.value.code == "usage"
