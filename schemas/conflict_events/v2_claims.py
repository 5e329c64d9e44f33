"""Who says what: claims without a named source, and which items a claim supports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .v2_dates import when_of
from .v2_names import Names
from .v2_registers import Actor, Claim

if TYPE_CHECKING:
    from datetime import date

    from llm_extract.grounding import Source

    from .v2 import ConflictEvents
    from .v2_events import Event
    from .v2_figures import Casualties, Control, Damage, Displacement, FrontLine

    Stated = Event | Casualties | Displacement | FrontLine | Control | Damage

_STATED = ("events", "casualties", "displacement", "front_lines", "control", "damage")


def stated_items(record: ConflictEvents) -> Iterator[Stated]:
    """The items a source can be given for."""
    for name in _STATED:
        yield from getattr(record, name)


def add_narrator(record: ConflictEvents, source: Source) -> None:
    """Add a claim for each sentence of the items that are given for no source."""
    covered = {number for claim in record.claims for number in claim.cites}
    lone = (item.cites for item in stated_items(record) if covered.isdisjoint(item.cites))
    for number in sorted({number for cites in lone for number in cites} & set(source.sentences)):
        record.claims.append(_unnamed(number, record, source))


def in_caption(cites: list[int], source: Source) -> bool:
    """Whether all cited sentences belong to a photo caption."""
    sections = {s.number: s.section for s in source.article.sentences}
    return bool(cites) and all(sections.get(number) == "caption" for number in cites)


def _unnamed(sentence: int, record: ConflictEvents, source: Source) -> Claim:
    cites = [sentence]
    caption = in_caption(cites, source)
    credits_ = (record.article.agency, record.article.photo_credit) if caption else ()
    credit = next((name for name in credits_ if name and source.stated(name, cites)), None)
    return Claim(
        cites=cites,
        source=credit,
        source_type="photo_caption" if caption else "narrator",
        mode="narrator",
        registered_by="code",
    )


def link_claims(record: ConflictEvents, actors: Names[Actor], source: Source) -> None:
    """Items and claims that share a sentence, and who the sources are."""
    by_id = {actor.id: actor for actor in record.actors}
    for claim in record.claims:
        claim.source_id = actors.id(claim.source)
        claim.speaker_id = actors.id(claim.speaker)
        claim.stated_on = _stated_on(claim, source)
        claim.source_party_to_conflict = _is_party(claim, by_id)
        shared = (i for i in stated_items(record) if not set(claim.cites).isdisjoint(i.cites))
        claim.supports = sorted(item.id for item in shared)
    for item in stated_items(record):
        _link(item, record.claims, actors)


def _link(item: Stated, claims: list[Claim], actors: Names[Actor]) -> None:
    named = actors.id(getattr(item, "counted_by", None) or getattr(item, "reported_by", None))
    shared = [claim for claim in claims if item.id in claim.supports]
    # The item's own source first, then the claim about the fewest sentences.
    shared.sort(key=lambda c: (named is None or c.source_id != named, len(c.cites), c.id))
    if hasattr(item, "claim_ids"):
        item.claim_ids = sorted(claim.id for claim in shared)
    else:
        item.claim_id = shared[0].id if shared else None


def _stated_on(claim: Claim, source: Source) -> date | None:
    when = when_of(claim.stated_on_text, claim.cites, source)
    return when.end if when and when.start == when.end else None


def _is_party(claim: Claim, actors: dict[str, Actor]) -> bool | None:
    """Whether the source takes part itself; ``None`` for a state's voice of unknown side."""
    actor = actors.get(claim.source_id or "")
    chain = [actor, actors.get(actor.affiliation_id or "")] if actor else []
    if any(known and (known.side or "belligerent" in known.roles) for known in chain):
        return True
    if claim.source_type == "armed_group":
        return True
    return None if claim.source_type in ("state_media", "official") else False
