"""What a command tells the person who waits for it, on standard error."""

from __future__ import annotations

import sys


def say(step: str) -> None:
    """Tell a step."""
    print(step, file=sys.stderr, flush=True)


def say_more(step: str) -> None:
    """Tell a detail of the step told last."""
    say(f"  {step}")


def say_to_person(step: str) -> None:
    """Tell a step only where a person sees it: on a terminal."""
    if sys.stderr.isatty():
        say(f"{step} …")
