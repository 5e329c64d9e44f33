"""What a test gets from the fixture ``extract_case``."""

from __future__ import annotations

from collections.abc import Collection
from fnmatch import fnmatchcase
from typing import Any

from llm_extract.evaluation import Difference, Grade
from llm_extract.extraction import Extraction, Failure
from llm_extract.recording._check import Checked

_RANK: tuple[Grade, ...] = ("critical", "major", "minor", "neutral")
_SHOWN = 20


class ExtractCase:
    """A recorded case, replayed.

    Attributes:
        name: suite and article.
        extraction: the `Extraction`, or the `Failure` the model's answers lead to.
        line: the same as a line of ``records.jsonl``.
        differences: from the accepted record, the worst first; empty when none was accepted.
    """

    # Names of tests begin with it, names of this class do not.
    __test__ = False

    def __init__(self, checked: Checked, extraction: Extraction | Failure) -> None:
        self._checked = checked
        self.name = checked.case.name
        self.extraction = extraction
        self.line: dict[str, Any] = checked.replayed.line if checked.replayed else {}
        self.differences: tuple[Difference, ...] = checked.differences

    @property
    def record(self) -> Any:
        """The record, an instance of the schema's model.

        Raises:
            AssertionError: the model's answers lead to none.
        """
        if isinstance(self.extraction, Failure):
            raise AssertionError(f"{self.name}: {self.extraction.error}")  # noqa: TRY004
        return self.extraction.data

    def assert_accepted(self, *, fail_on: Grade = "major", ignore: Collection[str] = ()) -> None:
        """Fail on differences from the accepted record of class ``fail_on`` or worse.

        Args:
            fail_on: ``critical``, ``major``, ``minor`` or ``neutral``.
            ignore: patterns of paths that do not count, such as ``claims*``.

        Raises:
            AssertionError: with the differences first, then the command that accepts them.
        """
        # A failure shows the test, not this function.
        __tracebackhide__ = True
        suite = self._checked.case.suite.folder
        if self._checked.state == "new":
            raise AssertionError(
                f"{self.name}: nothing was accepted yet\n"
                f"  llm-extract accept {suite} --reason '...'"
            )
        worst = _RANK[: _RANK.index(fail_on) + 1]
        found = [part for part in self.differences if part.grade in worst]
        found = [part for part in found if not any(fnmatchcase(part.path, p) for p in ignore)]
        if found:
            raise AssertionError("\n".join(_told(self.name, found, suite)))


def _told(name: str, found: list[Difference], suite: object) -> list[str]:
    shown = [f"  {part.grade:8} {part}" for part in found[:_SHOWN]]
    more = [f"  and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    return [
        f"{name}: {len(found)} differences from the accepted record",
        *shown,
        *more,
        f"  llm-extract accept {suite} --reason '...'   accepts them",
    ]
