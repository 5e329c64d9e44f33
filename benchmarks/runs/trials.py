"""Runs trials against an endpoint of their own, in turns, and keeps what each took."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from clients import last_words
from corpus import write_corpus

HERE = Path(__file__).parent
_LONGEST = 3600


@dataclass(frozen=True)
class Trial:
    """One client in one setting.

    Attributes:
        behaviour: query of the endpoint's ``/config``.
        again: the command runs once more into the folder of the trial before it.
    """

    client: str
    count: int
    in_flight: int
    behaviour: str = "latency=0"
    processes: int = 1
    again: bool = False

    @property
    def name(self) -> str:
        """The client, its processes if there are several, and what is special."""
        parts = (
            self.client,
            f"x{self.processes}" if self.processes > 1 else "",
            "faults" if "p429" in self.behaviour else "",
            "again" if self.again else "",
        )
        return " ".join(filter(None, parts))


class NotMeasured(Exception):  # noqa: N818 - no defect: a client that is not installed
    """A trial that could not run, and why."""


class Results:
    """Outcomes by trial; a figure is the median over the rounds."""

    def __init__(self) -> None:
        self._told: dict[Trial, list[dict[str, Any]]] = {}
        self._reasons: dict[Trial, str] = {}

    def add(self, trial: Trial, told: dict[str, Any] | str) -> None:
        """Keep what a client printed, or why it did not."""
        if isinstance(told, str):
            self._reasons[trial] = told
        else:
            self._told.setdefault(trial, []).append(told)

    def reason(self, trial: Trial) -> str | None:
        """Why a trial has no figures."""
        return self._reasons.get(trial)

    def figure(self, trial: Trial, name: str) -> float:
        """Median of one of the figures, per trial.

        Raises:
            NotMeasured: the trial could not run.
        """
        if reason := self._reasons.get(trial):
            raise NotMeasured(f"{trial.name}: {reason}")
        if trial not in self._told:
            raise NotMeasured(f"{trial.name}: left out")
        return median(told[name] for told in self._told[trial])

    def as_json(self) -> list[dict[str, Any]]:
        """Each round of each trial."""
        measured = [
            {"trial": asdict(trial), "told": told}
            for trial, rounds in self._told.items()
            for told in rounds
        ]
        missing = [{"trial": asdict(t), "reason": why} for t, why in self._reasons.items()]
        return measured + missing

    def cpu_ms(self, trial: Trial) -> float:
        """Processor time for an article."""
        return self.figure(trial, "cpu_seconds") / trial.count * 1000

    def rate(self, trial: Trial) -> float:
        """Articles a second."""
        return trial.count / self.figure(trial, "wall_seconds")

    def worst(self, trial: Trial, name: str) -> float:
        """Largest of one of the figures."""
        self.figure(trial, name)
        return max(told[name] for told in self._told[trial])


class Bench:
    """An endpoint, the articles, and the interpreters of the clients."""

    def __init__(self, folder: Path, peers: str | None) -> None:
        self._folder = folder
        self._peers = peers
        self._address = ""

    @contextmanager
    def endpoint(self) -> Iterator[None]:
        """Serve as long as the ``with`` block lasts."""
        command = [self._peers or sys.executable, str(HERE / "endpoint.py")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout
            self._address = process.stdout.readline().strip()
            yield
        finally:
            process.terminate()
            process.wait()

    def rounds(self, trials: Iterable[Trial], count: int, results: Results) -> None:
        """Run all trials so many times, one after the other in each round."""
        trials = list(trials)
        for turn in range(count):
            for trial in trials:
                if results.reason(trial) is None:
                    results.add(trial, self._told(trial))
                    print(f"  round {turn + 1} {trial.name}", file=sys.stderr, flush=True)

    def _told(self, trial: Trial) -> dict[str, Any] | str:
        if trial.client == "langextract" and not self._peers:
            return "needs --peers"
        self._ask(f"/config?{trial.behaviour}")
        command = self._command(trial)
        try:
            ended = subprocess.run(command, capture_output=True, check=False, timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            return f"no end after {_LONGEST} s"
        if ended.returncode:
            return last_words(ended.stderr.decode(errors="replace"))
        return {**self._ask("/stats"), **json.loads(ended.stdout)}

    def _command(self, trial: Trial) -> list[str]:
        own = trial.client not in ("bare", "langextract")
        python = sys.executable if own else self._peers or sys.executable
        command = [python, str(HERE / "clients.py"), trial.client, str(self._corpus(trial.count))]
        command += ["--base-url", self._address, "--out", str(self._folder / "out")]
        command += ["--in-flight", str(trial.in_flight), "--processes", str(trial.processes)]
        return [*command, "--again"] if trial.again else command

    def _corpus(self, count: int) -> Path:
        folder = self._folder / f"articles-{count}"
        if not folder.exists():
            write_corpus(folder, count)
        return folder

    def _ask(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self._address + path, timeout=30) as answer:
            told: dict[str, Any] = json.load(answer)
        # The client tells its own processor time under this name.
        told["endpoint_cpu_seconds"] = told.pop("cpu_seconds")
        return told
