"""Aggregate frame → plotly Figure. Pure functions; each bar carries in `customdata` the value that a click picks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.palette import NEUTRAL, Mark
from components.text import escape_plotly
from data.facets import NOT_STATED

VENUE_COLOR = "#3D7FB8"
OUTLINE = {"color": "rgba(128,128,128,0.75)", "width": 0.6}

CONFIG = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "filename": "surveyor"},
}


def technique_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], total: int, height: int) -> go.Figure:
    """Return horizontal bars of papers per technique, from `data.measures.per_technique`."""
    names = list(tally["technique"])
    bars = _counted_bars(names, tally["papers"].tolist(), total, [marks[name] for name in names], names)
    return _whole_ticks(_horizontal(bars, f"Papers (of {total:,} selected)", height))


def venue_chart(tally: pd.DataFrame, total: int, height: int) -> go.Figure:
    """Return bars of papers per venue, from `data.measures.per_venue`; the row of all others picks nothing."""
    names = list(tally["venue"])
    one_venue = [count == 1 and name != NOT_STATED for name, count in zip(names, tally["venues"], strict=True)]
    marks = [Mark(VENUE_COLOR if one else NEUTRAL) for one in one_venue]
    picks = [name if one or name == NOT_STATED else "" for name, one in zip(names, one_venue, strict=True)]
    figure = _horizontal(
        _counted_bars(names, tally["papers"].tolist(), total, marks, picks),
        f"Papers (of {total:,} counted here)",
        height,
    )
    figure.update_yaxes(tickfont_size=10)
    return _whole_ticks(figure)


def year_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], *, shares: bool, height: int) -> go.Figure:
    """Return papers per year stacked by technique, from `data.measures.per_year`, as counts or shares of the year."""
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
            hovertext=[
                _of(f"{year}, {name}", *pair)
                for year, pair in zip(years, zip(counts, totals, strict=True), strict=True)
            ],
            hoverinfo="text",
        )
    for place, total in enumerate(totals):
        top = (100 if total else 0) if shares else total
        figure.add_annotation(x=place, y=top, text=f"{total:,}", showarrow=False, yshift=9, font_size=11)
    _layout(figure, height)
    figure.update_layout(barmode="stack", bargap=0.25, showlegend=True, legend=_legend())
    figure.update_xaxes(type="category", title="Year (papers above each bar)", fixedrange=True)
    figure.update_yaxes(
        title="Share of the year's papers (%)" if shares else "Papers", rangemode="tozero", fixedrange=True
    )
    if shares:
        figure.update_yaxes(range=[0, 112], tickvals=[0, 25, 50, 75, 100])
    return figure


def code_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], height: int) -> go.Figure:
    """Return shares of papers with code listed, with intervals, from `data.measures.code_by_technique`."""
    percent = 100 * tally["share"].fillna(0)
    some = tally["papers"] > 0
    rows = tally.to_dict("records")
    bars = go.Bar(
        x=percent.tolist(),
        y=[escape_plotly(row["technique"]) for row in rows],
        orientation="h",
        customdata=list(tally["technique"]),
        marker=_marker([marks[row["technique"]] for row in rows], opacity=0.85),
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (100 * tally["high"] - percent).where(some, 0).tolist(),
            "arrayminus": (percent - 100 * tally["low"]).where(some, 0).tolist(),
            "thickness": 1.4,
            "width": 4,
            "color": NEUTRAL,
        },
        hovertext=[_code_words(row) for row in rows],
        hoverinfo="text",
    )
    figure = _horizontal(bars, "Papers with code listed (%)", height)
    figure.update_xaxes(range=[0, 136], tickvals=[0, 20, 40, 60, 80, 100])
    for place, row in enumerate(rows):
        counts = f"{row['with_code']:,} of {row['papers']:,}"
        figure.add_annotation(x=136, y=place, text=counts, xanchor="right", showarrow=False, font_size=11)
    return figure


def _counted_bars(names: list[str], papers: list[int], total: int, marks: list[Mark], picks: list[str]) -> go.Bar:
    return go.Bar(
        x=papers,
        y=list(map(escape_plotly, names)),
        orientation="h",
        customdata=picks,
        marker=_marker(marks),
        text=[f"{count:,}" for count in papers],
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        textfont_size=11,
        hovertext=[_of(name, count, total) for name, count in zip(names, papers, strict=True)],
        hoverinfo="text",
    )


def _of(name: str, count: int, total: int) -> str:
    share = f" ({100 * count / total:.1f} %)" if total else ""
    return f"{escape_plotly(name)}: {count:,} of {total:,} papers{share}"


def _code_words(row: Mapping[Hashable, object]) -> str:
    name = escape_plotly(str(row["technique"]))
    if not row["papers"]:
        return f"{name}: no papers selected"
    share, low, high = (100 * float(str(row[key])) for key in ("share", "low", "high"))
    counts = f"{row['with_code']:,} of {row['papers']:,} papers"
    return f"{name}: {counts} ({share:.1f} %, 95 % interval {low:.1f}–{high:.1f} %)"


def _marker(marks: Sequence[Mark], **more: object) -> dict[str, object]:
    colors, shapes = ([getattr(mark, part) for mark in marks] for part in ("color", "pattern"))
    patterned = {"pattern": {"shape": _single(shapes), "fillmode": "overlay", "solidity": 0.25}} if any(shapes) else {}
    return {"color": _single(colors), "line": OUTLINE, **patterned, **more}


def _single(values: list[str]) -> list[str] | str:
    """Return one value where all are the same: less to send, and Plotly draws patterns on single colours only."""
    return values[0] if len(set(values)) == 1 else values


def _legend() -> dict[str, object]:
    return {"x": 1.01, "y": 1, "font": {"size": 11}, "itemclick": False, "itemdoubleclick": False, "tracegroupgap": 0}


def _horizontal(bars: go.Bar, title: str, height: int) -> go.Figure:
    figure = go.Figure(bars)
    _layout(figure, height)
    figure.update_xaxes(title=title, rangemode="tozero", fixedrange=True)
    figure.update_yaxes(
        autorange="reversed", type="category", automargin=True, fixedrange=True, ticks="", showgrid=False
    )
    return figure


def _whole_ticks(figure: go.Figure) -> go.Figure:
    """Keep the ticks of a small axis of papers at whole papers."""
    if max(figure.data[0].x, default=0) < 6:
        figure.update_xaxes(dtick=1)
    return figure


def _layout(figure: go.Figure, height: int) -> None:
    margin = {"l": 0, "r": 30, "t": 8, "b": 0}
    figure.update_layout(height=height, margin=margin, dragmode=False, showlegend=False, font={"size": 12})
    figure.update_xaxes(title_font_size=11.5, title_standoff=6)
    figure.update_yaxes(title_font_size=11.5, title_standoff=6)
