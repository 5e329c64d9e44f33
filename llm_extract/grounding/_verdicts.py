"""What grounding says of items and values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from llm_extract.grounding._language import Language

Verdict = Literal[
    "exact", "normalised", "derived", "classified", "miscited", "altered", "unsupported"
]
Severity = Literal["reject", "fault", "notice"]
Span = tuple[int, int]

# Verdicts no value may leave with unnoticed.
DOUBTFUL: tuple[Verdict, ...] = ("altered", "unsupported")


@dataclass(frozen=True, slots=True)
class ItemEvidence:
    """The cited sentences of one item.

    Attributes:
        path: ``events.0``.
        id: the item's own id, or one made of the article and the item's content.
        cites: sentence numbers that exist in the article.
        spans: their code point offsets, end-exclusive, in the same order.
        unknown_cites: sentence numbers the article does not have.
    """

    path: str
    id: str
    cites: tuple[int, ...]
    spans: tuple[Span, ...]
    unknown_cites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueEvidence:
    """Where one value is written, or what it follows from.

    ``exact``: in a cited sentence, letter by letter. ``normalised``: there, but for quotes,
    dashes, spaces, case, accents, a spelled number or a light word. ``derived``: follows from the
    text by a rule, or stands there under another registered name. ``classified``: a choice whose
    item cites a sentence. ``miscited``: only elsewhere in the article. ``altered``: the text says
    something near, but a number, a name or a word differs. ``unsupported``: nowhere.

    Attributes:
        path: ``casualties.0.best``.
        verdict: see above.
        spans: code points, end-exclusive; empty for ``unsupported``.
        differs: for ``altered``, words of the value the text lacks, or what the text has instead.
        rule: for a date, the rule it follows from (``R1``).
    """

    path: str
    verdict: Verdict
    spans: tuple[Span, ...]
    differs: tuple[str, ...] = ()
    rule: str | None = None


@dataclass(frozen=True)
class Evidence:
    """Evidence of one record.

    Attributes:
        items: its items with their sentences.
        values: a verdict for each value that is not null.
        language: of the article, when there is a lexicon for it; without one, number words,
            months and cues are not read, and values are compared letter by letter or folded.
    """

    items: tuple[ItemEvidence, ...]
    values: tuple[ValueEvidence, ...]
    language: Language | None = None

    def counts(self) -> dict[Verdict, int]:
        """Values by verdict."""
        found = [value.verdict for value in self.values]
        return {verdict: found.count(verdict) for verdict in get_args(Verdict)}

    def of(self, path: str) -> ValueEvidence | None:
        """Evidence of the value at ``path``."""
        return self._by_path.get(path)

    def doubtful(self, path: str) -> tuple[ValueEvidence, ...]:
        """The altered and unsupported values of the item at ``path``."""
        below = f"{path}."
        return tuple(
            value
            for value in self.values
            if value.verdict in DOUBTFUL and value.path.startswith(below)
        )

    @cached_property
    def _by_path(self) -> dict[str, ValueEvidence]:
        return {value.path: value for value in self.values}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check of the record as a whole has to say.

    Attributes:
        code: of the check, stable.
        path: the item or value, ``""`` for the record.
        message: one line, without words of the article.
        severity: ``reject`` takes the item out, ``fault`` makes it doubtful, ``notice`` informs.
    """

    code: str
    path: str
    message: str
    severity: Severity = "fault"
