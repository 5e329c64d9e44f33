from __future__ import annotations

from stored_runs import accepted, failed, note

from llm_extract.report.corpus import choice_fields, entry_of, summary_of

TEXT = "The ferry Amsa left Karvel with 14 people. It rained at dusk."


def summary(stored, choices=None):
    return summary_of(entry_of(stored, 0, choices or {"notes": "kind_of"}))


def test_a_summary_counts_what_is_to_be_looked_at_first():
    told = summary(
        note(
            TEXT,
            values=[
                ("name", "Amso", {"verdict": "altered", "spans": [[10, 14]]}),
                ("port", "Sund", {"verdict": "unsupported"}),
                ("crew", 14, {"spans": [[32, 34]]}),
            ],
            rejected=[{"list": "notes", "raw": {}, "code": "missing", "reason": "x", "cites": []}],
            suspicious_text=[{"kind": "bidi_mark", "start": 0, "end": 1, "quote": "T"}],
            findings=[
                {"code": "a", "path": "notes.0", "message": "x", "severity": "fault"},
                {"code": "b", "path": "", "message": "x", "severity": "notice"},
            ],
            gaps=[{"sentence": 2, "code": "truncated"}],
        )
    )
    assert told["verdicts"] == {"altered": 1, "unsupported": 1, "exact": 1}
    assert (told["doubts"], told["rejected"], told["suspicious"]) == (2, 1, 1)
    assert (told["faults"], told["gaps"], told["at_hand"]) == (1, 1, True)


def test_items_are_counted_by_list_kind_and_month():
    kind = ("kind_of", "ferry", {"verdict": "classified", "spans": [[0, 42]]})
    told = summary(note(TEXT, values=[kind, ("day", "2027-03-16", None)]))
    assert told["items"] == {
        "notes": {"count": 1, "types": {"ferry": 1}, "months": ["2027-03"]},
    }


def test_names_are_searched_in_lower_case_and_are_not_endless():
    told = summary(note(TEXT, title="The FERRY", values=[("name", "Amsa", {"spans": [[10, 14]]})]))
    assert told["names"].splitlines() == ["asta.txt", "the ferry", "amsa"]
    assert len(summary(note(TEXT, title="x" * 5000))["names"]) == 600


def test_an_input_without_a_record_tells_its_code():
    told = summary(failed())
    assert (told["status"], told["code"], told["items"], told["doubts"]) == (
        "failed",
        "timeout",
        {},
        0,
    )
    assert told["at_hand"] is False


def test_the_example_articles_are_summed_up():
    lines = accepted()
    choices = choice_fields(stored.line for stored in lines)
    for stored in lines:
        told, verdicts = summary(stored, choices), stored.line["evidence"]["verdicts"]
        assert told["doubts"] == verdicts["altered"] + verdicts["unsupported"]
        assert told["items"].get("events", {"count": 0})["count"] == len(
            stored.line["data"]["events"]
        )
