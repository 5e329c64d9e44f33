"""Gold of another form than the records, from the articles to the scores."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fake_endpoint import answers

from cli.program import call

ROOT = Path(__file__).parents[2]
BENCHMARK = ROOT / "benchmarks" / "development_sets.py"
needs_benchmark = pytest.mark.skipif(
    not BENCHMARK.is_file(), reason="benchmarks are part of the repository only"
)
TEXTS = {
    "a": ("Rebels of the Blue Brigade burnt farms near Selwick, killing a farmer.", "ATTACK"),
    "b": ("Farmers marched through Selwick and asked for seed.", "PEACE_PROTEST"),
    "c": ("A flood closed the bridge of Aldo.", "NATURAL_DISASTER"),
}
FACTS = {"reports_conflict": True, "language": "en", "agency": None, "byline": None}
LISTS = ("claims", "casualties", "displacement")


def record(event_type, sub_event_type, what):
    event = {
        "cites": [1],
        "what": what,
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "date_text": None,
        "place": "Selwick",
        "side_a": [],
        "side_b": [],
        "status": "new",
        "modality": "asserted",
    }
    return answers(json.dumps({"article": FACTS, "events": [event], **{k: [] for k in LISTS}}))


@pytest.fixture
def sets(tmp_path):
    """A development set of our own: three texts, one label each."""
    folder = tmp_path / "sets"
    folder.mkdir()
    lines = (
        {"id": key, "text": text, "gold": {"event_subtype": label}}
        for key, (text, label) in TEXTS.items()
    )
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "dev_acled_types_case2021.jsonl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def says(model):
    """A model that takes the march for a demonstration with violence, and is right otherwise."""
    model.by_marker |= {
        "burnt farms": record("Violence against civilians", "Attack", "burnt farms"),
        "marched through": record("Riots", "Violent demonstration", "marched through"),
    }
    return model


def benchmark(*arguments):
    return subprocess.run(
        [sys.executable, str(BENCHMARK), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
    )


@needs_benchmark
def test_the_benchmark_reads_a_set_and_prints_its_scores(says, sets, tmp_path):
    """Right: the attack, and silence about the flood. F1: Attack 1, march 0, riot 0."""
    options = ("--model", "fake", "--base-url", says.base_url, "--reading", "article")
    told = benchmark("acled_types", tmp_path / "out", "--sets", sets, "--", *options)
    assert told.returncode == 0, told.stderr
    assert "one_label: 3 articles of gold; macro-F1 of 3 labels 0.333 [" in told.stdout
    assert "all-fields                   0.667  0.667  0.667" in told.stdout
    # The labels are no part of what the model saw.
    assert not any(b"PEACE_PROTEST" in request.body for request in says.requests)


@needs_benchmark
def test_the_benchmark_leaves_no_records_in_the_repository(sets):
    told = benchmark("acled_types", ROOT / "out", "--sets", sets)
    assert told.returncode == 2
    assert "outside the repository" in told.stderr


@needs_benchmark
def test_the_benchmark_says_which_set_is_missing(tmp_path):
    told = benchmark("muc4", tmp_path / "out", "--sets", tmp_path)
    assert told.returncode == 2
    assert "dev_muc4.jsonl" in told.stderr


@pytest.fixture
def out(says, sets, tmp_path):
    lines = (json.dumps({"id": key, "text": text}) + "\n" for key, (text, _) in TEXTS.items())
    (tmp_path / "texts.jsonl").write_text("".join(lines), encoding="utf-8")
    options = ("--model", "fake", "--base-url", says.base_url, "--reading", "article")
    call("run", tmp_path / "texts.jsonl", "-o", tmp_path / "out", *options)
    return tmp_path / "out"


def test_macro_f1_and_labels_are_in_the_json_and_on_the_page(out, sets, tmp_path):
    gold = sets / "dev_acled_types_case2021.jsonl"
    page = tmp_path / "scores.html"
    few = ("--mapping", "acled_types", "--resamples", "100", "--html", page)
    result = call("eval", out, gold, *few, "--json")
    (found,) = json.loads(result.stdout)["metrics"]
    assert found["macro_f1"]["labels"] == 3
    assert found["macro_f1"]["f1"] == pytest.approx(1 / 3)
    assert found["rows"]["label:Attack"]["f1"] == 1
    assert "Macro-F1 of 3 labels: 0.333" in page.read_text(encoding="utf-8")


@pytest.fixture
def line(tmp_path):
    """A record of another schema."""
    path = tmp_path / "others.jsonl"
    line = {"id": "a", "status": "ok", "schema": "obituary@1", "data": {}}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path


def test_an_unknown_mapping_and_one_for_other_records_are_usage(line, sets):
    gold = sets / "dev_acled_types_case2021.jsonl"
    unknown = call("eval", line, gold, "--mapping", "acled")
    assert unknown.exit_code == 2
    assert "unknown_mapping" in unknown.stderr
    assert "did you mean acled_types" in unknown.stderr
    others = call("eval", line, gold, "--mapping", "acled_types")
    assert others.exit_code == 2
    assert "nothing for records of obituary@1" in others.stderr


def test_gold_of_another_kind_is_named_by_the_key_that_leads_nowhere(line, tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "labels": []}\n', encoding="utf-8")
    result = call("eval", line, tmp_path / "gold.jsonl", "--mapping", "muc4")
    assert result.exit_code == 2
    assert "muc4: mapping_invalid: gold.0.items: no line has anything there" in result.stderr
