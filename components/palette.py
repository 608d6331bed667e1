"""The colour of each technique: the same under every filter, in light and in dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

NEUTRAL = "#8A93A0"
# What is no technique: one colour for counts, and a second beside it for the other of two.
PLAIN = "#3D7FB8"
SECOND = "#D55E00"


@dataclass(frozen=True)
class Mark:
    """How a technique is drawn; from the ninth technique on, colours return with a pattern."""

    color: str
    pattern: str = ""


def marks(techniques: Sequence[str]) -> dict[str, Mark]:
    """Return the mark of each technique, by its place in the table's order."""
    colors = tuple(st.get_option("theme.chartCategoricalColors") or (NEUTRAL,))
    patterns = ("", "/", "x", ".")
    return {
        name: Mark(colors[place % len(colors)], patterns[place // len(colors) % len(patterns)])
        for place, name in enumerate(techniques)
    }
