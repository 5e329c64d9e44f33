from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing

import duckdb
import openpyxl
import pandas
import pyarrow.parquet as pq
import pytest
from located_lines import with_places
from runs_of import EXAMPLES, accepted, store

from llm_extract import read_articles
from llm_extract.errors import ArticleError, OutputError, SettingsError
from llm_extract.export import FORMATS, export_run
from llm_extract.runs import JOURNAL

FAILED = {
    "id": "=broken.txt",
    "status": "failed",
    "error": {"code": "timeout", "message": "no answer", "hint": None},
    "attempts": [{}],
    "prompt": "conflict_events@2",
    "schema": "conflict_events@2",
}


@pytest.fixture(scope="module")
def lines():
    first, *others = accepted()
    return [with_places(first), *others, FAILED]


@pytest.fixture(scope="module")
def out(lines, tmp_path_factory):
    return store(tmp_path_factory.mktemp("run") / "out", lines)


@pytest.fixture(scope="module")
def paths(out):
    """Every format, written once."""
    return {to: export_run(out, to).path for to in (*FORMATS, "acled", "ged")}


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize("to", ["csv", "sqlite", "duckdb", "xlsx", "geojson", "acled"])
def test_every_format_replaces_itself(out, paths, to):
    again = export_run(out, to)
    assert again.path == paths[to]
    assert again.path.parent == out / "export"
    assert (again.lines, again.run) == (6, 1)
    assert again.rows > 0
    assert not [path for path in (out / "export").iterdir() if path.name.startswith(".")]


def casualties(lines):
    return [
        (line["id"], item["group"], item["harm"], item["low"], item["best"], item["high"])
        for line in lines
        if line["status"] == "ok"
        for item in line["data"]["casualties"]
    ]


def test_numbers_are_the_same_in_every_format(paths, lines):
    expected = casualties(lines)
    assert len(expected) > 10
    columns = ("article_id", "group", "harm", "low", "best", "high")
    sql = f"SELECT {', '.join(map(repr, columns))} FROM casualties".replace("'", '"')
    frames = {
        "csv": pandas.read_csv(paths["csv"] / "casualties.csv"),
        "jsonl": pandas.read_json(paths["jsonl"] / "casualties.jsonl", lines=True),
        "parquet": pq.read_table(paths["parquet"] / "casualties.parquet").to_pandas(),
        "xlsx": pandas.read_excel(paths["xlsx"], "casualties"),
    }
    for name, frame in frames.items():
        rows = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
        found = [tuple(row) for row in rows.itertuples(index=False)]
        assert found == expected, name
    with closing(sqlite3.connect(paths["sqlite"])) as connection:
        assert connection.execute(sql).fetchall() == expected
    with duckdb.connect(str(paths["duckdb"]), read_only=True) as connection:
        assert connection.sql(sql).fetchall() == expected


def test_dates_are_dates(paths, lines):
    expected = sorted(
        event["when"]["start"]
        for line in lines
        if line["status"] == "ok"
        for event in line["data"]["events"]
        if event["when"] and event["when"]["start"]
    )
    parquet = pq.read_table(paths["parquet"] / "events.parquet")
    days = [day for day in parquet["when_start"].to_pylist() if day]
    assert sorted(day.isoformat() for day in days) == expected
    book = openpyxl.load_workbook(paths["xlsx"])
    names = [cell.value for cell in book["events"][1]]
    column = names.index("when_start")
    cells = [row[column] for row in book["events"].iter_rows(min_row=2)]
    assert sorted(c.value.date().isoformat() for c in cells if c.value) == expected
    assert all(cell.is_date for cell in cells if cell.value)


def test_tables_join_by_their_keys(paths, lines):
    sql = (
        "SELECT a.article_id, e.what, s.value FROM articles a JOIN events e USING (article_id)"
        " JOIN events_side_a s ON s.article_id = e.article_id AND s.events_position = e.position"
    )
    expected = [
        (line["id"], event["what"], name)
        for line in lines
        if line["status"] == "ok"
        for event in line["data"]["events"]
        for name in event["side_a"]
    ]
    with closing(sqlite3.connect(paths["sqlite"])) as connection:
        assert sorted(connection.execute(sql)) == sorted(expected)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_quotes_are_words_of_the_articles(paths):
    texts = {article.id: article.text for article in read_articles(EXAMPLES)}
    found = read_csv(paths["csv"] / "evidence.csv")
    quoted = [row for row in found if row["span_start"]]
    assert len(quoted) > 1000
    for row in quoted:
        words = texts[row["article_id"]][int(row["span_start"]) : int(row["span_end"])]
        assert row["quote"].removeprefix("'") == words


def test_quotes_come_from_cited_sentences_where_articles_are_gone(lines, tmp_path):
    gone = json.loads(json.dumps(lines))
    for line in gone[:-1]:
        line["article"]["input"] = str(tmp_path / "nowhere")
    out = store(tmp_path / "out", gone)
    found = read_csv(export_run(out, "csv").path / "evidence.csv")
    quoted = [row for row in found if row["quote"]]
    assert len(quoted) > 1000
    for row in quoted:
        assert len(row["quote"].removeprefix("'")) == int(row["span_end"]) - int(row["span_start"])
    moved = read_csv(export_run(out, "csv", articles=EXAMPLES).path / "evidence.csv")
    assert [row["quote"] for row in moved if row["span_start"] and not row["quote"]] == []
    assert export_run(out, "acled").told == ["articles that are gone, rows made without them: 5"]
    assert export_run(out, "acled", articles=EXAMPLES).told == []


def test_an_id_that_is_a_formula_is_neutral_but_not_in_raw_files(out, paths, tmp_path):
    ids = [row["article_id"] for row in read_csv(paths["csv"] / "articles.csv")]
    assert ids[-1] == "'=broken.txt"
    raw = export_run(out, "csv", tmp_path / "raw", raw=True).path
    assert read_csv(raw / "articles.csv")[-1]["article_id"] == "=broken.txt"


def test_places_stand_in_files_for_maps_and_in_rows(paths):
    collection = json.loads(paths["geojson"].read_text(encoding="utf-8"))
    points = [one for one in collection["features"] if one["geometry"]]
    assert points
    rows = [row for row in read_csv(paths["acled"]) if row["latitude"]]
    assert {row["latitude"] for row in rows} == {"10.5"}
    assert {row["item"] for row in rows} <= {one["properties"]["item"] for one in points}


def test_progress_is_told_article_by_article(out, tmp_path):
    told = []
    export_run(out, "jsonl", tmp_path / "x", on_article=lambda *done: told.append(done))
    assert told == [(number, 6) for number in range(1, 7)]


def test_a_run_nobody_located_has_no_map(tmp_path):
    out = store(tmp_path / "out", accepted())
    with pytest.raises(SettingsError, match="no places of this run were looked up yet"):
        export_run(out, "geojson")
    assert list((out / "export").iterdir()) == []


def test_formats_that_are_none_are_refused(out, tmp_path):
    with pytest.raises(SettingsError, match=r"'ods' is no format .* conflict_events@2: acled, ged"):
        export_run(out, "ods")
    with pytest.raises(SettingsError, match="--raw: usage: goes with CSV only"):
        export_run(out, "xlsx", raw=True)
    other = store(tmp_path / "out", [], schema="obituary@1")
    (other / "more").mkdir()
    with pytest.raises(SettingsError, match="usage"):
        export_run(other, "acled")


def test_a_schema_without_rows_says_so(tmp_path):
    failed = FAILED | {"schema": "obituary@1"}
    out = store(tmp_path / "out", [failed], schema="obituary@1")
    with pytest.raises(SettingsError, match=r"'acled' is no format .*; obituary@1 has none"):
        export_run(out, "acled")
    assert export_run(out, "csv").rows == 1


def test_a_file_of_the_user_is_left_alone(out, tmp_path):
    target = tmp_path / "table.sqlite"
    target.write_text("mine")
    with pytest.raises(SettingsError, match="output_not_writable"):
        export_run(out, "sqlite", target)
    assert target.read_text() == "mine"


def test_a_record_that_is_none_leaves_the_export_of_before(lines, tmp_path):
    out = store(tmp_path / "out", lines)
    path = export_run(out, "jsonl").path
    before = {file.name: file.read_bytes() for file in path.iterdir()}
    with closing(sqlite3.connect(out / JOURNAL)) as connection, connection:
        connection.execute("UPDATE outcome SET line = replace(line, '\"Battles\"', '\"Bottles\"')")
    with pytest.raises(ArticleError, match="its data is no record of conflict_events@2"):
        export_run(out, "jsonl")
    assert {file.name: file.read_bytes() for file in path.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_told(out, tmp_path):
    with pytest.raises(OutputError, match="output_lost"):
        export_run(out, "csv", tmp_path / "nowhere" / "csv")


def test_a_number_of_more_than_64_bits_goes_into_text_formats_only(tmp_path):
    line = accepted()[0]
    line["data"]["quantities"] = [
        {"cites": [1], "count_text": "many", "value": 2**70, "unit": None, "about": None}
    ]
    out = store(tmp_path / "out", [line])
    assert f",{2**70}," in (export_run(out, "csv").path / "quantities.csv").read_text()
    for to in ("sqlite", "duckdb", "parquet"):
        with pytest.raises(OutputError, match="csv and jsonl hold whole numbers of any length"):
            export_run(out, to)
