"""One reader that strangers reach, what its inputs look like, and how an input is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import InputError

# What a broken input is made of besides its own pieces.
SIGNS = tuple(sign.encode() for sign in ("", "\n", "\n\n", " ", "\t", '"', "'", "*", "_", "|", "<", ">", "[", "]", "("))
ODD = ("\0", "\x85", "\u2028", "\ufeff", "\u202e", "\u061c", "\u00ad", "\u3164", "\U000e0041", "İ", "ß", "९", "𝟗", "\r")
SIGNS += (b")", b"{", b"}", b"\\", b"#", b"&", b",", b";", b":", b"@", b"\xff", *(sign.encode() for sign in ODD))


@dataclass(frozen=True)
class Target:
    """`check` takes an input and returns whether it was read (False: refused); AssertionError for a broken promise."""

    name: str
    check: Callable[[bytes], bool]
    seeds: Callable[[], list[bytes]]
    """Inputs as they should be."""
    pieces: tuple[bytes, ...] = ()
    """What breaks them: words of the format."""


def refused(error: InputError, content: bytes) -> bool:
    """Look at a refusal: it is one line, which names a place that is there, and what to do."""
    said = str(error)
    assert len(said) < 2_000 + len(content), f"a message of {len(said)} characters"
    assert "\n" not in said, "a message of several lines"
    assert error.problem.strip(), "no problem"
    assert error.remedy.strip().endswith((".", "…")), f"no remedy: {said}"
    assert error.line is None or 1 <= error.line <= lines_of(content), f"line {error.line}: {said}"
    return False


def lines_of(content: bytes) -> int:
    """Return how many lines a document has at most, however its lines end; YAML knows more ends than others."""
    return 1 + sum(map(content.count, (b"\n", b"\r", "\x85".encode(), "\u2028".encode(), "\u2029".encode())))
