"""Scores of a model on public development sets with gold, by the bundled mappings.

Usage: python benchmarks/development_sets.py SET OUT [--sets FOLDER] [-- RUN OPTIONS]

SET is muc4, ucdp_ged, wikievents or acled_types. OUT is the output folder of a run over it. With
options of `llm-extract run` behind `--`, the articles of the set are read into OUT first; what is
there already is not read again. Without, OUT is only scored. The sets stand in FOLDER, by default
in ../shared/bench beside the repository.

Texts and dates are all a model gets to see. They are no part of this project, nor are records that
quote them: inputs go to a temporary folder, and OUT may not lie in the repository.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT.parent / "shared" / "bench"
FILES = {
    "muc4": "dev_muc4.jsonl",
    "ucdp_ged": "dev_ucdp_aec.jsonl",
    "wikievents": "dev_wikievents.jsonl",
    "acled_types": "dev_acled_types_case2021.jsonl",
}
PROGRAM = (sys.executable, "-m", "llm_extract")


def main(arguments: list[str]) -> int:
    options, run = split_options(arguments)
    gold = options.sets / FILES[options.set]
    if not gold.is_file():
        print(f"the set is not there: {gold}", file=sys.stderr)
        return 2
    if options.out.resolve().is_relative_to(ROOT):
        print("records quote the articles: choose a folder outside the repository", file=sys.stderr)
        return 2
    if run and (code := read_articles(gold, options.out, run)) > 1:
        return code
    scored = subprocess.run(
        [*PROGRAM, "eval", str(options.out), str(gold), "--mapping", options.set], check=False
    )
    return scored.returncode


def split_options(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Our own options, and those of ``llm-extract run``."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("set", choices=FILES)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sets", type=Path, default=SETS)
    return parser.parse_args(arguments[:end]), arguments[end + 1 :]


def read_articles(gold: Path, out: Path, run: list[str]) -> int:
    """Exit code of the run: 0, or 1 where some articles have no record."""
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / gold.name
        write_articles(gold, articles)
        command = [*PROGRAM, "run", str(articles), "-o", str(out), *run]
        return subprocess.run(command, check=False).returncode


def write_articles(gold: Path, path: Path) -> None:
    """JSON Lines with ``id``, ``text`` and ``published``, without the gold."""
    with gold.open(encoding="utf-8", newline="\n") as lines, path.open("w", encoding="utf-8") as to:
        for line in filter(str.strip, lines):
            entry = json.loads(line)
            article = {
                "id": entry["id"],
                "text": entry["text"],
                "published": entry.get("publication_date"),
            }
            to.write(json.dumps(article) + "\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
