"""A pacer of which only what a test is about is set."""

from __future__ import annotations

from virtual_time import now

from llm_extract.llm._usage import NOT_BILLED, Tokens
from llm_extract.llm.pacing import Budget, Limits, Pacer, Slots

ANSWERED = Tokens(2000, 300)


def no_price(usage):
    return None


def pacer(*, slots=None, limits=None, budget=None, **settings) -> Pacer:
    return Pacer(
        slots or Slots.fixed(64),
        limits or Limits(),
        budget or Budget(None, None, no_price),
        clock=now,
        **settings,
    )


def answer(turn) -> None:
    turn.ended(200, {}, ANSWERED)


def refuse(turn, **headers) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    turn.ended(429, named, NOT_BILLED)
