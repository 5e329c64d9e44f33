"""Check of whom a figure counts: the words at its number do not name another group."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from llm_extract.grounding import Finding

from .v2_checks_text import Checked
from .v2_figures import Casualties
from .v2_names import Names, name_key
from .v2_registers import Actor
from .v2_signals import EVERYBODY, words

if TYPE_CHECKING:
    from llm_extract.grounding import Source

    Span = tuple[int, int]

# Words behind a count that may still say who is counted: "14 of the wounded soldiers".
_BEHIND = 4
_REACH = 120
# Places of one count, and other numbers of its sentences, that are looked at.
_PLACES, _OTHERS = 8, 40
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# A sentence ends with one of these, too.
_BREAK = re.compile(r"[,;:.!?…()\n—–،؛؟]")
# Words that begin something else than a name of the counted.
_ELSEWHERE = frozenset(
    (
        "and", "or", "plus", "but", "by", "in", "at", "on", "near", "from", "after", "before",
        "when", "while", "as", "since", "during", "with", "against", "who", "that", "which",
        "whom", "et", "ou", "par", "dans", "y", "e", "o", "por", "en",
    )
)  # fmt: skip


def group_of_another_figure(see: Checked) -> Iterator[Finding]:
    """The words of a count name another group, and not the item's own ("14 rebels": soldiers)."""
    actors: Names[Actor] = Names(see.record.actors)
    counted = [_group(figure.group, actors) for figure in see.record.casualties]
    registered = [_group(actor.name, actors) for actor in see.record.actors]
    for index, figure in enumerate(see.record.casualties):
        own, at = counted[index], list(islice(_stands(figure, see.source), _PLACES))
        said = [_said(span, see.source) for span in at]
        if not said or any(own.is_named(words_) for words_ in said):
            continue
        # Elsewhere the sentence counts its group: then this count may be anybody's but theirs.
        apart = any(own.is_named(words_) for words_ in _other_counts(figure, at, see.source))
        others = [*counted, *registered] if apart else [o for o in counted if not o.is_everybody]
        if all(any(other.is_meant(words_, own) for other in others) for words_ in said):
            message = "the words of this count name another group"
            yield Finding("group_of_another_figure", f"casualties.{index}.group", message, "fault")


@dataclass(frozen=True)
class _Group:
    """A group under all words the register knows for it, as `_singular` makes them."""

    forms: frozenset[str]
    actor_ids: frozenset[str]
    is_everybody: bool

    def is_named(self, stretch: str) -> bool:
        """Whether any of its forms stands in a stretch."""
        return any(form in stretch for form in self.forms)

    def is_meant(self, stretch: str, own: _Group) -> bool:
        """Whether it is named there, is not ``own``, and no part of its name as "fighters" is."""
        if self.forms == own.forms or not self.actor_ids.isdisjoint(own.actor_ids):
            return False
        named = [form for form in self.forms if form in stretch]
        return any(not any(form in longer for longer in own.forms) for form in named)


def _group(name: str, actors: Names[Actor]) -> _Group:
    """The group of a name; an actor and the one it serves share an id."""
    actor = actors.get(name)
    known = (actor.name, *actor.forms) if actor else ()
    forms = frozenset(_singular(name_key(form)) for form in (name, *known) if words(form))
    ids = frozenset(i for i in (actor.id, actor.affiliation_id) if i) if actor else frozenset()
    return _Group(forms, ids, name_key(name) in EVERYBODY)


def _stands(figure: Casualties, source: Source) -> Iterator[Span]:
    """The places of a count in the cited sentences."""
    phrase = figure.count_text
    for start, end in source.regions(figure.cites) if phrase else ():
        at = start
        while phrase and (span := source.stated_in(phrase, ((at, end),))):
            yield span
            at = span[1]


def _other_counts(figure: Casualties, at: list[Span], source: Source) -> Iterator[str]:
    """The other numbers of the cited sentences with the words behind them."""
    cited = source.within(source.regions(figure.cites), source.numbers)
    for number in islice(cited, _OTHERS):
        if not any(start <= number.start < end for start, end in at):
            yield _said((number.start, number.end), source)


def _said(span: Span, source: Source) -> str:
    """A count with the words behind it."""
    start, end = span
    return _singular(" ".join([source.article.text[start:end], *_following(end, source)]))


def _following(at: int, source: Source) -> Iterator[str]:
    """Up to four words, up to a mark, another number or a word like "and"."""
    following = bisect_left(source.numbers, at, key=attrgetter("start"))
    ends = [number.start for number in source.numbers[following : following + 1]]
    stretch = source.article.text[at : min([at + _REACH, *ends])]
    mark = _BREAK.search(stretch)
    for word in _WORD.findall(stretch[: mark.start()] if mark else stretch)[:_BEHIND]:
        if word.casefold() in _ELSEWHERE or word.endswith("ing"):
            return
        yield word


def _singular(phrase: str) -> str:
    """Words with a blank around each, without the plural's ending: " 14 soldier "."""
    return f" {' '.join(map(_without_plural, words(phrase)))} "


def _without_plural(word: str) -> str:
    if word.endswith("men"):
        return f"{word[:-3]}man"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
