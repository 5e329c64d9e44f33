"""One process of a crew: ``python -m llm_extract.runs.worker``, spoken to in lines of JSON.

The first line on standard input is the order: how to extract, the journal, the run, and the share
of limits and budget. Each further line is an article, or says to stop. Each line on standard output
says what came of one article.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from llm_extract.errors import OutputError, StoppedError
from llm_extract.extraction import Extractor
from llm_extract.llm import Budget, CallSettings, Limits, Pacer, Slots, cost_of
from llm_extract.runs._crew import LocalCrew
from llm_extract.runs._packed import unpacked
from llm_extract.runs._workers import told
from llm_extract.runs.journal import Journal


class Worker:
    """Does what an order says.

    Args:
        order: ``extractor`` (arguments of `Extractor`), ``settings`` (of `CallSettings`),
            ``journal`` (path), ``run`` and ``process`` (numbers), ``recalling``, and ``pace``
            (``rpm``, ``tpm``, ``max_cost``, ``max_tokens``).
    """

    def __init__(self, order: dict[str, Any]) -> None:
        self._extractor = Extractor(
            **order["extractor"], settings=CallSettings(**order["settings"])
        )
        self._journal = Journal.attached(Path(order["journal"]), order["run"], order["process"])
        self._pacer = _pacer(self._extractor, order["pace"])
        self._recalling = order["recalling"]
        self._tasks: set[asyncio.Task[None]] = set()

    async def work(self) -> None:
        """Extract until standard input ends, then write what is left."""
        loop = asyncio.get_running_loop()
        crew = LocalCrew(self._extractor, self._pacer, self._journal, recalling=self._recalling)
        with ThreadPoolExecutor(1) as reader:
            async with crew:
                while line := await loop.run_in_executor(reader, sys.stdin.buffer.readline):
                    self._take(crew, json.loads(line))
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
        self._journal.close()

    def _take(self, crew: LocalCrew, message: dict[str, Any]) -> None:
        if "stop" in message:
            code, text = message["stop"]
            self._pacer.stop(StoppedError(code, text))
            return
        task = asyncio.create_task(self._one(crew, message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _one(self, crew: LocalCrew, message: dict[str, Any]) -> None:
        number = message["number"]
        try:
            done = await crew.extract(unpacked(message["article"]), message["key"])
            # What is told stands in the journal.
            await self._journal.writer.made()
        except StoppedError as error:
            _tell({"number": number, "stopped": [error.code, error.message]})
        except OutputError as error:
            lost = [error.code, error.message, error.source, error.hint]
            _tell({"number": number, "lost": lost})
        else:
            _tell(told(number, done))


def _pacer(extractor: Extractor, pace: dict[str, Any]) -> Pacer:
    endpoint = extractor.start()
    price = lambda usage: cost_of(endpoint, usage)  # noqa: E731 - bound to the endpoint
    return Pacer(
        # How many articles are in flight decides the process that hands them out.
        Slots.fixed(1),
        Limits(pace["rpm"], pace["tpm"]),
        Budget(pace["max_cost"], pace["max_tokens"], price),
        completion_tokens=min(1000, extractor.settings.max_tokens),
        retry_after_cap=extractor.settings.retry_after_cap,
    )


def _tell(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the order and work; a parent that is gone ends it."""
    worker = Worker(json.loads(sys.stdin.buffer.readline()))
    asyncio.run(worker.work())
    sys.stdout.flush()
    # Threads that read are not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
