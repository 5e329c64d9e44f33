"""Projects in temporary folders, and small prompts and schemas for them."""

from __future__ import annotations

from pathlib import Path

from llm_extract.versions import MARKER

PROMPT = """\
---
schema: tides@1
description: {description}
---
# System
You read notices of a harbour.
# Article
{{% for sentence in sentences %}}
[{{{{ sentence.number }}}}] {{{{ sentence.text }}}}
{{% endfor %}}
# Whole article
Write the record.
# Article facts
Write the facts.
# Sentence
What does sentence {{{{ sentence.number }}}} state?
"""
SCHEMA = """\
from __future__ import annotations

from pydantic import BaseModel

{imports}

class Tide(BaseModel):
    cites: list[int]
    height: {height}


class Tides(BaseModel):
    tides: list[Tide]


RECORD = Tides
"""


def make_project(root: Path) -> Path:
    (root / MARKER).parent.mkdir(parents=True, exist_ok=True)
    (root / MARKER).write_text("# a project\n", encoding="utf-8")
    return root


def add_prompt(root: Path, name: str, number: int, description: str = "Tides") -> Path:
    path = root / "prompts" / name / f"v{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PROMPT.format(description=description).encode())
    return path


def add_schema(
    root: Path, name: str, number: int, *, height: str = "int | None", imports: str = ""
) -> Path:
    path = root / "schemas" / name / f"v{number}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SCHEMA.format(height=height, imports=imports), encoding="utf-8")
    return path
