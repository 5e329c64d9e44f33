from __future__ import annotations

from datetime import date, datetime

import hard_rows
import openpyxl
import pandas
import pytest

from llm_extract.export._neutral import is_formula
from llm_extract.export.formats._xlsx import LONGEST_TEXT, is_ours, write_xlsx


def write(path, rows=None, tables=hard_rows.TABLES, **options):
    told = []
    write_xlsx(path, tables, hard_rows.rows() if rows is None else rows, told.append, **options)
    return told


@pytest.fixture
def book(tmp_path):
    write(tmp_path / "x.xlsx")
    return openpyxl.load_workbook(tmp_path / "x.xlsx")


def midnight(day):
    return datetime.fromisoformat(f"{day}T00:00:00")


def expected(text):
    """What a cell can hold of a text."""
    if text == "":
        return None
    text = text.replace("\r\n", "\n")
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def test_texts_come_back_as_texts(book):
    cells = [row[1] for row in book["things"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [expected(text) for text in hard_rows.TEXTS]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_what_looks_like_a_formula_stays_a_text_when_it_is_edited(book):
    for cell in (row[1] for row in book["things"].iter_rows(min_row=2)):
        assert cell.quotePrefix == is_formula(cell.value or "")
    assert book["things"]["B1"].data_type == "s"


def test_numbers_and_dates_are_no_texts(book):
    sheet = book["things"]
    assert [sheet.cell(row, 3).value for row in range(2, 7)] == [
        0, -3, "9007199254740993", "-9223372036854775808", None
    ]  # fmt: skip
    assert sheet["D3"].value == pytest.approx(1 / 3)
    assert [sheet.cell(row, 5).value for row in range(2, 5)] == [True, False, None]
    days = [sheet.cell(row, 6).value for row in range(2, 7)]
    assert days == [
        midnight("2027-03-17"),
        "1899-12-31",
        midnight("1900-03-01"),
        None,
        midnight("9999-12-31"),
    ]
    assert sheet["F2"].is_date
    assert sheet["G3"].value == datetime.fromisoformat("2027-03-17T10:00:01")


def test_the_header_stays_in_sight_and_filters(book):
    sheet = book["things"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:G{1 + len(hard_rows.TEXTS)}"
    assert sheet["A1"].font.bold
    assert [cell.value for cell in book["nothing"][1]] == ["value"]


def test_a_text_longer_than_a_cell_is_cut_and_told(tmp_path):
    texts = ("a" * LONGEST_TEXT, "🚢" * (LONGEST_TEXT // 2), "🚢" * LONGEST_TEXT, "ok")
    told = write(tmp_path / "x.xlsx", hard_rows.rows(texts))
    assert told == ["texts cut to the 32,767 characters of a cell: 1"]
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["things"]
    found = [sheet.cell(row, 2).value for row in range(2, 6)]
    assert found[0] == texts[0]
    assert found[1] == texts[1]
    assert found[2] == f"{'🚢' * (LONGEST_TEXT // 2)}…"[-len(found[2]) :]
    assert len(found[2].encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_characters_xml_forbids_are_replaced(tmp_path):
    write(tmp_path / "x.xlsx", hard_rows.rows((hard_rows.WITH_NUL, "\uffff\x1f")))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["things"]
    assert (sheet["B2"].value, sheet["B3"].value) == ("a\ufffdb\ufffd", "\ufffd\ufffd")


def test_rows_beyond_the_last_go_on_in_another_sheet(tmp_path):
    write(tmp_path / "x.xlsx", hard_rows.rows(("a", "b", "c", "d", "e")), most_rows=3)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    names = [name for name in book.sheetnames if name.startswith("things")]
    assert names == ["things", "things_parts", "things_2", "things_parts_2", "things_3",
                     "things_parts_3"]  # fmt: skip
    found = [row[1] for name in ("things", "things_2", "things_3")
             for row in book[name].iter_rows(min_row=2, values_only=True)]  # fmt: skip
    assert found == ["a", "b", "c", "d", "e"]


def test_pandas_reads_sheets(tmp_path):
    write(tmp_path / "x.xlsx")
    frame = pandas.read_excel(tmp_path / "x.xlsx", "things", keep_default_na=False, na_values=[""])
    texts = [None if pandas.isna(text) else text for text in frame["=title"]]
    assert texts == [expected(text) for text in hard_rows.TEXTS]
    assert frame["day"][0] == midnight("2027-03-17")


def test_only_a_file_of_an_export_is_ours(tmp_path):
    write(tmp_path / "x.xlsx")
    assert is_ours(tmp_path / "x.xlsx")
    other = openpyxl.Workbook()
    other.active["A1"] = date(2027, 1, 1)
    other.save(tmp_path / "other.xlsx")
    assert not is_ours(tmp_path / "other.xlsx")
    (tmp_path / "text").write_text("no workbook")
    assert not is_ours(tmp_path / "text")
