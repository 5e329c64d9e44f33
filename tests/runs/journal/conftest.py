from __future__ import annotations

import pytest
from journals import HEAD, free

from llm_extract.runs.journal import Journal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path):
    """A journal with a run that has begun."""
    opened = Journal(path)
    opened.begin(HEAD, free)
    yield opened
    opened.close()
