from __future__ import annotations

import pytest
from fake_sources import CONTENT, HUB_ONLY, MODEL, failure, left_behind

from llm_extract.llm._weights import pull


def test_a_download_reports_every_byte_once_and_in_order(folder, hub):
    seen = []
    path = pull(HUB_ONLY, progress=seen.append)
    assert path.read_bytes() == CONTENT
    loaded = [step.done_bytes for step in seen if step.note == "downloading"]
    assert loaded == sorted(loaded)
    assert loaded[-1] == len(CONTENT)
    assert {step.total_bytes for step in seen} == {len(CONTENT)}
    assert left_behind(folder) == ["tiny.gguf", "tiny.gguf.sha256"]


def test_a_cut_connection_goes_on_where_it_stopped(hub):
    hub.cut_after = [30_000, 20_000]
    assert pull(HUB_ONLY).read_bytes() == CONTENT
    assert hub.ranges[0] is None
    assert len(hub.ranges) == 3
    assert all(int(wanted[6:-1]) > 0 for wanted in hub.ranges[1:])


def test_a_hub_that_always_cuts_keeps_the_partial_for_later(folder, hub):
    hub.cut_after = [30_000, 0, 0, 0]
    error = failure(HUB_ONLY)
    assert error.code == "download_failed"
    assert "hub: connection lost" in error.message
    assert (folder / "tiny.gguf.part").read_bytes() == CONTENT[:30_000]
    assert pull(HUB_ONLY).read_bytes() == CONTENT
    assert hub.ranges[-1] == "bytes=30000-"


def test_a_hub_without_ranges_starts_over(folder, hub):
    folder.mkdir(parents=True)
    (folder / "tiny.gguf.part").write_bytes(CONTENT[:500])
    hub.resumable = False
    assert pull(HUB_ONLY).read_bytes() == CONTENT


def test_wrong_bytes_are_a_hard_error_and_leave_nothing(folder, hub, index):
    hub.body = bytes(len(CONTENT))
    assert failure(MODEL).code == "hash_mismatch"
    assert left_behind(folder) == []


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"status": 404}, "hub: not found"),
        ({"status": 503}, "hub: HTTP status 503"),
        ({"body": b"<html>please log in</html>"}, "hub: a file of another size"),
        ({"redirect_to": "http://weights.invalid/x"}, "hub: not an https address"),
    ],
)
def test_each_refusal_is_named(folder, hub, settings, reason):
    for name, value in settings.items():
        setattr(hub, name, value)
    error = failure(HUB_ONLY)
    assert error.code == "download_failed"
    assert reason in error.message
    assert "--from PATH" in error.hint
    assert left_behind(folder) in ([], ["tiny.gguf.part"])


def test_a_redirect_is_followed(hub):
    hub.redirect_to = f"{hub.address}/elsewhere"
    assert pull(HUB_ONLY).read_bytes() == CONTENT


def test_an_unusable_or_insecure_endpoint_is_not_called(folder, monkeypatch):
    for address in ("http://192.0.2.1", "nonsense"):
        monkeypatch.setenv("HF_ENDPOINT", address)
        assert "hub: not an https address" in failure(HUB_ONLY).message
