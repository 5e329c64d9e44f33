"""People look at what was extracted, and say what is right.

What they say is stored as decisions in the journal (see `llm_extract.runs`), at once and for good:
nothing of a record is overwritten. The record that is right is made of the extracted one and of a
reviewer's decisions, completed and verified beside its article as if a model had written it.
`llm_extract.review.server` serves the page on which they decide.
"""

from __future__ import annotations

from llm_extract.review._agreement import JUDGEMENTS, Agreement, Disagreement
from llm_extract.review._errors import OutdatedError, RefusedError
from llm_extract.review._gold import FORMS, Choice, Form, Written, write_reviewed
from llm_extract.review._reviews import agreement_of
from llm_extract.review._session import Asked, Session

__all__ = (
    "FORMS",
    "JUDGEMENTS",
    "Agreement",
    "Asked",
    "Choice",
    "Disagreement",
    "Form",
    "OutdatedError",
    "RefusedError",
    "Session",
    "Written",
    "agreement_of",
    "write_reviewed",
)
