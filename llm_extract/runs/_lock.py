"""One run per output folder: a lock the system drops when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from llm_extract.errors import SettingsError

if sys.platform == "win32":

    def lock_folder(folder: Path) -> int | None:  # noqa: ARG001
        """Windows cannot lock a folder; two runs into one are not noticed there."""
        return None

else:
    import fcntl

    def lock_folder(folder: Path) -> int | None:
        """Lock ``folder``; closing the returned descriptor, or the end of the process, frees it.

        ``None`` on file systems without locks.

        Raises:
            SettingsError: ``output_not_writable`` while another run holds it.
        """
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise SettingsError(
                "output_not_writable",
                "another run is writing there",
                source=str(folder),
                hint="wait for it, or choose another folder with -o",
            ) from None
        except OSError:
            os.close(descriptor)
            return None
        return descriptor
