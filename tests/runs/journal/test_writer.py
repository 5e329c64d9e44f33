from __future__ import annotations

import asyncio
import sqlite3

import pytest

from llm_extract.errors import OutputError
from llm_extract.runs.journal._files import connect
from llm_extract.runs.journal._writer import Writer

ROW = "INSERT INTO t VALUES (?)"


@pytest.fixture
def writer(path):
    connection = connect(path)
    connection.execute("CREATE TABLE t (x INTEGER PRIMARY KEY)")
    connection.close()
    opened = Writer(lambda: connect(path), path)
    yield opened
    try:
        opened.close()
    except OutputError:
        """Told already."""


def stored(path):
    connection = sqlite3.connect(path)
    try:
        return [x for (x,) in connection.execute("SELECT x FROM t ORDER BY rowid")]
    finally:
        connection.close()


def test_changes_are_made_in_order_and_are_there_when_made_returns(path, writer):
    for number in range(100):
        writer.put((ROW, (number,)))
    asyncio.run(writer.made((ROW, (100,))))
    assert stored(path) == list(range(101))


def test_many_that_wait_share_a_commit(path, writer):
    commits = []

    async def all_at_once():
        await asyncio.gather(*(writer.made((ROW, (number,))) for number in range(300)))

    original = writer._commit
    writer._commit = lambda *args: commits.append(1) or original(*args)
    asyncio.run(all_at_once())
    assert stored(path) == list(range(300))
    assert len(commits) < 100


def test_a_change_that_cannot_be_made_is_told_to_all_and_nothing_of_its_batch_stands(path, writer):
    writer.make((ROW, (1,)))
    with pytest.raises(OutputError) as caught:
        writer.make((ROW, (2,)), (ROW, (1,)))
    assert caught.value.code == "output_lost"
    for ask in (writer.make, writer.put):
        with pytest.raises(OutputError):
            ask((ROW, (3,)))
    assert stored(path) == [1]


def test_a_full_disk_has_its_own_code(path, writer):
    writer.make(("PRAGMA max_page_count = 3", ()))
    many = [(ROW, (number,)) for number in range(5000)]
    with pytest.raises(OutputError) as caught:
        writer.make(*many)
    assert caught.value.code == "disk_full"
    assert "make room, then run the same command again" in str(caught.value)


def test_a_file_that_cannot_be_opened_is_told_to_who_asks(tmp_path):
    def fail():
        raise sqlite3.OperationalError("unable to open")

    writer = Writer(fail, tmp_path / "x")
    with pytest.raises(OutputError, match="unable to open"):
        writer.make((ROW, (1,)))
    with pytest.raises(OutputError):
        writer.close()
    assert not writer._thread.is_alive()
