"""Writes to the journal from a thread of its own: many changes, one commit, one fsync.

The event loop never waits for the disk, and an answer is on disk before anything is made of it:
who needs to know waits for the commit its change is in.
"""

from __future__ import annotations

import asyncio
import errno
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeAlias

from llm_extract.errors import OutputError

Change: TypeAlias = "tuple[str, tuple[Any, ...]]"

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_MOST_AT_ONCE = 500


class Writer:
    """One connection, used by one thread.

    Args:
        connect: makes the connection, in the thread.
        path: the file, for messages.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], path: Path) -> None:
        self._connect = connect
        self._path = path
        self._queue: queue.SimpleQueue[tuple[list[Change], Future[None] | None] | None]
        self._queue = queue.SimpleQueue()
        self._broken: OutputError | None = None
        self._thread = threading.Thread(target=self._work, name="journal", daemon=True)
        self._thread.start()

    def put(self, *changes: Change) -> None:
        """Make changes soon, in the order of the calls.

        Raises:
            OutputError: an earlier change could not be made.
        """
        self._check()
        self._queue.put((list(changes), None))

    async def made(self, *changes: Change) -> None:
        """Make changes, and return when they are on disk; errors as of `put`."""
        await asyncio.wrap_future(self._promise(changes))

    def make(self, *changes: Change) -> None:
        """Make changes and wait for the disk; without changes, wait for those before."""
        self._promise(changes).result()

    def close(self) -> None:
        """Make what is left and end; errors as of `put`."""
        self._queue.put(None)
        self._thread.join()
        self._check()

    def _promise(self, changes: Iterable[Change]) -> Future[None]:
        self._check()
        future: Future[None] = Future()
        self._queue.put((list(changes), future))
        return future

    def _check(self) -> None:
        if self._broken:
            raise self._broken

    def _work(self) -> None:
        try:
            connection = self._connect()
        except sqlite3.Error as error:
            self._broken = lost(error, self._path)
            self._refuse_all()
            return
        going = True
        while going:
            going = self._batch(connection)
        connection.close()

    def _batch(self, connection: sqlite3.Connection) -> bool:
        """Commit what is waiting; return whether there may be more."""
        batch = [self._queue.get()]
        while len(batch) < _MOST_AT_ONCE and batch[-1] is not None:
            try:
                batch.append(self._queue.get_nowait())
            except queue.Empty:
                break
        work = [part for part in batch if part is not None]
        error = self._broken or self._commit(connection, work)
        for _, future in work:
            if future is not None and future.set_running_or_notify_cancel():
                future.set_exception(error) if error else future.set_result(None)
        return batch[-1] is not None

    def _commit(
        self, connection: sqlite3.Connection, work: list[tuple[list[Change], Future[None] | None]]
    ) -> OutputError | None:
        try:
            connection.execute("BEGIN IMMEDIATE")
            for changes, _ in work:
                for sql, values in changes:
                    connection.execute(sql, values)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            # Whatever is asked for later would stand on changes that were not made.
            self._broken = lost(error, self._path)
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        return self._broken

    def _refuse_all(self) -> None:
        while (part := self._queue.get()) is not None:
            if part[1] is not None and part[1].set_running_or_notify_cancel():
                part[1].set_exception(self._broken)


def lost(error: Exception, path: Path, what: str = "a record") -> OutputError:
    """Say in one line why ``what`` could not be put on disk."""
    full = (
        getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
        or getattr(error, "errno", None) in _DISK_FULL
    )
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return OutputError(
        "disk_full" if full else "output_lost",
        f"{what} cannot be written: {reason}",
        source=str(path.parent),
        hint=f"{'make room, then ' if full else ''}run the same command again: "
        "what was paid for is kept",
    )
