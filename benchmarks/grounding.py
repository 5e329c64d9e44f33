"""Milliseconds to ground a record, beside rapidfuzz and langextract on the same quotes.

Usage: python benchmarks/grounding.py [--rounds N] [--langextract PYTHON]

All are timed in turn within one run, in processor time of one process; nothing is kept from one
round to the next but compiled patterns and a few small caches of words and numbers. Misquotes are
planted, so that it also shows who finds what is not there.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from langextract_quotes import Aligner
from pydantic import BaseModel
from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from truth.generated import true_articles
from truth.items import LISTS

from llm_extract import Article, article_from_text
from llm_extract.grounding import ground
from llm_extract.grounding._leaves import leaves
from llm_extract.schemas import Derived, Unquoted, load_schema

SCHEMA = load_schema("conflict_events@2")
LEAVES = 150
WORDS = 1000
NUMBERS, NAMES, ABSENT = 8, 7, 7
SIZES = (6, 25, 100, 200)
WORDS_A_KB = 164
RAPIDFUZZ_FOUND = 85.0
NOT_INSTALLED = (
    "not installed (pip install langextract into an environment and pass --langextract PYTHON)"
)

# Nothing like these is in the generated articles.
STRANGE_WORDS = ("Quillon", "Veshtara", "Umberlyn", "Jassowitz", "Thraxby", "Yoldia")
STRANGE_PHRASES = (
    "a column of grain barges", "Guild of Salt Weighers", "the collapse of a viaduct",
    "Upper Quillon", "Brother Anselm", "eleven beekeepers", "a hailstorm", "Jassowitz Canal",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """An article and a record.

    ``quotes`` are the texts of the record in the order of the article, ``planted`` the places of
    those among them that are not in the article.
    """

    text: str
    record: dict[str, Any]
    quotes: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    planted: frozenset[int] = frozenset()

    @property
    def model(self) -> BaseModel:
        """The record, validated."""
        return SCHEMA.model.model_validate(self.record)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--langextract", metavar="PYTHON", default=sys.executable)
    options = parser.parse_args()
    case = planted(wire(WORDS), Random(WORDS))
    compare(case, options.rounds, options.langextract)
    print(f"\n{'article':<34}{'KB':>5}{'ms':>8}{'ms/KB':>8}")
    for name, each in (*sized(), *hostile()):
        report(name, each, max(options.rounds // 5, 1))


# Articles and records


def wire(words: int) -> Case:
    """Generated articles joined into one of about so many words, their true records with them."""
    text, sentences, last = "", 0, 0
    record: dict[str, Any] = {name: [] for name in LISTS}
    for article, made in _english():
        moved = _moved(made, sentences)
        record = {**moved, **{name: record[name] + moved[name] for name in LISTS}}
        sentences += len(article.sentences)
        for told in article.text.split("\n\n"):
            if len(text.split()) < words:
                text, last = f"{text}\n\n{told}".strip(), last + 1
        if last < sentences or len(text.split()) >= words:
            return Case(text, _of_size(_up_to(record, last), Random(words)))
    raise ValueError("there are no more articles")


def _up_to(record: dict[str, Any], last: int) -> dict[str, Any]:
    """The record without what only later sentences say."""
    kept = {
        name: [item for item in record[name] if item["cites"] and item["cites"][-1] <= last]
        for name in LISTS
    }
    return record | kept


def _english() -> Iterator[tuple[Article, dict[str, Any]]]:
    made = chain.from_iterable(true_articles(seed) for seed in count(1))
    return (pair for pair in made if pair[1]["article"]["language"] == "en")


def _moved(record: dict[str, Any], by: int) -> dict[str, Any]:
    """The record with citations further down."""
    moved = deepcopy(record)
    for name in LISTS:
        for item in moved[name]:
            item["cites"] = [number + by for number in item["cites"]]
    return moved


def _of_size(record: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The record with some of its items: as many as have all leaves that are wanted."""
    record = {**record, "article": record["article"] | {"title": None}}
    items = [(name, item) for name in LISTS for item in record[name]]
    rng.shuffle(items)
    kept: dict[str, Any] = {"article": record["article"]} | {name: [] for name in LISTS}
    room = LEAVES
    for name, item in items:
        alone = kept | {n: [item] if n == name else [] for n in LISTS}
        size = sum(1 for _ in _told(alone))
        if size <= room:
            room -= size
            kept[name].append(item)
    for name in LISTS:
        kept[name].sort(key=lambda item: item["cites"])
    return kept


def _told(record: dict[str, Any]) -> Iterator[tuple[str, str | int]]:
    """Paths and values of all texts and numbers that are said to be in the article."""
    for leaf in leaves(SCHEMA.model.model_validate(record)):
        if leaf.is_choice or leaf.mark(Derived) or leaf.mark(Unquoted):
            continue
        if isinstance(leaf.value, str | int):
            yield leaf.path, leaf.value


def planted(case: Case, rng: Random) -> Case:
    """The case with some of its texts misquoted, others replaced, all else true."""
    record, changed = deepcopy(case.record), set[str]()
    texts = {path: value for path, value in _told(record) if isinstance(value, str)}
    for change, most in ((_renumbered, NUMBERS), (_renamed, NAMES), (_replaced, ABSENT)):
        found = 0
        for path in rng.sample(sorted(texts.keys() - changed), len(texts) - len(changed)):
            wrong = change(texts[path], rng)
            if found < most and wrong.lower() not in case.text.lower():
                _put(record, path, wrong)
                changed.add(path)
                found += 1
    told = [(path, value) for path, value in _told(record) if isinstance(value, str)]
    told.sort(key=lambda pair: _first_cite(record, pair[0]))
    places = frozenset(at for at, (path, _) in enumerate(told) if path in changed)
    return Case(case.text, record, tuple(v for _, v in told), tuple(p for p, _ in told), places)


def _renumbered(words: str, rng: Random) -> str:
    return re.sub(r"\d+", lambda number: str(int(number[0]) + rng.randint(1, 9)), words, count=1)


def _renamed(words: str, rng: Random) -> str:
    """Another last word of a name of several."""
    names = re.findall(r"(?<= )[A-Z]\w+", words)
    return words.replace(names[-1], rng.choice(STRANGE_WORDS)) if names else words


def _replaced(_: str, rng: Random) -> str:
    return rng.choice(STRANGE_PHRASES)


def _put(record: Any, path: str, value: str) -> None:
    *way, last = (int(part) if part.isdecimal() else part for part in path.split("."))
    for part in way:
        record = record[part]
    record[last] = value


def _first_cite(record: dict[str, Any], path: str) -> int:
    name, index, *_ = path.split(".")
    return int(record[name][int(index)]["cites"][0]) if index.isdecimal() else 0


def sized() -> Iterator[tuple[str, Case]]:
    for size in SIZES:
        yield "wire", planted(wire(size * WORDS_A_KB), Random(size))


def hostile() -> Iterator[tuple[str, Case]]:
    """Texts that make searching hard; half the quotes are pieces of them."""
    case = planted(wire(WORDS), Random(1))
    sentence = "The Harrak Brigade shelled 14 villages near Tal Mérou on Monday, killing three. "
    for name, piece in (
        ("one letter", "a"), ("digits", "1"), ("digits, commas", "1,"), ("one sentence", sentence),
    ):  # fmt: skip
        text = (piece * (200_000 // len(piece)))[:199_999]
        yield name, Case(text, _about(text, case.record))


def _about(text: str, record: dict[str, Any]) -> dict[str, Any]:
    """The record with citations the text has, and every other text a piece of it."""
    record, last = deepcopy(record), len(article_from_text(text).sentences)
    for name in LISTS:
        for item in record[name]:
            item["cites"] = sorted({(number - 1) % last + 1 for number in item["cites"]})
    told = [path for path, value in _told(record) if isinstance(value, str)]
    for place, path in enumerate(told[::2]):
        _put(record, path, text[place + 1 : place + 5 + place % 40])
    return record


# Measuring


def compare(case: Case, rounds: int, python: str) -> None:
    """One table: milliseconds, ratios, and what each makes of the planted quotes."""
    times: dict[str, list[float]] = {"ground": [], "rapidfuzz": [], "langextract": []}
    found: dict[str, list[bool]] = {}
    with Aligner(python) as aligner:
        for _ in range(rounds):
            for name, measured in (
                ("ground", grounded(case)),
                ("rapidfuzz", scored(case)),
                ("langextract", aligner.aligned(case.text, case.quotes)),
            ):
                if measured:
                    times[name].append(measured[0] * 1000)
                    found[name] = measured[1]
    told = sum(1 for _ in _told(case.record))
    print(
        f"article of {len(case.text.split())} words ({len(case.text)} characters), {told} leaves,"
    )
    print(f"{len(case.quotes)} of them texts; median of {rounds} rounds, milliseconds of CPU\n")
    print(f"{'':<14}{'ms':>8}{'ratio':>8}{'false found':>14}{'true missed':>14}")
    for name, spent in times.items():
        print(_row(name, spent, times["ground"], found.get(name), case.planted))
    print(f"\nfirst record of a process, which compiles the patterns: {times['ground'][0]:.0f} ms")


def _row(
    name: str,
    spent: list[float],
    ours: list[float],
    found: list[bool] | None,
    wrong: frozenset[int],
) -> str:
    if found is None:
        return f"{name}: {NOT_INSTALLED}"
    false = sum(found[at] for at in wrong)
    missed = sum(not there for at, there in enumerate(found) if at not in wrong)
    ratio = median(spent) / median(ours)
    told = f"{false} of {len(wrong)}", f"{missed} of {len(found) - len(wrong)}"
    return f"{name:<14}{median(spent):>8.1f}{ratio:>8.2f}{told[0]:>14}{told[1]:>14}"


def grounded(case: Case) -> tuple[float, list[bool]]:
    """Seconds, and for each quote whether grounding says the article has it."""
    article, record = article_from_text(case.text), case.model
    started = time.process_time()
    evidence = ground(article, SCHEMA, record)
    seconds = time.process_time() - started
    verdicts = {value.path: value.verdict for value in evidence.values}
    return seconds, [verdicts[path] not in ("altered", "unsupported") for path in case.paths]


def scored(case: Case) -> tuple[float, list[bool]]:
    started = time.process_time()
    found = [fuzz.partial_ratio_alignment(quote, case.text) for quote in case.quotes]
    seconds = time.process_time() - started
    return seconds, [place is not None and place.score >= RAPIDFUZZ_FOUND for place in found]


def report(name: str, case: Case, rounds: int) -> None:
    spent = median(grounded(case)[0] for _ in range(rounds)) * 1000
    size = len(case.text) / 1000
    print(f"{name:<34}{size:>5.0f}{spent:>8.1f}{spent / size:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
