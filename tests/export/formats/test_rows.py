from __future__ import annotations

import csv

import pytest

from llm_extract.errors import SettingsError
from llm_extract.export._projections import ADDED
from llm_extract.export.formats._rows import is_ours, write_rows

ROW = {"event_id": "e1", "notes": "=1+1", "fatalities": -1, "article_id": "a"}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_rows_have_the_declared_columns_in_order(tmp_path):
    write_rows(tmp_path / "x.csv", ("notes", "fatalities", "event_id"), [ROW], raw=False)
    (row,) = read(tmp_path / "x.csv")
    assert list(row) == ["notes", "fatalities", "event_id", *ADDED]
    assert (row["notes"], row["fatalities"], row["article_id"]) == ("'=1+1", "-1", "a")
    write_rows(tmp_path / "raw.csv", ("notes", "fatalities", "event_id"), [ROW], raw=True)
    assert read(tmp_path / "raw.csv")[0]["notes"] == "=1+1"


def test_without_declared_columns_they_are_those_of_the_rows(tmp_path):
    write_rows(tmp_path / "x.csv", (), [ROW, {"more": True}], raw=False)
    first, second = read(tmp_path / "x.csv")
    assert list(first) == ["event_id", "notes", "fatalities", "more", *ADDED]
    assert (first["more"], second["more"]) == ("", "true")


def test_no_rows_are_a_header(tmp_path):
    write_rows(tmp_path / "x.csv", ("event_id",), [], raw=False)
    assert (tmp_path / "x.csv").read_bytes().startswith(b"event_id,latitude,")
    assert read(tmp_path / "x.csv") == []
    assert is_ours(tmp_path / "x.csv")


def test_a_column_nobody_declared_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="gives a column 'notes' that `projections`"):
        write_rows(tmp_path / "x.csv", ("event_id", "fatalities"), [ROW], raw=False)


def test_another_table_is_not_ours(tmp_path):
    (tmp_path / "x.csv").write_text("event_id,notes\r\n1,2\r\n")
    assert not is_ours(tmp_path / "x.csv")
