"""Reviewed records as files: gold to score runs against, or what models learn from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import quote

from llm_extract.errors import SettingsError
from llm_extract.export import staged
from llm_extract.extraction import Extractor
from llm_extract.llm import Endpoint
from llm_extract.recording import Known, Lessons, chat_lines_of, example_sections_of
from llm_extract.review._effective import Applier
from llm_extract.review._reviewed import Reason, Reviewed, Selection, word_of
from llm_extract.review._reviews import reviews
from llm_extract.review._subjects import subjects_of
from llm_extract.runs import StoredRun, encode, read_decisions, reopen, write_lines

Form = Literal["gold", "examples", "chat"]
FORMS: tuple[Form, ...] = get_args(Form)
_LINES = (".jsonl", ".ndjson")
_PLAIN = " @+,()[]~"
# Nobody listens there, and nothing is sent there.
_NOWHERE = "http://127.0.0.1:9/v1"


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        output: the file or folder, ``None`` where ``text`` is for stdout.
        text: of examples and chats without an output.
        records: how many reviewed records there are.
        reviewers: whose word counts.
        left_out: articles somebody looked at whose records are none of these, by reason.
        lessons: what was made of the records, ``None`` for gold.
    """

    output: Path | None
    text: str
    records: int
    reviewers: tuple[str, ...]
    left_out: Counter[Reason]
    lessons: Lessons | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Which records.

    Attributes:
        run: number of the run, by default the newest.
        articles: where the articles are now.
        reviewer: whose word counts.
        agreed: records of which all reviewers say the same.
        partial: also articles that are not done.
    """

    run: int | None = None
    articles: Path | None = None
    reviewer: str | None = None
    agreed: bool = False
    partial: bool = False


def write_reviewed(
    folder: Path,
    form: Form,
    output: Path | None,
    choice: Choice,
    *,
    prompt: str | None = None,
    first: int | None = None,
    everything: bool = False,
) -> Written:
    """Write reviewed records of a folder, all or nothing.

    Gold goes to ``output``: a file of JSON Lines, or a folder with a file for each article; by
    default to ``gold.jsonl`` in the folder. What an earlier export wrote is replaced. The
    other forms go to a file, or come back as text.

    Args:
        folder: of a run.
        form: ``gold`` for ``llm-extract eval``, ``examples`` for a prompt, ``chat`` for tuning.
        output: see above.
        choice: which records.
        prompt: the one examples are for; by default that of the run.
        first: number of the first example.
        everything: teach what is not proven, too.

    Raises:
        SettingsError: ``usage``: nothing was reviewed, or it is not clear whose word counts;
            ``output_not_writable``, there is something else; a prompt or schema that cannot be
            loaded.
        ArticleError: the journal cannot be read.
        OutputError: ``disk_full`` or ``output_lost``.
    """
    run = reopen(folder, choice.run, articles=choice.articles)
    applier = Applier(run.totals.schema, run.totals.prompt)
    subjects = subjects_of(run.lines)
    said = reviews(subjects, read_decisions(folder), applier.schema.items)
    names = word_of(said, choice.reviewer, agreed=choice.agreed, folder=str(folder))
    chosen = Selection(run, applier, said, names, choice.partial)
    records = _some(chosen, folder)
    lessons = None
    if form == "gold":
        output = output or folder / "gold.jsonl"
        _write_gold(output, records, run)
    else:
        lessons = _lessons(form, records, run, prompt, first, everything)
        if output:
            write_lines(output, [lessons.text])
    text = lessons.text if lessons else ""
    return Written(output, text, chosen.taken, names, chosen.left_out, lessons)


def _some(chosen: Selection, folder: Path) -> Iterator[Reviewed]:
    """The records one by one, as they are large; at least one.

    Raises:
        SettingsError: ``usage``, there is none.
    """
    records = iter(chosen)
    first = next(records, None)
    if first is not None:
        return chain((first,), records)
    why = ", ".join(f"{count} {reason}" for reason, count in chosen.left_out.items())
    raise SettingsError(
        "usage",
        f"no reviewed record is finished: {why or 'nothing was looked at'}",
        source=str(folder),
        hint="mark articles as done in the review, or give --partial",
    )


def _lessons(
    form: Form,
    records: Iterable[Reviewed],
    run: StoredRun,
    prompt: str | None,
    first: int | None,
    everything: bool,
) -> Lessons:
    known = _known(records, run)
    if form == "chat":
        return chat_lines_of(known, everything=everything)
    return example_sections_of(
        known, prompt or run.totals.prompt, first=first, everything=everything
    )


def _known(records: Iterable[Reviewed], run: StoredRun) -> Iterator[Known]:
    extractors: dict[str, Extractor] = {}
    for one in records:
        reading = one.line["fingerprint"]["parameters"]["reading"]
        if reading not in extractors:
            extractors[reading] = Extractor(
                run.totals.prompt,
                schema=run.totals.schema,
                endpoint=Endpoint(run.totals.model, _NOWHERE),
                reading=reading,
            )
        yield Known(str(run.folder), extractors[reading], one.stored.article, one.line)


def _write_gold(output: Path, records: Iterable[Reviewed], run: StoredRun) -> None:
    lines = ((one.line["id"], _gold(one, run)) for one in records)
    with staged(output, _is_ours) as path:
        if output.suffix.lower() in _LINES:
            write_lines(path, (encode(line) for _, line in lines))
        else:
            _write_folder(path, lines)


def _gold(one: Reviewed, run: StoredRun) -> dict[str, Any]:
    about = {
        "reviewers": one.reviewers,
        "run": run.totals.number,
        "outcome": one.stored.outcome,
        "schema": one.line["schema"],
    }
    notes = {"notes": one.notes} if one.notes else {}
    return {"id": one.line["id"], "data": one.line["data"], "reviewed": {**about, **notes}}


def _write_folder(path: Path, lines: Iterable[tuple[str, dict[str, Any]]]) -> None:
    path.mkdir()
    for identity, line in lines:
        text = json.dumps(json.loads(encode(line)), indent=1)
        write_lines(path / f"{quote(identity, safe=_PLAIN)}.json", [text])


def _is_ours(path: Path) -> bool:
    """Whether an earlier export wrote a file or folder of gold."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return all(map(_is_gold, files))


def _is_gold(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            text = opened.readline() if file.suffix.lower() in _LINES else opened.read()
        first = json.loads(text)
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and {"id", "data", "reviewed"} <= first.keys()
