from __future__ import annotations

import types

import pytest
from record_folder import lines, run_into

from llm_extract.errors import ArticleError, SettingsError
from llm_extract.runs import JOURNAL, stored_lines


def test_the_lines_of_the_newest_run_are_those_of_the_records_file(out):
    assert list(stored_lines(out)) == lines(out)
    assert len(lines(out)) == 3


def test_an_earlier_run_keeps_its_lines(out, extractor, articles):
    first = lines(out)
    (articles / "bo.txt").unlink()
    run_into(out, extractor, articles)
    assert [line["id"] for line in stored_lines(out)] == ["asta.txt", "cass.txt"]
    assert list(stored_lines(out, 1)) == first


def test_lines_come_one_by_one(out):
    assert isinstance(stored_lines(out), types.GeneratorType)


@pytest.mark.parametrize(("run", "message"), [(7, "run 7 has no inputs"), (None, "it holds no")])
def test_a_run_or_journal_that_is_not_there(out, tmp_path, run, message):
    folder = out if run else tmp_path
    with pytest.raises(SettingsError, match=message):
        list(stored_lines(folder, run))


def test_a_damaged_journal(out):
    (out / JOURNAL).write_bytes(b"garbage" * 1000)
    with pytest.raises(ArticleError, match="unreadable"):
        list(stored_lines(out))
