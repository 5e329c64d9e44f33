"""How a notebook shows an extraction: one fragment of HTML, without scripts, nothing loaded."""

from __future__ import annotations

from llm_extract.notebook._fragment import extraction_html

__all__ = ("extraction_html",)
