"""What is asked after a pick, and the form of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from data.query.facet import NOT_STATED
from data.query.facets import FACETS
from data.query.filters import Filters

# The facets in the sidebar; those that only charts pick are counted by no engine.
SHOWN = tuple(spec.name for spec in FACETS if spec.place != "charts")
# The facets of which a paper can have several values.
MANY = ("technique", "topic", "list", "domain", "flag")
TOP_VENUES = 15

Tally = dict[object, int]
Answer = dict[str, Tally]


@dataclass(frozen=True)
class Question:
    """A selection: values by facet, alternatives within a facet."""

    title: str
    picks: Mapping[str, tuple[str, ...]]

    @property
    def filters(self) -> Filters:
        """The same as Surveyor's filters."""
        filters = Filters()
        for name, values in self.picks.items():
            filters = filters.picking(name, values)
        return filters

    def without(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the picks in all other facets than `name`."""
        return {facet: values for facet, values in self.picks.items() if facet != name}


QUESTIONS = (
    Question("technique", {"technique": ("Quantization",)}),
    Question(
        "technique, years, code",
        {"technique": ("Quantization",), "year": ("2021", "2022", "2023", "2024"), "code": ("yes",)},
    ),
)


class Engine(Protocol):
    """A way to answer, made ready once for a table."""

    def facets(self, question: Question) -> Answer:
        """Return, for each facet shown, the papers with each value under the picks in all other facets."""

    def aggregates(self, question: Question) -> Answer:
        """Return what the Overview draws: headline, year by technique, venues without preprints, code by technique."""


def headline(papers: int, code: int, types: Mapping[object, int]) -> Tally:
    """Return the headline numbers; `types` counts papers by venue type."""
    published = types.get("conference", 0) + types.get("journal", 0)
    return {"papers": papers, "code": code, "published": published}


def largest(venues: Mapping[object, int]) -> Tally:
    """Return the largest venues, then all others together, as the chart of venues shows them."""
    named = sorted(
        ((venue, papers) for venue, papers in venues.items() if papers and venue != NOT_STATED),
        key=lambda row: (-row[1], str(row[0])),
    )
    shown = len(named) if len(named) == TOP_VENUES + 1 else TOP_VENUES
    found = dict(named[:shown])
    if named[shown:]:
        found[f"{len(named[shown:])} other venues"] = sum(papers for _, papers in named[shown:])
    if venues.get(NOT_STATED):
        found[NOT_STATED] = venues[NOT_STATED]
    return found


def seen(answer: Answer) -> Answer:
    """Return an answer without what no paper has, which some engines leave out."""
    return {name: {value: papers for value, papers in tally.items() if papers} for name, tally in answer.items()}
