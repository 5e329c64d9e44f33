from __future__ import annotations

import json
import shutil

import pytest
from fake_endpoint import Step
from jobs import execute, published, rows
from migrations import answer, record, write_articles
from projects import make_project

from llm_extract import Extractor
from llm_extract.errors import ArticleError, SettingsError
from llm_extract.runs import Check, Migrate, export_lines, read_totals
from llm_extract.schemas import load_schema, new_version, schema_versions


@pytest.fixture
def articles(tmp_path):
    return write_articles(tmp_path / "articles", "asta", "bo", "cass")


@pytest.fixture
def extractor(model, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("LLM_EXTRACT_API_KEY", "sk-CANARY-77aa01")
    return Extractor("conflict_events@1", model="fake", base_url=model.base_url)


@pytest.fixture
def out(model, extractor, articles, tmp_path):
    """The folder of a run of version 1 over three articles, one of which failed."""
    model.by_marker["desk of cass"] = Step(status=400, body=b"{}")
    model.by_marker["desk of"] = answer()
    execute(extractor, articles, tmp_path / "out")
    assert [line["status"] for line in published(tmp_path / "out")] == ["ok", "ok", "failed"]
    return tmp_path / "out"


def as_it_is(folder):
    """All that a migration that writes nothing leaves alone."""
    return (
        published(folder),
        rows(folder, "SELECT * FROM run"),
        rows(folder, "SELECT * FROM article"),
        rows(folder, "SELECT * FROM outcome"),
    )


def test_records_of_version_1_become_records_of_version_2(out):
    before = published(out)
    summary = Migrate(out, "2", command="llm-extract migrate out --to 2").execute()
    assert (summary.old, summary.new) == ("conflict_events@1", "conflict_events@2")
    assert (summary.from_run, summary.run, summary.migrated, summary.carried) == (1, 2, 2, 1)
    assert summary.refused == []
    schema = load_schema("conflict_events@2")
    for old, new in zip(before, published(out), strict=True):
        if old["status"] == "failed":
            assert new == old
            continue
        schema.model.model_validate_json(json.dumps(new["data"]), strict=True)
        assert (new["schema"], new["migrated_from"]) == ("conflict_events@2", "conflict_events@1")
        assert new["prompt"] == "conflict_events@1"
        assert new["fingerprint"]["schema"] == schema.sha256
        assert new["fingerprint"]["text"] == old["fingerprint"]["text"]
        assert new["fingerprint"]["key"] != old["fingerprint"]["key"]
        assert (new["usage"], new["cost"], new["model"]) == (
            old["usage"],
            old["cost"],
            old["model"],
        )


def test_what_the_record_says_is_registered_and_proven_anew(out):
    old = published(out)[0]
    Migrate(out, "2").execute()
    new = published(out)[0]
    data = new["data"]
    assert {actor["name"] for actor in data["actors"]} == {
        "Tarn Front",
        "Selwick Monitor",
        "civilians",
    }
    assert {place["name"] for place in data["places"]} >= {"Oskel", "Brenholm"}
    assert {actor["registered_by"] for actor in data["actors"]} == {"code"}
    (event,) = data["events"]
    assert event["place_id"] in {place["id"] for place in data["places"]}
    assert data["casualties"][0]["event_id"] == event["id"]
    assert data["casualties"][0]["comparator"] == "at_least"
    # Nobody was asked.
    assert data["claims"][0]["speaker"] is None
    verdicts = {value["path"]: value["verdict"] for value in new["evidence"]["values"]}
    assert verdicts.items() >= {v["path"]: v["verdict"] for v in old["evidence"]["values"]}.items()
    assert set(verdicts.values()) == {"exact", "derived", "classified"}


def test_a_check_finds_nothing_to_change(out):
    Migrate(out, "2").execute()
    assert Check(out).execute().changes == []


def test_the_records_of_before_stay_in_the_journal(out, tmp_path):
    before = published(out)
    Migrate(out, "conflict_events@2", command="llm-extract migrate").execute()
    export_lines(out, tmp_path / "old.jsonl", 1)
    old = (tmp_path / "old.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in old] == before
    first, second = read_totals(out).runs
    assert (first.schema, second.schema) == ("conflict_events@1", "conflict_events@2")
    assert (second.state, second.command) == ("finished", "llm-extract migrate")
    assert second.states == {"ok": 2, "failed": 1}
    assert second.usage.requests == 0


def test_a_second_time_there_is_nothing_to_do(out):
    Migrate(out, "2").execute()
    before = as_it_is(out)
    summary = Migrate(out, "2").execute()
    assert (summary.run, summary.old, summary.new) == (
        None,
        "conflict_events@2",
        "conflict_events@2",
    )
    assert as_it_is(out) == before


def test_no_run_takes_a_migrated_record_for_what_a_model_said(out, model, extractor, articles):
    """Asked for version 2 it might have said more; for version 1 nothing is asked again."""
    Migrate(out, "2").execute()
    asked = len(model.requests)
    again, _ = execute(extractor, articles, out)
    assert (again.reused, len(model.requests)) == (3, asked)
    options = {"model": "fake", "base_url": model.base_url}
    newer = Extractor("conflict_events@1", schema="conflict_events@2", **options)
    new, _ = execute(newer, articles, out)
    assert new.reused == 0
    assert len(model.requests) > asked


def test_identical_texts_are_migrated_once(model, extractor, tmp_path):
    folder = write_articles(tmp_path / "twins", "asta")
    shutil.copy(folder / "asta.txt", folder / "zora.txt")
    model.by_marker["desk of"] = answer()
    execute(extractor, folder, tmp_path / "out")
    # The article of the first one is gone, the text is not.
    (folder / "asta.txt").unlink()
    summary = Migrate(tmp_path / "out", "2").execute()
    assert (summary.records, summary.migrated, summary.refused) == (1, 1, [])
    first, second = published(tmp_path / "out")
    assert second["same_as"] == "asta.txt"
    assert first["data"] == second["data"]
    assert len(rows(tmp_path / "out", "SELECT 1 FROM outcome WHERE run = 2")) == 1


# records that are refused


def add_narrower_version(root, monkeypatch, step):
    """A project whose version 2 is version 1 with fewer people in a figure."""
    bundled = next(v for v in schema_versions() if str(v) == "conflict_events@1").path
    make_project(root)
    monkeypatch.chdir(root)
    path = root / "schemas/conflict_events/v2.py"
    path.parent.mkdir(parents=True)
    path.write_text(bundled.read_text("utf-8").replace("le=100_000_000", "le=20"), "utf-8")
    if step:
        path.with_name("v2_from_v1.py").write_text(step)


IDENTITY = "def migrate(record):\n    return record\n"


@pytest.fixture
def mixed(model, extractor, articles, tmp_path):
    """A run in which one record holds more people than the others."""
    figure = record()["casualties"][0] | {"low": 30, "best": 30}
    model.by_marker["desk of bo"] = answer(casualties=[figure])
    model.by_marker["desk of"] = answer()
    execute(extractor, articles, tmp_path / "out")
    return tmp_path / "out"


def test_without_a_file_a_breaking_change_is_refused_as_a_whole(mixed, tmp_path, monkeypatch):
    add_narrower_version(tmp_path / "harbour", monkeypatch, None)
    before = as_it_is(mixed)
    with pytest.raises(SettingsError) as caught:
        Migrate(mixed, "2").execute()
    assert caught.value.code == "no_migration"
    assert as_it_is(mixed) == before


def test_a_record_that_does_not_fit_is_named_and_nothing_is_written(mixed, tmp_path, monkeypatch):
    add_narrower_version(tmp_path / "harbour", monkeypatch, IDENTITY)
    before = as_it_is(mixed)
    summary = Migrate(mixed, "2").execute()
    assert (summary.run, summary.migrated) == (None, 2)
    (refused,) = summary.refused
    assert (refused.article, refused.kind) == ("bo.txt", "misfit")
    assert "casualties.0.low" in refused.note
    assert "30" not in refused.note
    assert as_it_is(mixed) == before


def test_partial_writes_the_others_and_says_why_one_is_missing(mixed, tmp_path, monkeypatch):
    add_narrower_version(tmp_path / "harbour", monkeypatch, IDENTITY)
    summary = Migrate(mixed, "2", partial=True).execute()
    assert (summary.run, len(summary.refused)) == (2, 1)
    lines = published(mixed)
    assert [line["status"] for line in lines] == ["ok", "failed", "ok"]
    assert lines[1]["error"]["code"] == "schema_mismatch"
    assert "casualties.0.low" in lines[1]["error"]["message"]
    assert lines[1]["article"]["sha256"]
    assert Migrate(mixed, "2").execute().run is None
    # Nothing was lost.
    export_lines(mixed, tmp_path / "old.jsonl", 1)
    assert '"low":30' in (tmp_path / "old.jsonl").read_text("utf-8")


def test_a_defect_of_a_migration_is_one_record_s(mixed, tmp_path, monkeypatch):
    step = (
        "def migrate(record):\n    1 / (record['casualties'][0]['low'] - 30)\n    return record\n"
    )
    add_narrower_version(tmp_path / "harbour", monkeypatch, step)
    (refused,) = Migrate(mixed, "2").execute().refused
    assert (refused.article, refused.kind) == ("bo.txt", "misfit")
    assert "ZeroDivisionError at v2_from_v1.py:2" in refused.note


def test_an_article_that_was_changed_or_is_gone_proves_nothing(out, articles):
    path = articles / "asta.txt"
    path.write_text(path.read_text("utf-8").replace("12", "13"), "utf-8")
    (articles / "bo.txt").unlink()
    before = as_it_is(out)
    summary = Migrate(out, "2").execute()
    assert [(c.article, c.kind) for c in summary.refused] == [
        ("asta.txt", "text"),
        ("bo.txt", "missing"),
    ]
    assert as_it_is(out) == before
    assert Migrate(out, "2", partial=True).execute().run == 2
    assert [line["status"] for line in published(out)] == ["failed", "failed", "failed"]


def test_articles_may_have_been_moved(out, articles, tmp_path):
    articles.rename(tmp_path / "elsewhere")
    with pytest.raises(ArticleError, match="--articles"):
        Migrate(out, "2").execute()
    summary = Migrate(out, "2", articles=tmp_path / "elsewhere").execute()
    assert (summary.run, summary.migrated) == (2, 2)


# what cannot be migrated at all


@pytest.mark.parametrize(
    ("to", "code"),
    [("1", None), ("3", "unknown_schema"), ("obituary@1", "usage"), ("x", "unknown_schema")],
)
def test_other_targets_are_refused(out, to, code):
    before = as_it_is(out)
    if code is None:
        assert Migrate(out, to).execute().run is None
    else:
        with pytest.raises(SettingsError, match=code):
            Migrate(out, to).execute()
    assert as_it_is(out) == before


def test_a_folder_that_is_no_output_of_a_run_stays_as_it_is(tmp_path):
    with pytest.raises(SettingsError, match="journal"):
        Migrate(tmp_path, "2").execute()
    assert list(tmp_path.iterdir()) == []


def test_a_migration_that_is_killed_leaves_the_old_run_the_newest(out, monkeypatch):
    """Inputs are filed all at once: without them there is no new run to publish."""
    before = published(out)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("llm_extract.runs.journal.Journal.file_all", killed)
    with pytest.raises(KeyboardInterrupt):
        Migrate(out, "2").execute()
    monkeypatch.undo()
    export_lines(out, None, None)
    assert published(out) == before
    assert Migrate(out, "2").execute().migrated == 2


def test_records_with_dates_of_their_own_are_migrated_too(
    model, extractor, articles, tmp_path, monkeypatch
):
    """Version 2 holds dates that code made; its copy in a project reads them again."""
    for path in articles.iterdir():
        text = path.read_text(encoding="utf-8").replace("March 4", "March 4, 2031")
        path.write_text(text, encoding="utf-8")
    model.by_marker["desk of"] = answer()
    out = tmp_path / "dated"
    execute(extractor, articles, out)
    Migrate(out, "2").execute()
    assert published(out)[0]["data"]["events"][0]["when"]["start"] == "2031-03-03"

    monkeypatch.chdir(make_project(tmp_path / "project"))
    new_version("conflict_events")
    summary = Migrate(out, "3").execute()
    assert (summary.new, summary.migrated, summary.refused) == ("conflict_events@3", 3, [])
