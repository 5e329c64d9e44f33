"""What an endpoint does to one of three articles, and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fake_endpoint import Step

from faults.command import NAMES, SICK, Ran, lines, ran, states
from faults.invariants import check_invariants

IDS = [f"{name}.txt" for name in NAMES]
SETTINGS = {"transport_retries": 2, "retry_after_cap": 5.0, "deadline": 20.0}


@dataclass(frozen=True)
class Case:
    """One fault.

    Attributes:
        steps: what the endpoint does to requests about the first article.
        code: what comes of it, ``ok`` for a record.
        requests: that are sent about it.
        exit_code: of the run.
        settings: of the calls, beside `SETTINGS`.
        said: what the message and hint of its failure must hold.
    """

    steps: tuple[Step, ...]
    code: str
    requests: int = 1
    exit_code: int = 1
    settings: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""


def case(*steps: Step, code: str = "ok", said: str = "", **changes) -> Case:
    """A case; the exit code follows from the code unless the run is aborted."""
    named = {n: changes.pop(n) for n in ("requests", "exit_code") if n in changes}
    named.setdefault("exit_code", 0 if code == "ok" else 1)
    return Case(steps, code, settings=changes, said=said, **named)


def check(case: Case, model, quick, articles, out, *options: str) -> Ran:
    """Play a case, and check what came of it and all invariants."""
    quick(**{**SETTINGS, **case.settings})
    model.script(SICK, *case.steps)
    command = (articles, "-o", out, "-j", "1", *options)
    run = ran(model, *command)
    assert len(model.about(SICK)) == case.requests, run
    rest = "not_run" if case.exit_code == 3 else "ok"
    assert states(out) == dict(zip(IDS, (case.code, rest, rest), strict=True))
    assert run.exit_code == case.exit_code
    assert case.said in _said(out)
    check_invariants(out, model, run, IDS, lambda: ran(model, *command))
    return run


def _said(out) -> str:
    error = lines(out)[0]["error"]
    return f"{error['message']} ({error['hint']})" if error else ""
