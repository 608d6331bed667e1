"""What Linux says of processes: their memory and the processor time they took."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def resident(pids: Sequence[int]) -> float:
    """Return the resident memory of processes in megabytes (millions of bytes)."""
    return sum(_resident(pid) for pid in pids)


def processor_seconds(pids: Sequence[int]) -> float:
    """Return the processor time that processes took since they started, in seconds; all threads, user and system."""
    return sum(_processor(pid) for pid in pids)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / 1e6


def _processor(pid: int) -> float:
    # The name of the program, in brackets, may hold spaces; user and system time are fields 14 and 15.
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
