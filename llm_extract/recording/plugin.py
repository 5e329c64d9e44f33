"""The pytest plugin ``llm_extract``: recorded cases as tests.

A test that asks for the fixture ``extract_case`` runs once for each case below the folder of
cases (option ``--llm-cases``, ini ``llm_extract_cases``, by default ``cases`` of the root folder).
Nothing is sent: a case whose recording is stale, missing or not used up fails and says what
changed and which command records it.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_extract.recording import Case, Checked
    from llm_extract.recording._fixture import ExtractCase

FIXTURE = "extract_case"
_PROPERTY = "llm_extract"
_RECORD = ("missing", "stale", "all")
_DEADLINE = 600.0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the plugin."""
    group = parser.getgroup("llm-extract", "recorded cases of llm-extract")
    group.addoption("--llm-cases", metavar="PATH", help="folder of cases; default: cases")
    group.addoption("--llm-suite", metavar="PATTERN", help="only suites of this name")
    group.addoption(
        "--llm-record",
        choices=_RECORD,
        help="ask the real model for what is missing, also for what is stale, or for all",
    )
    parser.addini("llm_extract_cases", "folder of cases, relative to the root folder")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to record where it must not happen."""
    if not config.getoption("--llm-record"):
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("--llm-record: nothing is recorded where CI is set")
    if getattr(config.option, "numprocesses", None):
        raise pytest.UsageError("--llm-record: one process records; leave out -n")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each case."""
    if FIXTURE not in metafunc.fixturenames:
        return
    cases = list(_cases(metafunc.config))
    if not cases:
        # Without this the test would be skipped, and a case that is not there would pass.
        metafunc.parametrize(FIXTURE, [None], ids=["no cases"], indirect=True)
        return
    metafunc.parametrize(FIXTURE, cases, ids=[case.name for case in cases], indirect=True)


@pytest.fixture
def extract_case(request: pytest.FixtureRequest) -> ExtractCase:
    """A recorded case, replayed; see `ExtractCase`."""
    case: Case | None = request.param
    if case is None:
        pytest.fail(f"no recorded cases in {_folder(request.config)}", pytrace=False)
    from llm_extract.recording._fixture import ExtractCase

    how = request.config.getoption("--llm-record")
    checked = asyncio.run(_checked(case, how))
    request.node.user_properties.append((_PROPERTY, _told(checked)))
    if checked.replayed is None:
        pytest.fail(str(checked.error), pytrace=False)
    return ExtractCase(checked, checked.replayed.result)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line about what was played."""
    told = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) in ("setup", "call")
        for name, value in getattr(report, "user_properties", ())
        if name == _PROPERTY and (report.when == "call" or report.failed)
    ]
    if told:
        states = ", ".join(f"{n} {s}" for s, n in Counter(t["state"] for t in told).items())
        answers = sum(t["answers"] for t in told)
        terminalreporter.write_line(
            f"llm-extract: {len(told)} cases ({states}), {answers:,} recorded answers played"
        )


def _cases(config: pytest.Config) -> Iterator[Case]:
    from llm_extract.recording import cases_of, find_suites

    pattern = config.getoption("--llm-suite") or "*"
    for suite in find_suites(_folder(config)):
        if fnmatchcase(suite.name, pattern):
            yield from cases_of(suite)


def _folder(config: pytest.Config) -> Path:
    named = config.getoption("--llm-cases")
    if named:
        return config.invocation_params.dir / Path(named)
    return config.rootpath / (config.getini("llm_extract_cases") or "cases")


async def _checked(case: Case, how: str | None) -> Checked:
    from llm_extract.recording import check

    checked = await check(case)
    if how and (how == "all" or checked.state in _recordable(how)):
        await _record(case)
        checked = await check(case)
    return checked


def _recordable(how: str) -> tuple[str, ...]:
    return ("missing",) if how == "missing" else ("missing", "stale", "unused", "damaged")


async def _record(case: Case) -> None:
    from llm_extract.recording import AskLimits, Session

    extractor = case.suite.live(deadline=_DEADLINE)
    session = Session(extractor, AskLimits(concurrency=1))
    outcome = await session.record([case], again=True)
    for _, error in outcome.failed:
        pytest.fail(str(error), pytrace=False)


def _told(checked: Checked) -> dict[str, Any]:
    grades = Counter(difference.grade for difference in checked.differences)
    played = checked.replayed.answers if checked.replayed else 0
    return {"state": checked.state, "answers": played, "differences": dict(grades)}
