"""Reviewed records as gold, and as what models learn from."""

from __future__ import annotations

import json

import pytest
from reviewed_runs import At, decided

from llm_extract.errors import SettingsError
from llm_extract.evaluation.scoring import NativeGold, evaluate, read_gold
from llm_extract.prompts import load_prompt
from llm_extract.review import Choice, write_reviewed
from llm_extract.runs import reopen, stored_lines
from llm_extract.schemas import load_schema


def gold(folder, output=None, **choice):
    return write_reviewed(folder, "gold", output, Choice(**choice))


def lines(written):
    return [json.loads(line) for line in written.output.read_text("utf-8").splitlines()]


def scores(folder, path):
    entries = read_gold(path)
    reader = NativeGold(load_schema("conflict_events@2"), entries)
    (result,) = evaluate(reader, entries, stored_lines(folder)).results
    return {row: result.scores.total(row) for row in result.rows}


def test_accepting_everything_makes_gold_that_the_run_meets(out):
    with At(out) as at:
        at("done")
        at("done", article=1)
    written = gold(out)
    assert (written.records, written.output) == (2, out / "gold.jsonl")
    counts = scores(out, written.output)["all-fields"]
    assert counts.predicted == counts.right_predicted == counts.gold == counts.found_gold > 0


def test_corrections_show_in_the_scores(out):
    with At(out) as at:
        at("done")
        at("reject", "casualties.1", article=1)
        at("correct", "casualties.0", {"low": 14, "best": 14}, article=1)
        at("done", article=1)
    rows = scores(out, gold(out).output)
    everything, best = rows["all-fields"], rows["casualties.best"]
    assert everything.right_predicted < everything.predicted
    assert everything.gold < everything.predicted
    # Of four figures the gold has three, and one of them has another number.
    assert (best.predicted, best.gold, best.found_gold) == (4, 3, 2)


def test_only_articles_that_are_done_are_gold(out):
    decided(out, ("reject", "events.0"))
    with pytest.raises(SettingsError, match=r"no reviewed record is finished: 1 not done"):
        gold(out)
    assert not (out / "gold.jsonl").exists()
    (line,) = lines(gold(out, partial=True))
    assert line["data"]["events"] == []
    decided(out, ("done",))
    assert [line["id"] for line in lines(gold(out))] == ["asta.txt"]


def test_gold_tells_whose_word_it_is_and_what_was_noted(out):
    with At(out) as at:
        at("note", "events.0", note='Odd: "<b>"')
        at("done")
    (line,) = lines(gold(out))
    assert line["reviewed"] == {
        "reviewers": ["ada"],
        "run": 1,
        "outcome": reopen(out).lines[0].outcome,
        "schema": "conflict_events@2",
        "notes": [{"reviewer": "ada", "path": "events.0", "note": 'Odd: "<b>"'}],
    }


def test_of_several_reviewers_one_is_named_or_all_agree(out):
    decided(out, ("reject", "casualties.1"), ("done",))
    decided(out, ("done",), reviewer="bo")
    with pytest.raises(SettingsError, match=r"2 reviewers: ada, bo \(name one with --reviewer"):
        gold(out)
    with pytest.raises(SettingsError, match="'cy' is none of ada, bo"):
        gold(out, reviewer="cy")
    assert len(lines(gold(out, reviewer="ada"))[0]["data"]["casualties"]) == 1
    assert len(lines(gold(out, reviewer="bo"))[0]["data"]["casualties"]) == 2
    with pytest.raises(SettingsError, match="1 reviewers differ"):
        gold(out, agreed=True)
    with At(out, "bo") as bo:
        bo("reject", "casualties.1")
        bo("done", article=1)
    written = gold(out, agreed=True)
    assert (written.records, dict(written.left_out)) == (1, {"reviewed by one only": 1})
    assert lines(written)[0]["reviewed"]["reviewers"] == ["ada", "bo"]


def test_gold_in_a_folder_has_a_file_for_each_article(out, tmp_path):
    with At(out) as at:
        at("done")
        at("done", article=1)
    written = gold(out, tmp_path / "gold")
    assert sorted(path.name for path in written.output.iterdir()) == [
        "asta.txt.json",
        "bo.txt.json",
    ]
    counts = scores(out, written.output)["all-fields"]
    assert counts.right_predicted == counts.predicted


@pytest.mark.parametrize("name", ["gold", "gold.jsonl"])
def test_gold_takes_the_place_of_gold_and_of_nothing_else(out, tmp_path, name):
    decided(out, ("done",))
    path = tmp_path / name
    gold(out, path)
    with At(out) as at:
        at("reject", "events.0")
    gold(out, path)
    (entry,) = read_gold(path)
    assert entry["data"]["events"] == []
    own = path / "own.json" if path.is_dir() else path
    own.write_text('{"id": "mine"}\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="was not made by this command"):
        gold(out, path)
    assert own.read_text("utf-8") == '{"id": "mine"}\n'


def test_a_folder_nobody_reviewed(out):
    with pytest.raises(SettingsError, match="nobody reviewed the run yet"):
        gold(out)


def test_reviewed_records_become_worked_examples(out):
    with At(out) as at:
        at("reject", "casualties.1")
        at("done")
    number = len(load_prompt("conflict_events@2").examples) + 1
    written = write_reviewed(out, "examples", None, Choice())
    assert written.lessons.taught == 1
    assert f"# Example article {number}" in written.text
    assert "At least 12 visitors were injured" in written.text
    assert "30 visitors" not in written.text


def test_what_the_article_does_not_bear_out_is_taught_on_demand_only(out):
    decided(out, ("done",))
    assert write_reviewed(out, "examples", None, Choice()).lessons.left_out == 1
    everything = write_reviewed(out, "examples", None, Choice(), everything=True)
    assert everything.lessons.left_out == 0
    assert "30 visitors" in everything.text


def test_reviewed_records_become_chats_as_the_run_asked(out, tmp_path):
    with At(out) as at:
        at("reject", "casualties.1")
        at("done")
    path = tmp_path / "chat.jsonl"
    assert write_reviewed(out, "chat", path, Choice()).lessons.taught == 1
    (chat,) = [json.loads(line)["messages"] for line in path.read_text("utf-8").splitlines()]
    answer = json.loads(chat[-1]["content"])
    assert [figure["count_text"] for figure in answer["casualties"]] == ["At least 12"]
    assert "Harbour Board" in chat[-2]["content"]
