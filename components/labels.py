"""The names that a person reads for the values of facets, and a selection as chips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.lists.list_source import ListSource
from data.query.facet import NOT_STATED
from data.query.facets import FACETS, Index
from data.query.filters import Filters, read_values, year_ranges
from data.schema import FLAGS

# By facet and value; a value without a label is shown as it is.
Labels = Mapping[str, Mapping[str, str]]

# Charts and tables show these beside the names of lists, so no list may be called so.
_RESERVED = ("list", "All", "Other lists", NOT_STATED)


def make_labels(index: Index, lists: Mapping[str, ListSource]) -> Labels:
    """Return the labels of a table's facets; `lists` holds what is known of each list by its key."""
    listed = index.facets["list"].options
    keys = dict.fromkeys([*lists, *(key for key in listed if key != NOT_STATED)])
    titles = _unique_titles({key: lists[key].title if key in lists else key for key in keys})
    return {
        "list": titles,
        "listed-in": {
            option: _listed_in([titles.get(key, key) for key in option.split(" + ")], len(listed))
            for option in index.facets["listed-in"].options
        },
        "code": {"yes": "Listed", "no": "Not listed"},
        "code-host": {NOT_STATED: "(no code listed)"},
        "code-owner": {NOT_STATED: "(no repository listed)"},
        "flag": {
            NOT_STATED: "(no flag)",
            **{flag: remark.title for flag, remark in FLAGS.items()},
        },
        "topic": {NOT_STATED: "(no topic recognised)"},
    }


def label(labels: Labels, facet: str, value: str) -> str:
    """Return the name that a person reads for a facet's value."""
    return labels.get(facet, {}).get(value, value)


def _unique_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the titles of lists by key; the key is added to a title that several lists have."""
    keyed = {key: f"{title} ({key})" for key, title in titles.items()}
    taken = Counter([*titles.values(), *keyed.values(), *_RESERVED])
    return {key: title if taken[title] == 1 else keyed[key] for key, title in titles.items()}


def _listed_in(names: Sequence[str], lists: int) -> str:
    if len(names) == 1:
        return f"Only {names[0]}"
    return "Both lists" if len(names) == lists == 2 else " and ".join(names)


@dataclass(frozen=True)
class Chip:
    """One filter of a selection: its text, and the filters that remain without it."""

    text: str
    less: Filters


def chips(filters: Filters, labels: Labels) -> list[Chip]:
    """Return a chip for each value, range of years, search and date in `filters`, in the order of the facets."""
    found = []
    for spec in FACETS:
        all_of = " (all of)" if spec.name in filters.all_of else ""
        for chosen, change, says in (
            (filters.values(spec.name), filters.picking, f"{all_of}: "),
            (filters.left_out(spec.name), filters.excluding, ": not "),
        ):
            for values in _groups(spec.name, chosen):
                text = f"{spec.title}{says}{_named(labels, spec.name, values)}"
                found.append(Chip(text, change(spec.name, set(chosen) - set(values))))
    if filters.search:
        found.append(Chip(f"Search: {filters.search}", filters.searching("")))
    if filters.since:
        found.append(Chip(f"New since: {filters.since}", filters.new_since("")))
    return found


def _groups(facet: str, values: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the values that share a chip: successive years do, all others have one each."""
    if facet != "year":
        return [(value,) for value in values]
    return [tuple(read_values("year", [written])) for written in year_ranges(values)]


def _named(labels: Labels, facet: str, values: Sequence[str]) -> str:
    return "–".join(dict.fromkeys((label(labels, facet, values[0]), label(labels, facet, values[-1]))))
