"""The files a new project begins with."""

from __future__ import annotations

from pathlib import Path

from llm_extract.errors import SettingsError
from llm_extract.versions._files import write_new
from llm_extract.versions._project import MARKER

_FOLDERS = ("prompts", "schemas", "cases/articles", "gold")

_MARKER_TEXT = """\
# The folder of this file is a project of llm-extract: its prompts/ and schemas/ come before the
# bundled ones, in this folder and all below.
"""

_TEST = '''\
"""Each case as a test: its recorded answers are read again, and the record is the accepted one."""


def test_case(extract_case):
    extract_case.assert_accepted()
'''

_IGNORED = """\
out/
.staging/
__pycache__/
"""

_ATTRIBUTES = """\
# The hash of a prompt is that of its bytes, the same on every system.
prompts/** text eol=lf
schemas/** text eol=lf
"""

_README = """\
# Records from news articles

| Folder | What it holds |
| --- | --- |
| `prompts/`, `schemas/` | versions of our own; the bundled ones can be used beside them |
| `cases/articles/` | articles to try each change on |
| `gold/` | what is true of them, coded by people |
| `tests/` | each case as a test, from recorded answers, without network or key |

A change goes this way:

1. `llm-extract prompts new conflict_events` copies the newest version; edit the copy. For other
   fields, `llm-extract schemas new conflict_events`, and name the new schema in the prompt.
2. `llm-extract prompts diff conflict_events@2 conflict_events@3` shows what the model is told
   otherwise, `llm-extract schemas diff` whether old records still fit.
3. `llm-extract record -p conflict_events@3` asks the model once about each case and keeps its
   answers.
4. `llm-extract diff conflict_events@2 conflict_events@3` shows what became of the records.
5. `llm-extract accept conflict_events@3 --reason "..."` makes them what the tests expect, and locks
   the versions they were made with.
6. `pytest` reads the recorded answers again. Commit prompt, schema, lock, answers and accepted
   records together.

Records of an older schema version become records of a newer one without a model:
`llm-extract migrate out --to 3`.

A version that is locked is never edited: `llm-extract prompts check` and
`llm-extract schemas check` find out.
"""


def make_project(folder: Path) -> tuple[Path, ...]:
    """Make ``folder`` a project; returns the files written.

    Raises:
        SettingsError: ``usage``, one of the files exists; ``output_not_writable``.
    """
    texts = {
        "README.md": _README,
        ".gitignore": _IGNORED,
        ".gitattributes": _ATTRIBUTES,
        "tests/test_cases.py": _TEST,
        # Last, so that a folder is a project once it is complete.
        MARKER: _MARKER_TEXT,
    }
    write_new({folder / name: text.encode() for name, text in texts.items()})
    for name in _FOLDERS:
        _make(folder / name)
    return tuple(folder / name for name in texts)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError(
            "output_not_writable", f"it cannot be made: {reason}", source=str(folder)
        ) from error
