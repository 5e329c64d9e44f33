"""``llm-extract plan``: what a run would do, cost and take, before anything is paid for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_extract.cli._console import friendly, write_data
from llm_extract.cli._options import (
    DebugOption,
    EncodingOption,
    PolicyOption,
    PromptOption,
    PublishedOption,
    ReadingOption,
    check_paths,
    extractor_options,
    read_options,
)

if TYPE_CHECKING:
    from llm_extract.articles import Article, ReadOptions
    from llm_extract.errors import ArticleError
    from llm_extract.extraction import Extractor
    from llm_extract.runs.planning import NearIndex, Plan

    Item = Article | ArticleError


def plan(
    target: Annotated[str, typer.Argument(help="Folder, file or - for stdin, as for run.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Output folder of the run; its records are reused."),
    ] = None,
    prompt: PromptOption = "conflict_events",
    schema: Annotated[
        str | None, typer.Option("--schema", "-s", help="name@N or module:Model.")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", "-m", help="As for run; no key is needed.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(help="OpenAI-compatible endpoint.")] = None,
    reading: ReadingOption = None,
    policy: PolicyOption = None,
    published: PublishedOption = None,
    encoding: EncodingOption = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after N articles.")] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Draw N of the articles, the same ones each time.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed draws another sample.")] = 0,
    near: Annotated[
        bool | None,
        typer.Option("--near/--no-near", help="Look for near-duplicates; default: if installed."),
    ] = None,
    similarity: Annotated[
        float,
        typer.Option(min=0.05, max=1, help="Near are texts that share this of their word triples."),
    ] = 0.8,
    as_json: Annotated[bool, typer.Option("--json", help="Plan as JSON.")] = False,
    debug: DebugOption = False,
) -> None:
    """Tell what a run would do, cost and take. No model is asked or started.

    Exit codes: 0 planned, 2 usage, 130 interrupted.
    """
    with friendly(debug=debug):
        from llm_extract.extraction import Extractor
        from llm_extract.llm import addressed

        options = read_options(published, encoding)
        check_paths(target, output)
        name, address = addressed(model, base_url)
        how = extractor_options(reading, policy)
        extractor = Extractor(prompt, schema=schema, model=name, base_url=address, **how)
        drawn = _Drawn(target, sample, seed, options)
        found = _planned(extractor, drawn, limit, output, _near(near, similarity))
        if as_json:
            write_data(json.dumps(found.as_json() | drawn.as_json()))
            return
        from llm_extract.cli._plan_report import print_plan

        print_plan(found, drawn.told(), output)


def _planned(
    extractor: Extractor,
    drawn: _Drawn,
    limit: int | None,
    output: Path | None,
    near: NearIndex | None,
) -> Plan:
    from llm_extract.runs.planning import earlier, plan

    with earlier(output, extractor.identity) as past:
        return plan(
            extractor,
            islice(drawn, limit),
            known=past.knows,
            paid=past.paid,
            near=near,
            ignored=drawn.ignored,
        )


class _Drawn:
    """The inputs, or a sample of them if one was asked for, and how many it was drawn from.

    Attributes:
        ignored: files that are no articles, by extension; complete once all inputs were drawn.
    """

    def __init__(self, target: str, size: int | None, seed: int, options: ReadOptions) -> None:
        from llm_extract.runs import sample_of

        self.ignored: Counter[str] = Counter()
        self._target = target
        self._options = options
        self._size = size
        self._seed = seed
        self._all = 0
        self._ids = None if size is None else sample_of(target, size, seed, options)

    def __iter__(self) -> Iterator[Item]:
        """The inputs a run with the same options draws."""
        from llm_extract.articles import read_articles
        from llm_extract.runs import input_id

        for item in read_articles(self._target, options=self._options, ignored=self.ignored):
            self._all += 1
            if self._ids is None or input_id(item) in self._ids:
                yield item

    def told(self) -> str | None:
        """How the sample was drawn, or ``None`` without one."""
        if self._size is None:
            return None
        return f"{min(self._size, self._all):,} of {self._all:,} inputs, seed {self._seed}"

    def as_json(self) -> dict[str, Any]:
        """The member ``sample`` of the plan."""
        told = {"size": self._size, "seed": self._seed, "of": self._all}
        return {"sample": told if self._size is not None else None}


def _near(wanted: bool | None, similarity: float) -> NearIndex | None:
    from llm_extract.runs.planning import NearIndex, near_installed

    wanted = near_installed() if wanted is None else wanted
    return NearIndex(similarity) if wanted else None
