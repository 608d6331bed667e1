"""Aggregate frame → plotly Figure. Pure functions; each bar carries in `customdata` the value that a click picks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.palette import NEUTRAL, Mark
from components.text import escape_plotly
from data.facets import NOT_STATED

OUTLINE = {"color": "rgba(128,128,128,0.75)", "width": 0.6}

CONFIG = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "filename": "surveyor"},
}


def technique_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], total: int, height: int) -> go.Figure:
    """Return horizontal bars of papers per technique, from `data.measures.per_technique`."""
    names, papers = list(tally["technique"]), tally["papers"].tolist()
    bars = go.Bar(
        x=papers,
        y=list(map(escape_plotly, names)),
        orientation="h",
        customdata=names,
        marker=_marker([marks[name] for name in names]),
        text=[f"{count:,}" for count in papers],
        textposition="outside",
        cliponaxis=False,
        hovertext=[_of_total(name, count, total) for name, count in zip(names, papers, strict=True)],
        hoverinfo="text",
    )
    return _horizontal(bars, f"Papers (of {total:,} selected; one may have several techniques)", height)


def year_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], *, shares: bool, height: int) -> go.Figure:
    """Return stacked bars of papers per year by technique, from `data.measures.per_year`, as counts or as shares of the year."""
    years = [str(year) for year in tally.index]
    totals = tally.sum(axis=1)
    figure = go.Figure()
    for name in tally.columns:
        counts = tally[name]
        figure.add_bar(
            name=escape_plotly(name),
            x=years,
            y=(100 * counts / totals.where(totals > 0, 1)).tolist() if shares else counts.tolist(),
            customdata=years,
            marker=_marker([marks.get(name, Mark(NEUTRAL, "/"))] * len(years)),
            hovertext=[_of_total(f"{year}, {name}", count, total) for year, count, total in zip(years, counts, totals, strict=True)],
            hoverinfo="text",
        )
    for place, total in enumerate(totals):
        figure.add_annotation(
            x=place, y=100 if shares and total else (0 if shares else total), text=f"{total:,}", showarrow=False, yshift=9, font_size=11
        )
    _layout(figure, height)
    figure.update_layout(
        barmode="stack",
        bargap=0.25,
        legend={
            "orientation": "v",
            "x": 1.01,
            "y": 1,
            "font": {"size": 11},
            "itemclick": False,
            "itemdoubleclick": False,
            "tracegroupgap": 0,
        },
        yaxis={"title": "Share of the year's papers (%)" if shares else "Papers", "rangemode": "tozero", "fixedrange": True},
        xaxis={"type": "category", "title": "Year (number of papers above each bar)", "fixedrange": True},
    )
    if shares:
        figure.update_yaxes(range=[0, 112], tickvals=[0, 25, 50, 75, 100])
    return figure


def venue_chart(tally: pd.DataFrame, total: int, height: int) -> go.Figure:
    """Return horizontal bars of papers per venue, from `data.measures.per_venue`; the row of all others is not clickable."""
    names, papers = list(tally["venue"]), tally["papers"].tolist()
    single = [name == NOT_STATED or count == 1 for name, count in zip(names, tally["venues"], strict=True)]
    bars = go.Bar(
        x=papers,
        y=list(map(escape_plotly, names)),
        orientation="h",
        customdata=[name if one else "" for name, one in zip(names, single, strict=True)],
        marker=_marker([Mark("#3D7FB8" if one and name != NOT_STATED else NEUTRAL) for name, one in zip(names, single, strict=True)]),
        text=[f"{count:,}" for count in papers],
        textposition="outside",
        cliponaxis=False,
        hovertext=[_of_total(name, count, total) for name, count in zip(names, papers, strict=True)],
        hoverinfo="text",
    )
    figure = _horizontal(bars, f"Papers (of {total:,} counted here)", height)
    figure.update_yaxes(tickfont_size=10)
    return figure


def code_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], height: int) -> go.Figure:
    """Return the share of papers with code listed by technique with 95 % intervals, from `data.measures.code_by_technique`."""
    shown = tally.assign(percent=100 * tally["share"].fillna(0))
    names = list(shown["technique"])
    empty = shown["papers"] == 0
    bars = go.Bar(
        x=shown["percent"].tolist(),
        y=list(map(escape_plotly, names)),
        orientation="h",
        customdata=names,
        marker=_marker([marks[name] for name in names], opacity=0.85),
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (100 * shown["high"] - shown["percent"]).where(~empty, 0).tolist(),
            "arrayminus": (shown["percent"] - 100 * shown["low"]).where(~empty, 0).tolist(),
            "thickness": 1.4,
            "width": 4,
            "color": NEUTRAL,
        },
        hovertext=[_code_words(row) for row in shown.to_dict("records")],
        hoverinfo="text",
    )
    figure = _horizontal(bars, "Papers with code listed (%); whiskers: 95 % Wilson interval", height)
    figure.update_xaxes(range=[0, 124], tickvals=[0, 20, 40, 60, 80, 100])
    for row in shown.to_dict("records"):
        figure.add_annotation(
            x=124,
            y=escape_plotly(row["technique"]),
            xanchor="right",
            showarrow=False,
            font_size=11,
            text=f"{row['with_code']:,} of {row['papers']:,}",
        )
    return figure


def _code_words(row: Mapping[Hashable, object]) -> str:
    name = escape_plotly(str(row["technique"]))
    if not row["papers"]:
        return f"{name}: no papers selected"
    share, low, high = (100 * float(str(row[key])) for key in ("share", "low", "high"))
    return f"{name}: {row['with_code']:,} of {row['papers']:,} papers ({share:.1f} %, 95 % interval {low:.1f}–{high:.1f} %)"


def _of_total(name: str, count: int, total: int) -> str:
    share = f" ({100 * count / total:.1f} %)" if total else ""
    return f"{escape_plotly(name)}: {count:,} of {total:,} papers{share}"


def _marker(marks: Sequence[Mark], **more: object) -> dict[str, object]:
    return {
        "color": [mark.color for mark in marks],
        "line": OUTLINE,
        "pattern": {"shape": [mark.pattern for mark in marks], "fillmode": "overlay", "solidity": 0.25},
        **more,
    }


def _horizontal(bars: go.Bar, title: str, height: int) -> go.Figure:
    figure = go.Figure(bars)
    _layout(figure, height)
    figure.update_xaxes(title=title, rangemode="tozero", fixedrange=True)
    figure.update_yaxes(autorange="reversed", type="category", automargin=True, fixedrange=True, ticks="", showgrid=False)
    return figure


def _layout(figure: go.Figure, height: int) -> None:
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 30, "t": 8, "b": 0},
        dragmode=False,
        showlegend=len(figure.data) > 1,
        font={"size": 12},
        uniformtext={"minsize": 9, "mode": "show"},
    )
    figure.update_xaxes(title_font_size=11.5, title_standoff=6)
    figure.update_yaxes(title_font_size=11.5, title_standoff=6)
