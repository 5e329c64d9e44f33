"""Checks of who takes part: brokers, civilians, and names from another sentence than the deed."""

from __future__ import annotations

from collections.abc import Iterator

from llm_extract.grounding import Finding, Severity

from .v2_brokers import is_broker
from .v2_checks_text import Checked
from .v2_events import Context, Event
from .v2_names import Names
from .v2_registers import Actor, Place
from .v2_signals import UNARMED, has_stem


def broker_as_party(see: Checked) -> Iterator[Finding]:
    """Who brokered a deal is no party: a notice at the deal itself, a fault in fighting."""
    for index, event in enumerate(see.record.events):
        peaceful = event.disorder_type == "Strategic developments"
        severity: Severity = "notice" if peaceful else "fault"
        for side in ("side_a", "side_b"):
            for at, name in enumerate(getattr(event, side)):
                if is_broker(name, event.cites, see.source):
                    message = "the text names it only as a broker"
                    path = f"events.{index}.{side}.{at}"
                    yield Finding("broker_as_party", path, message, severity)


def broker_in_register(see: Checked) -> Iterator[Finding]:
    """Who is nothing but a broker in the whole text is registered as no party."""
    for index, actor in enumerate(see.record.actors):
        field = "roles" if "belligerent" in actor.roles else "side" if actor.side else None
        if field and actor.registered_by == "model" and _only_brokers(actor, see):
            message = "the text names it only as a broker"
            yield Finding("broker_as_party", f"actors.{index}.{field}", message, "fault")


def civilian_unsaid(see: Checked) -> Iterator[Finding]:
    """Victims are civilians, and attacks aim at them, where a cited sentence says so (English)."""
    if see.source.language != "en":
        return
    message = "no cited sentence speaks of civilians"
    for index, figure in enumerate(see.record.casualties):
        if figure.victims == "civilian" and not _speaks_of_unarmed(figure.cites, see):
            path = f"casualties.{index}.victims"
            yield Finding("civilian_unsaid", path, message, "fault")
    for index, event in enumerate(see.record.events):
        if event.civilian_targeting and not _speaks_of_unarmed(event.cites, see):
            path = f"events.{index}.civilian_targeting"
            yield Finding("civilian_unsaid", path, message, "fault")


def named_elsewhere(see: Checked) -> Iterator[Finding]:
    """A place or side that only another cited sentence names may belong to another deed.

    The war as a whole is told in many sentences and is left out.
    """
    places, actors = Names(see.record.places), Names(see.record.actors)
    for index, event in enumerate(see.record.events):
        if isinstance(event, Context):
            continue
        deed = [n for n in event.cites if see.source.stated(event.what, (n,))]
        for field, name, entry in _named(event, places, actors) if deed else ():
            if _is_elsewhere(name, entry, deed, event.cites, see):
                message = "only another cited sentence than that of the deed names it"
                yield Finding("named_elsewhere", f"events.{index}.{field}", message, "notice")


def _only_brokers(actor: Actor, see: Checked) -> bool:
    named = [form for form in (actor.name, *actor.forms) if see.source.stated(form)]
    return bool(named) and all(is_broker(n, see.source.sentences, see.source) for n in named)


def _speaks_of_unarmed(cites: list[int], see: Checked) -> bool:
    return any(has_stem(see.source.sentence_text(number), UNARMED) for number in cites)


def _named(
    event: Event, places: Names[Place], actors: Names[Actor]
) -> Iterator[tuple[str, str, Place | Actor | None]]:
    """Field, name and entry of the place and of each of the sides."""
    if event.place:
        yield "place", event.place, places.get(event.place)
    for side in ("side_a", "side_b"):
        for at, name in enumerate(getattr(event, side)):
            yield f"{side}.{at}", name, actors.get(name)


def _is_elsewhere(
    name: str, entry: Place | Actor | None, deed: list[int], cites: list[int], see: Checked
) -> bool:
    """Whether no form of a name is in the sentences of the deed, and one in another cited one."""
    forms = (name, entry.name, *entry.forms) if entry else (name,)
    if any(see.source.stated(form, deed) for form in forms):
        return False
    return any(see.source.stated(form, cites) for form in forms)
