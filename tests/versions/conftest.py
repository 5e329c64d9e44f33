from __future__ import annotations

from pathlib import Path

import pytest
from projects import make_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and the working directory in it."""
    root = make_project(tmp_path / "harbour")
    monkeypatch.chdir(root)
    return root
