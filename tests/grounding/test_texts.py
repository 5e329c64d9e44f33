from __future__ import annotations

import pytest
from pydantic import BaseModel

from llm_extract import article_from_text
from llm_extract.grounding._source import Source
from llm_extract.grounding._texts import Texts


class Record(BaseModel):
    """A record without registers."""


def role(text: str, name: str, cites: tuple[int, ...], deed: str | None) -> str | None:
    article = article_from_text(text, id="orvan")
    at = article.text.index(name)
    found = Texts(Source(article), Record()).role((at, at + len(name)), cites, deed)
    return found and found[0]


TWICE = "The Velm Brigade is based in Orvan.\n\nOn Monday the Velm Brigade shelled the port."
BOTH = "The Velm Brigade shelled the port.\n\nThe Velm Brigade was attacked in Orvan on Monday."


@pytest.mark.parametrize(
    ("text", "cites", "deed", "expected"),
    [
        (TWICE, (1, 2), "shelled the port", "agent"),
        (TWICE, (1, 2), None, "agent"),
        (TWICE, (1,), None, None),
        (TWICE, (1, 2), "based in Orvan", None),
        (BOTH, (1, 2), None, None),
        (BOTH, (1, 2), "was attacked in Orvan", "patient"),
        (BOTH, (1, 2), "shelled the port", "agent"),
    ],
)
def test_a_role_is_read_at_every_place_of_the_name(
    text: str, cites: tuple[int, ...], deed: str | None, expected: str | None
) -> None:
    assert role(text, "Velm Brigade", cites, deed) == expected
