"""How many threads llama.cpp should compute with on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Generation is bound by memory bandwidth: past this, more threads only wait for each other.
_MOST_THREADS = 16
_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_TOPOLOGY = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"


def compute_threads() -> int:
    """Physical cores this process may use, at least 1.

    Two threads on one core slow each other down; a container's CPU quota and the
    process's affinity count where the system tells them (Linux).
    """
    if sys.platform != "linux":
        return min(os.cpu_count() or 1, _MOST_THREADS)
    allowed = os.sched_getaffinity(0)
    cores = len({_siblings(cpu) for cpu in allowed})
    return max(1, min(cores, _quota(), _MOST_THREADS))


def _siblings(cpu: int) -> str:
    """Name the core of a logical CPU by its siblings, or by itself when they are unknown."""
    try:
        return Path(_TOPOLOGY.format(cpu)).read_text(encoding="ascii").strip()
    except OSError:
        return str(cpu)


def _quota() -> int:
    """Whole cores granted by the control group; the cap when there is no quota."""
    try:
        quota, period = _CPU_QUOTA.read_text(encoding="ascii").split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return _MOST_THREADS
