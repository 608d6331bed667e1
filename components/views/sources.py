"""The sources view: what each list gives, what the lists share, how complete they are, and what they may all lack."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components import beyond, findings, growth, lists, panel, patches, url
from components.charts import lists as charts
from components.panel import Panel, Pick
from components.store import Store
from components.text import label
from data.measures import sources
from data.query.bitmap import Bits, count
from data.query.filters import Filters
from data.query.selection import Selection

HEIGHT = 270
MOST_LISTS = 12
MOST_INTERSECTIONS = 20
# A click that would need more values than this in the address picks nothing.
MOST_VALUES = 30
ASIDE = ("list", "listed-in", "not-list", "not-listed-in")
TITLES = {field.column: field.title for field in sources.FIELDS}
FACETS = {field.column: (field.facet, field.missing) for field in sources.FIELDS if field.facet}


def draw(store: Store, state: url.State, selection: Selection) -> None:
    """Draw the lists and what they share of a selection that is not empty; filters on lists are set aside."""
    rows = selection.without(*ASIDE)
    shown, others = sources.largest(store.sources, rows, MOST_LISTS)
    st.caption(_of_what(selection, rows))
    lists.draw(store, rows, shown, others)
    panels = [overlap(store, selection, rows, shown)] if len(shown) > 1 else []
    if len(shown) > 2:
        panels.append(intersections(store, rows, shown))
    panels.append(completeness(store, rows, shown))
    texts = [partial(growth.draw, store, shown)]
    if len(shown) > 1:
        texts.insert(0, partial(beyond.draw, store, state, selection.filters, rows, shown))
    else:
        st.markdown("Bring a second list to see what they share.")
    _in_pairs([*(partial(panel.draw, store, each) for each in panels), *texts])
    patches.draw(store)
    findings.draw(store, state)


def _in_pairs(parts: list[partial[None]]) -> None:
    for place in range(0, len(parts), 2):
        for column, part in zip(st.columns(2, gap="medium"), parts[place : place + 2], strict=False):
            with column:
                part()


def _of_what(selection: Selection, rows: Bits) -> str:
    """Say of how many papers all figures are."""
    papers = f"{count(rows):,}"
    if any(name in ASIDE for name in selection.limits):
        of_what = f"the {papers} papers selected by all other filters: those on lists are set aside here"
    else:
        of_what = f"the {papers} selected papers" if selection.filters else f"all {papers} papers"
    return f"Counts are of {of_what}. Versions and growth are of whole lists."


def names_of(store: Store, keys: list[str]) -> dict[str, str]:
    """Return the title of each list."""
    return {key: label(store.labels, "list", key) for key in keys}


def overlap(store: Store, selection: Selection, rows: Bits, shown: list[str]) -> Panel:
    """Return how many papers each pair of lists shares."""
    table = sources.overlap(store.sources, rows, shown)
    names = names_of(store, shown)
    counts = table.to_numpy().tolist()
    pairs = {
        (one, other): papers
        for one, row in zip(shown, counts, strict=True)
        for other, papers in zip(shown, row, strict=True)
    }
    apart = {pair: papers for pair, papers in pairs.items() if pair[0] < pair[1]}
    most = max(apart, key=apart.__getitem__, default=None)
    shared = (
        f"Most shared: {names[most[0]]} and {names[most[1]]}, {apart[most]:,} of {_either(pairs, most):,} papers."
        if most
        else "Only one list has these papers."
    )
    picked = {*selection.filters.values("listed-in")}
    return Panel(
        "overlap",
        "Papers that lists share",
        shared + _cut(store, rows, shown),
        "How many papers of the list at the left are also in the list above; the discs in grey are all papers of a "
        "list. A click picks the papers that both have, by the facet “Listed in”; a second click takes them back.",
        charts.overlap_discs(
            table,
            names,
            HEIGHT,
            [pair for pair in pairs if picked and picked == {*sources.options_with(store.sources, pair)}],
        ),
        table.rename(index=names, columns=names).rename_axis("list").reset_index(),
        lambda state, values: picking(sources.options_with(store.sources, values[0]))(state, values),
    )


def _either(pairs: dict[tuple[str, str], int], pair: tuple[str, str]) -> int:
    one, other = pair
    return pairs[one, one] + pairs[other, other] - pairs[pair]


def _cut(store: Store, rows: Bits, shown: list[str]) -> str:
    every = int((store.index.facets["list"].counts(rows) > 0).sum())
    return f" The {len(shown)} largest of {every} lists." if every > len(shown) else ""


def intersections(store: Store, rows: Bits, shown: list[str]) -> Panel:
    """Return papers by exactly the lists that have them."""
    every = sources.intersections(store.sources, rows, shown)
    drawn = every.head(MOST_INTERSECTIONS)
    names = names_of(store, shown)
    alone = int(every.loc[(every["lists"].str.len() + every["others"]) == 1, "papers"].sum())
    left = int(every["papers"].sum() - drawn["papers"].sum())
    rest = f" {len(every) - len(drawn):,} smaller groups with {left:,} papers are in the data." if left else ""
    return Panel(
        "intersections",
        "Papers by the lists that have them",
        f"{alone:,} of {count(rows):,} papers are in one list only.{rest}",
        "Each paper counts once, above the dots of exactly the lists that have it. A click picks the papers of a bar, "
        "by the facet “Listed in”.",
        charts.intersection_bars(drawn, shown, names, HEIGHT),
        every.assign(
            lists=[
                " and ".join([*(names[key] for key in keys), *(["other lists"] if others else [])])
                for keys, others in zip(every["lists"], every["others"], strict=True)
            ]
        )[["lists", "papers"]],
        lambda state, values: picking(list(drawn["options"].iloc[int(values[0][0])]))(state, values),
    )


def completeness(store: Store, rows: Bits, shown: list[str]) -> Panel:
    """Return the share of papers for which each column is filled, by list."""
    frame = sources.completeness(store.sources, rows, shown)
    names = {"": "All", **names_of(store, shown)}
    total = frame[frame["list"] == ""].to_dict("records")
    graded = "; ".join(
        f"{word}: {', '.join(TITLES[row['field']].lower() for row in total if row['grade'] == word)}"
        for word in sources.GRADES
        if any(row["grade"] == word for row in total)
    )
    said = graded.replace("arxiv", "arXiv").capitalize().replace("arxiv", "arXiv")
    return Panel(
        "completeness",
        "How complete the table is (%)",
        f"{said}.",
        "The papers of a list for which the table knows a column, whichever of its lists says it. Complete is 100 %, "
        "nearly complete at least 95 %, partial at least 50 %, sparse less. Code is what lists link to: a paper "
        "without may have none. A click picks the papers of a list that lack the column, where a filter can say so.",
        charts.completeness_cells(frame, TITLES, names, HEIGHT),
        frame.assign(list=frame["list"].map(names), field=frame["field"].map(TITLES)),
        _missing,
    )


def picking(options: list[str]) -> Pick:
    """Return the pick of exactly these values of "Listed in"; where they are picked already, it takes them back."""

    def pick(state: url.State, values: list[tuple[str, ...]]) -> url.State:
        filters = state.edited
        if not options or len(options) > MOST_VALUES:
            return state
        back = {*options} == {*filters.values("listed-in")}
        return state.filtering(filters.picking("listed-in", () if back else options))

    return pick


def _missing(state: url.State, values: list[tuple[str, ...]]) -> url.State:
    """Pick the papers of a list (of all where it is "") that lack a column; a second click takes them back."""
    key, column = values[0]
    if column not in FACETS:
        return state
    facet, missing = FACETS[column]
    wanted = {facet: (missing,), "list": (key,) if key else ()}
    filters: Filters = state.edited
    back = all(filters.values(name) == chosen for name, chosen in wanted.items())
    for name, chosen in wanted.items():
        filters = filters.picking(name, () if back else chosen)
    return state.filtering(filters)
