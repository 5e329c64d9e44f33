"""``llm-extract export OUT --to gold|examples|chat``: what reviewers said is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from llm_extract.cli._accepted import tell_lessons
from llm_extract.cli._console import printable, say, write_data
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.review import Choice, Written


def export_reviewed(
    folder: Path,
    form: str,
    output: Path | None,
    choice: Choice,
    *,
    prompt: str | None = None,
    first: int | None = None,
    everything: bool = False,
) -> None:
    """Write the reviewed records of a folder, and say what was left out; ``form`` is of `FORMS`.

    Raises:
        As of `write_reviewed`.
    """
    from llm_extract.review import FORMS, write_reviewed

    if form == "chat":
        for name, value in (("prompt", prompt), ("first", first)):
            if value is not None:
                raise SettingsError("usage", "goes with examples only", source=f"--{name}")
    written = write_reviewed(
        folder,
        next(known for known in FORMS if known == form),
        output,
        choice,
        prompt=prompt,
        first=first,
        everything=everything,
    )
    for reason, count in written.left_out.items():
        say(f"articles left out, {reason}: {count:,}")
    if written.lessons:
        hint = "--all also teaches what is not proven"
        tell_lessons(written.lessons, "reviewed records", hint=hint)
        if written.output is None:
            write_data(written.text)
    say(printable(_summary(written)))


def _summary(written: Written) -> str:
    records = written.lessons.taught if written.lessons else written.records
    where = f": {written.output}" if written.output else ""
    return f"{records:,} records reviewed by {', '.join(written.reviewers)}{where}"
