"""Short ways to write templates and documents, and strategies that make them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from llm_extract.evaluation.scoring._metrics import metric
from llm_extract.evaluation.scoring._model import Document, Filler, Interval, Slot, Template
from llm_extract.evaluation.scoring._scores import rates, score_documents

RAIDS = {
    "raid": (
        Slot("type", "choice", identifies=True),
        Slot("day", "interval"),
        Slot("place", "text"),
        Slot("side", "text"),
    )
}


def day(number):
    return Interval(date(2031, 5, number), date(2031, 5, number))


def optional(*forms):
    return Filler(forms, optional=True)


def raid(*, is_optional=False, family="raid", **slots):
    """Slots are lists of fillers; a value is one form, a tuple the alternatives of one filler."""
    return Template(
        family,
        {name: tuple(map(_filler, fillers)) for name, fillers in slots.items()},
        is_optional,
    )


def _filler(value):
    if isinstance(value, Filler):
        return value
    return Filler(value if isinstance(value, tuple) else (value,))


def scored(name, gold, predicted, slots=RAIDS):
    """Counts by row of one article."""
    return metric(name).score(Document("a", tuple(gold)), Document("a", tuple(predicted)), slots)


def numbers(counts):
    """Right predicted of predicted, found gold of gold."""
    return counts.right_predicted, counts.predicted, counts.found_gold, counts.gold


def total(name, gold, predicted, row, slots=RAIDS):
    return rates(score_documents(metric(name), gold, predicted, slots).total(row))


_WORDS = st.sampled_from(("harbour", "mill", "ridge", "quarry", "old mill", "ford"))


@st.composite
def raids(draw, most=3):
    """Templates that differ from each other, without options."""

    def some(values, largest=2):
        return draw(st.lists(values, max_size=largest, unique=True))

    found = {}
    for _ in range(draw(st.integers(0, most))):
        template = raid(
            type=[draw(st.sampled_from(("attack", "arson", "theft")))],
            day=some(st.integers(1, 9).map(day), 1),
            place=some(_WORDS),
            side=some(_WORDS),
        )
        found[repr(template)] = template
    return tuple(found.values())


@st.composite
def articles(draw, least=1, most=5):
    """Gold and predicted documents of the same ids."""
    pairs = draw(st.lists(st.tuples(raids(), raids()), min_size=least, max_size=most))
    gold = [Document(str(place), right) for place, (right, _) in enumerate(pairs)]
    predicted = [Document(str(place), mine) for place, (_, mine) in enumerate(pairs)]
    return gold, predicted
