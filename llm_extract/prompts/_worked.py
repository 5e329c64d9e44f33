"""Worked examples as sections of a prompt file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from llm_extract.errors import SettingsError
from llm_extract.prompts._prompt import Example, file_of, load_prompt, parsed

_NUMBER = re.compile(r"^# Example article ([1-9])[ \t]*$", re.MULTILINE)
_LAST = 9


def worked_examples(reference: str, examples: Sequence[Example], first: int | None = None) -> str:
    """Sections for ``examples``, to stand at the end of the file of a prompt.

    They are numbered from ``first`` on, by default behind those the prompt has.

    Raises:
        SettingsError: ``usage``, there are not so many numbers left, or an article has a line
            that is a heading of prompts; as of `load_prompt`.
    """
    has = load_prompt(reference).examples
    raw = file_of(reference).read_bytes()
    used = [int(number) for number in _NUMBER.findall(raw.decode("utf-8"))]
    start = first or max(used, default=0) + 1
    numbers = range(start, start + len(examples))
    _check_numbers(numbers, used, reference)
    sections = "".join(map(_sections, numbers, examples))
    made = parsed(b"%s\n\n%s" % (raw.rstrip(), sections.encode()), reference, reference).examples
    if len(made) != len(has) + len(examples) or any(one not in made for one in examples):
        raise SettingsError(
            "usage",
            "an article has a line that is a heading of prompts, such as '# Sentence'",
            source=reference,
            hint="leave it out with --case",
        )
    return sections.rstrip("\n")


def _check_numbers(numbers: range, used: Sequence[int], reference: str) -> None:
    if not numbers or (numbers[-1] <= _LAST and not set(numbers).intersection(used)):
        return
    free = _LAST - max(used, default=0)
    raise SettingsError(
        "usage",
        f"numbers end at {_LAST}, and it has {len(used)} examples",
        source=reference,
        hint=f"choose {free} cases with --case" if free else "take one out first",
    )


def _sections(number: int, example: Example) -> str:
    article = f"# Example article {number}\n\n{example.article}\n\n"
    return f"{article}# Example record {number}\n\n{_written(example.record)}\n\n"


def _written(record: dict[str, Any]) -> str:
    """A field a line, and an item a line where it is a list."""
    fields = [f" {_json(name)}: {_value(value)}" for name, value in record.items()]
    return "{\n" + ",\n".join(fields) + "\n}"


def _value(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _json(value)
    items = ",\n".join(f"  {_json(item)}" for item in value)
    return f"[\n{items}\n ]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
