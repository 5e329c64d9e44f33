from __future__ import annotations

import json

from reviewed_runs import EVENT, At, decided

from llm_extract.review import agreement_of


def test_two_reviewers_on_what_both_decided(out):
    decided(
        out,
        ("accept", "events.0"),
        ("reject", "casualties.0"),
        ("correct", "casualties.1.best", 31),
        ("accept", "claims.0"),
    )
    decided(
        out,
        ("accept", "events.0"),
        ("accept", "casualties.0"),
        ("correct", "casualties.1", {"best": 31, "high": 35}),
        reviewer="bo",
    )
    (pair,) = agreement_of(out)
    assert (pair.reviewers, pair.items) == (("ada", "bo"), 3)
    assert pair.matrix == ((1, 0, 0), (0, 1, 0), (1, 0, 0))
    assert (pair.agreed, pair.values, pair.same_values) == (2 / 3, 2, 1)
    # 2 of 3 observed; by their own frequencies 3 of 9 expected.
    assert round(pair.kappa, 6) == 0.5
    assert [one.path for one in pair.disagreements] == ["casualties.0", "casualties.1"]
    assert pair.disagreements[0].judged == ("rejected", "accepted")
    assert pair.disagreements[1].values == {
        "casualties.1.best": ([31], [31]),
        "casualties.1.high": (None, [35]),
    }
    assert json.loads(json.dumps(pair.as_json()))["items"] == 3


def test_an_article_that_is_done_counts_as_accepted(out):
    decided(out, ("done",))
    decided(out, ("reject", "casualties.1"), ("done",), reviewer="bo")
    (pair,) = agreement_of(out)
    assert pair.matrix[0][0] == pair.items - 1
    assert pair.matrix[0][2] == 1


def test_where_both_use_one_category_only_kappa_is_undefined(out):
    for reviewer in ("ada", "bo"):
        decided(out, ("done",), reviewer=reviewer)
    (pair,) = agreement_of(out)
    assert (pair.agreed, pair.kappa) == (1.0, None)


def test_items_that_both_added_alike(out):
    decided(out, ("add", "events", EVENT), ("add", "events", {**EVENT, "place": None}))
    decided(out, ("add", "events", EVENT), ("accept", "events.0"), reviewer="bo")
    (pair,) = agreement_of(out)
    assert (pair.added, pair.items, pair.kappa) == ((2, 1, 1), 0, None)


def test_pairs_of_three_and_none_of_one(out):
    decided(out, ("accept", "events.0"))
    assert agreement_of(out) == ()
    for reviewer in ("bo", "cy"):
        decided(out, ("accept", "events.0"), reviewer=reviewer)
    assert [pair.reviewers for pair in agreement_of(out)] == [
        ("ada", "bo"),
        ("ada", "cy"),
        ("bo", "cy"),
    ]


def test_a_reviewer_sees_the_own_decisions_only(out):
    decided(out, ("reject", "events.0"), reviewer="bo")
    with At(out) as at:
        assert at.session.decided(0).rejected == set()
        assert at.session.standing()["newest"] == 0
        assert at.session.record(0)["states"]["events.0"] is None
