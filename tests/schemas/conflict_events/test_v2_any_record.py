"""Whatever a model answers: no hook fails, and what it made is valid and stays as it is."""

from __future__ import annotations

import random
from typing import Any

from conflict_records import (
    SAMPLE,
    SCHEMA,
    actor,
    casualty,
    claim,
    completed,
    control,
    displaced,
    event,
    findings,
    place,
    quantity,
    source_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples

from llm_extract.grounding import Source

WORDS = ("Oskel", "the rebels", "Rebels", "soldiers", "people", "Six", "Sarn", "the", "on Tuesday")
TYPES = (
    "Battles",
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Strategic developments",
    "Conflict context",
    "Displacement",
)
STATUS = ("new", "new", "background", "cumulative")
MODALITY = ("asserted", "asserted", "hypothetical", "planned", "negated")
# Mostly the same few sentences, so that items meet; some do not exist.
SENTENCES = (1, 1, 2, 2, 3, 5, 7, -1, 99)


class Answer:
    """What a model without any sense might write about the sample."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def lists(self) -> dict[str, Any]:
        makers = {
            "claims": self.claim,
            "events": self.event,
            "casualties": self.casualty,
            "displacement": self.displacement,
            "control": lambda: control(self.cites(), self.word(), self.word(), self.word()),
            "quantities": lambda: quantity(self.cites(), self.word(), 3),
            "places": lambda: place(self.cites(), self.word(), self.word(), reference=self.word()),
            "actors": lambda: actor(self.cites(), self.word(), affiliation=self.maybe()),
        }
        return {
            name: [make() for _ in range(self.random.randint(0, 4))]
            for name, make in makers.items()
        }

    def one(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def word(self) -> str:
        return self.one(*WORDS)

    def maybe(self) -> str | None:
        return self.one(None, self.word())

    def cites(self) -> list[int]:
        return [self.one(*SENTENCES) for _ in range(self.random.randint(1, 3))]

    def claim(self) -> dict[str, Any]:
        return claim(self.cites(), self.word(), speaker=self.maybe(), stated_on_text=self.maybe())

    def event(self) -> dict[str, Any]:
        return event(
            self.cites(),
            self.word(),
            event_type=self.one(*TYPES),
            date_text=self.maybe(),
            place=self.maybe(),
            side_a=[self.word()],
            side_b=[self.word()] * self.one(0, 1),
            status=self.one(*STATUS),
            modality=self.one(*MODALITY),
        )

    def casualty(self) -> dict[str, Any]:
        return casualty(
            self.cites(),
            self.maybe(),
            self.word(),
            self.one(None, 6, 9, 41000),
            harm=self.one("killed", "killed", "injured"),
            counted_by=self.maybe(),
            status=self.one(*STATUS),
        )

    def displacement(self) -> dict[str, Any]:
        return displaced(
            self.cites(), self.word(), self.word(), self.one(None, 300), origin=self.maybe()
        )


@settings(max_examples=examples(60))
@given(seed=st.integers(), published=st.sampled_from(("2031-05-21", None)))
def test_every_answer_completes_and_stays_valid(seed: int, published: str | None):
    lists = Answer(seed).lists()
    source: Source = source_of(*SAMPLE, published=published)
    made = completed(source, **lists)
    rows = made.rows(source.article)
    found = findings(source, made)

    assert made.completed(source) == made
    assert SCHEMA.model.model_validate_json(made.model_dump_json()) == made
    real = {e.id for e in made.events if e.modality == "asserted" and e.status != "cumulative"}
    assert real.issuperset(row["event_id"] for row in rows["acled"])
    assert not [f for f in found if f.code in ("unresolved_id", "total_summed")]
    columns = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    for row in rows["ged"]:
        if row["best"] is not None:
            assert row["best"] == sum(row[column] for column in columns)
            assert row["low"] <= row["best"] <= row["high"]
