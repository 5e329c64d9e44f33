from __future__ import annotations

import duckdb
import hard_rows
import pytest

from llm_extract.export import Column, Table
from llm_extract.export.formats._duckdb import is_ours, write_duckdb

TEXTS = (*hard_rows.TEXTS, hard_rows.WITH_NUL)
COLUMNS = Table("columns", (Column("name", "text"),), "All columns.", ("name",))


@pytest.fixture
def path(tmp_path):
    write_duckdb(tmp_path / "x.duckdb", (*hard_rows.TABLES, COLUMNS), hard_rows.rows(TEXTS))
    return tmp_path / "x.duckdb"


def select(path, sql):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_values_come_back_with_their_types(path):
    assert select(path, "FROM things ORDER BY key") == [
        tuple(row.values()) for row in hard_rows.things(TEXTS)
    ]
    kinds = [row[1] for row in select(path, "DESCRIBE things")]
    assert kinds == ["BIGINT", "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP"]


def test_columns_tell_what_they_hold(path):
    said = dict(select(path, "SELECT column_name, comment FROM duckdb_columns()"))
    assert said["key"] == "Its 'key'."
    assert said["=title"] == "A text."
    assert said["count"] is None


def test_only_a_file_of_an_export_is_ours(tmp_path, path):
    assert is_ours(path)
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("CREATE TABLE columns (name VARCHAR)")
    assert not is_ours(tmp_path / "other.duckdb")
    (tmp_path / "text").write_text("no database")
    assert not is_ours(tmp_path / "text")
