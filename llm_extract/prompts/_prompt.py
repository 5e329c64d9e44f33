"""A prompt file: front matter, then sections under known first-level headings.

``# System``, ``# Article``, ``# Whole article``, ``# Article facts`` and ``# Sentence`` are
required; ``# Passage`` is needed to read in passes only, ``# Repair`` and ``# Continue`` have
defaults; ``# Example article N`` and ``# Example record N`` come in pairs. All but the system
text and the examples are Jinja templates.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from llm_extract.errors import SettingsError
from llm_extract.versions import Library, Version, VersionFinding

LIBRARY = Library("prompts", "prompt", ".md", "unknown_prompt")
_REQUIRED = ("System", "Article", "Whole article", "Article facts", "Sentence")
_OPTIONAL = ("Passage", "Repair", "Continue")
_HEADING = re.compile(
    rf"^# ({'|'.join(_REQUIRED + _OPTIONAL)}|Example (?:article|record) [1-9])[ \t]*$", re.MULTILINE
)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: an article of our own and its record."""

    article: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of a prompt.

    Attributes:
        reference: ``name@N``, or the path of a file outside the library.
        schema: reference of the schema the examples are written for.
        templates: section heading to its text, without the examples.
        sha256: hash of the file's bytes; editing the file makes another prompt.
    """

    reference: str
    schema: str
    description: str
    templates: dict[str, str]
    examples: tuple[Example, ...]
    sha256: str


def prompt_versions() -> tuple[Version, ...]:
    """All prompts: bundled ones, and the project's in place of their namesakes."""
    return LIBRARY.versions()


def load_prompt(reference: str) -> Prompt:
    """Load ``name``, ``name@N``, or a path ending in ``.md``.

    Raises:
        SettingsError: ``unknown_prompt`` or ``prompt_invalid``.
    """
    if reference.endswith(".md"):
        return _read(Path(reference), reference)
    return _load(LIBRARY.find(reference))


def release(reference: str) -> bool:
    """Lock ``name@N`` (or the newest of ``name``): from now on it is not to be edited.

    Returns whether it was not locked yet.

    Raises:
        SettingsError: ``version_locked`` when it was edited after its release; ``usage`` when it
            is not of a project; ``unknown_prompt``, ``prompt_invalid`` or ``lock_invalid``.
    """
    return LIBRARY.release(reference, _hash)


def check() -> list[VersionFinding]:
    """What is wrong with the project's prompts (or the bundled ones), and drafts.

    Raises:
        SettingsError: ``lock_invalid``.
    """
    return LIBRARY.check(_hash)


def _load(version: Version) -> Prompt:
    return _read(version.path, str(version))


def _hash(version: Version) -> str:
    return _load(version).sha256


def file_of(reference: str) -> Path:
    """The file of ``name``, ``name@N``, or a path ending in ``.md``.

    Raises:
        SettingsError: ``unknown_prompt``.
    """
    return Path(reference) if reference.endswith(".md") else LIBRARY.find(reference).path


def _read(path: Path, reference: str) -> Prompt:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _unreadable(str(path)) from error
    return parsed(raw, reference, str(path))


def parsed(raw: bytes, reference: str, source: str) -> Prompt:
    """The prompt in the bytes of a file.

    Raises:
        SettingsError: ``unknown_prompt``, it is not UTF-8; ``prompt_invalid``.
    """
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _unreadable(source) from error
    meta, sections = _split(text, source)
    return Prompt(
        reference=reference,
        schema=str(meta["schema"]),
        description=str(meta.get("description", "")),
        templates={name: sections[name] for name in _REQUIRED + _OPTIONAL if name in sections},
        examples=_examples(sections, source),
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def _split(text: str, source: str) -> tuple[dict[str, Any], dict[str, str]]:
    front = _FRONT_MATTER.match(text)
    try:
        meta = yaml.safe_load(front[1]) if front else None
    except (yaml.YAMLError, ValueError) as error:
        # ValueError: the safe loader builds dates, and 2019-13-45 is none.
        raise _invalid("its front matter is not YAML", source) from error
    if not front or not isinstance(meta, dict) or not meta.get("schema"):
        raise _invalid("it needs front matter between --- lines with the key schema", source)
    return meta, _sections(text[front.end() :], source)


def _sections(text: str, source: str) -> dict[str, str]:
    sections: dict[str, str] = {}
    _, *parts = _HEADING.split(text)
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        if name in sections:
            raise _invalid(f"it has two sections '# {name}'", source)
        sections[name] = body.strip("\n")
    missing = [name for name in _REQUIRED if name not in sections]
    if missing:
        raise _invalid(f"it has no section '# {missing[0]}'", source)
    return sections


def _examples(sections: dict[str, str], source: str) -> tuple[Example, ...]:
    articles = {name[-1]: body for name, body in sections.items() if "article " in name}
    records = {name[-1]: body for name, body in sections.items() if "record " in name}
    if articles.keys() != records.keys() or not all(map(str.strip, articles.values())):
        raise _invalid("each example needs both an article and a record", source)
    return tuple(
        Example(articles[number], _record(number, records[number], source))
        for number in sorted(articles)
    )


def _record(number: str, text: str, source: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"{error.msg} at its line {error.lineno}"
        raise _invalid(f"example record {number} is not JSON: {where}", source) from error
    if not isinstance(record, dict):
        raise _invalid(f"example record {number} is not a JSON object", source)
    return record


def _unreadable(source: str) -> SettingsError:
    return SettingsError("unknown_prompt", "cannot be read", source=source)


def _invalid(message: str, source: str) -> SettingsError:
    return SettingsError("prompt_invalid", message, source=source)
