"""Versioned prompts: loaded from Markdown files, rendered to chat messages."""

from __future__ import annotations

from llm_extract.prompts._diff import PromptDiff, prompt_diff
from llm_extract.prompts._new import new_version
from llm_extract.prompts._prompt import (
    Example,
    Prompt,
    check,
    load_prompt,
    prompt_versions,
    release,
)
from llm_extract.prompts._render import Message, Renderer, Turn, compact, last_message
from llm_extract.prompts._worked import worked_examples

__all__ = (
    "Example",
    "Message",
    "Prompt",
    "PromptDiff",
    "Renderer",
    "Turn",
    "check",
    "compact",
    "last_message",
    "load_prompt",
    "new_version",
    "prompt_diff",
    "prompt_versions",
    "release",
    "worked_examples",
)
