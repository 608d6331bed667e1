"""Which papers the lists share: for each pair of lists, and by exactly the lists that have them."""

from __future__ import annotations

from collections.abc import Collection

from components import url
from components.charts import sources as charts
from components.charts.elements import ROW
from components.panel import Panel, pick_exactly
from components.store import Store
from data.measures import sources
from data.query.bitmap import Bits, count
from data.query.selection import Selection

HEIGHT = 270
MOST_INTERSECTIONS = 20
# A click that would put more values than this into the address does nothing.
MOST_VALUES = 30


def height(shown: Collection[str]) -> int:
    """Return the height (px) of the charts: enough for the names of so many lists below bars."""
    return max(HEIGHT, round(ROW * (len(shown) + 1) / charts.MOST_DOTS))


def overlap(store: Store, selection: Selection, rows: Bits, shown: list[str]) -> Panel:
    """Return how many papers each pair of the lists `shown` shares; there are at least two."""
    table = sources.overlap(store.sources, rows, shown)
    names = {key: store.list_title(key) for key in shown}
    counts = zip(shown, table.to_numpy().tolist(), strict=True)
    pairs = {(one, other): papers for one, row in counts for other, papers in zip(shown, row, strict=True)}
    most = max((pair for pair in pairs if pair[0] < pair[1]), key=pairs.__getitem__)
    one, other = most
    either = pairs[one, one] + pairs[other, other] - pairs[most]
    every = int((store.index.facets["list"].counts(rows) > 0).sum())
    cut = f" The {len(shown)} largest of {every} lists." if every > len(shown) else ""
    picked = {*selection.filters.values("listed-in")}
    return Panel(
        "overlap",
        "Papers that lists share",
        f"Most shared: {names[one]} and {names[other]}, {pairs[most]:,} of {either:,} papers.{cut}",
        "A disc counts the papers of the list at the left that are also in the list above. Grey discs count all papers "
        "of a list. A click selects the papers that both have, with the facet “Listed in”; a second click undoes it.",
        charts.overlap_discs(
            table,
            names,
            height(shown),
            [pair for pair in pairs if picked and picked == {*sources.options_with(store.sources, pair)}],
        ),
        table.rename(index=names, columns=names).rename_axis("list").reset_index(),
        lambda state, values: _pick(state, sources.options_with(store.sources, values[0])),
    )


def intersections(store: Store, rows: Bits, shown: list[str]) -> Panel:
    """Return papers by exactly the lists that have them."""
    every = sources.intersections(store.sources, rows, shown)
    drawn = every.head(MOST_INTERSECTIONS)
    names = {key: store.list_title(key) for key in shown}
    alone = int(every.loc[(every["lists"].str.len() + every["others"]) == 1, "papers"].sum())
    left = int(every["papers"].sum() - drawn["papers"].sum())
    rest = f" {len(every) - len(drawn):,} smaller groups with {left:,} papers are in the data." if left else ""
    in_words = [
        " and ".join([*(names[key] for key in keys), *(["other lists"] if others else [])])
        for keys, others in zip(every["lists"], every["others"], strict=True)
    ]
    return Panel(
        "intersections",
        "Papers by the lists that have them",
        f"{alone:,} of {count(rows):,} papers are in one list only.{rest}",
        "Each paper counts once: the dots below a bar mark exactly the lists that have its papers. A click selects the "
        "papers of a bar, with the facet “Listed in”.",
        charts.intersection_bars(drawn, shown, names, height(shown)),
        every.assign(lists=in_words)[["lists", "papers"]],
        lambda state, values: _pick(state, drawn["options"].iloc[int(values[0][0])]),
    )


def _pick(state: url.State, options: Collection[str]) -> url.State:
    """Pick exactly these values of "Listed in"; a second click undoes it."""
    return pick_exactly(state, {"listed-in": options}) if 0 < len(options) <= MOST_VALUES else state
