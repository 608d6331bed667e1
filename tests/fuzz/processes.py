"""Readers are tried in processes of their own: an input may hang one or end it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT

# Without a new input for so long, a process hangs: what it does cannot even be interrupted.
SILENCE = 120


@dataclass(frozen=True)
class Found:
    """How many inputs were tried and read, and what failed: error → file of the input."""

    tries: int = 0
    read: int = 0
    failures: dict[str, str] = field(default_factory=dict)


Engine = Callable[[str, float, int, Path], Found]


def tried(name: str, seconds: float, seed: int, folder: Path) -> Found:
    """Let hypothesis try a target for `seconds`; inputs that fail are kept in `folder`."""
    ended, out, said = _run(["tests.fuzz.trying", name, str(seconds), str(seed), str(folder)], folder / f"{name}.now")
    if ended or not out:
        return Found(failures={said or f"ended with {ended}": str(folder / f"{name}.now")})
    read = json.loads(out.splitlines()[-1])
    return Found(read["tries"], read["read"], read["failures"])


def hunted(name: str, seconds: float, seed: int, folder: Path) -> Found:
    """Let atheris look for inputs of a target for `seconds`; it ends with the first that fails."""
    kept = folder / f"{name}-atheris.input"
    arguments = ["tests.fuzz.hunting", name, str(seconds), str(seed), str(kept)]
    ended, out, said = _run(arguments, folder / f"{name}.atheris")
    done = re.findall(r"(?m)^(?:Done (\d+) runs|#(\d+)\t)", said)
    tries = max((int(a or b) for a, b in done), default=0)
    if not ended:
        return Found(tries)
    raised = re.findall(r"=== Uncaught Python exception: ===\n(.*)", out) or re.findall(r".*ERROR: libFuzzer.*", said)
    return Found(tries, failures={(raised or [said[-300:]])[0][:300]: str(kept)})


def _run(arguments: list[str], beats: Path) -> tuple[int, str, str]:
    """Run a module; returns how it ended and what it wrote. It is ended where `beats` stays as it is for too long."""
    beats.touch()
    with (
        beats.with_name(f"{beats.name}.out").open("w+") as out,
        beats.with_name(f"{beats.name}.err").open("w+", errors="replace") as err,
        subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, stdout=out, stderr=err) as process,
    ):
        while process.poll() is None:
            time.sleep(0.2)
            if time.time() - beats.stat().st_mtime > SILENCE:
                process.kill()
        out.seek(0)
        err.seek(0)
        return process.returncode, out.read(), err.read()
