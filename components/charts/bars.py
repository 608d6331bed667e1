"""Bars that count papers: by option, by venue, by year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.charts import elements
from components.charts.elements import Figure, Look, Part
from components.palette import NEUTRAL, PLAIN, Mark
from components.phrases import escape_plotly
from data.query.facet import NOT_STATED


def option_bars(tally: pd.DataFrame, total: int, look: Look, marks: Mapping[str, Mark] | None = None) -> Figure:
    """Return horizontal bars of papers per option, from `data.measures.tallies.per_option`."""
    names, papers = tally["option"].tolist(), tally["papers"].tolist()
    colors = [marks[name] if marks else Mark(NEUTRAL if name == NOT_STATED else PLAIN) for name in names]
    return _horizontal(names, papers, total, colors, names, look)


def venue_bars(tally: pd.DataFrame, total: int, look: Look) -> Figure:
    """Return bars of papers per venue, from `data.measures.tallies.per_venue`; several in a bar pick nothing."""
    names, papers = tally["venue"].tolist(), tally["papers"].tolist()
    one_venue = [count == 1 and name != NOT_STATED for name, count in zip(names, tally["venues"], strict=True)]
    marks = [Mark(PLAIN if one else NEUTRAL) for one in one_venue]
    picks = [name if one or name == NOT_STATED else "" for name, one in zip(names, one_venue, strict=True)]
    return _horizontal(names, papers, total, marks, picks, look, size=9)


def _horizontal(
    names: list[str],
    papers: list[int],
    total: int,
    marks: list[Mark],
    picks: list[str],
    look: Look,
    size: int = 12,
) -> Figure:
    bars = elements.bars(
        elements.share_texts(names, papers, [total] * len(names)),
        picks,
        orientation="h",
        x=papers,
        y=list(map(escape_plotly, names)),
        marker=elements.marker(marks, names, look.picked),
        text=[f"{count:,}" for count in papers],
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        textfont={"size": 11},
    )
    arrangement = elements.layout(
        look.height,
        bargap=max(0.2, 1 - 0.1 * len(names)),  # Few bars are no thicker than many.
        xaxis=elements.paper_axis(f"Papers (of {total:,})", papers),
        yaxis=elements.name_axis("", size, autorange="reversed", dtick=1),
    )
    return elements.figure([bars], arrangement)


def year_bars(tally: pd.DataFrame, marks: Mapping[str, Mark], look: Look, *, shares: bool = False) -> Figure:
    """Return papers per year stacked by technique, from `data.measures.tallies.per_year`.

    The bars are counts, or shares of the year if `shares` is set.
    """
    years, totals = [str(year) for year in tally.index], tally.sum(axis=1).tolist()
    bars = []
    for name in tally.columns:
        counts = tally[name].tolist()
        hover = elements.share_texts([f"{year}, {name}" for year in years], counts, totals)
        parts = [100 * count / total if total else 0 for count, total in zip(counts, totals, strict=True)]
        marker = elements.marker([marks.get(name, Mark(NEUTRAL, "/"))], years, look.picked)
        drawn = parts if shares else counts
        bars.append(elements.bars(hover, years, name=escape_plotly(name), x=years, y=drawn, marker=marker))
    arrangement = elements.layout(
        look.height,
        barmode="stack",
        hovermode="x",
        bargap=0.25,
        # A drag selects years, a click one.
        dragmode="select",
        selectdirection="h",
        showlegend=True,
        legend={"x": 1.01, "y": 1, "font": {"size": 10}, "itemclick": False, "itemdoubleclick": False},
        xaxis=elements.name_axis("Year (papers above each bar)"),
        yaxis=_year_axis(totals, shares=shares),
        yaxis2=elements.edge_to_edge(),
        annotations=[
            elements.note(place, min(total, 1) * 100 if shares else total, f"{total:,}", yshift=9)
            for place, total in enumerate(totals)
        ],
    )
    return elements.figure([*bars, *elements.hatches(look.bands, "y2")], arrangement)


def _year_axis(totals: list[int], *, shares: bool) -> Part:
    if not shares:
        return elements.paper_axis("Papers", totals)
    ticks = [0, 25, 50, 75, 100]
    return elements.axis("Share of the year's papers (%)", range=[0, 112], tickvals=ticks, automargin=True)
