"""How fast recorded cases are replayed, beside the same answers played by vcrpy's own patches.

Usage: python benchmarks/replay.py [--cases N]

The recorded cases of the repository are copied under other names until there are N. Both sides
extract the same records; the second one sends its requests through the HTTP client vcrpy patches.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import shutil
import tempfile
import time
from pathlib import Path

import vcr

from llm_extract import Extractor
from llm_extract.articles import Article
from llm_extract.recording import Case, Suite, cases_of, check, golden_of
from llm_extract.runs import line_of

ROOT = Path(__file__).parents[1]
NOWHERE = "http://127.0.0.1:9/v1"
SUITE = ROOT / "cases" / "conflict_events@2" / "qwen2.5-coder-1.5b"


def copies(folder: Path, count: int) -> Suite:
    """A suite of ``count`` cases made of the recorded ones."""
    source = Suite.load(SUITE)
    target = folder / "cases" / "suite" / "model"
    names = itertools.cycle(source.inputs())
    for number, name in zip(range(count), names, strict=False):
        own = f"{number:04}-{name}"
        for kind, suffix, place in (
            ("recordings", ".yaml", target),
            ("accepted", ".json", target),
            ("articles", "", folder / "cases"),
        ):
            path = place / kind / f"{own}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            origin = source.articles if kind == "articles" else SUITE / kind
            shutil.copy(origin / f"{name}{suffix}", path)
    text = (SUITE / "suite.yaml").read_text(encoding="utf-8")
    articles = text.replace("../../../examples/articles", "../../articles")
    (target / "suite.yaml").write_text(articles, encoding="utf-8")
    return Suite.load(target)


async def ours(cases: list[Case]) -> tuple[float, int]:
    """Seconds, and cases that are as accepted."""
    started = time.perf_counter()
    states = [(await check(case)).state for case in cases]
    return time.perf_counter() - started, states.count("ok")


def patched(cases: list[Case]) -> tuple[float, int]:
    """The same through vcrpy as it comes: its patches, its YAML, its matcher for JSON bodies."""
    shared = cases[0].suite.shared
    extractor = Extractor(
        shared.prompt,
        model=shared.model.request_name,
        base_url=NOWHERE,
        reading=shared.reading,
    )
    player = vcr.VCR(record_mode="none", match_on=["method", "uri", "body"])
    started, same = time.perf_counter(), 0
    for case in cases:
        assert isinstance(case.article, Article)
        with player.use_cassette(str(plain(case))):
            result = extractor.extract(case.article)
        accepted = case.accepted() or {}
        made = golden_of(line_of(case.article, result, extractor))
        same += made["data"] == accepted["data"]
    return time.perf_counter() - started, same


def plain(case: Case) -> Path:
    """The recording in vcrpy's own form."""
    from llm_extract.recording import _format

    path = case.suite.recording(case.id)
    target = path.with_suffix(".plain.yaml")
    if not target.exists():
        data = _format.deserialize(path.read_text(encoding="utf-8"))
        for item in data["interactions"]:
            item["request"]["uri"] = f"{NOWHERE}/chat/completions"
            item["response"]["status"] = {"code": 200, "message": "OK"}
        data.pop("metadata", None)
        import yaml

        target.write_text(yaml.safe_dump(data), encoding="utf-8")
    return target


def main() -> None:
    """Print both times."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=200)
    count = parser.parse_args().cases
    os.environ.setdefault("LLM_EXTRACT_API_KEY", "recorded")
    with tempfile.TemporaryDirectory() as folder:
        suite = copies(Path(folder), count)
        cases = list(cases_of(suite))
        seconds, as_accepted = asyncio.run(ours(cases))
        for case in cases:
            plain(case)
        other, same = patched(cases[: max(count // 10, 1)])
    each, beside = seconds / count, other / max(count // 10, 1)
    print(f"{count} cases replayed in {seconds:.1f} s, {as_accepted} as accepted")
    print(
        f"a case: {1000 * each:.0f} ms; with vcrpy's patches {1000 * beside:.0f} ms ({same} same)"
    )
    print(f"ratio: {beside / each:.1f}")


if __name__ == "__main__":
    main()
