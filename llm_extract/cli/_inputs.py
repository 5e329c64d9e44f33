"""What a run reads, as the command line names it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llm_extract.articles import Article, ReadOptions
    from llm_extract.errors import ArticleError


@dataclass(frozen=True)
class Inputs:
    """The articles a run reads, or all runs of a comparison.

    Attributes:
        target: their folder or file.
        read: how they are read.
        only: ids of a sample, ``None`` for all.
        limit: the first so many.
    """

    target: str
    read: ReadOptions
    only: Collection[str] | None = None
    limit: int | None = None

    def expected(self) -> int | None:
        """How many to expect, by file names only; unknown for stdin and JSONL."""
        from llm_extract.articles import count_articles

        total = count_articles(self.target) if self.only is None else len(self.only)
        return total if self.limit is None or total is None else min(total, self.limit)

    def ids(self) -> list[str]:
        """Their ids, those of files that are no articles included."""
        from llm_extract.runs import input_id

        return [input_id(item) for item in self.articles()]

    def articles(self) -> Iterator[Article | ArticleError]:
        """The articles, read anew."""
        from llm_extract.articles import read_articles
        from llm_extract.runs import input_id

        found = read_articles(self.target, options=self.read)
        drawn = (item for item in found if self.only is None or input_id(item) in self.only)
        return islice(drawn, self.limit)


def inputs_of(
    target: str, read: ReadOptions, limit: int | None, sample: int | None, seed: int
) -> Inputs:
    """All inputs, the first ``limit``, or ``sample`` of them by lot."""
    from llm_extract.runs import sample_of

    only = None if sample is None else sample_of(target, sample, seed, read)
    return Inputs(target, read, only, limit)
