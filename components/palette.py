"""The colour of each technique: the same under every filter, in light and in dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import streamlit as st

from data.knowledge.load_knowledge import load_knowledge
from data.query.facet import NOT_STATED

NEUTRAL = "#8A93A0"
# The colours of counts that are not by technique; the second is for the other one of two.
PLAIN = "#3D7FB8"
SECOND = "#D55E00"
PATTERNS = ("", "/", "x", ".")


@dataclass(frozen=True)
class Mark:
    """How a technique is drawn; from the ninth technique on, the colours are used again with a pattern."""

    color: str
    pattern: str = ""


def marks(techniques: Sequence[str]) -> dict[str, Mark]:
    """Return the mark of each technique.

    A technique of techniques.yaml has the same mark in every table; the others take the marks that are left, in order.
    """
    known = {name: place for place, name in enumerate(load_knowledge().techniques.names)}
    taken = {known[name] for name in techniques if name in known}
    left = (place for place in count() if place not in taken)
    places = {name: known[name] if name in known else next(left) for name in techniques if name != NOT_STATED}
    return {name: _mark(places[name]) if name in places else Mark(NEUTRAL) for name in techniques}


def _mark(place: int) -> Mark:
    colors = tuple(st.get_option("theme.chartCategoricalColors") or (NEUTRAL,))
    return Mark(colors[place % len(colors)], PATTERNS[place // len(colors) % len(PATTERNS)])
