from __future__ import annotations

import pytest

from llm_extract.llm.pacing import Circuit


def opened_by(codes) -> list[str | None]:
    circuit = Circuit()
    return [circuit.ended(code) for code in codes]


@pytest.mark.parametrize("code", ["auth", "quota", "endpoint_not_found"])
def test_it_opens_at_once_when_no_article_can_succeed(code):
    assert opened_by([None, code]) == [None, code]


@pytest.mark.parametrize("code", ["connection", "timeout", "server_error", "rate_limited"])
def test_it_opens_after_five_articles_in_a_row(code):
    assert opened_by([code] * 5) == [None] * 4 + [code]


def test_the_code_of_the_last_of_them_is_told():
    assert opened_by(["timeout"] * 4 + ["connection"])[-1] == "connection"


@pytest.mark.parametrize("between", [None, "schema_mismatch", "context_length", "refused"])
def test_an_article_that_was_answered_begins_a_new_row(between):
    assert opened_by(["timeout"] * 4 + [between] + ["timeout"] * 4)[-1] is None


@pytest.mark.parametrize("between", ["encoding", "not_found", "duplicate_id"])
def test_an_article_that_was_never_sent_says_nothing(between):
    assert opened_by(["timeout"] * 4 + [between, "timeout"])[-1] == "timeout"


@pytest.mark.parametrize("code", [None, "schema_mismatch", "bad_request", "encoding"])
def test_other_ends_never_open_it(code):
    assert opened_by([code] * 50) == [None] * 50


def test_once_open_it_stays_so():
    assert opened_by(["auth", None, "timeout", "quota"]) == ["auth"] * 4
