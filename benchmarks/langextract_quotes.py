"""langextract's aligner on the quotes of `grounding.py`, in whatever environment has it.

Usage: python benchmarks/langextract_quotes.py, then one JSON object a line on standard input:
{"text": ..., "quotes": [...]}. Each is answered by {"seconds": ..., "found": [...]}.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any


def main() -> None:
    try:
        from langextract.core.data import Extraction  # type: ignore[import-not-found]
        from langextract.resolver import WordAligner  # type: ignore[import-not-found]
    except ImportError:
        print(json.dumps(None), flush=True)
        return
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        quotes = [Extraction("quote", quote) for quote in asked["quotes"]]
        started = time.process_time()
        (aligned,) = WordAligner().align_extractions([quotes], asked["text"])
        seconds = time.process_time() - started
        found = [quote.alignment_status is not None for quote in aligned]
        print(json.dumps({"seconds": seconds, "found": found}), flush=True)


class Aligner:
    """langextract in a process of its own, or nothing where it is not installed."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._is_there = self._answer() is not None

    def __enter__(self) -> Aligner:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def aligned(self, text: str, quotes: tuple[str, ...]) -> tuple[float, list[bool]] | None:
        """Seconds, and for each quote whether it was aligned at all; ``None`` without it."""
        if not self._is_there:
            return None
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"text": text, "quotes": quotes}) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        return answer["seconds"], answer["found"]

    def _answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline() or "null")


if __name__ == "__main__":
    main()
