from __future__ import annotations

import duckdb
import hard_rows
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llm_extract.errors import SettingsError
from llm_extract.export.formats import _arrow
from llm_extract.export.formats._parquet import write_parquet

TEXTS = (*hard_rows.TEXTS, hard_rows.WITH_NUL)


@pytest.fixture
def folder(tmp_path):
    write_parquet(tmp_path / "parquet", hard_rows.TABLES, hard_rows.rows(TEXTS))
    return tmp_path / "parquet"


def test_values_come_back_with_their_types(folder):
    table = pq.read_table(folder / "things.parquet")
    assert table.to_pylist() == hard_rows.things(TEXTS)
    assert table.schema.types == [
        pa.int64(),
        pa.string(),
        pa.int64(),
        pa.float64(),
        pa.bool_(),
        pa.date32(),
        pa.timestamp("us"),
    ]
    assert pq.read_table(folder / "nothing.parquet").num_rows == 0


def test_columns_tell_what_they_hold(folder):
    schema = pq.read_schema(folder / "things.parquet")
    assert schema.field("key").metadata[b"description"] == b"Its 'key'."
    assert (schema.field("key").nullable, schema.field("count").nullable) == (False, True)
    assert schema.metadata[b"description"] == b"Things."


def test_pandas_and_duckdb_read_them(folder):
    frame = pandas.read_parquet(folder / "things.parquet")
    assert frame["=title"].to_list() == list(TEXTS)
    with duckdb.connect() as connection:
        found = connection.sql(f"FROM '{folder / 'things.parquet'}'").fetchall()
    assert found == [tuple(row.values()) for row in hard_rows.things(TEXTS)]


def test_a_number_of_more_than_64_bits_is_refused(tmp_path):
    row = ("things", (2**63, *(None for _ in hard_rows.TABLE.columns[1:])))
    with pytest.raises(OverflowError):
        write_parquet(tmp_path / "parquet", hard_rows.TABLES, [row])


def test_a_library_that_is_missing_is_told():
    with pytest.raises(SettingsError, match=r"extra_missing: Parquet needs pyarro") as caught:
        _arrow.library("pyarro_is_not_there", "Parquet")
    assert caught.value.hint == "pip install 'llm-extract[tables]'"
