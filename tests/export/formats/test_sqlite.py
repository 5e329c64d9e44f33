from __future__ import annotations

import sqlite3
from contextlib import closing

import hard_rows
import pytest

from llm_extract.export.formats._sqlite import is_ours, write_sqlite

TEXTS = (*hard_rows.TEXTS, hard_rows.WITH_NUL)


@pytest.fixture
def path(tmp_path):
    write_sqlite(tmp_path / "x.sqlite", hard_rows.TABLES, hard_rows.rows(TEXTS))
    return tmp_path / "x.sqlite"


def select(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_values_come_back(path):
    for row in hard_rows.things(TEXTS):
        for name in ("day", "moment"):
            row[name] = row[name] and row[name].isoformat()
        (found,) = select(path, f"SELECT * FROM things WHERE key = {row['key']}")
        assert found == tuple(row.values())


def test_tables_have_types_and_keys(path):
    (sql,) = select(path, "SELECT sql FROM sqlite_schema WHERE name = 'things'")
    assert '"share" REAL' in sql[0]
    assert '"key" INTEGER NOT NULL' in sql[0]
    assert sql[0].endswith('PRIMARY KEY ("key")) STRICT')
    assert select(path, "PRAGMA foreign_key_list(things_parts)")[0][2:5] == (
        "things",
        "things_key",
        "key",
    )


def test_a_row_without_the_one_above_is_seen(tmp_path, path):
    assert select(path, "PRAGMA foreign_key_check") == []
    orphan = [("things_parts", (99, "x"))]
    write_sqlite(tmp_path / "orphan.sqlite", hard_rows.TABLES, orphan)
    assert len(select(tmp_path / "orphan.sqlite", "PRAGMA foreign_key_check")) == 1


def test_only_a_file_of_an_export_is_ours(tmp_path, path):
    assert is_ours(path)
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as connection:
        connection.execute("CREATE TABLE things (key)")
    assert not is_ours(tmp_path / "other.sqlite")
    (tmp_path / "text").write_text("SQLite format 3")
    assert not is_ours(tmp_path / "text")
