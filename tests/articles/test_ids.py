from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.articles._ids import is_printable, path_id


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("wire/orm 1.txt", "wire/orm 1.txt"),
        ("-x.txt", "-x.txt"),
        ("أورم.txt", "أورم.txt"),
        ("👩\u200d🚒.txt", "👩\u200d🚒.txt"),
        ("a\nb\r\t.txt", "a\\nb\\r\\t.txt"),
        ("a\\nb.txt", "a\\\\nb.txt"),
        ("\x1b[31m.txt", "\\u001b[31m.txt"),
        ("\udcff.txt", "\\udcff.txt"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("tag\U000e0041", "tag\\U000e0041"),
    ],
)
def test_path_id(path: str, expected: str) -> None:
    assert path_id(path) == expected


@given(st.text(st.characters()))
def test_ids_can_be_printed_and_undone(path: str) -> None:
    shown = path_id(path)
    assert is_printable(shown)
    # Undoing the escapes gives the path back, so two paths never share an id.
    undone = shown.encode("latin-1", "backslashreplace").decode("unicode_escape")
    assert undone.encode("utf-16", "surrogatepass") == path.encode("utf-16", "surrogatepass")
