"""The colour of each technique: the same under every filter, in light and in dark; eight have one, the rest is grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from data.knowledge.load_knowledge import load_knowledge
from data.query.facet import NOT_STATED

NEUTRAL = "#8A93A0"
# What the lists do not state is drawn quietly.
QUIET = "rgba(138,147,160,0.35)"
# The colours of counts that are not by technique; the second is for the other one of two.
PLAIN = "#3D7FB8"
SECOND = "#D55E00"


@dataclass(frozen=True)
class Mark:
    """How bars are drawn: their colour, and a pattern where they stand for several techniques at once."""

    color: str
    pattern: str = ""


def marks(techniques: Sequence[str]) -> dict[str, Mark]:
    """Return the mark of each technique of a table, which are given in the table's order.

    A technique of techniques.yaml has the same colour in every table. The colours that are left go to the first of the
    others; all further ones are grey.
    """
    colors = tuple(st.get_option("theme.chartCategoricalColors") or (NEUTRAL,))
    known = dict(zip(load_knowledge().techniques.names, colors, strict=False))
    own = {name: known[name] for name in techniques if name in known}
    left = [color for color in colors if color not in own.values()]
    others = [name for name in techniques if name not in own and name != NOT_STATED]
    colored = own | dict(zip(others, left, strict=False))
    return {name: Mark(QUIET if name == NOT_STATED else colored.get(name, NEUTRAL)) for name in techniques}


def colored(marks: Mapping[str, Mark]) -> list[str]:
    """Return the names that have a colour of their own."""
    return [name for name, mark in marks.items() if mark.color not in (NEUTRAL, QUIET)]
