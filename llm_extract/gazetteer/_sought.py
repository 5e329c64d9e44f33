"""A place name of a record, with everything that is known of it before it is looked up."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from llm_extract.gazetteer._clues import Clues, ReadText, Span, spelled
from llm_extract.gazetteer._countries import country_code
from llm_extract.gazetteer._entry import Hit
from llm_extract.gazetteer._gazetteer import Gazetteer
from llm_extract.gazetteer._names import name_key
from llm_extract.gazetteer._phrases import (
    Kind,
    Phrase,
    phrase_at,
    qualified,
    qualifier_at,
    unwrapped,
)
from llm_extract.gazetteer._toponyms import NamedPlace

_NEAR = 2
_KINDS: dict[str, Kind] = {
    "country": "country",
    **dict.fromkeys(("adm1", "province", "governorate", "state", "oblast"), "adm1"),
    **dict.fromkeys(("adm2", "district", "county", "municipality"), "adm2"),
    **dict.fromkeys(("populated_place", "city", "town", "village", "settlement"), "town"),
}


class Sought(NamedTuple):
    """What is looked for, and what was found under its name.

    Attributes:
        key: the folded name it was found by.
        hits: places of that name.
        clues: what speaks for one of them.
        phrase: the words around it.
        is_nearby: the hits are of the place it is near; its own name is in no gazetteer.
    """

    key: str
    hits: tuple[Hit, ...]
    clues: Clues
    phrase: Phrase | None = None
    is_nearby: bool = False


class Search:
    """Looks up the place names of one article.

    Args:
        text: the article.
        gazetteer: where to look.
    """

    def __init__(self, text: ReadText, gazetteer: Gazetteer) -> None:
        self._text = text
        self._gazetteer = gazetteer

    def of_record(self, named: NamedPlace) -> Sought:
        """Look up a name, then its other forms, then the place that it is near."""
        whole, within = qualified(named.name)
        core, said, hits = self._read(whole)
        span = self._first(whole, core, named)
        phrase = _near((span and phrase_at(self._text.text, *span)) or said, named)
        is_nearby = False
        if not hits:
            core, hits, is_nearby = self._by_other_names(core, named)
        behind = qualifier_at(self._text.text, span[1]) if span else None
        larger = [place for place in (within, behind) if place]
        clues = replace(
            self._clues(core, span),
            countries=_countries(named, larger, hits),
            divisions=self._divisions(named, larger, hits),
            kind=(phrase and phrase.kind) or _kind(named.sibling("feature")),
            is_firm=bool(phrase and phrase.kind),
        )
        return Sought(name_key(core), hits, clues, phrase, is_nearby)

    def of_dateline(self, dateline: str) -> Sought:
        """Look up the place of a dateline: what stands before country, date and agency."""
        name, *rest = (part.strip() for part in dateline.partition("(")[0].split(","))
        hits = self._gazetteer.find(name)
        stated = country_code(rest[0].title()) if rest else None
        countries = frozenset([stated] if stated and _any_in(hits, stated) else [])
        return Sought(name_key(name), hits, replace(self._clues(name, None), countries=countries))

    def _first(self, whole: str, core: str, named: NamedPlace) -> Span | None:
        """Where the name stands first: in the sentences the item cites, if it does so there."""
        cites = named.holder.get("cites") or ()
        if spans := self._text.occurrences((whole,), cites):
            start = spans[0][0] + whole.find(core)
            return start, start + len(core)
        spans = self._text.occurrences(spelled((core, *_forms(named))), cites)
        return spans[0] if spans else None

    def _read(self, name: str) -> tuple[str, Phrase | None, tuple[Hit, ...]]:
        """The name something is found by, what other words in it say, and what is found.

        "South Sudan" and "West Bank" are names, "southern Idlib" is a part of Idlib.
        """
        hits = self._find(name)
        core, said = unwrapped(name)
        if said is None or any(hit.match != "near_spelling" for hit in hits):
            return name, None, hits
        return core, said, self._find(core) or hits

    def _by_other_names(self, core: str, named: NamedPlace) -> tuple[str, tuple[Hit, ...], bool]:
        """The same by the other forms, else of the place it is near, and whether it is that."""
        for form in _forms(named):
            name, _, hits = self._read(form)
            if hits:
                return name, hits, False
        if isinstance(reference := named.sibling("reference"), str):
            name, _, hits = self._read(reference)
            if hits:
                return name, hits, True
        return core, (), False

    def _find(self, name: str) -> tuple[Hit, ...]:
        """Places of a name; a word without a capital is none."""
        return () if name.islower() else self._gazetteer.find(name)

    def _clues(self, core: str, span: Span | None) -> Clues:
        """What the article says, whatever the name is of."""
        key, text = name_key(core), self._text
        said = Clues(article=text.countries(but=key), names=text.names)
        if span is None:
            return said
        around = text.sentence_at(span)
        named = text.countries_in(around, but=key)
        return replace(said, sentence=named, sentence_names=text.names_in(around))

    def _divisions(
        self, named: NamedPlace, larger: list[str], hits: tuple[Hit, ...]
    ) -> frozenset[str]:
        """Divisions it is stated to be in, as far as a place of that name is in one of them."""
        stated = named.sibling("admin1")
        names = (*larger, unwrapped(stated)[0]) if isinstance(stated, str) else larger
        known = {self._gazetteer.admin1_name(e.country, e.admin1) for e, *_ in hits}
        return frozenset(map(name_key, names)) & {name_key(name) for name in known if name}


def _near(phrase: Phrase | None, named: NamedPlace) -> Phrase | None:
    """The phrase, with what the record says of being near the place."""
    near = named.sibling("near")
    if not near or (phrase and phrase.where_prec):
        return phrase
    return phrase._replace(where_prec=_NEAR) if phrase else Phrase(str(near), _NEAR)


def _forms(named: NamedPlace) -> tuple[str, ...]:
    forms = named.sibling("forms")
    return tuple(form for form in forms if isinstance(form, str)) if isinstance(forms, list) else ()


def _kind(feature: object) -> Kind | None:
    return _KINDS.get(feature.lower()) if isinstance(feature, str) else None


def _countries(named: NamedPlace, larger: list[str], hits: tuple[Hit, ...]) -> frozenset[str]:
    """Countries the place is stated to be in.

    What stands behind a comma may be one more of a list of places, and counts only if there is a
    place of that name in it; what the record says counts in any case.
    """
    behind = {code for name in larger if (code := country_code(name)) and _any_in(hits, code)}
    stated = named.sibling("country")
    code = country_code(stated) if isinstance(stated, str) else None
    return frozenset(behind or ([code] if code else []))


def _any_in(hits: tuple[Hit, ...], country: str) -> bool:
    return any(hit.entry.country == country for hit in hits)
