"""Aggregate frame → plotly Figure. Pure functions; each bar carries in `customdata` the value that a click picks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.palette import NEUTRAL, Mark
from components.text import escape_plotly
from data.facets import NOT_STATED
from data.measures import wilson

Part = dict[str, object]

VENUE_COLOR = "#3D7FB8"
OUTLINE = {"color": "rgba(128,128,128,0.75)", "width": 0.6}

CONFIG = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "filename": "surveyor"},
}


def technique_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], total: int, height: int) -> go.Figure:
    """Return horizontal bars of papers per technique, from `data.measures.per_technique`."""
    names, papers = tally["technique"].tolist(), tally["papers"].tolist()
    bars = _counted_bars(names, papers, total, [marks[name] for name in names], names)
    return _horizontal(bars, height, _paper_axis(f"Papers (of {total:,} selected)", papers))


def venue_chart(tally: pd.DataFrame, total: int, height: int) -> go.Figure:
    """Return bars of papers per venue, from `data.measures.per_venue`; the row of all others picks nothing."""
    names, papers = tally["venue"].tolist(), tally["papers"].tolist()
    one_venue = [count == 1 and name != NOT_STATED for name, count in zip(names, tally["venues"], strict=True)]
    marks = [Mark(VENUE_COLOR if one else NEUTRAL) for one in one_venue]
    picks = [name if one or name == NOT_STATED else "" for name, one in zip(names, one_venue, strict=True)]
    bars = _counted_bars(names, papers, total, marks, picks)
    return _horizontal(bars, height, _paper_axis(f"Papers (of {total:,} counted here)", papers), labels=10)


def year_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], *, shares: bool, height: int) -> go.Figure:
    """Return papers per year stacked by technique, from `data.measures.per_year`, as counts or shares of the year."""
    years = [str(year) for year in tally.index]
    totals = tally.sum(axis=1).tolist()
    bars = [_stacked_bars(name, years, tally[name].tolist(), totals, marks, shares=shares) for name in tally.columns]
    tops = [(100 if total else 0) if shares else total for total in totals]
    notes = [
        {"x": place, "y": top, "text": f"{total:,}", "showarrow": False, "yshift": 9, "font": {"size": 11}}
        for place, (top, total) in enumerate(zip(tops, totals, strict=True))
    ]
    upright: Part = {"title": _title("Papers"), "rangemode": "tozero", "fixedrange": True}
    if shares:
        share_ticks = {"range": [0, 112], "tickvals": [0, 25, 50, 75, 100]}
        upright = {**upright, "title": _title("Share of the year's papers (%)"), **share_ticks}
    layout = {
        **_layout(height),
        "barmode": "stack",
        "hovermode": "x",
        "bargap": 0.25,
        "showlegend": True,
        "legend": {"x": 1.01, "y": 1, "font": {"size": 11}, "itemclick": False, "itemdoubleclick": False},
        "xaxis": {"type": "category", "title": _title("Year (papers above each bar)"), "fixedrange": True},
        "yaxis": upright,
        "annotations": notes,
    }
    return _figure(bars, layout)


def code_chart(tally: pd.DataFrame, marks: Mapping[str, Mark], height: int) -> go.Figure:
    """Return shares of papers with code listed, with intervals, from `data.measures.code_by_technique`."""
    rows = tally.to_dict("records")
    percent = [100 * row["share"] if row["papers"] else 0 for row in rows]
    whiskers = {
        "type": "data",
        "symmetric": False,
        "array": [100 * row["high"] - at if row["papers"] else 0 for row, at in zip(rows, percent, strict=True)],
        "arrayminus": [at - 100 * row["low"] if row["papers"] else 0 for row, at in zip(rows, percent, strict=True)],
        "thickness": 1.4,
        "width": 4,
        "color": NEUTRAL,
    }
    bars = {
        **_bars([row["technique"] for row in rows], percent, [marks[row["technique"]] for row in rows]),
        "customdata": [row["technique"] for row in rows],
        "opacity": 0.85,
        "error_x": whiskers,
        "hovertext": [_code_words(row) for row in rows],
    }
    counts = [f"{row['with_code']:,} of {row['papers']:,}" for row in rows]
    notes = [
        {"x": 136, "y": place, "text": text, "xanchor": "right", "showarrow": False, "font": {"size": 11}}
        for place, text in enumerate(counts)
    ]
    ticks = {"range": [0, 136], "tickvals": [0, 20, 40, 60, 80, 100]}
    return _horizontal(bars, height, {"title": _title("Papers with code listed (%)"), **ticks}, notes=notes)


def _bars(names: list[str], lengths: Sequence[float], marks: list[Mark]) -> Part:
    return {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": list(map(escape_plotly, names)),
        "marker": _marker(marks),
        "hoverinfo": "text",
    }


def _counted_bars(names: list[str], papers: list[int], total: int, marks: list[Mark], picks: list[str]) -> Part:
    return {
        **_bars(names, papers, marks),
        "customdata": picks,
        "text": [f"{count:,}" for count in papers],
        "textposition": "outside",
        "cliponaxis": False,
        "constraintext": "none",
        "textfont": {"size": 11},
        "hovertext": [_of(name, count, total) for name, count in zip(names, papers, strict=True)],
    }


def _stacked_bars(
    name: str, years: list[str], counts: list[int], totals: list[int], marks: Mapping[str, Mark], *, shares: bool
) -> Part:
    pairs = list(zip(counts, totals, strict=True))
    return {
        "type": "bar",
        "name": escape_plotly(name),
        "x": years,
        "y": [100 * count / total if total else 0 for count, total in pairs] if shares else counts,
        "customdata": years,
        "marker": _marker([marks.get(name, Mark(NEUTRAL, "/"))]),
        "hovertext": [
            f"{_of(f'{year}, {name}', *pair)}<br>A click picks {year}" for year, pair in zip(years, pairs, strict=True)
        ],
        "hoverinfo": "text",
    }


def _of(name: str, count: int, total: int) -> str:
    low, high = wilson(count, total)
    share = f" ({100 * count / total:.1f} %, 95 % CI {100 * low:.1f}–{100 * high:.1f} %)" if total else ""
    return f"{escape_plotly(name)}: {count:,} of {total:,} papers{share}"


def _code_words(row: Mapping[Hashable, object]) -> str:
    name = escape_plotly(str(row["technique"]))
    if not row["papers"]:
        return f"{name}: no papers selected"
    share, low, high = (100 * float(str(row[key])) for key in ("share", "low", "high"))
    counts = f"{row['with_code']:,} of {row['papers']:,} papers"
    return f"{name}: {counts} ({share:.1f} %, 95 % CI {low:.1f}–{high:.1f} %)"


def _marker(marks: Sequence[Mark]) -> Part:
    colors, shapes = ([getattr(mark, part) for mark in marks] for part in ("color", "pattern"))
    patterned = {"pattern": {"shape": _single(shapes), "fillmode": "overlay", "solidity": 0.25}} if any(shapes) else {}
    return {"color": _single(colors), "line": OUTLINE, **patterned}


def _single(values: list[str]) -> list[str] | str:
    """Return one value where all are the same: less to send, and Plotly draws patterns on single colours only."""
    return values[0] if len(set(values)) == 1 else values


def _paper_axis(title: str, papers: list[int]) -> Part:
    """Return an axis that counts papers; a short one has its ticks at whole papers."""
    return {"title": _title(title), **({"dtick": 1} if max(papers, default=0) < 6 else {})}


def _title(text: str) -> Part:
    return {"text": text, "font": {"size": 11.5}, "standoff": 6}


def _horizontal(bars: Part, height: int, axis: Part, *, labels: int = 12, notes: Sequence[Part] = ()) -> go.Figure:
    upright = {"autorange": "reversed", "type": "category", "automargin": True, "fixedrange": True, "showgrid": False}
    layout = {
        **_layout(height),
        "xaxis": {"rangemode": "tozero", "fixedrange": True, **axis},
        "yaxis": {**upright, "ticks": "", "tickfont": {"size": labels}},
        "annotations": list(notes),
    }
    return _figure([bars], layout)


def _figure(bars: Sequence[Part], layout: Part) -> go.Figure:
    """Return a figure without checking its properties, a fifth of the time of the whole page; the tests check them."""
    return go.Figure(bars, layout, _validate=False)


def _layout(height: int) -> Part:
    margin = {"l": 0, "r": 30, "t": 22, "b": 0}
    return {"height": height, "margin": margin, "dragmode": False, "showlegend": False, "font": {"size": 12}}
