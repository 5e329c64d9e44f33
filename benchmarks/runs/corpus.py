"""Writes the articles of the benchmark of runs, one file of about 500 words for each number.

Usage: python benchmarks/runs/corpus.py FOLDER COUNT
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bulletins import text_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    size, words = write_corpus(given.folder, given.count)
    print(
        f"{given.count} articles, {size / given.count:.0f} bytes, {words / given.count:.0f} words"
    )


def write_corpus(folder: Path, count: int) -> tuple[int, int]:
    """Write articles 0 to ``count`` - 1, and return bytes and words in total."""
    folder.mkdir(parents=True, exist_ok=True)
    size = words = 0
    for number in range(count):
        text = text_of(number)
        size += folder.joinpath(f"bulletin-{number:06d}.txt").write_bytes(text.encode())
        words += len(text.split())
    return size, words


if __name__ == "__main__":
    main()
