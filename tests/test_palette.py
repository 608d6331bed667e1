"""Colours stay with their technique, whatever else a table holds."""

from __future__ import annotations

from components.palette import NEUTRAL, marks
from data.query.facet import NOT_STATED


def test_a_known_technique_has_its_colour_in_every_table() -> None:
    shipped = marks(["Quantization", "Pruning and Sparsity", "Distillation"])
    other = marks(["Pruning and Sparsity", "Graph nets", NOT_STATED])
    assert other["Pruning and Sparsity"] == shipped["Pruning and Sparsity"]
    assert shipped["Quantization"] != shipped["Pruning and Sparsity"]


def test_other_techniques_take_what_is_left_and_what_is_not_stated_is_grey() -> None:
    found = marks(["Pruning and Sparsity", *(f"Subject {number}" for number in range(20)), NOT_STATED])
    assert found.pop(NOT_STATED).color == NEUTRAL
    assert len(set(found.values())) == len(found)
