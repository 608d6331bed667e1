"""The process in which atheris looks for inputs of one target that reach new code, until its time is over."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["data", "components", "markdown_it", "bibtexparser"]):
    from tests.fuzz.all_targets import TARGETS
from tests.fuzz.cost import within_limits
from tests.fuzz.inputs import LONGEST

# Code that is watched is slower, and libFuzzer itself ends what takes much longer.
SLOWER = 5


def main(arguments: list[str]) -> None:
    """Hunt for the target, for the seconds, from the seed; an input that fails is written to the file."""
    name, seconds, start, kept = arguments
    target, beats = TARGETS[name], Path(kept).with_name(f"{name}.atheris")
    count = 0

    def once(content: bytes) -> None:
        nonlocal count
        count += 1
        if count % 50 == 1:
            beats.touch()
        with within_limits(SLOWER * len(content), SLOWER):
            target.check(content)

    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(target.seeds()):
            (Path(folder) / str(number)).write_bytes(content[:LONGEST])
        words = Path(folder).with_suffix(".words")
        words.write_text("".join(f'"{_escaped(piece)}"\n' for piece in target.pieces if piece), "ascii")
        options = [
            f"-max_total_time={max(1, round(float(seconds)))}",
            f"-seed={int(start) or 1}",
            f"-max_len={LONGEST}",
            f"-exact_artifact_path={kept}",
            *([f"-dict={words}"] if words.stat().st_size else []),
            "-timeout=60",
            "-rss_limit_mb=2048",
        ]
        atheris.Setup([sys.argv[0], *options, folder], once)
        atheris.Fuzz()


def _escaped(piece: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in piece)


if __name__ == "__main__":
    main(sys.argv[1:])
