"""Bars that count papers: by option, by venue, by year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.charts import elements
from components.charts.elements import Band, Part
from components.palette import NEUTRAL, PLAIN, Mark
from components.phrases import escape_plotly
from data.query.facet import NOT_STATED


def option_bars(
    tally: pd.DataFrame,
    total: int,
    height: int,
    *,
    marks: Mapping[str, Mark] | None = None,
    picked: Collection[str] = (),
) -> go.Figure:
    """Return horizontal bars of papers per option, from `data.measures.tallies.per_option`."""
    names, papers = tally["option"].tolist(), tally["papers"].tolist()
    colors = [marks[name] if marks else Mark(NEUTRAL if name == NOT_STATED else PLAIN) for name in names]
    return _horizontal(names, papers, total, colors, names, picked, height)


def venue_bars(tally: pd.DataFrame, total: int, height: int, picked: Collection[str] = ()) -> go.Figure:
    """Return bars of papers per venue, from `data.measures.tallies.per_venue`; the bar of other venues picks nothing."""
    names, papers = tally["venue"].tolist(), tally["papers"].tolist()
    one_venue = [count == 1 and name != NOT_STATED for name, count in zip(names, tally["venues"], strict=True)]
    marks = [Mark(PLAIN if one else NEUTRAL) for one in one_venue]
    picks = [name if one or name == NOT_STATED else "" for name, one in zip(names, one_venue, strict=True)]
    return _horizontal(names, papers, total, marks, picks, picked, height, size=9)


def _horizontal(
    names: list[str],
    papers: list[int],
    total: int,
    marks: list[Mark],
    picks: list[str],
    picked: Collection[str],
    height: int,
    size: int = 12,
) -> go.Figure:
    bars = elements.bars(
        [elements.share_text(name, count, total) for name, count in zip(names, papers, strict=True)],
        picks,
        orientation="h",
        x=papers,
        y=list(map(escape_plotly, names)),
        marker=elements.marker(marks, names, picked),
        text=[f"{count:,}" for count in papers],
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        textfont={"size": 11},
    )
    arrangement = elements.layout(
        height,
        bargap=max(0.2, 1 - 0.1 * len(names)),  # Few bars are no thicker than many.
        xaxis=elements.paper_axis(f"Papers (of {total:,})", papers),
        yaxis=elements.name_axis("", size, autorange="reversed", dtick=1),
    )
    return elements.figure([bars], arrangement)


def year_bars(
    tally: pd.DataFrame,
    marks: Mapping[str, Mark],
    height: int,
    *,
    shares: bool = False,
    picked: Collection[str] = (),
    bands: Sequence[Band] = (),
) -> go.Figure:
    """Return papers per year stacked by technique, from `data.measures.tallies.per_year`.

    The bars are counts, or shares of the year if `shares` is set.
    """
    years = [str(year) for year in tally.index]
    totals = tally.sum(axis=1).tolist()
    bars = [
        _stacked(name, years, tally[name].tolist(), totals, marks.get(name, Mark(NEUTRAL, "/")), picked, shares=shares)
        for name in tally.columns
    ]
    upright = (
        elements.axis("Share of the year's papers (%)", range=[0, 112], tickvals=[0, 25, 50, 75, 100], automargin=True)
        if shares
        else elements.paper_axis("Papers", totals)
    )
    arrangement = elements.layout(
        height,
        barmode="stack",
        hovermode="x",
        bargap=0.25,
        # A drag selects years; clicks come by `components/clicks.js`, because Streamlit drops them in this mode.
        dragmode="select",
        selectdirection="h",
        showlegend=True,
        legend={"x": 1.01, "y": 1, "font": {"size": 10}, "itemclick": False, "itemdoubleclick": False},
        xaxis=elements.name_axis("Year (papers above each bar)"),
        yaxis=upright,
        yaxis2=elements.edge_to_edge(),
        annotations=[
            elements.note(place, min(total, 1) * 100 if shares else total, f"{total:,}", yshift=9)
            for place, total in enumerate(totals)
        ],
    )
    return elements.figure([*bars, *elements.hatches(bands, "y2")], arrangement)


def _stacked(
    name: str,
    years: list[str],
    counts: list[int],
    totals: list[int],
    mark: Mark,
    picked: Collection[str],
    *,
    shares: bool,
) -> Part:
    pairs = list(zip(counts, totals, strict=True))
    return elements.bars(
        [elements.share_text(f"{year}, {name}", *pair) for year, pair in zip(years, pairs, strict=True)],
        years,
        name=escape_plotly(name),
        x=years,
        y=[100 * count / total if total else 0 for count, total in pairs] if shares else counts,
        marker=elements.marker([mark], years, picked),
    )
