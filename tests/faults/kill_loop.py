"""Kill runs at random points until they are done, and count what that costs.

``python tests/faults/kill_loop.py --rounds 50 [--workers N] [--seed S]`` prints one line: rounds,
calls that were paid for twice, articles lost, records that are wrong. A round is one kill. A call
is paid for twice when its answer had reached the journal and it is sent again; answers that were
on the way when the process was killed are counted apart, at most one per slot and kill.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from fake_endpoint import Request, Step  # noqa: E402
from fake_model import FakeModel  # noqa: E402

ARTICLES = 12
SLOTS = 3
_LONGEST_RUN = 60.0
# How many of the kills heed nothing.
_BLIND = 0.2
_READINGS = ("sentence", "article")


@dataclass
class Tally:
    """What the rounds came to.

    Attributes:
        rounds: kills.
        finished: folders that were read to the end.
        requests: sent, over all.
        paid_twice: requests sent again although their answer was in the journal.
        in_flight: requests sent again whose answer had not reached the journal at a kill.
        excess: of those, more than one per slot and kill.
        lost: articles without a line at the end.
        wrong: lines that differ from those of a run nobody killed.
        broken: times ``records.jsonl`` was not whole after a kill.
    """

    rounds: int = 0
    finished: int = 0
    requests: int = 0
    paid_twice: int = 0
    in_flight: int = 0
    excess: int = 0
    lost: int = 0
    wrong: int = 0
    broken: int = 0

    def line(self) -> str:
        """All figures on one line."""
        return ", ".join(f"{part.name} {getattr(self, part.name)}" for part in fields(self))


class Endpoint(FakeModel):
    """Answers each body in the same words at any time, and remembers in which order.

    Attributes:
        bodies: of all requests; the answer to number n has the id ``answer-n``.
        alarm: is set with the answer of this number.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[bytes] = []
        self.alarm: int | None = None
        self.rung = threading.Event()
        self._one_at_a_time = threading.Lock()

    def step_for(self, request: Request) -> Step:
        completion = json.loads(super().step_for(request).body)
        message = completion["choices"][0]["message"]
        message["content"] = _named(message["content"], request.body.decode())
        with self._one_at_a_time:
            number = len(self.bodies)
            self.bodies.append(request.body)
            if self.alarm is not None and number >= self.alarm:
                self.rung.set()
        return Step(body=json.dumps(completion | {"id": f"answer-{number}"}).encode(), delay=0.004)


def _named(content: str, asked: str) -> str:
    """The answer with the name that the article gives."""
    record, names = json.loads(content), re.findall(r"Keeper \d+ Brill", asked)
    if record.get("person"):
        record["person"]["name"] = names[-1]
    return json.dumps(record)


def write_articles(folder: Path) -> None:
    """A dozen short articles of three to five sentences."""
    folder.mkdir()
    for number in range(ARTICLES):
        story = " ".join(f"Sailor {number} saw buoy {n} at noon." for n in range(2 + number % 3))
        text = f"PORT SELWICK — Keeper {number} Brill left the light at Aldo.\n\n{story}\n"
        (folder / f"wire-{number:02}.txt").write_text(text, encoding="utf-8")


def start(model: Endpoint, articles: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run as a process of its own."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    known = {"LLM_EXTRACT_API_KEY": "sk-CANARY-4d1f0c77", "PYTHONPATH": path}
    command = [sys.executable, "-m", "llm_extract", "run", str(articles), "-o", str(out)]
    command += ["--prompt", "obituary", "--model", "fake", "--base-url", model.base_url, "--quiet"]
    return subprocess.Popen(
        [*command, "-j", str(SLOTS), *options],
        env={**os.environ, **known},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


class Loop:
    """Rounds over one endpoint.

    Args:
        base: an empty folder to work in.
        chance: where the kills fall.
        options: of each run.
    """

    def __init__(self, base: Path, chance: random.Random, *options: str) -> None:
        self.tally = Tally()
        self._base = base
        self._chance = chance
        self._options = options
        self._articles = base / "articles"
        self._whole: dict[str, dict[str, object]] = {}
        write_articles(self._articles)

    def run(self, rounds: int) -> Tally:
        """Kill so many times, over as many folders as that takes."""
        number = 0
        while self.tally.rounds < rounds:
            reading = _READINGS[number % 2]
            self._one_folder(self._base / f"out-{number}", reading, rounds)
            number += 1
        return self.tally

    def _undisturbed(self, reading: str) -> dict[str, object]:
        """What the records are when nobody kills."""
        if reading not in self._whole:
            model, out = Endpoint(), self._base / f"whole-{reading}"
            try:
                self._once(model, out, reading, kill=False)
            finally:
                model.close()
            self._whole[reading] = _records(out)
        return self._whole[reading]

    def _one_folder(self, out: Path, reading: str, rounds: int) -> None:
        """Kill and go on in one folder until its run gets to its end."""
        model, kills, done = Endpoint(), 0, False
        try:
            while not done:
                kept, seen = _kept(out, model), len(model.bodies)
                done = self._once(model, out, reading, kill=self.tally.rounds < rounds)
                self.tally.paid_twice += sum(body in kept for body in model.bodies[seen:])
                kills += not done
                self.tally.rounds += not done
                self.tally.broken += not _is_whole(out)
            self._judge(model, out, reading, kills)
        finally:
            model.close()

    def _once(self, model: Endpoint, out: Path, reading: str, *, kill: bool) -> bool:
        """One run; returns whether it got to its end."""
        model.rung.clear()
        model.alarm = len(model.bodies) + self._chance.choice((0, 1, 2, 3, 5, 8)) if kill else None
        process = start(model, self._articles, out, "--reading", reading, *self._options)
        if kill:
            self._kill(process, model)
        _, err = process.communicate(timeout=_LONGEST_RUN)
        if process.returncode not in (0, -signal.SIGKILL):
            raise RuntimeError(err.decode())
        _wait_for_heirs(out)
        return process.returncode == 0

    def _kill(self, process: subprocess.Popen[bytes], model: Endpoint) -> None:
        """After a few answers, before, while or after the last one arrives; or at any time."""
        if self._chance.random() < _BLIND:
            time.sleep(self._chance.uniform(0, 1.5))
        else:
            while process.poll() is None and not model.rung.wait(0.01):
                pass
            time.sleep(self._chance.choice((0.0, 0.003, 0.006, self._chance.uniform(0, 0.08))))
        process.kill()

    def _judge(self, model: Endpoint, out: Path, reading: str, kills: int) -> None:
        """Compare a finished folder with the one nobody disturbed."""
        records, whole = _records(out), self._undisturbed(reading)
        again = len(model.bodies) - len(set(model.bodies))
        self.tally.finished += 1
        self.tally.requests += len(model.bodies)
        self.tally.in_flight += again
        self.tally.excess += max(0, again - kills * SLOTS)
        self.tally.lost += len(whole.keys() - records.keys())
        self.tally.wrong += sum(records.get(name) != record for name, record in whole.items())


def _kept(out: Path, model: Endpoint) -> set[bytes]:
    """Requests whose answers are in the journal; of a copy, since looking may change a file."""
    if not (out / "journal.sqlite").exists():
        return set()
    with tempfile.TemporaryDirectory() as copy:
        for path in out.glob("journal.sqlite*"):
            shutil.copy(path, copy)
        with closing(sqlite3.connect(Path(copy) / "journal.sqlite")) as connection:
            try:
                bodies = connection.execute("SELECT body FROM answer").fetchall()
            except sqlite3.OperationalError:  # killed before there was a table
                return set()
    numbers = (int(json.loads(body)["id"].removeprefix("answer-")) for (body,) in bodies)
    return {model.bodies[number] for number in numbers}


def _records(out: Path) -> dict[str, object]:
    text = (out / "records.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    return {line["id"]: (line["status"], line.get("data")) for line in lines}


def _is_whole(out: Path) -> bool:
    try:
        return (out / "records.jsonl").read_bytes()[-1:] == b"\n" and bool(_records(out))
    except FileNotFoundError:
        return True


def _wait_for_heirs(out: Path) -> None:
    """Worker processes of a killed run write what they have, and hold the lock until then."""
    if not (out / "run.lock").exists():
        return
    with (out / "run.lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    workers = ("--workers", str(arguments.workers))
    with tempfile.TemporaryDirectory() as base:
        loop = Loop(Path(base), random.Random(arguments.seed), *workers)
        print(loop.run(arguments.rounds).line())  # noqa: T201 - a program


if __name__ == "__main__":
    main()
