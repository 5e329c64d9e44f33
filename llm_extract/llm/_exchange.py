"""What is known of one request while it is under way, and waits that must not be lost."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2


@dataclass(slots=True)
class Exchange:
    """The head of a response, as far as it arrived whole."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def heard(self, response: httpx2.Response) -> None:
        """Note a response; names of headers become lower case."""
        self.status = response.status_code
        self.headers = {name.lower(): value for name, value in response.headers.items()}


async def finished(work: Coroutine[Any, Any, None]) -> None:
    """Await ``work``; when cancelled meanwhile, let it end first."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        if not task.cancelled():
            # Or asyncio complains of an error nobody looked at.
            task.exception()
        raise
