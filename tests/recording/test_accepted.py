"""Accepted records on disk: stable, readable line by line, without usage or time."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_extract.errors import ArticleError
from llm_extract.recording import golden_of, read_accepted
from llm_extract.recording._accepted import _written, note_of, write_accepted

from .suites import case_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
    max_leaves=20,
)


@given(JSON)
def test_what_is_written_is_the_same_json(value):
    assert json.loads("".join(_written(value))) == value


def test_usage_cost_and_time_are_no_part_of_it(recorded, tmp_path):
    line = case_of(recorded).replay().line
    path = tmp_path / "accepted.json"
    write_accepted(path, line, note_of("Ada Holm", "read beside the article", "everything"))
    record = read_accepted(path)
    assert record is not None
    assert not {"usage", "cost", "attempts", "seconds", "fingerprint"} & record.keys()
    assert {"usage", "cost", "attempts", "seconds"} <= line.keys()
    assert golden_of(record) == golden_of(line)
    (note,) = record["accepted"]
    assert (note["by"], note["reason"], note["what"]) == (
        "Ada Holm",
        "read beside the article",
        "everything",
    )


def test_notes_are_added(recorded, tmp_path):
    line, path = case_of(recorded).replay().line, tmp_path / "accepted.json"
    write_accepted(path, line, note_of("Ada Holm", "first", "everything"))
    write_accepted(path, read_accepted(path), note_of("Bo Lind", "second", "minor"))
    assert [note["by"] for note in read_accepted(path)["accepted"]] == ["Ada Holm", "Bo Lind"]


def test_each_item_stands_on_one_line(recorded, tmp_path):
    path = tmp_path / "accepted.json"
    write_accepted(path, case_of(recorded).replay().line, note_of("a", "b", "c"))
    lines = path.read_text(encoding="utf-8").splitlines()
    (sister,) = [line for line in lines if '"relation": "sister"' in line]
    assert '"name": "Ina"' in sister


def test_there_is_none(tmp_path):
    assert read_accepted(tmp_path / "none.json") is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"id": 1}'])
def test_a_file_somebody_broke(tmp_path, text):
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ArticleError, match="invalid_json"):
        read_accepted(path)
