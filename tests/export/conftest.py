from __future__ import annotations

import pytest

from llm_extract.export import Layout
from llm_extract.schemas import load_schema


@pytest.fixture(scope="session")
def conflict():
    """The tables of the bundled schema."""
    return Layout(load_schema("conflict_events@2"))
