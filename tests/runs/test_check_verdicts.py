from __future__ import annotations

import json

import pytest
from record_folder import edit, lines, run_into, told, write_article
from stored_lines import line_of

from llm_extract import Extractor
from llm_extract.articles import ReadOptions, read_articles
from llm_extract.extraction import Extraction
from llm_extract.llm import Usage
from llm_extract.prompts import load_prompt, prompt_versions
from llm_extract.runs import Check, Origin, OutputFolder
from llm_extract.verification import Verifier


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
        output.rewrite(stored)
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


def test_words_of_a_worked_example_are_looked_for_as_in_the_run(out):
    words = load_prompt("obituary@1").examples[0].record["tributes"][0]["words"]
    edit(out, lambda line: line["data"]["tributes"][0].update(words=words))
    found = [c for c in Check(out).execute().changes if c.kind == "finding"]
    assert [(c.after, c.severity) for c in found] == [("example_leak", "reject")]


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
