from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from fake_model import obituary

from cli.program import call, records, run_options

FEW = ("--resamples", "200")


def person(name, **facts):
    nothing = {"born": None, "died": None, "age": None, "place_of_death": None}
    return {"name": name, **nothing, **facts}


def survivor(name, relation, cites=(1,)):
    return {"cites": list(cites), "name": name, "relation": relation}


def gold_record(name, *survivors, **facts):
    lists = {"positions": [], "survivors": list(survivors), "tributes": []}
    return {"person": person(name, **facts), **lists}


@pytest.fixture
def gold(tmp_path):
    """Asta has two survivors, Bo and Cass none; Cass died at Aldo."""
    folder = tmp_path / "gold"
    folder.mkdir()
    told = {
        "asta": gold_record(
            "Asta Brill", survivor("Runa Brill", "daughter"), survivor(None, "three sons")
        ),
        "bo": gold_record("Bo Brill"),
        "cass": gold_record("Cass Brill", place_of_death="Aldo"),
    }
    for name, record in told.items():
        (folder / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


@pytest.fixture
def out(model, articles, tmp_path):
    """A run that finds one survivor of Asta, makes one up for Bo, and misses where Cass died."""
    model.by_marker |= {
        "Asta Brill": obituary("Asta Brill", survivors=[survivor("Runa Brill", "sister")]),
        "Bo Brill": obituary("Bo Brill", survivors=[survivor("Aldo", "light")]),
        "Cass Brill": obituary("Cass Brill"),
    }
    call(*run_options(model), articles, "-o", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def better(model, articles, out, gold, tmp_path):
    """A second run into the same folder, which only leaves out what was made up for Bo."""
    model.by_marker["Bo Brill"] = obituary("Bo Brill")
    call(*run_options(model), articles, "-o", out, "--fresh")
    return out


def evaluated(*arguments):
    result = call("eval", *arguments, *FEW, "--json")
    return json.loads(result.stdout)["metrics"][0]


def test_the_table_shows_rates_counts_and_the_worst_articles(out, gold):
    """Counts by hand, right of predicted and found of gold:

    | row               | asta               | bo             | cass     | sum      |
    | person (facts)    | name 1/1, 1/1      | name 1/1, 1/1  | 1/1, 1/2 | 3/3, 3/4 |
    | survivors         | Runa 1/2, 1/3      | 0/2, 0/0       |          | 1/4, 1/3 |
    | all fields        | 2/3, 2/4           | 1/3, 1/1       | 1/1, 1/2 | 4/7, 4/7 |
    | items             | 1/1, 1/2           | 0/1, 0/0       |          | 1/2, 1/2 |
    """
    result = call("eval", out, gold, *FEW)
    assert result.exit_code == 0
    lines = [re.sub(r"  +", " ", line.strip()) for line in result.stdout.splitlines()]
    assert lines[0] == (
        "event_fields: 3 articles of gold; 0.50 false items on each of 2 without gold"
    )
    assert lines[1] == "row P R F1 95 % of F1 right/predicted found/gold"
    rows = lines[: lines.index("grounding")]
    shown = {line.split(" ")[0]: line for line in rows}
    assert shown["all-fields"].startswith("all-fields 0.571 0.571 0.571 [")
    assert shown["all-fields"].endswith("] 4/7 4/7")
    assert shown["article-facts"].endswith(" 3/3 3/4")
    assert shown["survivors"].endswith(" 1/4 1/3")
    assert shown["all-items"].endswith(" 1/2 1/2")
    assert shown["relevant-articles"].endswith(" 1/2 1/1")
    # Neither side has a position: there is nothing to tell.
    assert "positions.title" not in shown
    worst = lines[lines.index("worst articles by event_fields") + 2 :]
    assert [line.split(" ")[0] for line in worst[:3]] == ["bo", "asta", "cass"]


def test_json_has_the_same_counts(out, gold):
    told = evaluated(out, gold)
    row = told["rows"]["all-fields"]
    assert row["counts"] == {"right_predicted": 4, "predicted": 7, "found_gold": 4, "gold": 7}
    assert row["f1"] == pytest.approx(4 / 7)
    low, high = row["interval"]["f1"]
    assert low <= 4 / 7 <= high
    assert told["without_gold"] == {"articles": 2, "items": 1}
    assert [document["id"] for document in told["documents"]] == ["asta", "bo", "cass"]
    grounding = json.loads(call("eval", out, gold, *FEW, "--json").stdout)["grounding"]
    assert grounding["all"]["values"] == 7
    assert grounding["survivors"]["items"] == 2


def test_the_seed_makes_it_the_same_again(out, gold):
    first = call("eval", out, gold, *FEW, "--seed", "7").stdout
    assert call("eval", out, gold, *FEW, "--seed", "7").stdout == first


def test_a_run_against_its_own_records_is_all_right(out):
    told = evaluated(out, out / "records.jsonl")
    assert {row["f1"] for row in told["rows"].values()} <= {1.0, None}
    assert told["rows"]["all-fields"]["f1"] == 1.0


def test_a_run_may_be_named_by_folder_number_or_file(better, gold):
    newest, first = evaluated(better, gold), evaluated(f"{better}#1", gold)
    assert newest["rows"]["all-fields"]["counts"]["predicted"] == 5
    assert first["rows"]["all-fields"]["counts"]["predicted"] == 7
    assert evaluated(f"{better}#2", gold) == newest
    assert evaluated(better / "records.jsonl", gold) == newest


def test_two_runs_are_compared(better, gold):
    against = evaluated(better, gold, "--against", f"{better}#1")["against"]
    row = against["rows"]["all-fields"]
    # Before 4/7 and 4/7, after 4/5 and 4/7.
    assert row["before"] == pytest.approx(4 / 7)
    assert row["after"] == pytest.approx(8 / 12)
    assert row["change"] == pytest.approx(8 / 12 - 4 / 7)
    assert [flip["id"] for flip in against["better"]] == ["bo"]
    assert against["worse"] == []
    back = evaluated(f"{better}#1", gold, "--against", better)["against"]
    assert [flip["id"] for flip in back["worse"]] == ["bo"]
    shown = call("eval", better, gold, *FEW, "--against", f"{better}#1").stdout
    assert f"F1 compared with {better}#1\n" in shown
    assert re.search(r"\nbetter\n.*\n +bo +0\.500 -> 1\.000 +1 -> 1 +2 -> 0\n", shown)
    assert "\nworse\n" not in shown


# thresholds


def test_a_threshold_that_is_met(out, gold):
    assert call("eval", out, gold, *FEW, "--min-f1", "all-fields=0.57").exit_code == 0


@pytest.mark.parametrize("row", ["all-fields=0.58", "event_fields:survivors=0.9", "tributes=0.1"])
def test_a_threshold_that_is_not_met(out, gold, row):
    result = call("eval", out, gold, *FEW, "--min-f1", "all-items=0.5", "--min-f1", row)
    assert result.exit_code == 1
    assert result.stderr.count("is below") == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("all-fields", "is no row with an F1 from 0 to 1 (write it as all-fields=0.8)"),
        ("all-fields=80", "is no row with an F1 from 0 to 1"),
        ("all-fields=x", "is no row with an F1 from 0 to 1"),
        ("brooms=0.5", "no row is called 'brooms': all-fields, article-facts, "),
        ("gtt_micro:all-fields=0.5", "no row is called 'gtt_micro:all-fields'"),
    ],
)
def test_a_threshold_that_cannot_be(out, gold, row, message):
    result = call("eval", out, gold, *FEW, "--min-f1", row)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error --min-f1: usage: ")
    assert message in result.stderr


# reports


def test_junit_has_a_case_for_each_article_and_threshold(out, gold, tmp_path):
    (gold / "dora.json").write_text(json.dumps(gold_record("Dora Brill")))
    path = tmp_path / "junit.xml"
    call(
        "eval", out, gold, *FEW, "--junit", path, "--min-f1", "all-fields=0.9", "--min-f1",
        "all-items=0.4",
    )  # fmt: skip
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    articles, thresholds = root.findall("testsuite")
    assert articles.attrib == {
        "name": "event_fields",
        "tests": "4",
        "errors": "0",
        "failures": "0",
        "skipped": "1",
    }
    names = [case.get("name") for case in articles]
    assert names == ["asta", "bo", "cass", "dora"]
    assert articles[3].find("skipped") is not None
    properties = {p.get("name"): p.get("value") for p in articles[0].iter("property")}
    assert properties["all-fields.precision"] == "2/3"
    assert properties["all-fields.recall"] == "2/4"
    assert thresholds.get("failures") == "1"
    failed = {case.get("name"): case.find("failure") is not None for case in thresholds}
    assert failed == {
        "event_fields:all-fields at least 0.9": True,
        "event_fields:all-items at least 0.4": False,
    }


def test_the_page_holds_the_scores_and_nothing_from_elsewhere(better, gold, tmp_path):
    path = tmp_path / "scores.html"
    call("eval", better, gold, *FEW, "--html", path, "--against", f"{better}#1")
    page = path.read_text(encoding="utf-8")
    assert "<td>all-fields</td><td>0.800</td><td>0.571</td><td>0.667</td>" in page
    assert ">better: 1 article<" in page
    assert "://" not in page
    assert "<script" not in page


def test_a_report_that_cannot_be_written_is_one_line(out, gold, tmp_path):
    result = call("eval", out, gold, *FEW, "--html", tmp_path / "nowhere" / "x.html")
    assert result.exit_code == 3
    assert "output_lost: the report cannot be written" in result.stderr


# what is wrong with the input


def test_failed_articles_count_as_empty_and_are_told(model, articles, out, gold):
    lines = records(out)
    lines[0] = {k: lines[0][k] for k in ("id", "schema", "prompt")} | {"status": "failed"}
    (out / "some.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = call("eval", out / "some.jsonl", gold, *FEW)
    assert "1 without a record, scored as empty" in result.stdout
    # Of the 4 fields of Asta none is found.
    assert evaluated(out / "some.jsonl", gold)["rows"]["all-fields"]["counts"] == {
        "right_predicted": 2,
        "predicted": 4,
        "found_gold": 2,
        "gold": 7,
    }


@pytest.mark.parametrize(
    ("run", "wanted", "exit_code", "message"),
    [
        ("nowhere", "gold", 2, "nowhere: usage: there is no such file or folder"),
        ("out#9", "gold", 2, "usage: run 9 has no inputs"),
        ("out", "nowhere", 2, "nowhere: usage: there is no such file or folder"),
        ("empty.jsonl", "gold", 2, "empty.jsonl: usage: it names no schema"),
        ("two.jsonl", "gold", 2, "two.jsonl: usage: its records have several schemas: a, b"),
        ("broken.jsonl", "gold", 3, "broken.jsonl:1: invalid_json: it is no line of a run"),
        ("out", "broken.jsonl", 3, "broken.jsonl:1: invalid_json"),
        ("out", "others.jsonl", 2, "no record has an id of the gold: 'asta.txt' against 'dora'"),
    ],
)
def test_what_cannot_be_read_is_one_line(out, gold, tmp_path, run, wanted, exit_code, message):
    (tmp_path / "empty.jsonl").write_text("")
    two = "".join(json.dumps({"id": name, "schema": name}) + "\n" for name in "ab")
    (tmp_path / "two.jsonl").write_text(two)
    (tmp_path / "broken.jsonl").write_text("{oops\n")
    (tmp_path / "others.jsonl").write_text('{"id": "dora", "data": {"survivors": []}}\n')
    result = call("eval", tmp_path / run, tmp_path / wanted, *FEW)
    assert result.exit_code == exit_code
    assert message in result.stderr
    assert (result.stderr.count("\n"), result.stdout) == (1, "")
