from __future__ import annotations

import json
import os
import time

import pytest
from jobs import execute, ids, published, rows
from record_folder import write_article

from llm_extract.articles import ReadOptions
from llm_extract.errors import ArticleError
from llm_extract.runs._inputs import Inputs, Known, NotRead, input_id
from llm_extract.runs.journal import Outcome

OUTCOME = Outcome(1, "ok", None, "{}")


class Table:
    """A table of files in memory."""

    def __init__(self):
        self.stored = {}

    def find(self, name):
        return self.stored.get(name)

    def remember(self, name, signature, entries):
        self.stored[name] = (signature, entries)


@pytest.fixture
def folder(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("asta", "bo"):
        write_article(articles, name)
    (articles / "empty.txt").touch()
    lines = [json.dumps({"id": f"n{n}", "text": f"Cass {n} left."}) for n in range(2)]
    (articles / "feed.jsonl").write_text("\n".join([*lines, "not json"]), encoding="utf-8")
    for path in articles.iterdir():
        age(path)
    return articles


NOW = time.time_ns


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """The files are older than the tick of a file system's clock."""
    now = NOW() + 10**10
    monkeypatch.setattr("llm_extract.runs._inputs.time.time_ns", lambda: now)


def age(path):
    os.utime(path, (1_000_000_000, 1_000_000_000))


def kinds(inputs):
    return {input_id(item): type(item).__name__ for item in inputs}


def read(folder, table, settled=True, **options):
    return Inputs(
        folder,
        table=table,
        outcome_of=lambda _: OUTCOME if settled else None,
        options=ReadOptions(**options),
    )


EVERYTHING = {
    "asta.txt": "Article",
    "bo.txt": "Article",
    "empty.txt": "ArticleError",
    "n0": "Article",
    "n1": "Article",
    "feed.jsonl:3": "ArticleError",
}


def test_unchanged_files_are_not_read_again(folder, monkeypatch):
    table = Table()
    assert kinds(read(folder, table)) == EVERYTHING
    monkeypatch.setattr("llm_extract.articles._files.open_regular", None)
    known = {name: "Known" if kind == "Article" else kind for name, kind in EVERYTHING.items()}
    assert kinds(read(folder, table)) == known


def test_known_articles_have_what_is_known_of_them(folder):
    table = Table()
    first = {item.id: item for item in read(folder, table) if not isinstance(item, ArticleError)}
    for item in read(folder, table):
        if isinstance(item, Known):
            assert item.about["sha256"] == first[item.id].sha256
            assert item.about["published"] is None
    errors = [item for item in read(folder, table) if isinstance(item, ArticleError)]
    assert [(error.code, error.source) for error in errors] == [
        ("empty", "empty.txt"),
        ("invalid_json", "feed.jsonl:3"),
    ]


def is_known(folder, table, name, **options):
    found = {input_id(item): item for item in read(folder, table, **options)}
    return isinstance(found[name], Known)


@pytest.mark.parametrize("change", ["text", "touched", "replaced", "options"])
def test_a_file_that_may_differ_is_read(folder, change):
    table = Table()
    list(read(folder, table))
    path, options = folder / "asta.txt", {}
    assert is_known(folder, table, "asta.txt")
    if change == "text":
        write_article(folder, "asta", years=15)
    elif change == "touched":
        os.utime(path, (1_000_000_001, 1_000_000_001))
    elif change == "replaced":
        copy = folder / "copy"
        copy.write_bytes(path.read_bytes())
        age(copy)
        copy.replace(path)
    else:
        options = {"encoding": "latin-1"}
    assert not is_known(folder, table, "asta.txt", **options)
    if not options:
        assert is_known(folder, table, "bo.txt")


def test_a_file_that_changed_just_now_is_not_trusted(folder, monkeypatch):
    """It may change once more without its time telling so."""
    monkeypatch.setattr("llm_extract.runs._inputs.time.time_ns", NOW)
    write_article(folder, "bo")
    table = Table()
    list(read(folder, table))
    assert "bo.txt" not in table.stored


def test_what_is_not_settled_is_read(folder):
    table = Table()
    list(read(folder, table))
    assert kinds(read(folder, table, settled=False)) == EVERYTHING


def test_a_run_that_was_given_up_tells_the_rest_by_its_ids(folder):
    inputs = Inputs(folder)
    items = iter(inputs)
    next(items)
    inputs.give_up()
    assert [(type(item), item.id) for item in items] == [
        (NotRead, "bo.txt"),
        (NotRead, "empty.txt"),
        (NotRead, "feed.jsonl"),
    ]


def test_only_some_ids(folder):
    assert kinds(Inputs(folder, only={"bo.txt", "n1"})) == {"bo.txt": "Article", "n1": "Article"}


def test_a_second_article_of_one_id_is_an_error_known_or_not(folder):
    (folder / "more.jsonl").write_text('{"id": "n1", "text": "Dag left."}\n', encoding="utf-8")
    table = Table()
    for _ in range(2):
        last = list(read(folder, table))[-1]
        assert isinstance(last, ArticleError)
        assert (last.code, last.source) == ("duplicate_id", "more.jsonl:1")


# through a run


def test_a_finished_folder_is_run_again_without_opening_a_file(
    model, extractor, folder, tmp_path, monkeypatch
):
    out = tmp_path / "out"
    execute(extractor, str(folder), out)
    before = (out / "records.jsonl").stat()
    monkeypatch.setattr("llm_extract.articles._files.open_regular", None)
    summary, _ = execute(extractor, str(folder), out)
    after = (out / "records.jsonl").stat()
    assert (len(model.requests), summary.reused, len(summary.failed)) == (4, 4, 2)
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert rows(out, "SELECT run, count(*) FROM article GROUP BY run") == [(1, 6), (2, 6)]


def test_another_prompt_reads_them_again(model, extractor, folder, tmp_path):
    execute(extractor, str(folder), tmp_path / "out")
    summary, _ = execute(extractor, str(folder), tmp_path / "out", fresh=True)
    assert (len(model.requests), summary.reused) == (8, 0)
    assert ids(published(tmp_path / "out")) == list(EVERYTHING)
