from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from boats import Boat, Harbour, Log, article

from llm_extract.extraction import Extraction
from llm_extract.fingerprint import fingerprint
from llm_extract.llm import Usage
from llm_extract.schemas import schema_of
from llm_extract.verification import Verifier


@pytest.fixture
def extraction() -> Callable[..., Extraction]:
    """Makes an extraction of a record of boats, proven like any other."""

    def make(text: str | None = None, *found: Boat, town: str | None = None, **members: Any) -> Any:
        shown = article(text) if text is not None else article()
        record = Log(harbour=Harbour(town=town), boats=list(found))
        verified = Verifier(schema_of(Log)).verify(shown, record)
        given = {
            "article": shown,
            "data": verified.record,
            "evidence": verified.evidence,
            "findings": verified.findings,
            "suspicious": verified.suspicious,
            "rejected": (),
            "policy": "flag",
            "gaps": (),
            "attempts": (),
            "usage": Usage(1200, 340, None, requests=2, complete=True),
            "cost": 0.0123,
            "seconds": 2.5,
            "model": "fake-1",
            "fingerprint": fingerprint(
                text="t", prompt="p", schema="s", model="m", parameters={"reading": "article"}
            ),
        }
        return Extraction(**given | members)

    return make
