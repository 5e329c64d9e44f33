from __future__ import annotations

from itertools import pairwise

from llm_extract.export._verdicts import VERDICTS, Judgement, item_of

LISTS = frozenset(("events", "claims"))


def judged(*verdicts):
    values = [{"path": path, "verdict": verdict} for path, verdict in verdicts]
    return Judgement.of({"evidence": {"values": values}}, LISTS)


def test_items_have_their_worst_verdict_and_count_doubtful_ones():
    found = judged(
        ("events.0.what", "exact"),
        ("events.0.side_a.1", "altered"),
        ("events.0.place", "miscited"),
        ("events.10.what", "unsupported"),
        ("claims.0.source", "derived"),
        ("article.agency", "unsupported"),
    )
    assert (found.at("events.0").doubtful, found.at("events.0").worst) == (1, "altered")
    assert (found.at("events.10").doubtful, found.at("events.10").worst) == (1, "unsupported")
    assert (found.at("claims.0").doubtful, found.at("claims.0").worst) == (0, "derived")
    assert (found.at("events.1").doubtful, found.at("events.1").worst) == (0, None)
    assert set(found.items) == {"events.0", "events.10", "claims.0"}


def test_verdicts_go_from_the_best_to_the_worst():
    for better, worse in pairwise(VERDICTS):
        assert judged(("events.0.a", better), ("events.0.b", worse)).at("events.0").worst == worse
        assert judged(("events.0.a", worse), ("events.0.b", better)).at("events.0").worst == worse
    assert VERDICTS[0] == "exact"
    assert VERDICTS[-1] == "unsupported"


def test_facts_and_lists_without_items_are_no_items():
    assert item_of("events.0.side_a.1", LISTS) == "events.0"
    assert item_of("article.agency", LISTS) is None
    assert item_of("events", LISTS) is None
    assert item_of("tags.0.name", LISTS) is None
