"""make fuzz: broken inputs for every reader that strangers reach; prints how many were tried and what failed.

hypothesis draws the inputs; where atheris is installed, it looks for more by the code that they reach.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.all_targets import TARGETS
from tests.fuzz.processes import Engine, Found, hunted, tried

NO_ATHERIS = (
    "atheris is not installed, so hypothesis alone draws inputs. `pip install -r requirements-fuzz.txt` adds it."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz as the arguments say; returns 1 where an input failed."""
    options = _parser().parse_args(arguments)
    if not Path("/proc/self/statm").exists():
        print("Memory is read from /proc, which only Linux has.", file=sys.stderr)
        return 2
    engines: list[Engine] = [tried]
    if find_spec("atheris"):
        engines.append(hunted)
    else:
        print(NO_ATHERIS)
    print(f"{options.seconds} s for each reader, seed {options.seed}")
    folder = Path(tempfile.mkdtemp(prefix="surveyor-fuzz-"))
    share = options.seconds / len(engines)
    names = [(name, engine) for engine in engines for name in options.target or TARGETS]
    with ThreadPoolExecutor(options.jobs) as pool:
        found = [*pool.map(partial(_try, seconds=share, seed=options.seed, folder=folder), names)]
    failed = sum(len(one.failures) for one in found)
    print(f"{sum(one.tries for one in found):,} inputs, {failed} failures")
    return bool(failed)


def _try(named: tuple[str, Engine], seconds: float, seed: int, folder: Path) -> Found:
    name, engine = named
    found = engine(name, seconds, seed, folder)
    by = "atheris" if engine is hunted else "hypothesis"
    read = f"{found.read:8,} read" if found.read else ""
    lines = [f"{name:12} {by:10} {found.tries:9,} tries {read}"]
    lines += [f"  {said}\n    input: {file}" for said, file in found.failures.items()]
    print("\n".join(lines), flush=True)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", nargs="*", choices=[*TARGETS, []], help="only these readers (default: all)")
    parser.add_argument("--seconds", type=float, default=20, help="for each reader (default: 20)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="draw the same inputs again")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    return parser


if __name__ == "__main__":
    sys.exit(main())
