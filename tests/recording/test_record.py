"""Recording: staged, moved on success, resumed, and played with the same outcome."""

from __future__ import annotations

import asyncio

import pytest
from fake_endpoint import Step, answers, refuses

from llm_extract.errors import RecordingError, SettingsError, StoppedError
from llm_extract.llm import CallSettings
from llm_extract.recording import AskLimits, Session, Suite, cases_of, golden_of
from llm_extract.runs import line_of

from . import suites
from .suites import case_of, live, record, suite_of, write_articles


def test_a_case_played_gives_the_record_it_was_recorded_with(model, tmp_path):
    write_articles(tmp_path)
    extractor, lines = live(model), {}
    suite = suite_of(extractor, tmp_path)
    session = Session(
        extractor,
        AskLimits(concurrency=1),
        on_end=lambda case, result: lines.update(
            {case.id: golden_of(line_of(case.article, result, extractor))}
        ),
    )
    outcome = asyncio.run(session.record(cases_of(suite)))
    assert not outcome.failed

    for case in cases_of(Suite.load(suite.folder)):
        assert golden_of(case.replay().line) == lines[case.id]
    survivors = case_of(suite).replay().line["data"]["survivors"]
    assert [item["name"] for item in survivors] == ["Ina"]


def test_what_is_recorded_is_not_asked_again(recorded, model):
    sent = len(model.requests)
    outcome = record(recorded, live(model))
    assert (outcome.paid, len(outcome.fresh), outcome.done) == (0, 2, [])
    assert len(model.requests) == sent


def test_only_what_is_missing_or_stale_is_asked(recorded, model):
    path = recorded.articles / "asta.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("31", "32"), encoding="utf-8")
    outcome = record(recorded, live(model))
    assert [case.id for case in outcome.done] == ["asta.txt"]
    assert [case.id for case in outcome.fresh] == ["bo.txt"]


def test_nothing_is_moved_before_all_is_there_and_nothing_is_paid_twice(model, tmp_path):
    write_articles(tmp_path)
    model.by_marker["Bo Brill mended"] = refuses(400)
    suite = suite_of(live(model), tmp_path)
    outcome = record(suite, live(model))

    assert [(case.id, error.code) for case, error in outcome.failed] == [("bo.txt", "bad_request")]
    assert not outcome.moved
    assert not suite.recording("asta.txt").exists()
    assert suite.staged("asta.txt").exists()

    suites.answering(model)
    before = len(model.requests)
    outcome = record(suite, live(model))
    assert (outcome.paid, outcome.moved, len(model.requests) - before) == (1, True, 1)
    assert suite.recording("asta.txt").exists()
    assert not (suite.folder / ".staging").exists()


def test_an_interrupted_recording_keeps_the_answers_it_paid_for(model, tmp_path):
    """Sentence by sentence, three requests: the endpoint dies before the third."""
    articles = write_articles(tmp_path)
    (articles / "bo.txt").unlink()
    how = {"reading": "sentence", "settings": CallSettings(transport_retries=0)}
    model.by_marker = {"Sentence 2: The lamp is out.": refuses(500)}
    suite = suite_of(live(model, **how), tmp_path)
    outcome = record(suite, live(model, **how))
    assert (outcome.paid, [error.code for _, error in outcome.failed]) == (2, ["server_error"])

    model.by_marker = {}
    outcome = record(suite, live(model, **how))
    assert (outcome.paid, outcome.failed) == (1, [])
    assert case_of(suite, "asta.txt").replay().answers == 3


def test_faults_on_the_way_are_no_part_of_a_recording(model, tmp_path):
    write_articles(tmp_path)
    model.by_marker["Bo Brill mended"] = refuses(503)
    healed = suites.obituary("Bo Brill")

    def heal(_request):
        if sum("Bo Brill mended" in r.body.decode() for r in model.requests) > 1:
            model.by_marker["Bo Brill mended"] = healed

    model.on_request = heal
    extractor = live(model, settings=CallSettings(transport_retries=3))
    suite = suite_of(extractor, tmp_path)
    assert not record(suite, extractor).failed
    replayed = case_of(suite).replay()
    assert (replayed.answers, len(replayed.result.attempts)) == (1, 1)


def test_an_answer_without_a_record_is_an_answer(model, tmp_path):
    write_articles(tmp_path)
    model.by_marker["Bo Brill mended"] = answers("", finish_reason="content_filter")
    extractor = live(model)
    suite = suite_of(extractor, tmp_path)
    assert not record(suite, extractor).failed
    line = case_of(suite).replay().line
    assert (line["status"], line["error"]["code"]) == ("failed", "content_filter")


def test_a_budget_stops_a_recording(model, tmp_path):
    write_articles(tmp_path)
    extractor = live(model)
    suite = suite_of(extractor, tmp_path)
    session = Session(extractor, AskLimits(concurrency=1, max_tokens=1))
    with pytest.raises(StoppedError, match="budget"):
        asyncio.run(session.record(cases_of(suite)))
    assert not suite.recording("asta.txt").exists()


def test_nothing_is_recorded_in_ci(recorded, model, monkeypatch):
    monkeypatch.setenv("CI", "true")
    sent = len(model.requests)
    with pytest.raises(RecordingError, match="recording_refused"):
        record(recorded, live(model), again=True)
    assert len(model.requests) == sent


def test_another_suite_has_the_place(recorded, model):
    extractor = live(model, policy="drop")
    with pytest.raises(SettingsError, match="another policy"):
        Suite.of(extractor, recorded.folder, recorded.articles).claim()


def test_a_prompt_without_a_version_is_not_recorded(model, tmp_path):
    from llm_extract.prompts import prompt_versions

    path = next(v.path for v in prompt_versions() if str(v) == "obituary@1")
    with pytest.raises(SettingsError, match="only versions are recorded"):
        suite_of(live(model, prompt=str(path)), tmp_path)


def test_the_files_hold_no_header_no_address_and_name_the_model(recorded, model):
    text = recorded.recording("bo.txt").read_text(encoding="utf-8")
    assert text.startswith("# Answers of fake-1.\n")
    assert str(model.base_url) not in text
    assert "authorization" not in text.lower()
    assert "created" not in text
    assert "Bo Brill mended 12 nets" in text


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"[1]"])
def test_what_is_no_answer_is_not_taken_down(model, tmp_path, body):
    write_articles(tmp_path)
    good = model.by_marker["Bo Brill mended"]
    model.by_marker["Bo Brill mended"] = Step(body=body)

    def heal(_request):
        if sum("Bo Brill mended" in r.body.decode() for r in model.requests) > 1:
            model.by_marker["Bo Brill mended"] = good

    model.on_request = heal
    extractor = live(model)
    suite = suite_of(extractor, tmp_path)
    assert not record(suite, extractor).failed
    assert case_of(suite).replay().answers == 1


def test_what_was_finished_before_an_interruption_needs_no_model(model, tmp_path):
    write_articles(tmp_path)
    model.by_marker["Bo Brill mended"] = refuses(400)
    suite = suite_of(live(model), tmp_path)
    assert record(suite, live(model)).failed
    (suite.articles / "bo.txt").unlink()
    sent = len(model.requests)

    outcome = record(suite, live(model))
    assert ([case.id for case in outcome.done], outcome.paid) == (["asta.txt"], 0)
    assert len(model.requests) == sent
    assert suite.recording("asta.txt").exists()
