"""Speed, memory and faults of runs over many articles, each figure beside its goal.

Usage: python benchmarks/runs/table.py [--peers PYTHON] [--quick] [--rounds N]
           [--only fast,waiting,faulty,large] [--json FILE]

Clients take turns within one run of this script; a figure is the median over the rounds. PYTHON is
an interpreter of an environment with requirements.txt: the endpoint, the bare client and
langextract run in it. Without it the endpoint and the bare client do without uvloop, and
langextract is not measured.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trials import Bench, NotMeasured, Results, Trial

_FAULTS = "latency=50&p429=0.05&p500=0.02&malformed=0.01&retry_after=1"


@dataclass(frozen=True)
class Sizes:
    """Articles of each scenario."""

    fast: int
    slow: int
    peers: int
    langextract: int
    waiting: int
    faults: int
    small: int
    large: int


_FULL = Sizes(8000, 2000, 1000, 400, 8000, 4000, 2000, 20_000)
_QUICK = Sizes(4000, 500, 300, 100, 2000, 1000, 300, 3000)


@dataclass(frozen=True)
class Scenario:
    """Trials that take turns; those of a large one run once."""

    title: str
    trials: tuple[Trial, ...]
    once: bool = False


@dataclass(frozen=True)
class Plan:
    """All trials."""

    bare: Trial
    openai: Trial
    instructor: Trial
    langextract: Trial
    ours: Trial
    run: Trial
    bare_waiting: Trial
    ours_waiting: Trial
    ours_shared: Trial
    run_waiting: Trial
    run_shared: Trial
    ours_clean: Trial
    ours_faults: Trial
    run_clean: Trial
    run_faults: Trial
    run_small: Trial
    run_large: Trial
    resumed: Trial

    @classmethod
    def of(cls, sizes: Sizes) -> Plan:
        """The plan for so many articles."""

        def waiting(client: str, processes: int = 1) -> Trial:
            return Trial(client, sizes.waiting, 256, "latency=500", processes)

        def at_64(client: str, count: int, behaviour: str = "latency=0") -> Trial:
            return Trial(client, count, 64, behaviour)

        return cls(
            bare=at_64("bare", sizes.fast),
            openai=at_64("openai", sizes.peers),
            instructor=at_64("instructor", sizes.peers),
            langextract=at_64("langextract", sizes.langextract),
            ours=at_64("ours", sizes.slow),
            run=at_64("run", sizes.slow),
            bare_waiting=waiting("bare"),
            ours_waiting=waiting("ours"),
            ours_shared=waiting("ours", 2),
            run_waiting=waiting("run"),
            run_shared=waiting("run", 2),
            ours_clean=at_64("ours", sizes.faults, "latency=50"),
            ours_faults=at_64("ours", sizes.faults, _FAULTS),
            run_clean=at_64("run", sizes.faults, "latency=50"),
            run_faults=at_64("run", sizes.faults, _FAULTS),
            # A seed of their own, to be told apart from the trial of speed of the same size.
            run_small=at_64("run", sizes.small, "latency=0&seed=2"),
            run_large=at_64("run", sizes.large, "latency=0&seed=2"),
            resumed=Trial("run", sizes.large, 64, "latency=0&seed=2", again=True),
        )

    @property
    def scenarios(self) -> dict[str, Scenario]:
        """All of them, by the name ``--only`` takes."""
        own = (self.bare, self.openai, self.instructor, self.langextract, self.ours, self.run)
        one = (self.bare_waiting, self.ours_waiting, self.ours_shared)
        return {
            "fast": Scenario("0 ms, 64 in flight", own),
            "waiting": Scenario("500 ms, 256 in flight", (*one, self.run_waiting, self.run_shared)),
            "faulty": Scenario(
                "50 ms, 64 in flight; faults are 5 % 429, 2 % 500, 1 % malformed",
                (self.ours_clean, self.ours_faults, self.run_clean, self.run_faults),
            ),
            "large": Scenario(
                "0 ms, 64 in flight; again: the finished run once more",
                (self.run_small, self.run_large, self.resumed),
                once=True,
            ),
        }


@dataclass(frozen=True)
class Goal:
    """A figure and the bound it is to keep; ``at_least`` says on which side."""

    name: str
    measure: Callable[[Results], float]
    bound: float
    at_least: bool = False
    unit: str = ""

    def row(self, results: Results) -> str:
        """One line: the figure, the goal, and whether it is kept."""
        goal = f"{'>=' if self.at_least else '<='} {self.bound:g}{self.unit}"
        try:
            figure = self.measure(results)
        except NotMeasured as reason:
            return f"{self.name:<58}{'-':>11}  {goal:<12} not measured: {reason}"
        kept = figure >= self.bound if self.at_least else figure <= self.bound
        shown = f"{figure:.2f}{self.unit}" if self.bound < 100 else f"{figure:.0f}{self.unit}"
        return f"{self.name:<58}{shown:>11}  {goal:<12} {'ok' if kept else 'missed'}"


def goals(plan: Plan) -> list[Goal]:
    """All goals, in the order of the table."""
    faults = (("ours", plan.ours_clean, plan.ours_faults), ("run", plan.run_clean, plan.run_faults))
    return [
        Goal("client (ours): CPU per article", lambda r: r.cpu_ms(plan.ours), 1.5, unit=" ms"),
        Goal("  stretch", lambda r: r.cpu_ms(plan.ours), 1.0, unit=" ms"),
        Goal("client (ours): articles/s in a process", lambda r: r.rate(plan.ours), 700, True),
        *peer_goals(plan),
        Goal("pipeline (run): CPU per article", lambda r: r.cpu_ms(plan.run), 3.0, unit=" ms"),
        *waiting_goals(plan),
        *(goal for parts in faults for goal in fault_goals(*parts)),
        Goal(
            f"run: peak memory, {plan.run_large.count} v {plan.run_small.count} articles",
            lambda r: r.figure(plan.run_large, "peak_mb") / r.figure(plan.run_small, "peak_mb"),
            1.2,
        ),
        Goal(
            f"run: finished run of {plan.resumed.count} articles again",
            lambda r: r.figure(plan.resumed, "total_seconds"),
            3.0,
            unit=" s",
        ),
        # The first article is asked for beforehand, to know the start-up.
        Goal("  articles asked for", lambda r: r.figure(plan.resumed, "requests") - 1, 0),
    ]


def peer_goals(plan: Plan) -> list[Goal]:
    """Processor time of the peers as a multiple of ours; langextract also looks up its quotes."""

    def times(peer: Trial, own: Trial) -> Callable[[Results], float]:
        return lambda r: r.cpu_ms(peer) / r.cpu_ms(own)

    return [
        Goal("CPU of instructor / ours", times(plan.instructor, plan.ours), 5, True, " x"),
        Goal("CPU of langextract / ours", times(plan.langextract, plan.ours), 15, True, " x"),
        Goal(
            "CPU of langextract / run (both ground)",
            times(plan.langextract, plan.run),
            15,
            True,
            " x",
        ),
    ]


def waiting_goals(plan: Plan) -> list[Goal]:
    """Articles a second at 500 ms and 256 in flight, against the bare client."""

    def share(trial: Trial) -> Callable[[Results], float]:
        return lambda r: r.rate(trial) / r.rate(plan.bare_waiting)

    setting = "of the bare rate at 500 ms x 256"
    return [
        Goal(f"ours, one process: {setting}", share(plan.ours_waiting), 0.85, True),
        Goal(f"ours, two processes: {setting}", share(plan.ours_shared), 0.95, True),
        Goal(f"run, one process: {setting}", share(plan.run_waiting), 0.85, True),
        Goal(f"run, two workers: {setting}", share(plan.run_shared), 0.95, True),
    ]


def fault_goals(name: str, clean: Trial, faulty: Trial) -> list[Goal]:
    """Nothing is lost, and faults cost little more than the waits the endpoint asks for."""

    def against_allowed(results: Results) -> float:
        asked = results.figure(faulty, "asked_seconds") / faulty.in_flight
        allowed = 1.15 * results.figure(clean, "wall_seconds") + asked
        return results.figure(faulty, "wall_seconds") / allowed

    return [
        Goal(f"{name}, faults: records lost", lambda r: r.worst(faulty, "lost"), 0),
        Goal(f"{name}, faults: wall / (1.15 clean + waits asked)", against_allowed, 1.0),
    ]


def print_clients(scenario: Scenario, results: Results) -> None:
    """What each client of a scenario did."""
    print(f"\n{scenario.title}")
    print(f"{'':<16}{'articles':>9}{'art/s':>8}{'CPU ms':>8}{'peak MB':>9}{'lost':>6}")
    for trial in scenario.trials:
        try:
            print(
                f"{trial.name:<16}{trial.count:>9}{results.rate(trial):>8.0f}"
                f"{results.cpu_ms(trial):>8.2f}{results.figure(trial, 'peak_mb'):>9.0f}"
                f"{results.worst(trial, 'lost'):>6.0f}"
            )
        except NotMeasured as reason:
            print(f"{trial.name:<16}not measured: {reason}")


def main() -> None:
    given = arguments()
    plan, results = Plan.of(_QUICK if given.quick else _FULL), Results()
    scenarios = [plan.scenarios[name] for name in given.only.split(",")]
    rounds = given.rounds or (1 if given.quick else 3)
    with tempfile.TemporaryDirectory(prefix="llm-extract-bench-") as folder:
        bench = Bench(Path(folder), given.peers)
        with bench.endpoint():
            for scenario in scenarios:
                bench.rounds(scenario.trials, 1 if scenario.once else rounds, results)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f} over the last 5 minutes")
    for scenario in scenarios:
        print_clients(scenario, results)
    print(f"\n{'':<58}{'measured':>11}  goal")
    for goal in goals(plan):
        print(goal.row(results))
    if given.json:
        given.json.write_text(json.dumps(results.as_json(), indent=1) + "\n", "utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="PYTHON", help="interpreter with requirements.txt")
    parser.add_argument("--quick", action="store_true", help="few articles, one round")
    parser.add_argument("--rounds", type=int, help="default 3, with --quick 1")
    parser.add_argument("--only", default="fast,waiting,faulty,large", help="scenarios by name")
    parser.add_argument("--json", type=Path, help="write all figures to this file too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
