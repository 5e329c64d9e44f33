"""What reads gold: a mapping file, or the schema of the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llm_extract.evaluation.scoring import GoldReader
    from llm_extract.schemas import Schema


def gold_reader(
    mapping: str | None, gold: Sequence[dict[str, Any]], schema: Callable[[], Schema]
) -> GoldReader:
    """The reader a mapping file describes; without one, gold has the form of the records.

    ``schema`` is asked for that of the records only where it is needed.
    """
    if mapping:
        from llm_extract.evaluation.scoring.mapping import load_mapping

        return load_mapping(mapping)
    from llm_extract.evaluation.scoring import NativeGold

    return NativeGold(schema(), gold)
