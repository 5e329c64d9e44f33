from __future__ import annotations

import json
from typing import Any

import pytest

from llm_extract.llm._bodies import Bodies

QUESTION = {"role": "user", "content": "Wie hoch? “Zwölf” \U0001f6a2"}


@pytest.mark.parametrize(
    "rest",
    [
        {},
        {"model": "fake-1", "temperature": 0.0},
        {"model": "fake-1", "response_format": {"type": "json_schema", "n": [1, None, True]}},
    ],
)
def test_a_body_is_the_request(rest: dict[str, Any]) -> None:
    bodies, request = Bodies(), {"messages": [QUESTION], **rest}
    first = bodies.write(request)
    assert json.loads(first) == request
    assert bodies.write({**rest, "messages": [QUESTION]}) == first
    assert Bodies().write(request) == first


def test_other_parameters_are_written_anew() -> None:
    bodies = Bodies()
    for seed in (1, 2, 1):
        assert json.loads(bodies.write({"messages": [], "seed": seed}))["seed"] == seed


def test_parameters_of_the_endpoint_join() -> None:
    request = {"messages": [], "seed": 1, "extra_body": {"seed": 2, "cache_prompt": True}}
    assert json.loads(Bodies().write(request)) == {
        "messages": [],
        "seed": 2,
        "cache_prompt": True,
    }


def test_half_a_surrogate_pair_that_a_model_wrote_is_replaced() -> None:
    request = {"messages": [{"role": "assistant", "content": "Karvel \udce9"}], "seed": 1}
    written = json.loads(Bodies().write(request))
    assert written["messages"][0]["content"] == "Karvel ?"
    assert written["seed"] == 1
