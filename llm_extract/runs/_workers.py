"""Several processes that extract, and share one journal.

The run itself stays in this process: it reads, decides and files. An article goes to the worker
that has fewest, as a line of JSON; the worker writes answers and outcome into the journal itself
and tells what came of it in numbers. Limits per minute and budgets are split evenly.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from llm_extract.articles import Article
from llm_extract.errors import OutputError, ServerError, StoppedError
from llm_extract.llm import Slots, Usage
from llm_extract.runs._crew import Done
from llm_extract.runs._packed import packed
from llm_extract.runs._summary import Digest

# A line holds an article, or the error of one.
_LINE_BYTES = 64 << 20


@dataclass(slots=True)
class _Worker:
    process: asyncio.subprocess.Process
    open: dict[int, asyncio.Future[Done]] = field(default_factory=dict)
    reading: asyncio.Task[None] | None = None
    ended: bool = False


class WorkerCrew:
    """A crew of processes; start it with `start`."""

    def __init__(self, workers: Iterable[_Worker], slots: Slots) -> None:
        self._workers = list(workers)
        self._slots = slots
        self._count = 0
        for worker in self._workers:
            worker.reading = asyncio.create_task(_read(worker))

    @property
    def processes(self) -> list[int]:
        """As of `Crew`."""
        return [worker.process.pid for worker in self._workers]

    @classmethod
    async def start(
        cls, orders: Iterable[dict[str, Any]], slots: Slots, lock: int | None
    ) -> WorkerCrew:
        """Start a process for each order, as `llm_extract.runs.worker` takes them.

        ``slots`` hear of every response. ``lock`` is the descriptor of the folder's lock: it stays
        held until the last worker has written what it has, even if this process is killed.
        """
        return cls([await _started(order, lock) for order in orders], slots)

    async def extract(self, article: Article, key: str) -> Done:
        """As of `Crew`; a worker that died costs the run, and nothing that was answered."""
        worker = min(self._workers, key=lambda one: len(one.open))
        if worker.ended:
            raise _worker_lost()
        self._count += 1
        number = self._count
        future: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        worker.open[number] = future
        try:
            _send(worker, {"number": number, "key": key, "article": packed(article)})
            done = await future
        finally:
            worker.open.pop(number, None)
        for status in done.statuses:
            self._slots.responded(status)
        return done

    def stop(self, error: StoppedError) -> None:
        """Let the workers send no request any more."""
        for worker in self._workers:
            _send(worker, {"stop": [error.code, error.message]})

    async def close(self) -> None:
        """End the processes; what they have to write is written first."""
        for worker in self._workers:
            if worker.process.stdin:
                worker.process.stdin.close()
        for worker in self._workers:
            await worker.process.wait()
            if worker.reading:
                await worker.reading


async def _started(order: dict[str, Any], lock: int | None) -> _Worker:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "llm_extract.runs.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LINE_BYTES,
        # Ctrl-C is for the process that decides.
        start_new_session=True,
        pass_fds=() if lock is None else (lock,),
    )
    worker = _Worker(process)
    _send(worker, order)
    return worker


def _send(worker: _Worker, message: dict[str, Any]) -> None:
    if worker.process.stdin and not worker.process.stdin.is_closing():
        worker.process.stdin.write(json.dumps(message).encode() + b"\n")


async def _read(worker: _Worker) -> None:
    """Hand out what a worker tells, until it ends; then nobody waits for it any more."""
    if worker.process.stdout is None:
        raise RuntimeError("a worker has no stdout")
    async for line in worker.process.stdout:
        message = json.loads(line)
        future = worker.open.get(message["number"])
        if future and not future.done():
            _settle(future, message)
    worker.ended = True
    for future in worker.open.values():
        if not future.done():
            future.set_exception(_worker_lost())


def _worker_lost() -> ServerError:
    return ServerError(
        "worker_lost",
        "a worker process ended before its articles",
        hint="run the same command again: what was paid for is kept",
    )


def _settle(future: asyncio.Future[Done], message: dict[str, Any]) -> None:
    if "stopped" in message:
        code, text = message["stopped"]
        future.set_exception(StoppedError(code, text))
    elif "lost" in message:
        code, text, source, hint = message["lost"]
        future.set_exception(OutputError(code, text, source=source, hint=hint))
    else:
        digest, usage = Digest(**message["digest"]), Usage(**message["usage"])
        statuses = tuple(message["statuses"])
        done = Done(digest, message["outcome"], None, usage, message["cost"], statuses)
        future.set_result(done)


def told(number: int, done: Done) -> dict[str, Any]:
    """What a worker tells of an article."""
    return {
        "number": number,
        "digest": asdict(done.digest),
        "outcome": done.outcome,
        "usage": asdict(done.usage),
        "cost": done.cost,
        "statuses": done.statuses,
    }
