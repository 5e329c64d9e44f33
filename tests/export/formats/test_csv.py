from __future__ import annotations

import csv
import io
import json

import duckdb
import hard_rows
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.export._neutral import is_formula, neutral
from llm_extract.export.formats._csv import csv_line, write_csv


@pytest.fixture
def folder(tmp_path):
    write_csv(tmp_path / "csv", hard_rows.TABLES, hard_rows.rows())
    return tmp_path / "csv"


@pytest.fixture
def raw(tmp_path):
    write_csv(tmp_path / "raw", hard_rows.TABLES, hard_rows.rows(), raw=True)
    return tmp_path / "raw"


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_values_come_back_and_formulas_behind_an_apostrophe(folder):
    things = read(folder / "things.csv")
    assert [row["'=title"] for row in things] == [neutral(text) for text in hard_rows.TEXTS]
    assert [row["count"] for row in things] == [
        "" if row["count"] is None else str(row["count"]) for row in hard_rows.things()
    ]
    assert [row["day"] for row in things][:4] == ["2027-03-17", "1899-12-31", "1900-03-01", ""]
    assert {row["is_new"] for row in things} == {"true", "false", ""}
    assert not any(is_formula(row["'=title"]) for row in things)


def test_raw_leaves_texts_as_they_are(raw):
    assert [row["=title"] for row in read(raw / "things.csv")] == list(hard_rows.TEXTS)


def test_negative_numbers_stay_numbers(folder):
    lines = (folder / "things.csv").read_text(encoding="utf-8")
    assert ",-3," in lines
    assert ",-9223372036854775808," in lines
    assert "'-3" not in lines


def test_the_file_is_rfc_4180(folder):
    content = (folder / "things_parts.csv").read_bytes()
    assert content.startswith(b"things_key,value\r\n0,part of 0\r\n1,part of 1\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 1 + len(hard_rows.TEXTS)
    assert (folder / "nothing.csv").read_bytes() == b"value\r\n"


def test_an_empty_text_is_no_missing_value(tmp_path):
    write_csv(tmp_path / "x", (hard_rows.EMPTY,), [("nothing", ("",)), ("nothing", (None,))])
    assert (tmp_path / "x" / "nothing.csv").read_bytes() == b'value\r\n""\r\n\r\n'


def test_nul_which_readers_stop_at_is_replaced(tmp_path):
    write_csv(tmp_path / "x", (hard_rows.EMPTY,), [("nothing", (hard_rows.WITH_NUL,))])
    (row,) = read(tmp_path / "x" / "nothing.csv")
    assert row["value"] == "a\ufffdb\x07"


def test_pandas_reads_texts_numbers_and_dates(raw):
    frame = pandas.read_csv(
        raw / "things.csv",
        keep_default_na=False,
        na_values={name: [""] for name in ("count", "share", "is_new", "day", "moment")},
        dtype={"count": "Int64"},
    )
    expected = hard_rows.things()
    assert frame["=title"].to_list() == [row["=title"] for row in expected]
    assert [None if pandas.isna(n) else int(n) for n in frame["count"]] == [
        row["count"] for row in expected
    ]
    assert [None if pandas.isna(n) else n for n in frame["share"]] == [
        row["share"] for row in expected
    ]


def test_duckdb_reads_the_same_with_its_own_guesses(raw):
    with duckdb.connect() as connection:
        found = connection.sql(f"FROM read_csv('{raw / 'things.csv'}', max_line_size=1000000)")
        assert [str(kind) for kind in found.types] == [
            "BIGINT", "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP"
        ]  # fmt: skip
        for mine, row in zip(hard_rows.things(), found.fetchall(), strict=True):
            # Its reader takes an empty text for none.
            assert tuple(value if value != "" else None for value in mine.values()) == row


def test_the_folder_is_a_data_package(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    things, parts, _ = package["resources"]
    assert things["path"] == "things.csv"
    assert things["schema"]["primaryKey"] == ["key"]
    assert [field["type"] for field in things["schema"]["fields"]] == [
        "integer", "string", "integer", "number", "boolean", "date", "datetime"
    ]  # fmt: skip
    assert parts["schema"]["foreignKeys"] == [
        {"fields": ["things_key"], "reference": {"resource": "things", "fields": ["key"]}}
    ]
    files = {path.name for path in folder.iterdir()}
    assert files == {"datapackage.json", *(part["path"] for part in package["resources"])}


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)


@given(st.lists(CELLS, min_size=2, max_size=4))
@settings(max_examples=50)
def test_any_row_of_texts_comes_back(cells):
    assert parsed(csv_line(cells, raw=True)) == cells


@given(st.lists(st.sampled_from("=-'1\t\r\n \"") | CELLS, min_size=2, max_size=4))
@settings(max_examples=50)
def test_no_row_holds_a_formula(cells):
    assert not any(map(is_formula, parsed(csv_line(cells, raw=False))))


def parsed(written):
    (row,) = csv.reader(io.StringIO(written, newline=""), strict=True)
    return row
