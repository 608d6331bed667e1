"""Facets without the page around them, for tests in the browser; what a person did is written above them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from components.facets import component
from components.facets.component import Action, Option

HOSTILE = ["<b>Bold</b>", '<img src=x onerror="hurt=1">', "</span><script>hurt=1</script>", "&lt;i&gt; $x$ **y**"]
MANY = 5000


def note(actions: Sequence[Action], known: int | None) -> None:
    st.session_state["done"] = [list(action) for action in actions]


st.code(json.dumps(st.session_state.get("done", [])), language=None)
with st.sidebar:
    component.facets(
        "facets",
        [
            component.options("hostile", "<u>Hostile</u>", [Option(text, text, 3, 3) for text in HOSTILE], HOSTILE[:1]),
            component.options("many", "Many", [Option(f"v{n}", f"Value {n}", n, MANY) for n in range(MANY)], ["v7"]),
            component.choice("choice", "Choice", [("", "None"), *((text, text) for text in HOSTILE)], "", HOSTILE[1]),
        ],
        note,
    )
