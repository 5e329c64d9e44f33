"""The hand-coded seed article as the answer of a model: stored by a run and replayed by `check`."""

from __future__ import annotations

import asyncio
import json
import shutil
from contextlib import closing

import pytest
from cli.program import call, records
from fake_endpoint import FakeEndpoint, answers
from schemas.conflict_events.seed_gold import SEED, gold, gold_record
from seed_answers import index_of, seed_extractor

from llm_extract.runs import Job, OutputFolder, encode


@pytest.fixture(scope="module")
def endpoint():
    gold()
    with closing(FakeEndpoint()) as made:
        yield made


@pytest.fixture(scope="module")
def extractor(endpoint):
    with seed_extractor(endpoint.base_url) as made:
        yield made


@pytest.fixture
def out(endpoint, extractor, tmp_path):
    """The folder of a run whose model answers with the coding; the article lies beside it."""
    folder = tmp_path / "articles"
    folder.mkdir()
    name = f"{gold()['doc']['doc_id']}.txt"
    shutil.copyfile(SEED / name, folder / name)
    endpoint.play(answers(json.dumps(gold_record())))
    job = Job(extractor, folder, output=OutputFolder(tmp_path / "out"))
    asyncio.run(job.execute())
    return tmp_path / "out"


def changes(out):
    """Changes `check` reports: kind and path."""
    result = call("check", out, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["changes"]
    return {(c["kind"], c["path"]): (c["before"], c["after"]) for c in found}


def test_the_coding_is_proven_and_stays_so(out):
    checked = call("check", out, "--json")
    report = json.loads(checked.stdout)

    assert (checked.exit_code, report["records"], report["changes"]) == (0, 1, [])
    assert report["before"] == report["after"]
    assert report["after"].get("altered", 0) == report["after"].get("unsupported", 0) == 0
    assert sum(report["after"].values()) > 400
    assert call("check", out).stdout.startswith("nothing changed: 1 record, ")
    (line,) = records(out)
    assert (line["rejected"], line["gaps"]) == ([], [])
    assert {finding["severity"] for finding in line["findings"]} == {"notice"}


def test_the_date_of_publication_is_that_of_the_header(out):
    (line,) = records(out)
    assert line["article"]["published"] == gold()["article"]["publication_date"]
    assert line["article"]["published_from"] == "header"


def test_one_changed_number_is_the_one_changed_verdict(out):
    (line,) = records(out)
    at = index_of("casualties", "k_extr")
    line["data"]["casualties"][at]["high"] += 1
    (out / "records.jsonl").write_text(encode(line) + "\n", encoding="utf-8")

    found = changes(out)
    path = f"casualties.{at}.high"
    verdicts = {where: what for (kind, where), what in found.items() if kind == "verdict"}
    assert verdicts == {path: ("exact", "altered")}
    assert found.pop(("finding", path)) == (None, "count_not_derivable")
    # The item has another id, made of what it says.
    assert {kind for kind, _ in found} == {"verdict", "ids"}


def test_one_changed_word_of_the_article_changes_what_rests_on_it(out):
    (path,) = (out.parent / "articles").iterdir()
    text = path.read_text(encoding="utf-8")
    assert text.count(" four ") == 1
    path.write_text(text.replace(" four ", " nine "), encoding="utf-8")

    found = changes(out)
    verdicts = {where: what for (kind, where), what in found.items() if kind == "verdict"}
    line = f"front_lines.{[f['id'] for f in gold()['front_lines']].index('f_west')}"
    assert {where for where in verdicts if where.startswith(line)} == set(verdicts)
    assert verdicts[f"{line}.distance_text"] == ("exact", "altered")
    assert verdicts[f"{line}.km"][1] == "altered"
    assert ("text", "") in found
