"""The facets by which papers are filtered; each is made when it is first needed, and shared by all sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from data.knowledge.load_knowledge import load_knowledge
from data.normalise.link import owner
from data.query.bitmap import Bits, everything
from data.query.facet import NOT_STATED, Cells, Facet, FacetSpec, facet_of
from data.query.search import Searchable, matches, parse
from data.query.terms import TERM, term_facet
from data.schema import SEPARATOR

SEVERAL = "Several techniques"


def _column(name: str) -> Cells:
    return lambda papers: papers[name]


# A new facet is one line here.
FACETS = (
    FacetSpec("technique", "Technique", _column("techniques"), "first", several=True),
    FacetSpec("topic", "Topic", _column("topics"), "first", several=True),
    FacetSpec("year", "Year", lambda papers: papers["year"].astype(str).fillna(""), "first", ascending=True),
    FacetSpec("venue", "Venue", _column("venue"), "first"),
    FacetSpec("code", "Code", lambda papers: papers["code_url"].ne("").map({True: "yes", False: "no"}), "first"),
    FacetSpec("list", "List", _column("lists"), "first"),
    FacetSpec("listed-in", "Listed in", lambda papers: papers["lists"].str.replace(SEPARATOR, " + ")),
    FacetSpec("domain", "Domain", _column("domains")),
    FacetSpec("venue-type", "Venue type", _column("venue_type")),
    FacetSpec("track", "Track", _column("track")),
    FacetSpec("code-host", "Code host", _column("code_host")),
    FacetSpec("flag", "Flag", _column("flags")),
    FacetSpec("code-owner", "Code owner", lambda papers: _each(_beginnings(papers["code_url"]), owner), "charts"),
    FacetSpec("month", "arXiv month", _column("month"), "charts", ascending=True),
    FacetSpec("arxiv-year", "arXiv year", lambda papers: papers["month"].str[:4], "charts", ascending=True),
    FacetSpec("added", "First listed", _column("added"), "charts", ascending=True),
    TERM,
)


class Facets(Mapping[str, Facet]):
    """The facets of a table by their names, each made when it is first needed."""

    def __init__(self, papers: pd.DataFrame, order: Mapping[str, Sequence[str]]) -> None:
        self._papers, self._order = papers, order
        self._specs = {spec.name: spec for spec in FACETS}
        self._made: dict[str, Facet] = {}

    def __getitem__(self, name: str) -> Facet:
        if name not in self._made:
            self._made[name] = self._make(self._specs[name])
        return self._made[name]

    def _make(self, spec: FacetSpec) -> Facet:
        if spec is TERM:
            return term_facet(self._papers, load_knowledge().stop_words)
        return facet_of(spec, self._papers, self._order.get(spec.name, ()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)


@dataclass(frozen=True)
class Index:
    """A papers table prepared for filtering: shared by all sessions, never changed."""

    papers: pd.DataFrame
    facets: Facets

    @property
    def size(self) -> int:
        """The number of papers."""
        return len(self.papers)

    @cached_property
    def all_rows(self) -> Bits:
        """The set of all papers."""
        return everything(self.size)

    @cached_property
    def mixes(self) -> Facet:
        """Each paper's technique, or `SEVERAL` where it has more than one: exactly one value a paper."""
        several = self.papers["techniques"].str.contains(SEPARATOR, regex=False)
        spec = FacetSpec("mix", "Techniques", lambda papers: papers["techniques"].where(~several, SEVERAL), "charts")
        return facet_of(spec, self.papers, (*self.facets["technique"].options, SEVERAL))

    @cached_property
    def searchable(self) -> Searchable:
        """The texts that a search looks at."""
        return Searchable.of(self.papers)

    @cached_property
    def found(self) -> Callable[[str], Bits]:
        """The papers that a search finds; the last searches are remembered, because every other filter asks again."""
        return lru_cache(maxsize=64)(lambda search: matches(parse(search), self.searchable))

    @cached_property
    def years(self) -> list[int]:
        """Every year from the first to the last one stated; [] where none is."""
        stated = [int(year) for year in self.facets["year"].options if year != NOT_STATED]
        return list(range(stated[0], stated[-1] + 1)) if stated else []


def build_index(papers: pd.DataFrame, order: Mapping[str, Sequence[str]]) -> Index:
    """Return the index of a papers table as `data.tables.table.read_table` gives it.

    `order` names options, by facet, that come first in this order; the others follow, the most frequent first.
    """
    return Index(papers, Facets(papers, order))


def _beginnings(urls: pd.Series[str]) -> pd.Series[str]:
    """Return addresses up to the second part of the path, so that few distinct ones are left to take apart."""
    return urls.str.replace(r"^([^/]*//[^/]*/[^/]*/).*", r"\1", regex=True)


def _each(cells: pd.Series[str], change: Callable[[str], str]) -> pd.Series[str]:
    """Return `change` of every cell, computed once for each distinct one."""
    return cells.map({cell: change(cell) for cell in cells.unique()})
