from __future__ import annotations

import json

import hard_rows
import pandas

from llm_extract.export.formats._jsonl import write_jsonl


def test_values_come_back_unaltered(tmp_path):
    texts = (*hard_rows.TEXTS, hard_rows.WITH_NUL)
    write_jsonl(tmp_path / "jsonl", hard_rows.TABLES, hard_rows.rows(texts))
    lines = (tmp_path / "jsonl" / "things.jsonl").read_bytes().split(b"\n")
    assert lines.pop() == b""
    found = [json.loads(line) for line in lines]
    for row in hard_rows.things(texts):
        expected = row | {name: row[name] and row[name].isoformat() for name in ("day", "moment")}
        assert found.pop(0) == expected
    assert found == []
    assert (tmp_path / "jsonl" / "nothing.jsonl").read_bytes() == b""


def test_pandas_reads_them(tmp_path):
    write_jsonl(tmp_path / "jsonl", hard_rows.TABLES, hard_rows.rows())
    frame = pandas.read_json(tmp_path / "jsonl" / "things.jsonl", lines=True, dtype=False)
    assert frame["=title"].to_list() == list(hard_rows.TEXTS)
