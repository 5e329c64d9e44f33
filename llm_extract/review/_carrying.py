"""Decisions about an earlier record of an article, taken over to the one it has now.

What a reviewer said of an item holds for the same item of another record: its id tells that it is
the same, down to every value. Everything else was said of what is not there any more: facts of the
article, items the reviewer added to that record, that the article is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from llm_extract.review._fold import Decided, standing
from llm_extract.review._paths import address
from llm_extract.review._placing import Placing
from llm_extract.review._subjects import Subject
from llm_extract.runs import Decision, Said


def to_carry(
    decisions: Iterable[Decision], subject: Subject, decided: Decided, lists: Collection[str]
) -> Iterator[Said]:
    """What a reviewer said earlier of items that are still undecided, in order, as said now.

    Of an item that was decided in several earlier records, what was said of the newest of them.

    Args:
        decisions: of the reviewer about the article.
        subject: the record the article has now.
        decided: where the reviewer stands with that.
        lists: names of the lists of items.
    """
    earlier = list(_earlier(decisions, subject, lists))
    newest = {item: one.outcome for item, one in earlier}
    for item, one in earlier:
        if one.outcome == newest[item] and decided.state(item) is None:
            yield _said(one, subject.outcome or 0)


def _earlier(
    decisions: Iterable[Decision], subject: Subject, lists: Collection[str]
) -> Iterator[tuple[str, Decision]]:
    """Decisions about items of earlier records, with where each item stands now."""
    placing = Placing(subject.items or {}, lists)
    for one in standing(decisions):
        here = placing.placed(one) if one.item and one.outcome != subject.outcome else None
        place = here and address(here.path, lists)
        if here and place and place.item:
            yield place.item, here


def _said(one: Decision, outcome: int) -> Said:
    return Said(
        reviewer=one.reviewer,
        article=one.article,
        outcome=outcome,
        action=one.action,
        path=one.path,
        item=one.item,
        value=one.value,
        note=one.note,
    )
