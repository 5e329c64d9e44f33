"""A plan as a person reads it before paying."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from llm_extract.cli._console import printable, say, write_data

if TYPE_CHECKING:
    from llm_extract.llm import Price
    from llm_extract.runs.planning import NearGroup, Plan, Range

_NAMES_SHOWN = 3
_GROUPS_SHOWN = 10
_WAYS = {
    "article": "each article whole, in one call",
    "sentence": "a call per sentence",
    "passes": "in passes: what happened first, then the rest by groups of sentences",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def print_plan(plan: Plan, sample: str | None, output: Path | None) -> None:
    """Print the plan to stdout, and to stderr what its figures are worth."""
    for name, text in _rows(plan, sample, output):
        write_data(f"{name:<11}{printable(text)}")
    for line in _notes(plan):
        say(line)


def _rows(plan: Plan, sample: str | None, output: Path | None) -> Iterator[tuple[str, str]]:
    yield "model", f"{plan.model}{f' at {plan.address}' if plan.address else ''}"
    yield "prompt", f"{plan.prompt}, schema {plan.schema}"
    yield "reading", _WAYS[plan.reading]
    if sample:
        yield "sample", sample
    yield "articles", _articles(plan, output)
    if plan.identical:
        yield "identical", _identical(plan)
    if plan.unusable:
        yield "unusable", _unusable(plan)
    if plan.ignored:
        yield "ignored", _ignored(plan)
    if plan.new:
        yield from _takes(plan)
    yield from _near(plan.near)


def _takes(plan: Plan) -> Iterator[tuple[str, str]]:
    told = plan.estimate
    fewer = "" if plan.reading == "article" else "fewer where an article is off the subject, "
    yield "calls", f"{plan.calls:,}; {fewer}more where an answer has to be repaired"
    shared = f"; {_count(told.shared_tokens.likely)} of them repeat the instructions"
    yield "read", f"{_about(told.prompt_tokens)} tokens{shared if plan.calls > 1 else ''}"
    yield "written", f"{_about(told.completion_tokens)} tokens"
    yield "cost", _cost(plan)
    if plan.price and plan.address:
        yield from _price(plan.price)
    at_once = f", up to {told.concurrency:g} calls at once" if told.concurrency > 1 else ""
    yield "time", f"{_time(told.seconds)}{at_once}"


def _articles(plan: Plan, output: Path | None) -> str:
    copies = sum(map(len, plan.identical.values()))
    if not copies and not plan.recorded:
        return f"{plan.new:,} to extract"
    parts = [f"{plan.new:,} to extract"]
    parts += [f"{copies:,} identical to another"] if copies else []
    parts += [f"{plan.recorded:,} with a record in {output}"] if plan.recorded else []
    return f"{plan.articles:,}: {', '.join(parts)}"


def _identical(plan: Plan) -> str:
    pairs = [f"{copy} (as {first})" for first, copies in plan.identical.items() for copy in copies]
    return f"{_names(pairs)}: extracted once"


def _unusable(plan: Plan) -> str:
    ranked = sorted(plan.unusable.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return "; ".join(f"{len(sources):,} {code}: {_names(sources)}" for code, sources in ranked)


def _ignored(plan: Plan) -> str:
    ranked = sorted(plan.ignored.items(), key=lambda pair: (-pair[1], pair[0]))
    kinds = ", ".join(f"{count:,} {kind or 'without a suffix'}" for kind, count in ranked)
    return f"other files, not read: {kinds}"


def _cost(plan: Plan) -> str:
    if not plan.address:
        return "nothing: the model runs on this machine"
    cost = plan.estimate.cost
    if cost is None:
        return "not known, since no price is known; see below"
    return f"about {_dollars(cost.likely)} ({_dollars(cost.low)} to {_dollars(cost.high)})"


def _price(price: Price) -> Iterator[tuple[str, str]]:
    read, cached, written = map(_rate, (price.input, price.cached_input, price.output))
    yield "price", f"{read} a million tokens read, {cached} from the cache, {written} written"
    yield "", f"{f'as of {price.as_of}, ' if price.as_of else ''}{price.source}"


def _rate(dollars: float) -> str:
    return f"${dollars:.2f}" if dollars == round(dollars, 2) else f"${dollars:g}"


def _near(groups: Sequence[NearGroup] | None) -> Iterator[tuple[str, str]]:
    if groups is None:
        return
    if not groups:
        yield "near", "no near-duplicates"
        return
    alike = sum(len(group.ids) for group in groups)
    name = "group" if len(groups) == 1 else "groups"
    yield "near", f"{alike:,} articles in {len(groups):,} {name} of nearly the same text:"
    # The largest first: those are where a selection pays.
    ranked = sorted(groups, key=lambda group: -len(group.ids))
    for group in ranked[:_GROUPS_SHOWN]:
        yield "", f"{group.similarity:.0%} alike: {_names(group.ids)}"
    if len(ranked) > _GROUPS_SHOWN:
        yield "", f"and {len(ranked) - _GROUPS_SHOWN:,} more groups; --json tells them all"


def _notes(plan: Plan) -> Iterator[str]:
    if not plan.articles:
        yield "No articles found; read are .txt, .md, .html and .jsonl files."
    if plan.new:
        yield "Nothing was sent."
        yield _worth(plan)
        yield from _thinking(plan)
    if plan.near:
        yield "Near-duplicates are extracted like all others: tomorrow's bulletin is near too."
    if plan.near is None:
        from llm_extract.runs.planning import near_installed

        if not near_installed():
            yield "Near-duplicates were not looked for: pip install 'llm-extract[near]'"
    if plan.new:
        yield from _priceless(plan)


def _worth(plan: Plan) -> str:
    if plan.estimate.measured:
        return "Tokens and time are worked out from earlier calls of the same kind."
    sizes = "the sizes of prompt and articles, at 3.5 characters a token"
    return f"Tokens and time are guessed from {sizes}."


def _thinking(plan: Plan) -> Iterator[str]:
    if plan.price and plan.price.thinks and not plan.estimate.measured:
        yield (
            f"{printable(plan.model)} may think before it answers: that is billed as written "
            "tokens, is not foreseen here, and may cost several times the answer."
        )


def _priceless(plan: Plan) -> Iterator[str]:
    if plan.price is None:
        yield "To tell the cost, put the price into a file and name it in LLM_EXTRACT_PRICES:"
        yield ""
        yield "  [[prices]]"
        # What JSON quotes and escapes, TOML reads.
        yield f"  base_url = {json.dumps(plan.address)}"
        yield "  [prices.models]  # US dollars per million tokens"
        yield f"  {json.dumps(plan.model)} = {{ input = …, cached_input = …, output = … }}"


def _names(names: Sequence[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def _about(count: Range) -> str:
    return f"about {_count(count.likely)} ({_count(count.low)} to {_count(count.high)})"


def _count(value: float) -> str:
    return f"{_two_digits(value):,.0f}"


def _dollars(value: float) -> str:
    """Cents, or two digits of what is less than ten of them."""
    decimals = 2 if value >= 1 or not value else max(2, 1 - math.floor(math.log10(value)))
    return f"${value:,.{decimals}f}"


def _time(seconds: Range) -> str:
    size, name = _unit(seconds.likely)
    likely, low, high = (_amount(v / size) for v in (seconds.likely, seconds.low, seconds.high))
    return f"about {likely} {name} ({low} to {high})"


def _unit(seconds: float) -> tuple[int, str]:
    if seconds < 2 * _MINUTE:
        return 1, "seconds"
    if seconds < 2 * _HOUR:
        return _MINUTE, "minutes"
    return (_HOUR, "hours") if seconds < 2 * _DAY else (_DAY, "days")


def _amount(value: float) -> str:
    rounded = _two_digits(value)
    return f"{rounded:,.0f}" if rounded >= 10 or rounded == round(rounded) else f"{rounded:.1f}"


def _two_digits(value: float) -> float:
    """An estimate has no more than two digits worth reading."""
    return float(f"{value:.2g}")
