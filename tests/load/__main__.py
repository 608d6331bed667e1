"""make load: many visitors use the app for a while; prints how long they wait, and what they cost the server."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.load.measured import Plan, measure
from tests.load.own_lists import measure_memory, measure_waits
from tests.load.report import show
from tests.load.site import NotInstalledError, site
from tests.load.tab import AppError

WITH_LISTS = 10
OWN_LISTS = {"lists": measure_memory, "reading": measure_waits}


def main(arguments: list[str]) -> int:
    """Measure as the arguments say; returns 1 where a visitor met an error, 2 where nothing can be measured."""
    options = _parser().parse_args(arguments)
    if not Path("/proc/self/stat").exists():
        print("Memory and processor time are read from /proc, which only Linux has.", file=sys.stderr)
        return 2
    sessions = options.sessions or (WITH_LISTS if options.what in OWN_LISTS else Plan.sessions)
    plan = Plan(sessions, options.seconds, options.arriving, options.settle, options.seed)
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, seed {plan.seed}"
    )
    try:
        with site(ROOT / "dashboard.py", ROOT, options.processes) as served:
            if options.what != "clicks":
                return min(1, asyncio.run(OWN_LISTS[options.what](served, plan)))
            measured = asyncio.run(measure(served, plan))
    except NotInstalledError as error:
        print(error, file=sys.stderr)
        return 2
    except AppError as error:
        print(f"The page fails for the first visitor: {error}", file=sys.stderr)
        return 1
    show(measured, plan, options.processes)
    return 1 if measured.arrival.errors or measured.seen.errors else 0


def _parser() -> argparse.ArgumentParser:
    usual = Plan()
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("what", nargs="?", default="clicks", choices=["clicks", *OWN_LISTS], help="what is measured")
    parser.add_argument("--processes", type=int, default=1, help="Streamlit processes; more than one behind nginx")
    parser.add_argument(
        "--sessions", type=int, help=f"visitors at a time ({usual.sessions}; with own lists {WITH_LISTS})"
    )
    parser.add_argument("--seconds", type=float, default=usual.seconds, help="how long they are measured (%(default)s)")
    parser.add_argument("--arriving", type=float, default=usual.arriving, help="seconds until all are there")
    parser.add_argument("--settle", type=float, default=usual.settling, help="seconds before the last look at memory")
    parser.add_argument("--seed", type=int, default=usual.seed, help="what the visitors' choices are made from")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
