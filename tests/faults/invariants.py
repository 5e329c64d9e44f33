"""What must hold after every run, whatever went wrong in it.

I1 ``records.jsonl`` is absent or whole, and nothing temporary is left.
I2 Another run pays neither for what has ended nor for what was answered.
I3 Each input has exactly one state and one line.
I4 The key is in no file, no log and nothing that was printed.
I5 The exit code is the documented one.
I6 The totals are the sum of the attempts, in the journal and in the lines, and of the requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path

from faults.command import Ran, lines, marker_of, rows

STATES = {0: "finished", 1: "finished", 3: "aborted", 130: "interrupted"}
# Failures the next run tries again by itself, as the README tells.
PASSING = frozenset(
    (
        "auth",
        "connection",
        "endpoint_not_found",
        "not_run",
        "quota",
        "rate_limited",
        "server_error",
        "timeout",
    )
)
# Larger files are inputs.
_LARGE = 20_000_000
_NEWEST = "(SELECT max(number) FROM run)"
_SUMS = (
    f"SELECT count(*), sum(prompt_tokens), sum(completion_tokens) FROM attempt"
    f" WHERE run = {_NEWEST} AND recalled = 0"
)


def check_invariants(
    folder: Path,
    model,
    run: Ran,
    articles: Collection[str],
    again: Callable[[], Ran],
    *,
    reached: bool = True,
) -> Ran:
    """Check I1 to I6 after ``run``, heal the endpoint, run ``again``, and check them once more.

    Args:
        folder: the output folder.
        model: a `ScriptedModel`.
        run: what was done.
        articles: ids of all inputs, in order.
        again: runs the same command once more.
        reached: whether all requests came as far as the endpoint.

    Returns:
        What the run after it did.
    """
    check_whole(folder, run, articles)
    check_exit_code(folder, run)
    check_totals(folder, run, reached=reached)
    ended, kept, seen = ended_ids(folder), kept_answers(folder), len(model.requests)
    model.heal()
    after = again()
    check_paid_once(folder, model, seen, ended, kept)
    check_whole(folder, after, articles)
    check_exit_code(folder, after)
    check_totals(folder, after)
    assert after.exit_code in (0, 1)
    return after


def check_whole(folder: Path, run: Ran, articles: Collection[str]) -> None:
    """I1, I3 and I4: files, states and lines."""
    left = {path.name for path in folder.iterdir() if ".damaged-" not in path.name}
    assert left <= {"records.jsonl", "journal.sqlite"}, left
    filed = [name for (name,) in rows(folder, _states("id"))]
    assert [line["id"] for line in lines(folder)] == filed
    assert max(Counter(filed).values(), default=1) == 1
    if run.exit_code != 130:
        assert filed == list(articles)
    states = {state for (state,) in rows(folder, _states("state"))}
    assert states <= {"ok", "failed", "skipped"}
    check_no_key(folder, run.err, str(run.summary))


def check_no_key(folder: Path, *said: str) -> None:
    """I4."""
    assert not any("CANARY" in text for text in said)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.stat().st_size < _LARGE:
            assert b"CANARY" not in path.read_bytes(), path.name


def check_exit_code(folder: Path, run: Ran) -> None:
    """I5."""
    [(state, reason)] = rows(folder, f"SELECT state, reason FROM run WHERE number = {_NEWEST}")
    assert state == STATES[run.exit_code]
    if run.summary is not None:
        assert reason == run.summary["aborted"]
        failed = 1 if run.summary["failed"] else 0
        assert run.exit_code == (3 if run.summary["aborted"] else failed)


def check_totals(folder: Path, run: Ran, *, reached: bool = True) -> None:
    """I6; ``reached`` says whether all requests came as far as the endpoint."""
    [(requests, prompt, completion)] = rows(folder, _SUMS)
    if reached:
        assert requests == run.sent
    if run.summary is None:
        return
    told = [run.summary[n] for n in ("requests", "prompt_tokens", "completion_tokens")]
    assert told == [requests, prompt, completion]
    new = [attempt for attempt in _attempts_of_new_lines(folder) if not attempt["recalled"]]
    assert len(new) == requests
    for name, total in (("prompt_tokens", prompt), ("completion_tokens", completion)):
        known = [attempt[name] for attempt in new if attempt[name] is not None]
        assert (sum(known) if known else None) == total


def ended_ids(folder: Path) -> set[str]:
    """Inputs that need no call any more."""
    codes = {line["id"]: line["error"]["code"] if line["error"] else "ok" for line in lines(folder)}
    return {name for name, code in codes.items() if code not in PASSING}


def kept_answers(folder: Path) -> int:
    """Answers that are paid for and not used yet."""
    return rows(folder, "SELECT count(*) FROM answer WHERE used = 0")[0][0]


def check_paid_once(folder: Path, model, seen: int, ended: Collection[str], kept: int) -> None:
    """I2, after one more run: ``seen`` requests, inputs that had ended, and answers kept before."""
    for name in ended:
        assert not model.about(marker_of(name), since=seen), f"{name} was paid for twice"
    sql = f"SELECT count(*) FROM attempt WHERE run = {_NEWEST} AND recalled = 1"
    assert rows(folder, sql) == [(kept,)], "answers were kept and not used"


def _attempts_of_new_lines(folder: Path) -> list[dict]:
    own = "reused = 0 AND same_as IS NULL"
    new = {name for (name,) in rows(folder, _states("id", own))}
    return [a for line in lines(folder) if line["id"] in new for a in line["attempts"]]


def _states(column: str, which: str = "1") -> str:
    return f"SELECT {column} FROM article WHERE run = {_NEWEST} AND {which} ORDER BY position"
