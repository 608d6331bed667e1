"""Colours stay with their technique, whatever else a table holds."""

from __future__ import annotations

from components.palette import NEUTRAL, QUIET, Mark, colored, marks
from data.query.facet import NOT_STATED


def test_a_known_technique_has_its_colour_in_every_table() -> None:
    shipped = marks(["Quantization", "Pruning and Sparsity", "Distillation"])
    other = marks(["Pruning and Sparsity", "Graph nets", NOT_STATED])
    assert other["Pruning and Sparsity"] == shipped["Pruning and Sparsity"]
    assert shipped["Quantization"] != shipped["Pruning and Sparsity"]


def test_the_first_others_take_the_colours_that_are_left_and_all_further_ones_are_grey() -> None:
    found = marks(["Pruning and Sparsity", *(f"Subject {number}" for number in range(20)), NOT_STATED])
    assert found.pop(NOT_STATED).color == QUIET
    assert colored(found) == ["Pruning and Sparsity", *(f"Subject {number}" for number in range(7))]
    assert len({found[name] for name in colored(found)}) == 8
    assert {mark for name, mark in found.items() if name not in colored(found)} == {Mark(NEUTRAL)}
