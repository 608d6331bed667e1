"""make bench: run every benchmark, or those named: `python -m tests.benchmarks [name …]`."""

from __future__ import annotations

import logging
import os
import platform
import sys
from importlib import import_module

# Name → module and function; imported when run, so that one needs only what it measures.
BENCHMARKS = {name: f"bench_{name}" for name in ("page", "reading", "lists", "facets", "browser", "memory", "views")}


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all; returns 2 for an unknown name."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    # Streamlit warns of every call outside its server.
    logging.disable(logging.WARNING)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in names or BENCHMARKS:
        getattr(import_module(f"tests.benchmarks.{name}"), BENCHMARKS[name])()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
