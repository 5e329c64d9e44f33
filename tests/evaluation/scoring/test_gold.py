from __future__ import annotations

import json

import pytest

from llm_extract.errors import ArticleError, SettingsError
from llm_extract.evaluation.scoring import gold_ids, read_gold

A, B = {"id": "a", "data": {"x": 1}}, {"id": "b", "data": {"x": 2}}


def write(path, *parts, end="\n"):
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(end.join(json.dumps(part) for part in parts), encoding="utf-8")
    return path


def test_lines_lists_and_folders_hold_the_same(tmp_path):
    expected = [A, B]
    assert read_gold(write(tmp_path / "gold.jsonl", A, B, end="\n\n")) == expected
    assert read_gold(write(tmp_path / "gold.json", [A, B])) == expected
    folder = tmp_path / "gold"
    write(folder / "one.json", A)
    write(folder / "two.json", B)
    (folder / "notes.txt").write_text("not gold")
    assert read_gold(folder) == expected


def test_a_bare_record_is_called_after_its_file(tmp_path):
    write(tmp_path / "gold" / "north" / "a.json", {"x": 1})
    write(tmp_path / "gold" / "b.json", {"id": "called", "x": 2})
    found = read_gold(tmp_path / "gold")
    assert found == [{"id": "called", "x": 2}, {"id": "north/a", "x": 1}]
    assert read_gold(tmp_path / "gold" / "north" / "a.json") == [{"id": "a", "x": 1}]


def test_line_ends_inside_of_strings_end_no_line(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('\ufeff{"id": "a", "text": "one\u2028two\x85three"}\n', encoding="utf-8")
    assert read_gold(path)[0]["text"] == "one\u2028two\x85three"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"id": "a"}\n{"id": ', r"gold\.jsonl:2: invalid_json: Expecting value"),
        ('{"id": "a"}\n[]', r"gold\.jsonl:2: invalid_json: it is no object"),
        ('{"data": {}}', r"gold\.jsonl:1: invalid_json: it has no id"),
        ('{"id": 3}', r"gold\.jsonl:1: invalid_json: it has no id"),
        ('{"id": "a"}\n{"id": "a"}', r"gold\.jsonl:2: duplicate_id: 'a' is there twice"),
        ("\udcff", r"gold\.jsonl: unreadable: it is not UTF-8"),
    ],
)
def test_damaged_gold_is_told_with_its_line(tmp_path, text, message):
    (tmp_path / "gold.jsonl").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ArticleError, match=message):
        read_gold(tmp_path / "gold.jsonl")


def test_no_gold_is_a_usage_error(tmp_path):
    (tmp_path / "gold").mkdir()
    for name, message in (("gold", "it holds no gold"), ("nowhere", "there is no such file")):
        with pytest.raises(SettingsError, match=message):
            read_gold(tmp_path / name)


@pytest.mark.parametrize(
    ("gold", "records", "expected"),
    [
        (["a"], ["a"], {"a": "a"}),
        (["a"], ["a.txt"], {"a.txt": "a"}),
        (["north/a"], ["north/a.txt", "south/a.txt"], {"north/a.txt": "north/a"}),
        # Which of the two is meant nobody knows.
        (["a"], ["a.txt", "a.md"], {}),
        (["a", "a.txt"], ["a.txt"], {"a.txt": "a.txt"}),
        (["a", "a.txt"], ["a.txt", "a.md"], {"a.txt": "a.txt", "a.md": "a"}),
        (["b"], ["a", ""], {}),
    ],
)
def test_records_find_their_gold(gold, records, expected):
    assert gold_ids(gold, records) == expected
