"""Generated wire articles with their true conflict_events@2 records.

Every sentence comes from a template that knows what a coder would note of it, so that the record
is true by construction. Nothing here calls the library but for splitting the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from truth import names
from truth.items import LISTS, Item, actor, facts, place, record
from truth.templates import ENGLISH, Template
from truth.templates_abroad import ABROAD, ROLES_ABROAD
from truth.written import number_text, past_times

from llm_extract import Article, article_from_text

ENGLISH_ARTICLES = 24
_SLOT = re.compile(r"\{(\w+)\}")
_PLACE_FIELDS = ("place", "origin", "destination", "reference_place")
_ACTOR_FIELDS = ("source", "speaker", "group", "counted_by", "reported_by", "actor", "holder")
_ROLE_OF = {
    "source": "source", "speaker": "source", "counted_by": "source", "reported_by": "source",
    "group": "affected", "actor": "belligerent", "holder": "control_holder",
}  # fmt: skip


def true_articles(seed: int) -> Iterator[tuple[Article, dict[str, Any]]]:
    """English articles, then one each in French, Spanish and Arabic; the same for one seed."""
    for index in range(ENGLISH_ARTICLES):
        yield _article(Random(f"{seed}-{index}"), "en", f"generated-{seed}-{index}")
    for language in ABROAD:
        yield _article(Random(f"{seed}-{language}"), language, f"generated-{seed}-{language}")


@dataclass
class _Writing:
    """One article under way."""

    published: date
    sentences: list[str] = field(default_factory=list)
    items: list[tuple[Item, list[int]]] = field(default_factory=list)


def _article(rng: Random, language: str, name: str) -> tuple[Article, dict[str, Any]]:
    writing = _Writing(date(2026, 1, 1) + timedelta(rng.randrange(2500)))
    templates = ENGLISH if language == "en" else ABROAD[language]
    cast = _cast(rng, language)
    for template in rng.sample(templates, min(rng.randint(8, 15), len(templates))):
        _write(writing, template, _slots(cast, writing.published, language, rng))
    text = "\n\n".join(writing.sentences)
    if rng.random() < 0.7 and language == "en":
        text = f"{rng.choice(names.CAPITALS)} — {text}"
    article = article_from_text(text, id=name, published=writing.published)
    told = [article.text[s.start : s.end] for s in article.sentences]
    assert told == writing.sentences, (told, writing.sentences)
    return article, _registered(record(facts(language), writing.items), writing.sentences)


def _cast(rng: Random, language: str) -> dict[str, list[str]]:
    """Names of one article: many places, few of everybody else."""
    known = {
        "P": names.PLACES, "A": names.TROOPS, "G": names.GROUPS, "M": names.MONITORS,
        "O": names.RELIEF, "S": names.MINISTRIES, "X": names.PEOPLE, "C": names.BROKERS,
    } | (names.ARABIC if language == "ar" else {})  # fmt: skip
    sizes = {"P": 6, "A": 1, "G": 2, "X": 3}
    return {
        slot: rng.sample(list(these), min(sizes.get(slot, 1), len(these)))
        for slot, these in known.items()
    }


def _slots(
    cast: dict[str, list[str]], published: date, language: str, rng: Random
) -> dict[str, tuple[str, int | None]]:
    """What each slot of one sentence holds: its text, and the integer it stands for."""
    filled: dict[str, tuple[str, int | None]] = {
        slot: (rng.choice(these), None) for slot, these in cast.items()
    }
    places = rng.sample(cast["P"], 2)
    filled |= {"P": (places[0], None), "Q": (places[1], None)}
    # Arabic nouns stay in the singular only from eleven on.
    small = sorted(rng.sample(range(11 if language == "ar" else 2, 60), 3))
    counts = {f"n{i}": n for i, n in enumerate(small, start=1)} | {
        "h1": rng.randrange(61, 980),
        "k1": rng.choice((rng.randrange(1_000, 9_900, 50), rng.randrange(10_000, 98_000, 500))),
        "m1": 1_000_000 * rng.randint(2, 9),
        "km": rng.randint(2, 48),
    }
    for slot, number in counts.items():
        written = number_text(number, rng) if language == "en" else str(number)
        filled[slot] = (written, number)
    times = past_times(published, rng)
    return filled | {slot: (text, None) for slot, text in times.items()}


def _write(writing: _Writing, template: Template, slots: dict[str, tuple[str, int | None]]) -> None:
    text = str(_filled(template.text, slots))
    writing.sentences.append(text[0].upper() + text[1:])
    for name, item in template.items:
        writing.items.append(((name, _filled(item, slots)), [len(writing.sentences)]))


def _filled(value: Any, slots: dict[str, tuple[str, int | None]]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(part, slots) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, slots) for part in value]
    if not isinstance(value, str):
        return value
    if value.startswith("#"):
        return sum(slots[slot][1] or 0 for slot in value[1:].split("+"))
    return _SLOT.sub(lambda match: slots[match[1]][0], value)


def _registered(made: dict[str, Any], sentences: list[str]) -> dict[str, Any]:
    """The record with one entry for each place and actor its items name."""
    places: dict[str, None] = {}
    actors: dict[str, set[str]] = {}
    for listed in LISTS:
        for item in made[listed]:
            places |= dict.fromkeys(item[f] for f in _PLACE_FIELDS if item.get(f))
            for name, role in _named_actors(item):
                actors.setdefault(name, set()).add(role)
    for name in places:
        _enter(made, place(name, feature="populated_place", role="event"), sentences)
    for name, roles in actors.items():
        inter = names.GENERIC.get(name) or ROLES_ABROAD.get(name)
        _enter(made, actor(name, inter=inter, roles=sorted(roles)), sentences)
    return made


def _named_actors(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    peaceful = item.get("event_type") in ("Strategic developments", "Conflict context")
    for side in ("side_a", "side_b"):
        role = "referenced" if peaceful else "belligerent"
        yield from ((name, role) for name in item.get(side, ()))
    yield from ((item[f], _ROLE_OF[f]) for f in _ACTOR_FIELDS if item.get(f))


def _enter(made: dict[str, Any], entry: Item, sentences: list[str]) -> None:
    name = entry[1]["name"]
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    cites = [n for n, text in enumerate(sentences, start=1) if pattern.search(text)]
    made[entry[0]].append(entry[1] | {"cites": cites[:6]})
