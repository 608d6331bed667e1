"""The process that tries inputs of one target until its time is over, and prints what it found as JSON."""

from __future__ import annotations

import gc
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisException

from tests.fuzz.all_targets import TARGETS
from tests.fuzz.cost import limit_memory, within_limits
from tests.fuzz.inputs import inputs_of
from tests.fuzz.target import Target

ROUND = 50
QUICK = settings(
    max_examples=ROUND,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
    report_multiple_bugs=False,
)


@dataclass
class Tried:
    """How many inputs were tried and read (the others were refused), and what failed: error → file of the input."""

    target: str
    tries: int = 0
    read: int = 0
    bytes: int = 0
    slowest: float = 0
    failures: dict[str, str] = field(default_factory=dict)


class Trying:
    """Tries inputs of a target; each is kept in `folder` while it is tried, for the case that it ends the process."""

    def __init__(self, target: Target, folder: Path) -> None:
        self.tried, self._target, self._folder = Tried(target.name), target, folder
        self.now = folder / f"{target.name}.now"
        self._broken = b""

    def once(self, content: bytes) -> None:
        """Try one input; raises what is wrong with it."""
        self.now.write_bytes(content)
        self.tried.tries += 1
        self.tried.bytes += len(content)
        began = time.process_time()
        try:
            with within_limits(len(content)):
                self.tried.read += self._target.check(content)
        except BaseException:
            self._broken = content
            raise
        self.tried.slowest = max(self.tried.slowest, time.process_time() - began)

    def failed(self, error: BaseException) -> None:
        """Keep the input that failed, the smallest of a round."""
        said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        kept = self._folder / f"{self._target.name}-{len(self.tried.failures) + 1}.input"
        if said not in self.tried.failures:
            kept.write_bytes(self._broken)
            self.tried.failures[said] = str(kept)


def try_for(target: Target, seconds: float, start: int, folder: Path) -> Tried:
    """Try drawn inputs for `seconds`, in rounds whose seeds count up from `start`, until three failures."""
    trying, inputs = Trying(target, folder), inputs_of(target)
    end, number = time.monotonic() + seconds, start
    while time.monotonic() < end and len(trying.tried.failures) < 3:
        try:
            seed(number)(QUICK(given(inputs)(trying.once)))()
        except (Exception, HypothesisException) as error:
            trying.failed(error)
        number += 1
    return trying.tried


def main(arguments: list[str]) -> None:
    """Try the target, for the seconds, from the seed, keeping inputs in the folder; prints what was found."""
    name, seconds, start, folder = arguments
    target = TARGETS[name]
    target.check(target.seeds()[0])
    gc.collect()
    gc.freeze()
    limit_memory()
    print(json.dumps(asdict(try_for(target, float(seconds), int(start), Path(folder)))))


if __name__ == "__main__":
    main(sys.argv[1:])
