"""Where indexes of gazetteers are kept."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def index_folder() -> Path:
    """Folder ``gazetteers`` in the user's cache.

    ``LLM_EXTRACT_CACHE_DIR`` replaces the system's cache folder of this package.
    """
    chosen = os.environ.get("LLM_EXTRACT_CACHE_DIR")
    root = Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("llm-extract")
    return root / "gazetteers"
