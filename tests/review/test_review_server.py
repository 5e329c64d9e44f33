from __future__ import annotations

import json
import socket

import pytest
from reviewed_runs import EVENT, decided, make_anew, rows
from served import Served

from llm_extract.errors import ServerError
from llm_extract.review.server import _listen


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    import shutil

    root = tmp_path_factory.mktemp("served")
    shutil.copytree(made.parent, root, dirs_exist_ok=True)
    return root / "out"


@pytest.fixture(scope="module")
def server(folder):
    with Served(folder) as served:
        yield served


ACCEPT = {"article": 0, "action": "accept", "path": "events.0"}


# who is let in


def test_the_page_is_served_with_its_token_on_loopback_only(server):
    status, headers, page = server.ask("")
    assert status == 200
    assert page.startswith("<!doctype html>")
    assert len(server.token) == 32
    found = headers["Content-Security-Policy"]
    assert "default-src 'none'" in found
    assert "connect-src 'self'" in found
    assert "frame-ancestors 'none'" in found
    # The page says the same of itself, but for what only a header may say.
    assert found.removesuffix("; frame-ancestors 'none'") in page
    with pytest.raises(OSError, match=r"refused|unreachable|assign"):
        socket.create_connection(("127.0.0.2", server.port), timeout=2)


def test_no_answer_is_kept_or_leaves_the_page(server):
    for path in ("", "api/decisions", "nothing"):
        _, headers, _ = server.ask(path)
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("token", ["", "x", "%C3%A9", "%00", "..", "{}x"])
def test_without_the_token_there_is_nothing(server, token):
    assert server.raw(f"/{token.format(server.token)}/api/decisions")[0] == 404
    assert server.raw("/")[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "[::1]", "", None])
def test_another_host_name_is_refused(server, host):
    assert server.ask("", headers={"Host": host})[0] in (400, 403)
    assert server.ask("", headers={"Host": f"localhost:{server.port}"})[0] == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": None}, 403),
        ({"Origin": "http://127.0.0.1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_what_changes_anything_comes_from_the_page_itself(server, folder, headers, status):
    before = rows(folder)
    assert server.ask("api/decisions", ACCEPT, headers=headers)[0] == status
    assert rows(folder) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(server, method):
    assert server.ask("api/decisions", method=method)[0] == 405


def test_large_bodies_are_refused(server, folder):
    before = rows(folder)
    body = json.dumps({**ACCEPT, "note": "x" * 300_000}).encode()
    assert server.ask("api/decisions", body=body)[0] == 413
    assert rows(folder) == before


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b"nul", b"{", b"[" * 100_000, b'{"a":NaN}', b"\xff", b"1" * 5000]
)
def test_what_is_no_json_object_is_refused(server, body):
    assert server.ask("api/decisions", body=body)[0] == 400
    assert server.ask("api/undo", body=body)[0] == 400


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"article": "0", "action": "accept", "path": "events.0"},
        {"article": True, "action": "accept", "path": "events.0"},
        {"article": 99, "action": "accept", "path": "events.0"},
        {"article": -1, "action": "accept", "path": "events.0"},
        {"article": 0, "action": "undo", "path": "events.0"},
        {"article": 0, "action": "drop", "path": "events.0"},
        {"article": 0, "action": ["accept"], "path": "events.0"},
        {"article": 0, "action": "accept", "path": 7},
        {"article": 0, "action": "accept", "path": "x" * 301},
        {"article": 0, "action": "accept", "path": "../../etc"},
        {"article": 0, "action": "accept", "path": "events.0\u0000"},
        {"article": 0, "action": "note", "path": "", "note": 5},
        {**ACCEPT, "item": 5},
        {**ACCEPT, "request": 5},
        {**ACCEPT, "request": ""},
        {**ACCEPT, "request": "x" * 65},
        {**ACCEPT, "request": "\ud800"},
        {"article": 0, "action": "correct", "path": "casualties.0.best", "value": "\ud800"},
    ],
)
def test_decisions_that_make_no_sense_are_refused(server, folder, said):
    before = rows(folder)
    status, _, answer = server.ask("api/decisions", said)
    assert status == 422
    assert answer["reason"]
    assert rows(folder) == before


# what it answers


def test_a_decision_is_stored_and_comes_back_with_its_verdict(out):
    with Served(out) as server:
        status, _, answer = server.decide("correct", "casualties.1", {"low": 12, "best": 12})
        assert status == 200
        assert rows(out) == [("ada", "correct", "casualties.1")]
        assert answer["record"]["states"]["casualties.1"] == "corrected"
        assert answer["record"]["values"]["casualties.1.best"]["was"] == 30
        assert answer["undo"]["number"] == answer["number"] == answer["newest"] == 1
        _, _, again = server.ask("api/record?article=0")
        assert again == answer["record"]
        status, _, found = server.decide("correct", "casualties.1.best", "many")
        assert (status, found["path"]) == (422, "casualties.1.best")
        assert "integer" in found["reason"]


def test_a_decision_that_is_sent_again_is_stored_once_and_answered_alike(out):
    with Served(out) as server, Served(out) as other:
        new = {**EVENT, "what": "left for Brenholm"}
        answers = [
            one.decide("add", "events", new, request=f"a-{number}")
            for number in (1, 2)
            for one in (server, server, other)
        ]
        assert [status for status, _, _ in answers] == [200] * 6
        numbers = [answer["number"] for _, _, answer in answers]
        assert numbers == [1, 1, 1, 2, 2, 2]
        assert answers[0][2] == answers[1][2]
        assert rows(out) == [("ada", "add", "events")] * 2
        # Also where the first one has made it impossible to say it.
        sent = [server.ask("api/undo", {"number": 2, "request": "u-1"}) for _ in range(2)]
        assert sent[0][0] == 200
        assert sent[0][2] == sent[1][2]
        assert sent[0][2]["undone"] == {"action": "add", "path": "events"}
        assert len(rows(out)) == 3


def test_a_decision_about_another_item_than_the_page_shows_is_not_taken(out):
    with Served(out) as server:
        keys = server.ask("api/record?article=0")[2]["keys"]
        status, _, answer = server.decide("reject", "events.0", item=keys["claims.0"])
        assert (status, "look again" in answer["reason"]) == (409, True)
        assert rows(out) == []
        for action, path in (
            ("reject", "events.0"),
            ("correct", "casualties.0.high"),
            ("done", ""),
        ):
            item = keys[".".join(path.split(".")[:2])]
            assert server.decide(action, path, 40, item=item)[0] == 200


def test_what_was_said_of_an_earlier_record_is_taken_over(out):
    decided(out, ("reject", "events.0"), ("done",))
    make_anew(out)
    with Served(out) as server:
        record = server.ask("api/record?article=0")[2]
        assert (record["earlier"], record["to_carry"], record["done"]) == (2, 1, False)
        status, _, answer = server.ask("api/over", {"article": 0})
        assert (status, answer["taken"], answer["decided"]) == (200, 1, 1)
        assert answer["record"]["states"]["events.0"] == "rejected"
        assert server.ask("api/over", {"article": 0})[2]["taken"] == 0
        assert server.ask("api/over", {"article": 9})[0] == 422
        assert server.ask("api/over", {})[0] == 422
        assert len(rows(out)) == 3


def test_a_page_asks_for_what_was_decided_elsewhere(out):
    with Served(out) as one, Served(out) as two:
        one.decide("reject", "events.0")
        _, _, known = two.ask("api/decisions?after=0")
        assert (known["newest"], known["changed"], known["decided"]) == (1, [0], 1)
        _, _, none = two.ask("api/decisions?after=1")
        assert none["changed"] == []
        # An undo of what is no longer the last decision is none.
        two.decide("accept", "claims.0")
        assert one.ask("api/undo", {"number": 1})[0] == 409
        status, _, undone = one.ask("api/undo", {"number": 2})
        assert (status, undone["undone"]["path"], undone["article"]) == (200, "claims.0", 0)


def test_the_next_item_and_the_agreement(out):
    decided(out, ("accept", "casualties.1"), reviewer="bo")
    with Served(out) as server:
        assert server.ask("api/next")[2]["next"] == {"article": 0, "path": "casualties.1"}
        found = server.ask("api/next?article=0&path=casualties.1")[2]["next"]
        assert found == {"article": 1, "path": "casualties.1"}
        assert server.ask("api/next?article=x&path=y")[2]["next"]["article"] == 0
        assert server.ask("api/agreement")[2] == {"pairs": []}
        server.decide("reject", "casualties.1")
        (pair,) = server.ask("api/agreement")[2]["pairs"]
        assert pair["disagreements"][0]["judged"] == ["rejected", "accepted"]


def test_a_port_in_use_is_told(server):
    with pytest.raises(ServerError, match="port_in_use"):
        _listen(server.port)
