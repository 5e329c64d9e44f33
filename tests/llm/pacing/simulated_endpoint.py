"""A run of many articles, one request each, against an endpoint with limits, in virtual time."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from paced import answer, pacer, refuse
from virtual_time import now

from llm_extract.llm.pacing import Pacer, Slots

REFUSED_AFTER = 0.05


@dataclass
class Endpoint:
    """Answers in about ``seconds``; 429 above ``capacity`` requests at a time, or at random."""

    seconds: float = 2.0
    capacity: int = 10_000
    refusals: float = 0.0
    retry_after: float = 1.0
    chance: random.Random = field(default_factory=lambda: random.Random(4711))
    busy: int = 0
    refused: int = 0

    async def answers(self) -> bool:
        if self.busy >= self.capacity or self.chance.random() < self.refusals:
            self.refused += 1
            await asyncio.sleep(REFUSED_AFTER)
            return False
        self.busy += 1
        await asyncio.sleep(self.seconds * self.chance.uniform(0.7, 1.3))
        self.busy -= 1
        return True


@dataclass
class Outcome:
    seconds: float
    limits: list[int]


async def work_through(articles: int, endpoint: Endpoint, slots: Slots) -> Outcome:
    """How long it took, and the limit of slots after each article."""
    pace = pacer(slots=slots)
    began, limits, running, waiting = now(), [], set(), articles
    while waiting or running:
        while waiting and len(running) < slots.limit:
            waiting -= 1
            running.add(asyncio.create_task(_article(pace, endpoint)))
            slots.used(len(running), waiting > 0)
        done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        slots.used(len(running), waiting > 0)
        limits += [slots.limit] * len(done)
    assert pace.in_flight == 0
    return Outcome(now() - began, limits)


async def _article(pace: Pacer, endpoint: Endpoint) -> None:
    while True:
        turn = await pace.turn(7000)
        if await endpoint.answers():
            answer(turn)
            return
        refuse(turn, retry_after=str(endpoint.retry_after))
        await asyncio.sleep(endpoint.retry_after)
