"""The table at the end of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from llm_extract.cli._console import printable, say, stderr
from llm_extract.cli._progress import money

if TYPE_CHECKING:
    from llm_extract.runs import Summary


def print_summary(summary: Summary, ignored: Counter[str], records: Path | None) -> None:
    """Print what was found, what is doubtful, what failed, and where the records are."""
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for name, text in _rows(summary, ignored):
        table.add_row(name, text)
    console = stderr()
    console.print()
    console.print(table)
    if not summary.done:
        say("No articles found; read are .txt, .md, .html and .jsonl files.")
    if summary.aborted:
        say(_why_stopped(summary.aborted))
    if records:
        say(f"Records: {records}")
        if summary.ok:
            say(f"To look at them: llm-extract report {quote(str(records.parent))}")


def _rows(summary: Summary, ignored: Counter[str]) -> list[tuple[str, str]]:
    rows = _articles(summary)
    if summary.failed:
        codes = Counter(code for _, code, _ in summary.failed)
        rows.append(("failed", _by_code(codes)))
    if summary.items:
        found = [f"{count} {name}" for name, count in summary.items.items() if count]
        rows.append(("found", ", ".join(found) or "nothing"))
    if summary.verdicts.total():
        rows.append(("evidence", _verdicts(summary)))
    if summary.findings:
        rows.append(("doubtful", _by_code(summary.findings)))
    if summary.rejected:
        rows.append(("rejected", f"{_by_code(summary.rejected)}; kept beside the record"))
    if summary.suspicious:
        rows.append(("suspicious", _suspicious(summary.suspicious)))
    if summary.gaps:
        rows.append(("gaps", f"{summary.gaps} sentences without a usable answer"))
    rows.extend(_spent(summary))
    if ignored:
        kinds = ", ".join(sorted(printable(kind) or "no suffix" for kind in ignored))
        rows.append(("ignored", f"{sum(ignored.values())} other files ({kinds})"))
    return rows


def _spent(summary: Summary) -> Iterator[tuple[str, str]]:
    if summary.other_models:
        yield "answered by", f"{_models(summary)}, another model than was asked"
    if summary.usage.requests:
        yield "calls", _calls(summary)
    yield "time", _time(summary)


def _why_stopped(code: str) -> str:
    if code == "budget":
        return (
            "Stopped before the next request would have gone over the limit you set; "
            "run again with a higher one to go on."
        )
    return f"Stopped after {code}: every further article would have failed the same way."


def _articles(summary: Summary) -> list[tuple[str, str]]:
    reused = f", {summary.reused} from an earlier run" if summary.reused else ""
    same = f", {summary.duplicates} with the text of another" if summary.duplicates else ""
    records = f"{summary.ok} with a record, {len(summary.failed)} without{reused}{same}"
    rows = [("articles", records)]
    if summary.skipped:
        rows.append(("not read", f"{summary.skipped}, because the run was stopped"))
    return rows


def _verdicts(summary: Summary) -> str:
    verdicts = summary.verdicts
    written = verdicts["exact"] + verdicts["normalised"] + verdicts["miscited"]
    sought = written + verdicts["altered"] + verdicts["unsupported"]
    return (
        f"{written - verdicts['miscited']} of {sought} values in the sentence cited, "
        f"{verdicts['miscited']} elsewhere, {verdicts['altered']} altered, "
        f"{verdicts['unsupported']} nowhere; "
        f"{verdicts['derived']} derived, {verdicts['classified']} choices"
    )


def _suspicious(count: int) -> str:
    articles = "article" if count == 1 else "articles"
    return f"text aimed at a model, or hidden, in {count} {articles}"


def _models(summary: Summary) -> str:
    return ", ".join(f"{printable(name)} ({n})" for name, n in summary.other_models.most_common())


def _by_code(counter: Counter[str]) -> str:
    """Most frequent first; equal ones by code, since articles end in any order."""
    ranked = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{count} {code}" for code, count in ranked)


def _calls(summary: Summary) -> str:
    usage = summary.usage
    cached = f" ({usage.cached_tokens:,} from the cache)" if usage.cached_tokens else ""
    least = "" if usage.complete else "at least "
    return (
        f"{usage.requests:,}, {least}{usage.prompt_tokens or 0:,} tokens read{cached}, "
        f"{usage.completion_tokens or 0:,} written, {money(summary.cost)}"
    )


def _time(summary: Summary) -> str:
    called = summary.done - summary.reused - summary.duplicates - summary.skipped
    rate = f", {summary.seconds / called:.1f} s per article" if called > 0 else ""
    return f"{summary.seconds:.1f} s{rate}"
