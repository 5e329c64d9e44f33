"""Journals with answers and outcomes in them."""

from __future__ import annotations

import asyncio
import json

from llm_extract.llm import Attempt
from llm_extract.runs.journal import Journal, RunHead

HEAD = RunHead(
    input="../articles",
    prompt="obituary@1",
    prompt_sha256="a" * 64,
    schema="obituary@1",
    schema_sha256="b" * 64,
    model="http://127.0.0.1/v1 fake",
    settings={"reading": "article"},
)
LINE = json.dumps({"status": "ok", "data": {}, "rejected": [{"list": "x", "code": "c"}]})
DIGEST = json.dumps({"state": "ok"})


def free(_tokens):
    return 0.0


def body(tokens=100):
    usage = {"prompt_tokens": tokens, "completion_tokens": 10}
    return json.dumps({"usage": usage, "choices": []}).encode()


def attempt(**changed):
    values = {
        "number": 1,
        "outcome": "ok",
        "code": None,
        "prompt_tokens": 100,
        "completion_tokens": 10,
        "cached_tokens": None,
        "seconds": 0.5,
        "waited": 0.0,
        "status": 200,
        "model": "fake",
    }
    return Attempt(**(values | changed))


def keep(keeper, request, content):
    asyncio.run(keeper.keep(request, content))


def begun(path, head=HEAD, price=free):
    """A journal opened once more, with another run."""
    opened = Journal(path)
    opened.begin(head, price)
    return opened
