"""Papers over time: months with a running total, and the shares of options by year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from components.charts import parts
from components.charts.parts import Band, Part
from components.palette import NEUTRAL, PLAIN, Mark
from components.text import escape_plotly

COLUMNS = 3
LONGEST_NAME = 22


def month_bars(
    frame: pd.DataFrame, height: int, *, picked: Collection[str] = (), bands: Sequence[Band] = ()
) -> go.Figure:
    """Return papers per arXiv month with their running total, from `data.trends.per_month`."""
    months, papers, totals = (frame[name].tolist() for name in ("month", "papers", "total"))
    bars: Part = {
        **parts.BETWEEN,
        "type": "bar",
        "x": months,
        "y": papers,
        "customdata": months,
        "marker": parts.marker([Mark(PLAIN)], months, picked),
        "hoverinfo": "text",
        "hovertext": [
            f"{month}: {count:,} papers; {total:,} up to then"
            for month, count, total in zip(months, papers, totals, strict=True)
        ],
    }
    return parts.figure(
        [bars, _running_total(months, totals), *parts.hatches(bands, "y3")], _month_axes(months, papers, height)
    )


def _running_total(months: list[str], totals: list[int]) -> Part:
    line = {"color": NEUTRAL, "width": 2}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": months,
        "y": totals,
        "yaxis": "y2",
        "line": line,
        "hoverinfo": "skip",
    }


def _month_axes(months: list[str], papers: list[int], height: int) -> Part:
    """Return the axes of months, named by their Januaries, of papers at the left and of their total at the right."""
    januaries = [month for month in months if month.endswith("-01")]
    named: Part = {"tickvals": januaries, "ticktext": [month[:4] for month in januaries]}
    right: Part = {
        "overlaying": "y",
        "side": "right",
        "showgrid": False,
        "tickmode": "auto",
        "dtick": None,
        "nticks": 6,
    }
    return parts.layout(
        height,
        bargap=0.1,
        hovermode="x",
        margin={"l": 0, "r": 0, "t": 22, "b": 0},
        xaxis=parts.category() | {"title": parts.title("Month of the arXiv id")} | named,
        yaxis=parts.paper_axis("Papers a month (bars)", papers),
        yaxis2={
            **right,
            "title": parts.title("Papers so far (line)"),
            "rangemode": "tozero",
            "automargin": True,
            "fixedrange": True,
        },
        yaxis3=parts.edge_to_edge(),
    )


def share_lines(
    frame: pd.DataFrame, marks: Mapping[str, Mark], height: int, *, bands: Sequence[Band] = ()
) -> go.Figure:
    """Return one small chart an option of its share of each year's papers, from `data.trends.shares_by_year`."""
    options = dict(list(frame.groupby("option", sort=False)))
    highest = 100 * float(frame["high"].where(frame["papers"] > 0).max() or 1)
    traces: list[Part] = []
    arrangement = parts.layout(height, hovermode="closest", margin={"l": 0, "r": 4, "t": 22, "b": 0}, annotations=[])
    years = [str(year) for year in frame["year"].unique()]
    for place, (option, rows) in enumerate(options.items()):
        number = "" if place == 0 else str(place + 1)
        traces.append(_line(rows, marks.get(str(option), Mark(PLAIN)), number))
        over = f"y{100 + place}"
        traces += [{**trace, "xaxis": f"x{number}"} for trace in parts.hatches(bands, over)]
        arrangement |= _small_axes(place, number, len(options), years)
        top = min(105.0, 1.05 * highest)
        arrangement[f"yaxis{number}"] = {**_part(arrangement, f"yaxis{number}"), "range": [0, top]}
        arrangement[f"yaxis{100 + place}"] = parts.edge_to_edge(f"y{number}") | {"anchor": f"x{number}"}
        _annotate(arrangement, str(option), int(rows["count"].sum()), place, len(options))
    return parts.figure(traces, arrangement)


def _small_axes(place: int, number: str, many: int, years: list[str]) -> Part:
    """Return the axes of the small chart at `place`; years stand below the lowest of a column only."""
    column, row, rows = place % COLUMNS, place // COLUMNS, -(-many // COLUMNS)
    tall = 1 / rows
    shown = [years[0], years[len(years) // 2], years[-1]] if years else []
    return {
        f"xaxis{number}": parts.category(
            10,
            domain=[(column + 0.1) / COLUMNS, (column + 1) / COLUMNS],
            anchor=f"y{number}",
            tickvals=shown,
            tickangle=0,
            categoryorder="array",
            categoryarray=years,
            range=[-0.5, len(years) - 0.5],
            showticklabels=place + COLUMNS >= many,
        ),
        f"yaxis{number}": {
            "domain": [1 - (row + 0.9) * tall, 1 - (row + 0.33) * tall],
            "anchor": f"x{number}",
            "fixedrange": True,
            "nticks": 4,
            "tickfont": {"size": 9},
            "ticksuffix": " %" if column == 0 else "",
        },
    }


def _part(arrangement: Part, name: str) -> Part:
    part = arrangement[name]
    assert isinstance(part, dict)
    return part


def _annotate(arrangement: Part, option: str, papers: int, place: int, many: int) -> None:
    """Put the name of an option and the number of its papers above its small chart."""
    column, row, rows = place % COLUMNS, place // COLUMNS, -(-many // COLUMNS)
    name = option if len(option) <= LONGEST_NAME else f"{option[: LONGEST_NAME - 1]}…"
    text = f"{escape_plotly(name)}<br>{papers:,} paper{'s' * (papers != 1)}"
    notes = arrangement["annotations"]
    assert isinstance(notes, list)
    x, y = (column + 0.1) / COLUMNS, 1 - (row + 0.31) / rows
    notes.append(
        parts.note(
            x, y, text, xref="paper", yref="paper", xanchor="left", yanchor="bottom", align="left", font={"size": 10}
        )
    )


def _line(rows: pd.DataFrame, mark: Mark, number: str) -> Part:
    rows = rows[rows["papers"] > 0]
    years, at = [str(year) for year in rows["year"]], (100 * rows["share"]).tolist()
    hollow = ["circle" if papers >= parts.FEW else "circle-open" for papers in rows["papers"]]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": years,
        "y": at,
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
        "customdata": [list(pair) for pair in zip(rows["option"], years, strict=True)],
        "line": {"color": mark.color, "width": 2},
        "marker": {"size": 7, "symbol": hollow},
        "error_y": {**parts.whiskers(at, (100 * rows["low"]).tolist(), (100 * rows["high"]).tolist()), "width": 2},
        "hoverinfo": "text",
        "hovertext": [
            parts.of(f"{year}, {option}", count, papers)
            for year, option, count, papers in zip(years, rows["option"], rows["count"], rows["papers"], strict=True)
        ],
    }
