"""One run per output folder: a lock file that names its holder."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from llm_extract.errors import SettingsError

LOCK = "run.lock"
_HEIRS_SECONDS = 10.0
_POLL_SECONDS = 0.05

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        # Far behind the text, which others must be able to read.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _is_running(pid: int) -> bool:  # noqa: ARG001 - the lock itself tells
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_running(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True


class FolderLock:
    """Holds ``run.lock`` of a folder until `release`, or until the process is gone.

    The system drops the lock with its holder, so that the file of a killed run is taken over. On
    file systems without locks the process id in it decides, for a holder on this host; one on
    another host is believed. Worker processes of a killed run hold it on for the moment they need
    to write what they have: they are waited for.

    Attributes:
        descriptor: of the open file; the lock is held as long as any process has it open.

    Raises:
        SettingsError: ``output_not_writable`` while another run holds it; names it.
        OSError: the file cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK
        self.descriptor = self._take()
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        os.ftruncate(self.descriptor, 0)
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        os.write(self.descriptor, json.dumps(holder).encode())

    def release(self) -> None:
        """Give the folder free; the file goes while it is still held."""
        self._path.unlink(missing_ok=True)
        os.close(self.descriptor)

    def _take(self) -> int:
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                self._hold(descriptor)
                # The holder before may have removed the file between opening and locking.
                if _same_file(descriptor, self._path):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def _hold(self, descriptor: int) -> None:
        end = time.monotonic() + _HEIRS_SECONDS
        while True:
            holder = _holder(descriptor)
            lives = not holder or _may_live(holder)
            try:
                _lock(descriptor)
            except (BlockingIOError, PermissionError):
                if lives or time.monotonic() > end:
                    raise self._refusal(holder) from None
                time.sleep(_POLL_SECONDS)
                continue
            except OSError:
                if holder and lives:
                    raise self._refusal(holder) from None
            return

    def _refusal(self, holder: dict[str, object]) -> SettingsError:
        who = f" (process {holder['pid']} on {holder['host']})" if holder else ""
        return SettingsError(
            "output_not_writable",
            f"another run is writing there{who}",
            source=str(self._path.parent),
            hint=f"wait for it or choose another folder with -o; "
            f"if it is gone, remove {self._path.name}",
        )


def _holder(descriptor: int) -> dict[str, object]:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        holder = json.loads(os.read(descriptor, 4096))
    except (OSError, ValueError):
        return {}
    known = isinstance(holder, dict) and {"pid", "host"} <= holder.keys()
    return holder if known else {}


def _may_live(holder: dict[str, object]) -> bool:
    if holder["host"] != socket.gethostname():
        return True
    pid = holder["pid"]
    return not isinstance(pid, int) or (_is_running(pid))


def _same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
