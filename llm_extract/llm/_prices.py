"""What a call costs in US dollars."""

from __future__ import annotations

from llm_extract.llm._endpoint import Endpoint
from llm_extract.llm._usage import Usage


def cost_of(endpoint: Endpoint, usage: Usage) -> float | None:  # noqa: ARG001
    """Cost of ``usage`` in US dollars: 0 on this machine, ``None`` when no price is known.

    No price of a remote model is known yet: a price that is out of date misleads more than
    none.
    """
    return 0.0 if endpoint.embedded is not None else None
