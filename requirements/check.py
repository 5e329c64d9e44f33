"""Fail unless each locked package is installed in exactly the locked version."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.markers import Marker

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+?))?\s*\\?$", re.MULTILINE)


def main(lock: Path) -> int:
    """Compare; print each difference; return the exit code."""
    wrong = 0
    pins = PIN.findall(lock.read_text(encoding="utf-8"))
    for name, locked, marker in pins:
        if marker and not Marker(marker).evaluate():
            continue
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "not installed"
        if installed != locked:
            wrong += 1
            sys.stdout.write(f"{name}: locked {locked}, {installed}\n")
    sys.stdout.write(f"{len(pins)} locked, {wrong} differ\n")
    return 1 if wrong or not pins else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
