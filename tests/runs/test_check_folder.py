from __future__ import annotations

import json

import pytest
from jobs import rows
from journals import DIGEST, HEAD, LINE
from record_folder import edit, lines, write_article

from llm_extract.articles import read_articles
from llm_extract.errors import ArticleError, OutputError, SettingsError
from llm_extract.runs import Check, OutputFolder, encode, export_lines

# what is stored


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def without(line, *names):
    return {name: value for name, value in line.items() if name not in names}


def test_writing_stores_the_new_proof_and_nothing_else(out, articles):
    write_article(articles, "bo", years=15)
    before = lines(out)
    assert Check(out, write=True).execute().rewritten == 1
    after = lines(out)
    assert names(out) == ["journal.sqlite", "records.jsonl"]
    assert (after[0], after[2]) == (before[0], before[2])
    assert without(after[1], "evidence", "article") == without(before[1], "evidence", "article")
    assert after[1]["evidence"]["verdicts"]["altered"] == 1
    # The spans go with the text whose hash stands beside them.
    (article,) = read_articles(articles / "bo.txt")
    assert after[1]["article"]["sha256"] == article.sha256
    assert after[1]["article"]["input"] == "../articles"
    assert Check(out).execute().changes == []


def test_without_writing_the_folder_stays_as_it_was(out, articles):
    write_article(articles, "bo", years=15)
    before = (out / "records.jsonl").stat()
    Check(out).execute()
    after = (out / "records.jsonl").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(out) == ["journal.sqlite", "records.jsonl"]


def test_writing_nothing_new_touches_nothing(out):
    before = (out / "records.jsonl").stat()
    assert Check(out, write=True).execute().rewritten == 0
    assert (out / "records.jsonl").stat().st_ino == before.st_ino
    assert names(out) == ["journal.sqlite", "records.jsonl"]


def test_the_next_run_and_an_export_have_the_new_proof_too(out, articles, extractor):
    write_article(articles, "bo", years=15)
    Check(out, write=True).execute()
    checked = lines(out)
    export_lines(out, None, None)
    assert lines(out) == checked


def test_the_records_of_other_runs_survive_a_check(out, articles):
    before = rows(out, "SELECT key, line FROM outcome ORDER BY number")
    with OutputFolder(out) as output:
        output.journal.begin(HEAD, lambda _: 0.0)
        output.journal.settle("f" * 64, None, DIGEST, LINE, final=True)
    write_article(articles, "bo", years=15)
    Check(out, write=True).execute()
    after = rows(out, "SELECT key, line FROM outcome ORDER BY number")
    assert [key for key, _ in after] == [*(key for key, _ in before), "f" * 64]
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] != before[1]


def test_failed_lines_are_kept_and_passed_over(out, articles):
    failed = {"id": "x.txt", "status": "failed", "error": {"code": "empty"}}
    with (out / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write(encode(failed) + "\n")
    write_article(articles, "bo", years=15)
    summary = Check(out, write=True).execute()
    assert (summary.records, summary.failed, summary.rewritten) == (3, 1, 1)
    assert lines(out)[3] == failed


def test_a_run_into_the_folder_is_waited_for_by_hand(out, articles):
    write_article(articles, "bo", years=15)
    with OutputFolder(out):
        assert Check(out).execute().changed == 1
        with pytest.raises(SettingsError, match="another run is writing"):
            Check(out, write=True).execute()


def test_a_broken_disk_leaves_the_old_lines(out, articles, monkeypatch):
    write_article(articles, "bo", years=15)
    before = (out / "records.jsonl").read_bytes()

    def fail(_):
        raise OSError(5, "broken disk")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OutputError, match="broken disk"):
        Check(out, write=True).execute()
    assert (out / "records.jsonl").read_bytes() == before
    assert names(out) == ["journal.sqlite", "records.jsonl"]


def test_lines_of_an_earlier_release_are_read_and_brought_up_to_date(out):
    def age(line):
        for value in line["evidence"]["values"]:
            value["span"] = value.pop("spans")[0]
        for name in ("findings", "suspicious_text", "rejected", "policy"):
            del line[name]
        del line["evidence"]["language"]

    edit(out, age)
    summary = Check(out, write=True).execute()
    assert (summary.changes, summary.rewritten) == ([], 1)
    assert "span" not in lines(out)[0]["evidence"]["values"][0]
    assert lines(out)[0]["findings"] == []


# what is no folder of records


RECORD = {"status": "ok", "id": "a", "schema": "obituary@1", "article": {}}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        "7",
        "{}",
        '{"status":"ok"}',
        json.dumps(RECORD | {"id": [1]}),
        json.dumps(RECORD | {"schema": None}),
        json.dumps(RECORD | {"article": 7}),
        json.dumps(RECORD | {"article": {"input": [1]}}),
        json.dumps(RECORD | {"article": {"input": "a", "input_published": "x"}}),
    ],
)
def test_a_damaged_line_is_named_by_its_number(out, line):
    with (out / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(ArticleError) as caught:
        Check(out, write=True).execute()
    assert caught.value.code == "invalid_json"
    assert "line 4 is none a run has written" in str(caught.value)


def test_a_line_with_the_wrong_insides_does_not_hide_the_others(out):
    edit(out, lambda line: line.update(evidence=7))
    summary = Check(out, write=True).execute()
    assert [(c.article, c.kind) for c in summary.changes] == [("asta.txt", "misfit")]
    assert summary.checked == 2


def test_a_folder_without_records(tmp_path):
    with pytest.raises(ArticleError, match=r"not_found: it holds no records\.jsonl"):
        Check(tmp_path).execute()
    assert list(tmp_path.iterdir()) == []


def test_a_schema_that_is_gone_is_told_before_anything_is_verified(out):
    edit(out, lambda line: line.update(schema="obituary@99"), number=2)
    seen = []
    with pytest.raises(SettingsError) as caught:
        Check(out, on_record=lambda done, total: seen.append((done, total))).execute()
    assert caught.value.code == "unknown_schema"
    assert seen == []


def test_a_prompt_that_is_gone_is_noted_and_does_no_harm(out):
    edit(out, lambda line: line.update(prompt="gone.md"))
    summary = Check(out).execute()
    assert (summary.changes, summary.prompts) == ([], {"gone.md"})


def test_progress_counts_records(out):
    seen = []
    Check(out, on_record=lambda done, total: seen.append((done, total))).execute()
    assert seen == [(1, 3), (2, 3), (3, 3)]
