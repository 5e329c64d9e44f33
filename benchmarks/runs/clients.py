"""Runs one client over a folder of articles and prints, as JSON, what it took.

Usage: python benchmarks/runs/clients.py CLIENT CORPUS --base-url URL --out FOLDER
           [--count N] [--in-flight N] [--processes N]

CLIENT is bare, openai, instructor, langextract, ours, or run: the command `llm-extract run`, with
its worker processes where --processes is above 1. The others then share the articles out among
processes of their own. Start-up does not count: imports and one first request, or for the command
what it takes with one article.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bulletins import record_of, serial_of
from endpoint import fast_runner
from measuring import Outcome, Reading, peak_mb

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# The peers run as their documentation says; the loop is theirs to choose.
_ON_FAST_LOOP = ("bare", "ours")
# All articles have a record, or some failed.
_USUAL_EXITS = (0, 1)
_STARTED = time.monotonic()


def main() -> None:
    given = arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.client == "run":
        outcome = run_command(given)
    elif given.processes > 1:
        outcome = shared(given)
    elif given.client == "langextract":
        outcome = run_langextract(given)
    else:
        outcome = run_asker(given)
    told = {**asdict(outcome), "wall_seconds": outcome.wall_seconds, "lost": outcome.lost}
    print(json.dumps(told))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("client")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--base-url", required=True, help="of the endpoint, without /v1")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, help="first N articles; default: all")
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--share", type=int, default=0, help="which of the processes this is")
    parser.add_argument("--of", type=int, default=1, help="of how many")
    parser.add_argument("--again", action="store_true", help="run: into the folder as it is")
    return parser.parse_args()


def paths_of(given: argparse.Namespace) -> list[Path]:
    with os.scandir(given.corpus) as entries:
        names = sorted(entry.name for entry in entries)
    return [given.corpus / name for name in names[: given.count][given.share :: given.of]]


def run_asker(given: argparse.Namespace) -> Outcome:
    """A client that turns texts into records."""
    runner = fast_runner() if given.client in _ON_FAST_LOOP else asyncio.run
    paths, records = paths_of(given), given.out / f"records-{given.share}.jsonl"
    before, after = runner(work(given, paths, records))
    return finished(given.client, paths, before, after, own_records(records))


async def work(
    given: argparse.Namespace, paths: list[Path], records: Path
) -> tuple[Reading, Reading]:
    """Keep so many articles in flight, and write each record as it comes."""
    from askers import ASKERS

    ask, close = ASKERS[given.client](given.base_url)
    await ask(paths[0].read_text("utf-8"))
    waiting = iter(paths)
    with records.open("wb") as file:

        async def go_on() -> None:
            for path in waiting:
                try:
                    record = await ask(path.read_text("utf-8"))
                except Exception as error:
                    print(f"{path.name}: {type(error).__name__}", file=sys.stderr)
                else:
                    file.write(b'{"id":"%s","data":%s}\n' % (path.name.encode(), record))

        before = Reading.now()
        await asyncio.gather(*(go_on() for _ in range(given.in_flight)))
    after = Reading.now()
    await close()
    return before, after


def run_langextract(given: argparse.Namespace) -> Outcome:
    """Langextract, which has its own loop over documents."""
    from askers import langextract

    paths = paths_of(given)
    list(langextract(given.base_url, paths[:1], 1))
    before = Reading.now()
    documents = list(langextract(given.base_url, paths, given.in_flight))
    after = Reading.now()
    pairs = ((d.document_id, quoted_serial(d)) for d in documents)
    return finished(given.client, paths, before, after, pairs)


def quoted_serial(document: Any) -> str | None:
    """The bulletin a document says it is, when no quote is missing."""
    quotes = document.extractions or []
    serials = [quote.extraction_text for quote in quotes if quote.extraction_class == "bulletin"]
    events = len(record_of(0)["events"])
    return serials[0] if serials and len(quotes) == events + 1 else None


def shared(given: argparse.Namespace) -> Outcome:
    """Several processes of one client, each with its part of the articles and of the flights."""
    in_flight = str(given.in_flight // given.processes)
    parts = [
        [*sys.argv, "--processes", "1", "--in-flight", in_flight, "--of", str(given.processes)]
        for _ in range(given.processes)
    ]
    processes = [
        subprocess.Popen([sys.executable, *part, "--share", str(i)], stdout=subprocess.PIPE)
        for i, part in enumerate(parts)
    ]
    outcomes = [told(process.communicate()[0]) for process in processes]
    return replace(
        outcomes[0],
        articles=sum(outcome.articles for outcome in outcomes),
        began=min(outcome.began for outcome in outcomes),
        ended=max(outcome.ended for outcome in outcomes),
        cpu_seconds=sum(outcome.cpu_seconds for outcome in outcomes),
        start_cpu_seconds=sum(outcome.start_cpu_seconds for outcome in outcomes),
        total_seconds=max(outcome.total_seconds for outcome in outcomes),
        peak_mb=max(outcome.peak_mb for outcome in outcomes),
        ok=sum(outcome.ok for outcome in outcomes),
    )


def told(line: bytes) -> Outcome:
    """What a process of this script printed."""
    values = json.loads(line)
    return Outcome(**{k: v for k, v in values.items() if k not in ("wall_seconds", "lost")})


def run_command(given: argparse.Namespace) -> Outcome:
    """The command itself; one article first, to know its start-up."""
    paths, records = paths_of(given), given.out / "run"
    if not given.again:
        shutil.rmtree(records, ignore_errors=True)
    at_first = Reading.now()
    call_command(given, paths[0], given.out / "start")
    started = Reading.now()
    call_command(given, given.corpus, records)
    after = Reading.now()
    start_cpu, start_clock = started.cpu - at_first.cpu, started.clock - at_first.clock
    return Outcome(
        client="run",
        articles=len(paths),
        began=min(started.clock + start_clock, after.clock),
        ended=after.clock,
        cpu_seconds=max(0.0, after.cpu - started.cpu - start_cpu),
        start_cpu_seconds=start_cpu,
        total_seconds=after.clock - started.clock,
        peak_mb=peak_mb(children=True),
        ok=own_count(paths, own_records(records / "records.jsonl")),
    )


def call_command(given: argparse.Namespace, target: Path, out: Path) -> None:
    """`llm-extract run` as a user calls it; what is not there yet is not passed."""
    if target.is_file():
        shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "llm_extract", "run", str(target), "-o", str(out)]
    command += ["--base-url", f"{given.base_url}/v1", "--model", "fake", "--reading", "article"]
    command += ["--prompt", str(HERE / "prompt.md"), "--schema", f"{HERE / 'schema.py'}:Bulletin"]
    command += ["-j", str(given.in_flight), "--json"]
    command += ["--limit", str(given.count)] if given.count else []
    command += ["--workers", str(given.processes)] if given.processes > 1 else []
    search = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": search}
    ended = subprocess.run(command, capture_output=True, env=environment, check=False)
    if ended.returncode not in _USUAL_EXITS:
        sys.exit(last_words(ended.stderr.decode(errors="replace")))


def last_words(text: str) -> str:
    """The last line that says something; error boxes are drawn with lines that do not."""
    lines = [line.strip("│ ") for line in text.splitlines() if any(map(str.isalpha, line))]
    return lines[-1] if lines else "it failed without a word"


def finished(
    client: str,
    paths: list[Path],
    before: Reading,
    after: Reading,
    pairs: Iterator[tuple[str, str | None]],
) -> Outcome:
    """The outcome of a client that ran in this process."""
    total, peak = time.monotonic() - _STARTED, peak_mb()
    return Outcome(
        client=client,
        articles=len(paths),
        began=before.clock,
        ended=after.clock,
        cpu_seconds=after.cpu - before.cpu,
        start_cpu_seconds=before.cpu,
        total_seconds=total,
        peak_mb=peak,
        ok=own_count(paths, pairs),
    )


def own_records(records: Path) -> Iterator[tuple[str, str | None]]:
    """Article and serial of each line with a record."""
    if not records.exists():
        return
    with records.open("rb") as file:
        for line in map(json.loads, file):
            yield line["id"], (line.get("data") or {}).get("serial")


def own_count(paths: list[Path], pairs: Iterator[tuple[str, str | None]]) -> int:
    """How many articles have a record, and their own one."""
    names = {path.name for path in paths}
    right = {name for name, serial in pairs if serial == serial_named(name)}
    return len(names & right)


def serial_named(file_name: str) -> str:
    """The serial of the bulletin in a file of `corpus.py`."""
    return serial_of(int(file_name.removeprefix("bulletin-").removesuffix(".txt")))


if __name__ == "__main__":
    sys.path.insert(1, str(ROOT))
    main()
