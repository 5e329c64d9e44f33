from __future__ import annotations

import shutil

import pytest
from reviewed_runs import EVENT, FIGURE, At, rows

from llm_extract.review import RefusedError
from llm_extract.runs import reopen

BEST = "casualties.1.best"


@pytest.fixture
def at(out):
    with At(out) as session:
        yield session


@pytest.fixture(scope="module")
def asked(made, tmp_path_factory):
    """A session that is only asked for what it refuses."""
    root = tmp_path_factory.mktemp("asked")
    shutil.copytree(made.parent, root, dirs_exist_ok=True)
    with At(root / "out") as session:
        yield session


def verdict(at, path, article=0):
    values = at.session.effective(article).line["evidence"]["values"]
    return next((one["verdict"] for one in values if one["path"] == path), None)


def shown(at, path, article=0):
    values = [v for i in at.session.record(article)["entry"]["items"] for v in i["values"]]
    return next((one for one in values if one["path"] == path), None)


def refused(at, *said, **options):
    with pytest.raises(RefusedError) as caught:
        at(*said, **options)
    return caught.value


def test_without_a_decision_the_record_is_the_extracted_one(at, out):
    assert at.session.effective(0).line == reopen(out).lines[0].line
    at("accept", "events.0")
    at("done")
    assert at.session.effective(0).line == reopen(out).lines[0].line


def test_a_corrected_number_gets_a_verdict_of_its_own(at):
    assert verdict(at, BEST) == "altered"
    at("correct", "casualties.1", {"count_text": "At least 12", "low": 12, "best": 12})
    assert at.data()["casualties"][1]["best"] == 12
    assert verdict(at, BEST) == "exact"
    assert shown(at, BEST)["verdict"] == "exact"
    at("correct", BEST, 13)
    assert verdict(at, BEST) == "altered"


def test_code_fills_in_what_follows_from_a_correction(at):
    before = at.data()["events"][0]["when"]
    at("correct", "events.0", {"date_text": "on Tuesday", "cites": [4]})
    after = at.data()["events"][0]["when"]
    assert (before["start"], after["start"]) == ("2031-03-03", "2031-03-04")
    assert (
        at.data()["events"][0]["id"]
        != reopen(at.session.run.folder).lines[0].line["data"]["events"][0]["id"]
    )


def test_a_rejected_item_is_gone_and_those_behind_it_move_up(at):
    at("reject", "casualties.0")
    assert [item["best"] for item in at.data()["casualties"]] == [30]
    assert verdict(at, "casualties.0.best") == "altered"
    record = at.session.record(0)
    assert [record["states"][f"casualties.{n}"] for n in (0, 1)] == ["rejected", None]
    assert shown(at, "casualties.0.best")["value"] == 12
    assert shown(at, BEST)["verdict"] == "altered"


def test_what_code_registers_again_stays_out_once_it_is_rejected(at):
    places = [place["name"] for place in at.data()["places"]]
    assert "Oskel" in places
    at("reject", f"places.{places.index('Oskel')}")
    assert "Oskel" not in [place["name"] for place in at.data()["places"]]
    paths = {value["path"].split(".")[1] for value in _of(at, "places", "values")}
    assert paths == {str(number) for number in range(len(at.data()["places"]))}
    counts = at.session.effective(0).line["evidence"]["verdicts"]
    assert sum(counts.values()) == len(at.session.effective(0).line["evidence"]["values"])


def _of(at, name, member):
    entries = at.session.effective(0).line["evidence"][member]
    return [entry for entry in entries if entry["path"].startswith(f"{name}.")]


def test_a_corrected_item_of_code_becomes_the_reviewers(at):
    names = [place["name"] for place in at.data()["places"]]
    place = f"places.{names.index('Oskel')}"
    at("correct", f"{place}.country", "Selwick")
    found = next(one for one in at.data()["places"] if one["name"] == "Oskel")
    assert (found["country"], found["registered_by"]) == ("Selwick", "model")
    assert [one["name"] for one in at.data()["places"]].count("Oskel") == 1


def test_an_added_item_is_verified_and_can_be_corrected_and_rejected(at):
    added = at("add", "events", {**EVENT, "cites": [4], "what": "No boat left the harbour"})
    path = f"events.+{added.number}"
    assert at.data()["events"][1]["id"]
    assert verdict(at, "events.1.what") == "exact"
    assert at.session.record(0)["paths"]["events.1"] == path
    at("correct", f"{path}.place", "Oskel harbour")
    assert verdict(at, "events.1.place") in ("altered", "unsupported")
    at("reject", path)
    assert len(at.data()["events"]) == 1
    assert at.session.record(0)["states"]["events.1"] == "rejected"
    at("accept", path)
    assert len(at.data()["events"]) == 2


def test_facts_are_corrected(at):
    at("correct", "article.agency", "Selwick Monitor")
    assert at.data()["article"]["agency"] == "Selwick Monitor"
    at("reject", "article.agency")
    assert at.data()["article"]["agency"] is None


def test_lists_of_an_item_are_corrected_as_a_whole(at):
    at("correct", "events.0.side_b", ["the Harbour Board"])
    assert at.data()["events"][0]["side_b"] == ["the Harbour Board"]
    at("reject", "events.0.side_b")
    assert at.data()["events"][0]["side_b"] == []


@pytest.mark.parametrize(
    ("said", "path", "reason"),
    [
        (("correct", BEST, "many"), BEST, "valid integer"),
        (("correct", BEST, -1), BEST, "greater than or equal to 0"),
        (("correct", "casualties.0.low", 13), "casualties.0", "must not decrease"),
        (("correct", "casualties.0.nope", 1), "casualties.0.nope", "no such value"),
        (("correct", "casualties.0.id", "x"), "casualties.0.id", "follows from the other"),
        (("correct", "events.0.when.start", "x"), "events.0.when.start", "follows from the other"),
        (("correct", "casualties.0.cites", [9]), "casualties.0.cites", "no sentence 9"),
        (("correct", "casualties.0", {"cites": [9]}), "casualties.0.cites", "no sentence 9"),
        (("correct", "casualties.0", {}), "casualties.0", "nothing in it is corrected"),
        (("correct", "events.0.status", "odd"), "events.0.status", "should be 'new'"),
        (("correct", "casualties", []), "casualties", "no such item"),
        (("reject", "events.0.what"), "events.0.what", "may not be empty"),
        (("reject", "events.9"), "events.9", "no such item"),
        (("accept", "events.+9"), "events.+9", "no such item"),
        (("accept", ""), "", "no such item"),
        (("accept", "events"), "events", "no such item"),
        (("add", "events", {"cites": [1]}), "events", "discriminator"),
        (("add", "casualties", {**FIGURE, "harm": "odd"}), "casualties.harm", "should be"),
        (("add", "nothing", {}), "nothing", "added to a list"),
        (("add", "events", [1]), "events", "is an object"),
        (("done", "events.0"), "events.0", "as a whole"),
    ],
)
def test_what_would_be_no_record_of_the_schema_is_refused_where_it_is_wrong(
    asked, said, path, reason
):
    found = refused(asked, *said)
    assert found.path == path
    assert reason in found.reason
    assert "\n" not in found.reason
    assert rows(asked.session.run.folder) == []


@pytest.mark.parametrize("note", [None, "", "  ", "x" * 2001, "\ud800"])
def test_notes_that_are_none_are_refused(asked, note):
    assert refused(asked, "note", "events.0", note=note).path == "events.0"


def test_notes_stand_where_they_were_written(at):
    at("note", "events.0", note="Which market?")
    at("note", note="A short one.")
    notes = at.session.record(0)["notes"]
    assert [(one["path"], one["note"]) for one in notes] == [
        ("events.0", "Which market?"),
        ("", "A short one."),
    ]


def test_articles_without_a_record_cannot_be_reviewed(asked):
    for article in (-1, 2):
        assert refused(asked, "accept", "events.0", article=article).reason.startswith(
            "there is no"
        )


def test_without_the_article_corrections_stand_unverified(out):
    for file in (out.parent / "articles").iterdir():
        file.unlink()
    with At(out) as at:
        assert at.session.run.missing == 2
        at("reject", "casualties.0")
        at("correct", "casualties.1.best", 31, article=1)
        assert [item["best"] for item in at.data()["casualties"]] == [30]
        assert verdict(at, "casualties.0.best") == "altered"
        assert verdict(at, "casualties.1.best", article=1) is None
        assert verdict(at, "casualties.1.low", article=1) == "altered"
        assert shown(at, "casualties.1.best", article=1)["value"] == 31
