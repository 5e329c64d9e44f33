"""Mutations of what a count means: its comparator, its bounds, whom it counts. No goal is set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.mutations import Mutation, Site, TrueRecord, sites, stands

_BOUNDS = ("low", "best", "high")
_COMPARED = re.compile(r"^(?:at least|more than|up to|as many as|fewer than) (?=\S)", re.IGNORECASE)
_OPPOSITE = {"low": "Up to ", "high": "At least "}
_INVENTED = 12


def count_mutations(true: TrueRecord) -> Iterator[Mutation]:
    """Numbers for vague words, bounds no one gave, comparators dropped or turned round."""
    for name in ("casualties", "displacement"):
        for text in sites(true.record, name, "count_text"):
            item, words = text.item(true.record), text.value(true.record)
            known = {bound: item[bound] for bound in _BOUNDS if item[bound] is not None}
            places = {bound: Site(name, text.index, (bound,)) for bound in _BOUNDS}
            if not known:
                values = dict.fromkeys(places.values(), _INVENTED)
                yield Mutation("counts", "number for a vague word", true.record, values)
                continue
            value = next(iter(known.values()))
            # "About 300" is 300 for every bound, by convention.
            if len(set(known.values())) == 1 and set(known) != {"best"}:
                for bound in sorted(set(_BOUNDS) - set(known)):
                    kind = "bound that is not stated"
                    yield Mutation("counts", kind, true.record, {places[bound]: value})
            if _COMPARED.search(words):
                bare: dict[Site, object] = {text: _COMPARED.sub("", words)}
                bare |= dict.fromkeys(places.values(), value)
                yield Mutation("counts", "comparator dropped", true.record, bare)
                yield _turned_round(true, text, places, known)


def _turned_round(
    true: TrueRecord, text: Site, places: dict[str, Site], known: dict[str, int]
) -> Mutation:
    """ "Up to 12" for "at least 12" and back, with its bounds."""
    stated = "low" if "low" in known else "high"
    value = known[stated]
    bounds = (None, None, value) if stated == "low" else (value, value, None)
    values: dict[Site, object] = {text: _COMPARED.sub(_OPPOSITE[stated], text.value(true.record))}
    values |= dict(zip(places.values(), bounds, strict=True))
    return Mutation("counts", "comparator turned round", true.record, values)


def group_mutations(true: TrueRecord) -> Iterator[Mutation]:
    """Another group of the same sentence, whom the words of the count do not name."""
    for site in sites(true.record, "casualties", "group"):
        item = site.item(true.record)
        others = {
            other["group"]
            for other in true.record["casualties"]
            if set(other["cites"]) & set(item["cites"])
        }
        words = (item["count_text"] or "").casefold()
        group = site.value(true.record)
        for other in sorted(others - {group}):
            if stands(group, words) and not stands(other, words):
                kind = "other group of the sentence"
                yield Mutation("counts", kind, true.record, {site: other})
