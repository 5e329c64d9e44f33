from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from jobs import published, rows

from llm_extract.errors import ArticleError, SettingsError
from llm_extract.runs import JOURNAL, reopen, stored_lines

PLACES = {"gazetteer": "own", "places": [{"path": "places.0", "candidates": []}]}


def execute(folder, sql, *values):
    with closing(sqlite3.connect(folder / JOURNAL)) as connection, connection:
        connection.execute(sql, values)


def locate(folder, outcome):
    sql = "INSERT INTO location VALUES (?, 'own', '2027-01-01', ?)"
    execute(folder, sql, outcome, json.dumps(PLACES))


def test_a_run_comes_back_with_its_lines_and_its_articles(out, articles):
    run = reopen(out)
    assert [one.line for one in run.lines] == published(out)
    assert [one.article.text for one in run.lines] == [
        file.read_text(encoding="utf-8") for file in sorted(articles.iterdir())
    ]
    assert [(one.outcome,) for one in run.lines] == rows(
        out, "SELECT outcome FROM article ORDER BY position"
    )
    assert (run.totals.number, run.totals.schema, run.missing) == (1, "obituary@1", 0)


def test_an_article_that_was_changed_or_is_gone_is_not_that_of_the_record(out, articles):
    first, second, third = sorted(articles.iterdir())
    first.write_text(first.read_text(encoding="utf-8") + " More.", encoding="utf-8")
    second.unlink()
    run = reopen(out)
    assert [one.article and one.article.id for one in run.lines] == [None, None, third.name]
    assert run.missing == 2


def test_articles_that_were_moved_are_found_where_the_user_says(out, articles):
    moved = articles.rename(articles.with_name("moved"))
    assert reopen(out).missing == 3
    assert reopen(out, articles=moved).missing == 0
    with pytest.raises(ArticleError, match="not_found"):
        reopen(out, articles=articles)


def test_a_folder_without_a_run_is_told(tmp_path, out):
    with pytest.raises(SettingsError, match=r"holds no journal\.sqlite"):
        reopen(tmp_path)
    with pytest.raises(SettingsError, match="run 9 has no inputs"):
        reopen(out, 9)


def test_places_that_were_located_are_part_of_the_line(out):
    ((outcome,), *_) = rows(out, "SELECT outcome FROM article ORDER BY position")
    locate(out, outcome)
    first, second, _ = stored_lines(out)
    assert first["locations"] == PLACES
    assert "locations" not in second
    assert [one.line.get("locations") for one in reopen(out).lines] == [PLACES, None, None]


def test_a_journal_of_before_there_were_places_can_be_read(out):
    before = [one.line for one in reopen(out).lines]
    execute(out, "DROP TABLE location")
    assert [one.line for one in reopen(out).lines] == before


def test_lines_are_read_one_by_one_and_anew(out):
    lines = reopen(out).lines
    assert [one.line["id"] for one in lines[1:]] == [lines[1].line["id"], lines[-1].line["id"]]
    assert lines[0].line == next(iter(lines)).line
    assert lines[0].line is not lines[0].line
    with pytest.raises(IndexError):
        lines[3]
