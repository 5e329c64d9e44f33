from __future__ import annotations

from llm_extract.evaluation.scoring import grounding_of


def line(identity, values=(), items=()):
    return {
        "id": identity,
        "evidence": {
            "values": [{"path": path, "verdict": verdict, "spans": []} for path, verdict in values],
            "items": list(items),
        },
    }


def item(path, *quotes, unknown=()):
    return {
        "path": path,
        "spans": [[0, len(quote)] for quote in quotes],
        "quotes": list(quotes),
        "unknown_cites": list(unknown),
    }


def test_values_by_verdict_and_list():
    """events: exact and altered, so half is proven; casualties: derived and miscited, half too."""
    found = grounding_of(
        [
            line("a", [("events.0.place", "exact"), ("events.1.what", "altered")]),
            line("b", [("casualties.0.best", "derived"), ("casualties.0.group", "miscited")]),
        ]
    )
    assert list(found) == ["", "events", "casualties"]
    assert (found[""].proven, found[""].values) == (2, 4)
    assert found["events"].as_json()["proven"] == 0.5
    assert found["casualties"].verdicts == {"derived": 1, "miscited": 1}


def test_items_whose_cited_sentences_exist():
    items = [item("events.0", "One."), item("events.1", "One.", unknown=[9]), item("events.2")]
    found = grounding_of([line("a", items=items)])["events"]
    assert (found.items, found.cited) == (3, 1)
    assert found.as_json()["cited"] == 1 / 3
    assert found.as_json()["verbatim"] is None


def test_quotes_are_looked_for_in_the_texts_at_hand():
    text = "The lamp\nwas out. Nobody saw it."
    quotes = item("events.0", "The lamp was out.", "The lamp is out.", "the lamp was out.")
    found = grounding_of([line("a", items=[quotes]), line("b")], {"a": text})[""]
    assert (found.found, found.quotes) == (1, 3)


def test_articles_without_a_record_have_nothing_to_ground():
    found = grounding_of([{"id": "a", "status": "failed"}])
    assert found[""].as_json() == {
        "values": 0,
        "verdicts": {},
        "proven": None,
        "items": 0,
        "cited": None,
        "quotes": 0,
        "verbatim": None,
    }
