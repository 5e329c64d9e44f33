"""Small articles of invented places, and answers about them in the wire values of version 2."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from llm_extract.articles import article_from_text
from llm_extract.grounding import Finding, Source, ground
from llm_extract.schemas import load_schema

SCHEMA = load_schema("conflict_events@2")
PUBLISHED = "2031-05-21"  # a Wednesday


def source_of(*paragraphs: str, published: str | None = PUBLISHED) -> Source:
    return Source(article_from_text("\n\n".join(paragraphs), id="test", published=published))


def record(**lists: Any) -> Any:
    """A record of the items given; what they leave out has its empty value."""
    empty = {name: [] for name in SCHEMA.items}
    return SCHEMA.model.model_validate({"article": facts()} | empty | lists)


def completed(source: Source, **lists: Any) -> Any:
    return record(**lists).completed(source)


def findings(source: Source, made: Any) -> list[Finding]:
    return list(made.findings(source, ground(source, SCHEMA, made)))


def codes(found: Iterable[Finding]) -> dict[str, str]:
    """Severity by code."""
    return {finding.code: finding.severity for finding in found}


def one(items: Iterable[Any], **values: Any) -> Any:
    """The only item with these values."""
    found = [item for item in items if all(getattr(item, k) == v for k, v in values.items())]
    assert len(found) == 1, found
    return found[0]


def facts(**values: Any) -> dict[str, Any]:
    return {"reports_conflict": True, "language": "en", "agency": None, "byline": None} | values


def claim(cites: list[int], source: str, **values: Any) -> dict[str, Any]:
    return {"cites": cites, "source": source, "source_type": "monitor"} | values


def event(cites: list[int], what: str, **values: Any) -> dict[str, Any]:
    return {
        "cites": cites,
        "what": what,
        "event_type": "Battles",
        "sub_event_type": None,
        "date_text": None,
        "place": None,
        "side_a": [],
        "side_b": [],
        "status": "new",
        "modality": "asserted",
    } | values


def casualty(
    cites: list[int], count_text: str | None, group: str, number: int | None = None, **values: Any
) -> dict[str, Any]:
    return {
        "cites": cites,
        "count_text": count_text,
        "group": group,
        "harm": "killed",
        "low": number,
        "best": number,
        "high": number,
        "counted_by": None,
        "status": "new",
    } | values


def displaced(
    cites: list[int], count_text: str, who: str = "people", number: int | None = None, **values: Any
) -> dict[str, Any]:
    return {
        "cites": cites,
        "stage": "fleeing",
        "who": who,
        "count_text": count_text,
        "low": number,
        "best": number,
        "high": number,
        "origin": None,
        "destination": None,
        "status": "new",
    } | values


def control(cites: list[int], what: str, place: str, holder: str) -> dict[str, Any]:
    return {
        "cites": cites,
        "what": what,
        "place": place,
        "holder": holder,
        "since_text": None,
        "status": "new",
    }


def quantity(cites: list[int], count_text: str, value: int) -> dict[str, Any]:
    return {"cites": cites, "count_text": count_text, "value": value, "unit": None, "about": None}


def actor(cites: list[int], name: str, *forms: str, **values: Any) -> dict[str, Any]:
    return {
        "cites": cites,
        "name": name,
        "forms": list(forms),
        "inter": None,
        "side": None,
        "roles": [],
        "affiliation": None,
    } | values


def place(cites: list[int], name: str, *forms: str, **values: Any) -> dict[str, Any]:
    return {
        "cites": cites,
        "name": name,
        "forms": list(forms),
        "feature": None,
        "country": None,
        "adm1": None,
        "role": None,
        "near": None,
        "bearing": None,
        "distance_text": None,
        "reference": None,
    } | values


SAMPLE = (
    "Rebels attacked the mill in Oskel on Tuesday, the Lake Monitor said.",
    "Six soldiers and nine rebels were killed, it said.",
    "Five soldiers died, army radio said.",
    "About 300 people have fled to Tammel.",
    "The war has killed more than 41,000 people since 2024.",
    "A ceasefire brokered by Norland in March was never kept.",
    "The Lake Monitor warned that an assault on Tammel would be a disaster.",
    "Snow has closed three passes.",
)


def sample_items() -> dict[str, list[dict[str, Any]]]:
    """An answer about `SAMPLE`."""
    monitor = "the Lake Monitor"
    return {
        "claims": [
            claim([1, 2], monitor),
            claim([7], monitor),
            claim([3], "army radio", source_type="state_media"),
        ],
        "events": [
            event(
                [1],
                "Rebels attacked the mill in Oskel",
                date_text="on Tuesday",
                place="Oskel",
                side_a=["Rebels"],
                side_b=["soldiers"],
            ),
            event(
                [5],
                "The war",
                event_type="Conflict context",
                status="cumulative",
                date_text="since 2024",
            ),
            event(
                [6],
                "A ceasefire",
                event_type="Strategic developments",
                sub_event_type="Agreement",
                date_text="in March",
                side_a=["Norland"],
                status="background",
            ),
            event([7], "an assault on Tammel", place="Tammel", modality="hypothetical"),
        ],
        "casualties": [
            casualty([2], "Six soldiers", "soldiers", 6, counted_by=monitor),
            casualty([2], "nine rebels", "rebels", 9, counted_by=monitor),
            casualty([3], "Five soldiers", "soldiers", 5, counted_by="army radio"),
            casualty(
                [5],
                "more than 41,000 people",
                "people",
                41000,
                high=None,
                status="cumulative",
            ),
        ],
        "displacement": [displaced([4], "About 300 people", "people", 300, low=None, high=None)],
        "places": [place([1], "Oskel", feature="populated_place", role="event")],
        "actors": [
            actor([1], "Rebels", inter="Rebel group", side="B", roles=["belligerent"]),
            actor([2], "soldiers", "army", inter="State forces", side="A", roles=["belligerent"]),
        ],
    }
