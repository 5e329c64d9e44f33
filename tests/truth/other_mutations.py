"""Mutations of date phrases, of choices whose words the text has, of modality and citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from truth.mutations import Mutation, Record, Site, TrueRecord, sites, stands
from truth.written import DAYS, MONTHS, listed

DATE_FIELDS = {
    "events": ("date_text",),
    "casualties": ("date_text",),
    "displacement": ("date_text",),
    "control": ("since_text",),
    "claims": ("stated_on_text",),
}
WEEKDAYS = {
    "en": DAYS,
    "fr": listed("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    "es": listed("lunes martes miércoles jueves viernes sábado domingo"),
    "ar": listed("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
}
MONTHS_OF = {
    "en": MONTHS,
    "fr": listed(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
    "es": listed(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ),
    "ar": listed("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SAYS = {
    "killed": re.compile(r"kill|dead|death|die|drown|bod(?:y|ies)|fatal|lives|victim|casualt|toll"),
    "injured": re.compile(r"injur|wound|hurt|victim|casualt|hospital|treated|burn"),
}
_WORDED = {
    "events": "what",
    "casualties": "count_text",
    "displacement": "count_text",
    "front_lines": "distance_text",
    "control": "what",
    "quantities": "count_text",
    "places": "name",
    "actors": "name",
}
_RETURN = re.compile(r"return|back|home|repatriat|resettl")


def date_mutations(true: TrueRecord, rng: Random) -> Iterator[Mutation]:
    """Another weekday, month or year in each date phrase."""
    language = true.record["article"]["language"]
    for site in (s for name, f in DATE_FIELDS.items() for s in sites(true.record, name, *f)):
        cited = true.cited(site.item(true.record))
        for kind, text in _redated(site.value(true.record), language, rng):
            if not stands(text, cited):
                yield Mutation("dates", kind, true.record, {site: text})


def _redated(text: str, language: str, rng: Random) -> Iterator[tuple[str, str]]:
    for kind, words in (("weekday", WEEKDAYS), ("month", MONTHS_OF)):
        for word in words.get(language, ()):
            if stands(word, text.casefold()):
                other = rng.choice([w for w in words[language] if w != word])
                yield kind, re.sub(rf"(?<!\w){word}(?!\w)", other, text, flags=re.IGNORECASE)
    year = _YEAR.search(text)
    if year:
        another = str(int(year[0]) + rng.choice((-10, -2, -1, 1, 2)))
        yield "year", text[: year.start()] + another + text[year.end() :]


def choice_mutations(true: TrueRecord) -> Iterator[Mutation]:
    """Killed for injured and back; people who left have not returned."""
    if true.record["article"]["language"] != "en":
        return
    for site in sites(true.record, "casualties", "harm"):
        before = site.value(true.record)
        after = {"killed": "injured", "injured": "killed"}.get(before)
        if after and not _SAYS[after].search(true.cited(site.item(true.record))):
            yield Mutation("choices", f"{after} for {before}", true.record, {site: after})
    for site in sites(true.record, "displacement", "stage"):
        before, cited = site.value(true.record), true.cited(site.item(true.record))
        if before != "returned" and not _RETURN.search(cited):
            kind = "returned for another stage"
            yield Mutation("choices", kind, true.record, {site: "returned"})


def modality_mutations(true: TrueRecord) -> Iterator[Mutation]:
    """What is feared, planned or denied as happened, and what happened as denied or feared."""
    for site in sites(true.record, "events", "modality"):
        before = site.value(true.record)
        others = ("negated", "hypothetical") if before == "asserted" else ("asserted",)
        for after in others:
            yield Mutation("modality", f"{after} for {before}", true.record, {site: after})


def citation_mutations(true: TrueRecord, rng: Random) -> Iterator[Mutation]:
    """One other sentence cited, which lacks the words of the item."""
    for name, field in _WORDED.items():
        for site in sites(true.record, name, field):
            words, cites = site.value(true.record), site.item(true.record)["cites"]
            others = [
                sentence.number
                for sentence in true.article.sentences
                if sentence.number not in cites
                and not stands(words, true.article.sentence(sentence.number).casefold())
            ]
            if others:
                place = Site(name, site.index, ("cites",))
                values = {place: [rng.choice(others)]}
                yield Mutation("citations", "another sentence", true.record, values)


def names_of(record: Record) -> Iterator[str]:
    """Names of the registers, for use in other articles."""
    for register in ("places", "actors"):
        yield from (entry["name"] for entry in record[register])
