"""Proves choices: a cited sentence stands behind them, and does not say another one."""

from __future__ import annotations

import re
from functools import lru_cache

from llm_extract.grounding._leaves import Leaf
from llm_extract.grounding._source import Source
from llm_extract.grounding._texts import Cites, Found, Texts
from llm_extract.grounding._verdicts import Span
from llm_extract.grounding.cues import modality_of
from llm_extract.schemas import ModalityOf, Signals


def prove_choice(source: Source, texts: Texts, leaf: Leaf, cites: Cites) -> Found:
    """``classified`` with the cited sentences, unless their words say otherwise."""
    regions = source.regions(cites)
    if cites is None:
        return Found("classified")
    if not regions:
        return Found("unsupported")
    signals: Signals | None = leaf.mark(Signals)
    if signals and source.language == signals.language:
        return _signalled(source, regions, str(leaf.value), signals)
    modality: ModalityOf | None = leaf.mark(ModalityOf)
    words = getattr(leaf.holder, modality.text, None) if modality else None
    if words:
        return _modal(source, texts, str(leaf.value), words, cites)
    return Found("classified", regions)


def _signalled(source: Source, regions: tuple[Span, ...], choice: str, signals: Signals) -> Found:
    if choice not in signals.stems:
        return Found("classified", regions)
    own = _first(source, regions, signals.stems[choice])
    if own:
        return Found("classified", (own,))
    others = {
        name: place
        for name, stems in signals.stems.items()
        if name != choice and (place := _first(source, regions, stems))
    }
    if not others:
        return Found("unsupported")
    return Found("altered", tuple(others.values()), tuple(others))


def _first(source: Source, regions: tuple[Span, ...], stems: tuple[str, ...]) -> Span | None:
    pattern = _stems(stems)
    for start, end in regions:
        match = pattern.search(source.article.text, start, end)
        if match:
            return match.span()
    return None


@lru_cache(maxsize=256)
def _stems(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin with one of the stems; a stem that ends in ``$`` is the whole word."""
    words = (
        re.escape(stem[:-1]) + r"\b" if stem.endswith("$") else re.escape(stem) + r"\w*"
        for stem in stems
    )
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)


def _modal(source: Source, texts: Texts, choice: str, words: str, cites: Cites) -> Found:
    said = texts.find(words, cites)
    for start, end in source.regions(cites):
        for span in said.spans:
            if start <= span[0] and span[1] <= end:
                sentence = source.article.text[start:end]
                return _compared(source, choice, sentence, start, span)
    return Found("classified", source.regions(cites))


def _compared(source: Source, choice: str, sentence: str, start: int, span: Span) -> Found:
    modality, cue = modality_of(sentence, span[0] - start, span[1] - start, source.language)
    spans = ((start + cue[0], start + cue[1]),) if cue else (span,)
    if modality == choice:
        return Found("classified", spans)
    # Without a cue in the text a cautious reading stands: what is feared may be told in many ways.
    if modality == "asserted" and choice != "negated":
        return Found("classified", (span,))
    return Found("altered", spans, (modality,))
