"""True records with one value changed: how many of them grounding and the checks catch.

Usage: python benchmarks/mutations.py [--seed N] [--rounds N] [--missed N]

Each round generates articles of its own; the example articles, and the seed article where it is
at hand, are in the first. All mutations are made, none is left to chance but its new letters.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from truth.catching import Tally, Truth, all_mutations, tally
from truth.generated import true_articles
from truth.records import true_examples, true_seed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--missed", type=int, default=20, help="of each kind to list")
    options = parser.parse_args()
    started = time.monotonic()
    found, values, alarms, articles = Tally.empty(), 0, list[str](), 0
    for seed in range(options.seed, options.seed + options.rounds):
        truths = [Truth(*true) for true in true_articles(seed)]
        if seed == options.seed:
            truths += [Truth(*true) for true in (*true_examples(), *true_seed())]
        articles += len(truths)
        values += sum(len(truth.verdicts) for truth in truths)
        alarms += [f"{truth.article.id}: {alarm}" for truth in truths for alarm in truth.alarms()]
        found += tally(all_mutations(truths, seed))
    report(found, options.missed)
    print(f"\n{articles} articles, {found.made.total()} mutations", end="")
    print(f", {time.monotonic() - started:.0f} s")
    print(f"false alarms: {len(alarms)} of {values} true values ({len(alarms) / values:.3%})")
    print(*alarms, sep="\n")


def report(found: Tally, limit: int) -> None:
    print(found.table())
    print("\nnot caught:")
    listed: Counter[tuple[str, str]] = Counter()
    for article, mutation in sorted(found.missed, key=lambda missed: str(missed[1])):
        key = mutation.group, mutation.kind
        listed[key] += 1
        if listed[key] <= limit:
            print(f"  {article}: {mutation}")
    for (group, kind), count in listed.items():
        if count > limit:
            print(f"  {group}, {kind}: {count - limit} more")


if __name__ == "__main__":
    main()
