"""Each prompt with each model: where its run goes, what it would take, and the run itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_extract.cli._inputs import Inputs
from llm_extract.cli._progress import LiveLine
from llm_extract.cli._running import execute
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.evaluation import Combination
    from llm_extract.extraction import Extractor
    from llm_extract.runs import Summary
    from llm_extract.runs.planning import Plan

# Seconds for calls in flight after Ctrl-C.
_GRACE = 10.0


@dataclass(frozen=True)
class Entry:
    """A combination that can be run; ``folder`` is that of its run."""

    combination: Combination
    extractor: Extractor
    folder: Path
    live: LiveLine

    def plan(self, inputs: Inputs) -> Plan:
        """What its run would do, cost and take; nothing is sent."""
        from llm_extract.runs.planning import earlier, plan

        with earlier(self.folder, self.extractor.identity) as past:
            return plan(self.extractor, inputs.articles(), known=past.knows, paid=past.paid)


@dataclass
class Purse:
    """What all runs together may still cost and use; ``None`` is no limit."""

    max_cost: float | None = None
    max_tokens: int | None = None

    def limits(self) -> dict[str, Any]:
        """Limits of the next run, as options of `JobOptions`."""
        return {"max_cost": self.max_cost, "max_tokens": self.max_tokens}

    def pay(self, tokens: int, cost: float) -> None:
        """Take what a run was charged."""
        if self.max_cost is not None:
            self.max_cost = max(self.max_cost - cost, 0.0)
        if self.max_tokens is not None:
            self.max_tokens = max(self.max_tokens - tokens, 0)

    def check(self, entries: Iterable[Entry]) -> None:
        """Refuse a limit to the cost where a price is not known, before anything is paid.

        Raises:
            SettingsError: ``usage``.
        """
        from llm_extract.llm import price_of

        for entry in entries if self.max_cost is not None else ():
            if price_of(entry.extractor.target) is None:
                raise SettingsError(
                    "usage",
                    f"no price of {entry.combination.model} is known, so its cost cannot be "
                    "limited",
                    source="--max-cost",
                    hint="limit the tokens with --max-tokens",
                )


@dataclass(frozen=True)
class Maker:
    """Makes combinations.

    Attributes:
        output: folder of their folders.
        options: further arguments of `Extractor`.
        total: articles to expect.
        quiet: show no progress.
        planning: nothing will be sent, so no key is asked for.
    """

    output: Path
    options: dict[str, Any] = field(default_factory=dict)
    total: int | None = None
    quiet: bool = False
    planning: bool = False

    def make(self, prompts: Sequence[str], models: Sequence[str | None]) -> list[Entry]:
        """Every prompt with every model; those of one model together, so that it is loaded once.

        Raises:
            SettingsError: a prompt or model is unusable; ``usage``, two share a folder.
        """
        found = [self._entry(prompt, model) for model in models for prompt in prompts]
        names = [entry.combination.name for entry in found]
        for name in names:
            if names.count(name) > 1:
                raise SettingsError("usage", "two combinations have this name", source=name)
        return found

    def _entry(self, prompt: str, model: str | None) -> Entry:
        from llm_extract.evaluation import Combination
        from llm_extract.extraction import Extractor
        from llm_extract.llm import addressed
        from llm_extract.recording import suite_folder

        address = self.options.get("base_url")
        if self.planning:
            model, address = addressed(model, address)
        live = LiveLine(self.total, quiet=self.quiet)
        given = {**self.options, "model": model, "base_url": address, "on_step": live.step}
        extractor = Extractor(prompt, **given)
        place = suite_folder(self.output, extractor)
        name = f"{place.parent.name}--{place.name}"
        combination = Combination(
            name=name,
            prompt=extractor.prompt.reference,
            schema=extractor.schema.reference,
            model=extractor.target.model,
            reading=extractor.reading,
        )
        return Entry(combination, extractor, self.output / name, live)


def run_entry(entry: Entry, inputs: Inputs, purse: Purse, concurrency: int | None) -> Summary:
    """Run one combination into its folder, and take what it was charged from the purse.

    Raises:
        typer.Exit: it was interrupted.
    """
    from llm_extract.runs import JobOptions, OutputFolder

    options = JobOptions(
        concurrency=concurrency, limit=inputs.limit, grace=_GRACE, **purse.limits()
    )
    job = execute(entry.extractor, inputs, options, OutputFolder(entry.folder), entry.live)
    purse.pay(*job.charged)
    return job.summary


def unload(entry: Entry) -> None:
    """Stop the server of an embedded model, so that the next model has the memory."""
    from llm_extract.llm import EmbeddedTarget, serve

    target = entry.extractor.target
    if isinstance(target, EmbeddedTarget):
        serve(target.weights).close()
