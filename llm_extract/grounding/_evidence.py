"""From citations to proof: a verdict for each value of a record.

A value is looked for in the sentences its item cites first, in the whole article second. What is
looked for depends on its type and on the marks of its field (see `llm_extract.schemas`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from pydantic import BaseModel

from llm_extract.articles import Article
from llm_extract.grounding._leaves import leaves, leaves_of
from llm_extract.grounding._prover import Prover
from llm_extract.grounding._source import Source
from llm_extract.grounding._verdicts import Evidence, ItemEvidence, ValueEvidence
from llm_extract.schemas import Schema, without_derived

_ID_DIGITS = 12
_CANONICAL = json.JSONEncoder(sort_keys=True)


def ground(article: Article | Source, schema: Schema, record: BaseModel) -> Evidence:
    """Evidence for every value of ``record`` that is not null.

    Args:
        article: what the record was read from; a `Source` saves making its forms again.
        schema: of the record.
        record: an instance of ``schema.model``.
    """
    source = article if isinstance(article, Source) else Source(article)
    prover = Prover(source, record)
    items: list[ItemEvidence] = []
    values: list[ValueEvidence] = []
    listed = schema.items
    for name in schema.model.model_fields:
        if name in listed:
            for item, proven in _items(source, record, name, prover):
                items.append(item)
                values.extend(proven)
        else:
            values.extend(prover.prove(leaf, None) for leaf in leaves_of(record, name))
    return Evidence(tuple(items), tuple(values), source.language)


def _items(
    source: Source, record: BaseModel, name: str, prover: Prover
) -> Iterator[tuple[ItemEvidence, list[ValueEvidence]]]:
    for index, item in enumerate(getattr(record, name)):
        evidence = _cited(source, name, index, item)
        proven = [prover.prove(leaf, evidence.cites) for leaf in leaves(item, evidence.path)]
        yield evidence, proven


def _cited(source: Source, name: str, index: int, item: BaseModel) -> ItemEvidence:
    cites: list[int] = getattr(item, "cites")  # noqa: B009
    known = source.sentences
    there = tuple(number for number in cites if number in known)
    return ItemEvidence(
        path=f"{name}.{index}",
        id=getattr(item, "id", None) or _content_id(source.article, name, item),
        cites=there,
        spans=tuple(known[number] for number in there),
        unknown_cites=tuple(number for number in cites if number not in known),
    )


def _content_id(article: Article, name: str, item: BaseModel) -> str:
    """The same for the same item of the same article, wherever it stands in its list."""
    content = without_derived(item.model_dump(mode="json"), (type(item),))
    canonical = _CANONICAL.encode([article.sha256, name, content])
    return hashlib.sha256(canonical.encode()).hexdigest()[:_ID_DIGITS]
