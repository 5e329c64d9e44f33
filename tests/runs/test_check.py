from __future__ import annotations

import asyncio
import json
from datetime import date

import pytest
from fake_model import obituary

from llm_extract import Extractor
from llm_extract.articles import ReadOptions, read_articles
from llm_extract.errors import ArticleError, OutputError, SettingsError
from llm_extract.extraction import Extraction
from llm_extract.llm import Usage
from llm_extract.prompts import load_prompt, prompt_versions
from llm_extract.runs import Check, Origin, OutputFolder, Run, encode
from llm_extract.runs._lines import line_of
from llm_extract.verification import Verifier

NAMES = ("asta", "bo", "cass")
TRIBUTE = {"cites": [1], "speaker": None, "words": "kept the light for 14 years"}


def write_article(folder, name, years=14):
    text = f"PORT SELWICK — {name.title()} Brill kept the light for {years} years.\n\nIt is out.\n"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in NAMES:
        write_article(folder, name)
    return folder


@pytest.fixture
def out(model, extractor, articles, tmp_path):
    """The folder of a run over three articles, each with one proven tribute."""
    for name in NAMES:
        model.by_marker[f"{name.title()} Brill"] = obituary(
            f"{name.title()} Brill", tributes=[TRIBUTE]
        )
    run_into(tmp_path / "out", extractor, articles)
    model.close()
    return tmp_path / "out"


def run_into(folder, extractor, target, **options):
    read = ReadOptions(**options)
    output = OutputFolder(folder)
    job = Run(extractor, output=output, origin=Origin.of(target, read, folder))
    with output:
        asyncio.run(job.execute(read_articles(target, options=read)))


def lines(folder):
    text = (folder / "records.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def edit(folder, change, number=0):
    """Change one stored line in place."""
    stored = lines(folder)
    change(stored[number])
    (folder / "records.jsonl").write_text("".join(encode(s) + "\n" for s in stored), "utf-8")


def told(summary):
    """Changes without their notes, the worst first."""
    return [(c.article, c.kind, c.path, c.before, c.after) for c in summary.worst_first()]


# what changes


def test_nothing_changes_by_itself(out):
    summary = Check(out).execute()
    assert summary.changes == []
    assert (summary.records, summary.checked, summary.values) == (3, 3, 6)
    assert summary.before == summary.after == {"exact": 6}


@pytest.mark.parametrize("reference", [str(version) for version in prompt_versions()])
def test_records_of_all_schemas_are_as_stored_when_checked_at_once(reference, tmp_path):
    """Completing a completed record changes nothing, and no check looks at itself."""
    count = store_examples(reference, tmp_path)
    summary = Check(tmp_path / "out").execute()
    assert summary.changes == []
    assert summary.checked == count > 0
    assert summary.values > 10


def test_ids_made_of_the_text_change_with_it_and_are_told_once(tmp_path):
    store_examples("conflict_events@2", tmp_path)
    path = tmp_path / "articles" / "0.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\n\nIt snowed.\n", encoding="utf-8")
    text, ids = Check(tmp_path / "out").execute().worst_first()
    assert (text.kind, ids.kind) == ("text", "ids")
    assert int(ids.note) > 20


def test_a_link_to_another_item_is_no_mere_change_of_ids(tmp_path):
    store_examples("conflict_events@2", tmp_path)
    path = tmp_path / "articles" / "0.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\n\nIt snowed.\n", encoding="utf-8")
    casualties = lines(tmp_path / "out")[0]["data"]["casualties"]
    events = [event["id"] for event in lines(tmp_path / "out")[0]["data"]["events"]]
    other = next(event for event in events if event != casualties[0]["event_id"])
    edit(tmp_path / "out", lambda line: line["data"]["casualties"][0].update(event_id=other))
    found = [c.path for c in Check(tmp_path / "out").execute().changes if c.kind == "derived"]
    assert found == ["casualties.0.event_id"]


def store_examples(reference, tmp_path):
    """Records of the worked examples of a prompt, as a run would store them; tells how many."""
    extractor = Extractor(reference, model="fake", base_url="http://127.0.0.1:9/v1")
    articles, out = tmp_path / "articles", tmp_path / "out"
    articles.mkdir()
    stored = []
    for number, example in enumerate(extractor.prompt.examples):
        path = articles / f"{number}.txt"
        path.write_text(example.article, encoding="utf-8")
        (article,) = read_articles(path)
        record = extractor.schema.model.model_validate_json(json.dumps(example.record))
        origin = Origin.of(articles, ReadOptions(), out)
        stored.append(line_of(extraction(extractor, article, record), extractor, origin))
    with OutputFolder(out) as output:
        output.publish(stored)
    return len(stored)


def extraction(extractor, article, record):
    examples = (example.article for example in extractor.prompt.examples)
    verified = Verifier(extractor.schema, examples).verify(article, record)
    return Extraction(
        article=article,
        data=verified.record,
        evidence=verified.evidence,
        findings=verified.findings,
        suspicious=verified.suspicious,
        rejected=(),
        policy="flag",
        gaps=(),
        attempts=(),
        usage=Usage.of(()),
        cost=0.0,
        seconds=0.1,
        model="fake-1",
        fingerprint=extractor.fingerprint(article),
    )


def test_an_edited_article_changes_the_verdict_of_what_it_no_longer_says(out, articles):
    write_article(articles, "bo", years=15)
    summary = Check(out).execute()
    verdict, text = summary.worst_first()
    assert (verdict.article, verdict.path) == ("bo.txt", "tributes.0.words")
    assert (verdict.before, verdict.after) == ("exact", "altered")
    assert "14" in verdict.note
    assert text.kind == "text"
    assert text.before == lines(out)[1]["article"]["sha256"] != text.after
    assert summary.after == {"exact": 5, "altered": 1}


def test_a_stored_verdict_the_rules_do_not_give_any_more(out):
    edit(out, lambda line: line["evidence"]["values"][1].update(verdict="unsupported"))
    expected = ("asta.txt", "verdict", "tributes.0.words", "unsupported", "exact")
    assert told(Check(out).execute()) == [expected]


def test_findings_come_and_go(out):
    edit(out, lambda line: line["data"]["tributes"][0].update(cites=[1, 9]))
    gone = {"code": "old_rule", "path": "tributes.0", "message": "x", "severity": "fault"}
    edit(out, lambda line: line["findings"].append(gone), number=1)
    found = [change for change in Check(out).execute().changes if change.kind == "finding"]
    assert [(c.article, c.before, c.after, c.severity) for c in found] == [
        ("asta.txt", None, "unknown_sentence", "notice"),
        ("bo.txt", "old_rule", None, "fault"),
    ]
    assert found[0].note == "the article has no sentence 9"


def test_a_value_that_came_or_went_is_told_once(out):
    edit(out, lambda line: line["evidence"]["values"].pop())
    edit(out, lambda line: line["data"]["person"].pop("age"), number=1)
    assert told(Check(out).execute()) == [
        ("bo.txt", "misfit", "", None, None),
        ("asta.txt", "verdict", "tributes.0.words", None, "exact"),
    ]


def test_a_record_its_schema_does_not_take_names_the_field_and_never_the_value(out):
    edit(out, lambda line: line["data"]["tributes"][0].update(cites=["secret"], words=14))
    (change,) = Check(out).execute().changes
    assert change.kind == "misfit"
    assert change.note == (
        "obituary@1: tributes.0.cites.0 int_parsing, tributes.0.words string_type"
    )


def test_articles_that_are_gone_or_cannot_be_read_any_more(out, articles):
    (articles / "asta.txt").unlink()
    (articles / "cass.txt").write_bytes(b"")
    summary = Check(out).execute()
    assert [(c.article, c.kind, c.note) for c in summary.changes] == [
        ("asta.txt", "missing", "no article has its id"),
        ("cass.txt", "missing", "empty: holds no text"),
    ]
    assert (summary.checked, summary.with_change("missing")) == (1, 2)


def test_suspicious_text_that_was_not_known_as_such(out):
    part = {"kind": "template", "start": 0, "end": 1, "quote": "P"}
    edit(out, lambda line: line["suspicious_text"].append(part))
    assert told(Check(out).execute()) == [("asta.txt", "suspicious", "", 1, 0)]


def test_the_worst_comes_first_whatever_the_order_of_the_articles(out, articles):
    edit(out, lambda line: line["evidence"]["values"][1].update(verdict="miscited"))
    write_article(articles, "bo", years=15)
    (articles / "cass.txt").unlink()
    kinds = [(c.article, c.kind) for c in Check(out).execute().worst_first()]
    assert kinds == [
        ("cass.txt", "missing"),
        ("bo.txt", "verdict"),
        ("asta.txt", "verdict"),
        ("bo.txt", "text"),
    ]


def test_a_defect_in_a_schema_of_the_user_does_not_hide_the_other_records(
    model, extractor, articles, tmp_path
):
    schema = tmp_path / "touchy.py"
    schema.write_text(TOUCHY, encoding="utf-8")
    prompt = tmp_path / "touchy.md"
    prompt.write_text(PROMPT, encoding="utf-8")
    extractor = Extractor(
        str(prompt), schema=f"{schema}:Log", model="fake", base_url=model.base_url
    )
    run_into(tmp_path / "out", extractor, articles)
    edit(tmp_path / "out", lambda line: line["data"].update(town="secret"), number=1)
    summary = Check(tmp_path / "out").execute()
    (change,) = summary.changes
    assert (change.article, change.kind) == ("bo.txt", "misfit")
    assert change.note == f"{schema}:Log: a defect, RuntimeError at touchy.py:17"
    assert summary.checked == 2


PROMPT = """\
---
schema: touchy
---
# System
You log boats.
# Article
{% for sentence in sentences %}[{{ sentence.number }}] {{ sentence.text }}{% endfor %}
# Whole article
Log all of it.
# Article facts
Where?
# Sentence
Log it.
"""
TOUCHY = """\
from typing import Annotated
from pydantic import BaseModel, Field


class Boat(BaseModel):
    cites: Annotated[list[int], Field(min_length=1)]
    name: str


class Log(BaseModel):
    town: str | None
    boats: list[Boat]

    def completed(self, source):
        if self.town is None:
            return self
        raise RuntimeError(self.town)
"""


# where the articles are


def test_lines_tell_where_the_articles_were_read_as_seen_from_the_folder(out):
    assert {line["article"]["input"] for line in lines(out)} == {"../articles"}


@pytest.mark.parametrize("name", ["é tide.txt", "[b].txt"])
def test_a_single_file_is_found_again(model, extractor, articles, tmp_path, name):
    (articles / "asta.txt").rename(articles / name)
    run_into(tmp_path / "out", extractor, articles / name)
    assert lines(tmp_path / "out")[0]["article"]["input"] == f"../articles/{name}"
    assert Check(tmp_path / "out").execute().changes == []


def test_a_link_to_a_file_keeps_its_name_and_a_linked_folder_is_seen_through(
    model, extractor, articles, tmp_path
):
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "out").symlink_to(tmp_path / "deep" / "deeper")
    (tmp_path / "link.txt").symlink_to(articles / "asta.txt")
    run_into(tmp_path / "out", extractor, tmp_path / "link.txt")
    (line,) = lines(tmp_path / "out")
    assert (line["id"], line["article"]["input"]) == ("link.txt", "../../link.txt")
    for folder in (tmp_path / "out", tmp_path / "deep" / "deeper"):
        assert Check(folder).execute().checked == 1


def test_options_of_reading_are_used_again(model, extractor, tmp_path):
    (tmp_path / "latin.txt").write_bytes("Zoé Brill kept the light.".encode("latin-1"))
    options = {"encoding": "latin-1", "published": date(2031, 4, 5)}
    run_into(tmp_path / "out", extractor, tmp_path / "latin.txt", **options)
    (line,) = lines(tmp_path / "out")
    assert line["article"]["input_encoding"] == "latin-1"
    assert line["article"]["input_published"] == "2031-04-05"
    assert Check(tmp_path / "out").execute().changes == []
    edit(tmp_path / "out", lambda line: line["article"].update(input_published=None))
    assert told(Check(tmp_path / "out").execute()) == [
        ("latin.txt", "published", "", "2031-04-05", None)
    ]


def test_other_articles_may_be_named(out, articles, tmp_path):
    articles.rename(tmp_path / "elsewhere")
    with pytest.raises(ArticleError) as caught:
        Check(out).execute()
    assert caught.value.code == "not_found"
    assert "--articles PATH" in str(caught.value)
    assert Check(out, articles=tmp_path / "elsewhere").execute().changes == []


def test_a_reused_record_tells_where_its_article_is_now(extractor, model, articles, tmp_path):
    run_into(tmp_path / "out", extractor, articles)
    articles.rename(tmp_path / "elsewhere")
    run_into(tmp_path / "out", extractor, tmp_path / "elsewhere")
    assert len(model.requests) == 3
    assert Check(tmp_path / "out").execute().checked == 3


@pytest.mark.parametrize(
    ("value", "message"), [("-", "from standard input"), (None, "do not say where")]
)
def test_articles_of_nobody_knows_where_have_to_be_named(out, articles, value, message):
    for number in range(3):
        edit(out, lambda line: line["article"].update(input=value), number)
    with pytest.raises(SettingsError, match=message):
        Check(out).execute()
    assert Check(out, articles=articles).execute().changes == []


def test_the_order_of_lines_and_articles_may_differ(out):
    stored = lines(out)
    (out / "records.jsonl").write_text("".join(encode(s) + "\n" for s in stored[::-1]), "utf-8")
    assert Check(out).execute().checked == 3


# what is stored


def without(line, *names):
    return {name: value for name, value in line.items() if name not in names}


def test_writing_stores_the_new_proof_and_nothing_else(out, articles):
    write_article(articles, "bo", years=15)
    before = lines(out)
    assert Check(out, write=True).execute().rewritten == 1
    after = lines(out)
    assert [path.name for path in out.iterdir()] == ["records.jsonl"]
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
    assert [path.name for path in out.iterdir()] == ["records.jsonl"]


def test_writing_nothing_new_touches_nothing(out):
    before = (out / "records.jsonl").stat()
    assert Check(out, write=True).execute().rewritten == 0
    assert (out / "records.jsonl").stat().st_ino == before.st_ino
    assert [path.name for path in out.iterdir()] == ["records.jsonl"]


def test_what_a_killed_run_has_paid_for_survives_a_check(out, articles):
    (out / "records.partial.jsonl").write_bytes(b'{"status":"ok","fingerprint":{"key":"k"}}\n')
    write_article(articles, "bo", years=15)
    Check(out, write=True).execute()
    assert "k" in OutputFolder(out).finished()


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
    assert [path.name for path in out.iterdir()] == ["records.jsonl"]


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


def test_words_of_a_worked_example_are_looked_for_as_in_the_run(out):
    words = load_prompt("obituary@1").examples[0].record["tributes"][0]["words"]
    edit(out, lambda line: line["data"]["tributes"][0].update(words=words))
    found = [c for c in Check(out).execute().changes if c.kind == "finding"]
    assert [(c.after, c.severity) for c in found] == [("example_leak", "reject")]


def test_progress_counts_records(out):
    seen = []
    Check(out, on_record=lambda done, total: seen.append((done, total))).execute()
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_the_report_is_json(out, articles):
    write_article(articles, "bo", years=15)
    (articles / "asta.txt").unlink()
    plain = json.loads(json.dumps(Check(out).execute().as_json()))
    assert (plain["records"], plain["changed"], plain["missing"]) == (3, 1, 1)
    assert plain["before"] == {"exact": 4}
    assert plain["changes"][1] == {
        "article": "bo.txt",
        "kind": "verdict",
        "path": "tributes.0.words",
        "before": "exact",
        "after": "altered",
        "note": plain["changes"][1]["note"],
        "severity": None,
    }


def test_origin_without_a_folder_is_the_path_as_given():
    assert Origin.of("some/place", ReadOptions(), None).input == "some/place"
