"""``llm-extract export SUITE --as examples|chat``: accepted records as what models learn from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from llm_extract.cli._cases import cases_folder, chosen, suites_in
from llm_extract.cli._console import say, write_data
from llm_extract.errors import SettingsError

if TYPE_CHECKING:
    from llm_extract.recording import Lessons


def export_accepted(
    folder: Path,
    form: str,
    output: Path | None,
    *,
    patterns: list[str] | None = None,
    prompt: str | None = None,
    first: int | None = None,
    everything: bool = False,
) -> None:
    """Write the accepted records of the cases below a folder, and say what was left out.

    Raises:
        SettingsError: ``usage``, there is nothing to teach, or several suites; as of
            `example_sections`.
        ArticleError: as of `example_sections` and `chat_lines`.
        OutputError: the file cannot be written.
    """
    lessons = _lessons(form, folder, patterns, prompt, first, everything)
    tell_lessons(lessons, "cases", hint="llm-extract accept accepts records")
    if output is None:
        write_data(lessons.text)
    else:
        from llm_extract.runs import write_lines

        write_lines(output, [lessons.text])
    say(f"accepted records: {lessons.taught:,}" + (f", in {output}" if output else ""))


def tell_lessons(lessons: Lessons, whose: str, *, hint: str) -> None:
    """Say what is not taught, of what is ``whose``.

    Raises:
        SettingsError: ``usage``, nothing is.
    """
    for reason, count in lessons.not_taught.items():
        say(f"{whose} left out, {reason}: {count:,}")
    if lessons.left_out:
        say(f"items and facts left out, because they are not proven: {lessons.left_out:,}")
    if lessons.unfit:
        say(f"answers left out, because no model may answer so: {lessons.unfit:,}")
    if not lessons.taught:
        raise SettingsError("usage", "there is no record to teach", hint=hint)


def _lessons(
    form: str,
    folder: Path,
    patterns: list[str] | None,
    prompt: str | None,
    first: int | None,
    everything: bool,
) -> Lessons:
    from llm_extract.recording import chat_lines, example_sections

    suites = suites_in(cases_folder(folder))
    cases = chosen(suites, patterns)
    if form == "chat":
        for name, value in (("prompt", prompt), ("first", first)):
            if value is not None:
                raise SettingsError("usage", "goes with --as examples only", source=f"--{name}")
        return chat_lines(cases, everything=everything)
    if len(suites) > 1:
        raise SettingsError(
            "usage",
            f"it holds {len(suites)} suites, and examples are of one",
            source=str(folder),
            hint=f"give one of them, such as {suites[0].folder}",
        )
    reference = prompt or suites[0].shared.prompt
    return example_sections(cases, reference, first=first, everything=everything)
