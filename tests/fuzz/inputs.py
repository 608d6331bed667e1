"""Inputs that are almost right: pieces of good ones that are dropped, doubled, mixed and repeated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

from tests.fuzz.target import SIGNS, Target

Piece = TypeVar("Piece")

LONGEST = 20_000
# How much is taken away or repeated.
LENGTHS = (0, 1, 1, 5, 40, 400)
# How often a piece is repeated: mostly a little, sometimes so often that what grows too fast is seen.
REPEATS = (2, 2, 3, 10, 200, 3_000)
# Bytes that decide what an input is. It is one draw, because hypothesis needs longer to draw than most readers to read.
DECISIONS = 96


def inputs_of(target: Target) -> st.SearchStrategy[bytes]:
    """Return what draws inputs for a target; smaller decisions make plainer inputs."""
    seeds, pieces = target.seeds(), (*SIGNS, *target.pieces)
    return st.binary(min_size=DECISIONS, max_size=DECISIONS).map(lambda drawn: made(drawn, seeds, pieces))


def made(decided: bytes, seeds: Sequence[bytes], pieces: Sequence[bytes]) -> bytes:
    """Return the input that bytes decide on."""
    decisions = _Decisions(decided)
    parts = [decisions.choose(seeds if decisions.below(4) else pieces) for _ in range(1 + decisions.below(3))]
    content = b"\n\n".join(parts)[:LONGEST]
    for _ in range(decisions.below(9)):
        content = _changed(decisions, content, pieces)[:LONGEST]
    return content


class _Decisions:
    """Numbers from bytes, two for each; zero when they are used up."""

    def __init__(self, decided: bytes) -> None:
        self._rest = iter(decided)

    def below(self, end: int) -> int:
        """Return a number from 0 to `end` - 1."""
        drawn = next(self._rest, 0) << 8 | next(self._rest, 0)
        return drawn * end >> 16

    def choose(self, things: Sequence[Piece]) -> Piece:
        """Return one of the things."""
        return things[self.below(len(things))]


def _changed(decisions: _Decisions, content: bytes, pieces: Sequence[bytes]) -> bytes:
    way, place = decisions.below(6), decisions.below(len(content) + 1)
    end = min(len(content), place + decisions.choose(LENGTHS))
    taken = content[place:end]
    match way:
        case 0:
            return content[:place] + decisions.choose(pieces) + content[end:]
        case 1:
            return content[:place] + content[end:]
        case 2:
            return content[:place] + taken * decisions.choose(REPEATS) + content[end:]
        case 3:
            return content[:place] + decisions.choose(pieces) * decisions.choose(REPEATS) + content[place:]
        case 4:
            return content[end:] + taken + content[:place]
        case _:
            # Any byte, such as half a character.
            return content[:place] + bytes([decisions.below(256)]) + content[end:]
