"""How long, how much and how often a download may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of one download; times in seconds, sizes in bytes."""

    connect: float = 10
    read: float = 20
    """Longest silence of a server."""
    total: float = 120
    """From the first attempt to the last byte, waiting between attempts included."""
    size: int = 20_000_000
    """Of the document, after decompression."""
    redirects: int = 5
    attempts: int = 5
    first_wait: float = 1
    """Before the second attempt; doubled for each further one, and drawn between a half and the whole of it."""
    longest_wait: float = 60
    """A server that asks to be left alone for longer is an error."""


LIMITS = Limits()
# A question that can be done without.
BRIEF = Limits(total=30, attempts=3)
