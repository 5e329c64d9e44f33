"""Mutations of names of places, people and groups, and of the two sides of an event."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from random import Random
from string import ascii_lowercase

from truth.items import ATTACK, MINE, OVERTAKES, REGAINS, SHELLING, STRIKE
from truth.mutations import Mutation, Record, Site, TrueRecord, sites, stands, words_of
from truth.written import listed

PLACE_FIELDS = {
    "events": ("place",),
    "displacement": ("origin", "destination", "other_origins", "via"),
    "front_lines": ("reference_place", "target_place"),
    "control": ("place",),
    "damage": ("place",),
    "places": ("name", "forms", "reference"),
}
ACTOR_FIELDS = {
    "claims": ("source", "speaker"),
    "events": ("side_a", "side_b", "territory.from_actor", "territory.to_actor"),
    "casualties": ("group", "counted_by"),
    "displacement": ("reported_by",),
    "front_lines": ("actor",),
    "control": ("holder",),
    "actors": ("name", "forms", "affiliation"),
}
_ABDUCTION = "Abduction/forced disappearance"
_ONE_WAY = {SHELLING, STRIKE, MINE, ATTACK, OVERTAKES, REGAINS, _ABDUCTION, "Arrests"}
_ONE_WAY_VERBS = re.compile(r"\b(?:attacked|ambushed|pushed back|fired .* at|taken|took)\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ARABIC = "بتجحدرسصطعفقكلمنهي"


def name_mutations(true: TrueRecord, foreign: Sequence[str], rng: Random) -> Iterator[Mutation]:
    """Every proper name of the record, changed in every way; ``foreign`` are of other articles."""
    for register, fields in (("places", PLACE_FIELDS), ("actors", ACTOR_FIELDS)):
        entries = [[entry["name"], *entry["forms"]] for entry in true.record[register]]
        for site in (s for name, f in fields.items() for s in sites(true.record, name, *f)):
            name = site.value(true.record)
            if is_proper(name):
                group = "names" if _is_cited(true, site, name, entries) else "inferred names"
                for kind, other in _others(true, site, name, entries, foreign, rng):
                    yield Mutation(group, kind, true.record, {site: other})
    for field in ("agency", "byline", "photo_credit"):
        site = Site("article", None, (field,))
        if name := site.value(true.record):
            for kind, other in _others(true, site, name, [], foreign, rng):
                yield Mutation("names", kind, true.record, {site: other})
    yield from sides_swapped(true)


def is_proper(name: str) -> bool:
    """Whether a name has a capital beyond its first word's, or no case; "Rebels" is a noun."""
    words = _WORD.findall(name)
    first, *rest = words or [""]
    capital = any(word[0].isupper() for word in rest)
    known_single = first[:1].isupper() and first.casefold() not in _COMMON
    return capital or known_single or name.lower() == name.upper()


# Nouns that begin with a capital where they begin a sentence.
_COMMON = frozenset(
    listed(
        "police protesters women bakers residents rebels the a his government reporters civilians"
        " people soldiers families army dozens syrian humanitarian regime l'armée el les los"
    )
)


def _is_cited(true: TrueRecord, site: Site, name: str, entries: list[list[str]]) -> bool:
    """Whether a cited sentence has the name or, where it means an entry, another of its forms.

    Else the name is a coder's inference ("he said"), and any other name of the article is as far
    from the cited words.
    """
    cited = true.cited(site.item(true.record))
    own = site.path[0] in ("name", "forms")
    known = [name] if own else next((forms for forms in entries if name in forms), [name])
    return any(stands(form, cited) for form in known)


def _others(
    true: TrueRecord,
    site: Site,
    name: str,
    entries: list[list[str]],
    foreign: Sequence[str],
    rng: Random,
) -> Iterator[tuple[str, str]]:
    misspelt = one_letter_changed(name, rng)
    if not stands(misspelt, true.text):
        yield "one letter", misspelt
    dropped = _word_dropped(name, rng)
    if dropped and not stands(dropped, true.text):
        yield "word dropped", dropped
    absent = [other for other in foreign if words_of(other).isdisjoint(true.words)]
    if absent:
        yield "name of another article", rng.choice(absent)
    elsewhere = _elsewhere(true, site, name, entries)
    if elsewhere:
        yield "name from elsewhere", rng.choice(elsewhere)
        mixed = _word_replaced(name, rng.choice(elsewhere), rng)
        if mixed and not stands(mixed, true.text):
            yield "word replaced", mixed


def _elsewhere(true: TrueRecord, site: Site, name: str, entries: list[list[str]]) -> list[str]:
    """Proper names of other entries that no cited sentence has in any form."""
    cited = true.cited(site.item(true.record))
    others = [
        forms
        for forms in entries
        if name not in forms and not any(stands(form, cited) for form in forms)
    ]
    names = (forms[0] for forms in others if is_proper(forms[0]))
    return [other for other in names if words_of(other).isdisjoint(words_of(name))]


def one_letter_changed(name: str, rng: Random) -> str:
    """Another letter at one place, not just another accent."""
    at = rng.choice([i for i, character in enumerate(name) if character.isalpha()])
    plain = unicodedata.normalize("NFKD", name[at])[0].lower()
    letters = _ARABIC if name.lower() == name.upper() else ascii_lowercase
    letter = rng.choice([other for other in letters if other != plain])
    return name[:at] + (letter.upper() if name[at].isupper() else letter) + name[at + 1 :]


def _word_dropped(name: str, rng: Random) -> str | None:
    """The name without one of its inner words that has a capital."""
    words = name.split()
    first = 2 if words[0].casefold() in ("the", "a", "an") else 1
    inner = [i for i in range(first, len(words) - 1) if words[i][0].isupper()]
    if not inner:
        return None
    del words[rng.choice(inner)]
    return " ".join(words)


def _word_replaced(name: str, other: str, rng: Random) -> str | None:
    words, others = name.split(), [w for w in other.split() if w[0].isupper()]
    places = [i for i, word in enumerate(words) if word[0].isupper()]
    if len(words) < 2 or not places or not others:
        return None
    words[rng.choice(places)] = rng.choice(others)
    return " ".join(words)


def sides_swapped(true: TrueRecord) -> Iterator[Mutation]:
    """Side a for side b where only one of them acts."""
    for index, event in enumerate(true.record["events"]):
        if event["side_a"] and event["side_b"] and _is_one_way(event):
            a, b = (Site("events", index, (side,)) for side in ("side_a", "side_b"))
            values = {a: list(event["side_b"]), b: list(event["side_a"])}
            yield Mutation("names", "sides swapped", true.record, values)


def _is_one_way(event: Record) -> bool:
    return event["sub_event_type"] in _ONE_WAY or bool(_ONE_WAY_VERBS.search(event["what"]))
