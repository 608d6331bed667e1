"""Shares, differences and ratios with their 95 % intervals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import exp
from types import MappingProxyType

import pandas as pd
import plotly.graph_objects as go

from components.charts import parts
from components.charts.parts import Band, Part
from components.palette import NEUTRAL, PLAIN, SECOND, Mark
from components.text import escape_plotly, points

ROOM_FOR_COUNTS = 140


def share_rows(
    frame: pd.DataFrame,
    axis: str,
    height: int,
    *,
    marks: Mapping[str, Mark] | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
    picked: Collection[str] = (),
) -> go.Figure:
    """Return shares of options as horizontal bars with whiskers and counts, from `data.measures.shares`."""
    names = frame["option"].tolist()
    at, bars = _bars(frame, names, [marks[name] if marks else Mark(PLAIN) for name in names], picked)
    shown = [escape_plotly(labels.get(name, name)) for name in names]
    bars |= {"orientation": "h", "x": at, "y": shown, "error_x": _whiskers(frame, at)}
    ticks = {"range": [0, ROOM_FOR_COUNTS], "tickvals": [0, 20, 40, 60, 80, 100], "fixedrange": True}
    counts = [parts.note(ROOM_FOR_COUNTS, place, text, xanchor="right") for place, text in enumerate(_counts(frame))]
    arrangement = parts.layout(
        height,
        xaxis={"title": parts.title(axis), **ticks},
        yaxis=parts.category(12 if len(names) < 13 else 10, autorange="reversed", dtick=1),
        annotations=counts,
    )
    return parts.figure([bars], arrangement)


def share_columns(
    frame: pd.DataFrame,
    axis: str,
    across: str,
    height: int,
    *,
    picked: Collection[str] = (),
    bands: Sequence[Band] = (),
) -> go.Figure:
    """Return shares by year as upright bars with whiskers and counts, from `data.measures.shares`."""
    names = frame["option"].tolist()
    at, bars = _bars(frame, names, [Mark(PLAIN)], picked)
    bars |= {"x": names, "y": at, "error_y": _whiskers(frame, at)}
    arrangement = parts.layout(
        height,
        bargap=0.35,
        xaxis=parts.category(title=parts.title(across)),
        yaxis={
            "title": parts.title(axis),
            "range": [0, 130],
            "tickvals": [0, 20, 40, 60, 80, 100],
            "automargin": True,
            "fixedrange": True,
        },
        yaxis2=parts.edge_to_edge(),
        annotations=[parts.note(place, 116, text) for place, text in enumerate(_counts(frame, "<br>"))],
    )
    return parts.figure([bars, *parts.hatches(bands, "y2")], arrangement)


def rise_rows(frame: pd.DataFrame, totals: tuple[int, int], height: int, *, picked: Collection[str] = ()) -> go.Figure:
    """Return odds ratios with intervals on a logarithmic axis, from `data.trends.rising`."""
    counts = list(zip(frame["earlier"].tolist(), frame["later"].tolist(), strict=True))
    even = {"x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": NEUTRAL, "width": 1}}
    arrangement = parts.layout(
        height,
        margin={"l": 0, "r": 80, "t": 22, "b": 0},
        xaxis={
            "type": "log",
            "title": parts.title(f"Odds ratio ({totals[1]:,} later against {totals[0]:,} earlier papers)"),
            "tickvals": [0.01, 0.1, 1, 10, 100],
            "tickangle": 0,
            "fixedrange": True,
        },
        yaxis=parts.category(11, autorange="reversed", dtick=1),
        shapes=[{"type": "line", **even}],
        annotations=[
            parts.note(1.01, place, f"{before:,} → {after:,}", xref="paper", xanchor="left")
            for place, (before, after) in enumerate(counts)
        ],
    )
    return parts.figure([_rises(frame, counts, totals, picked)], arrangement)


def _rises(
    frame: pd.DataFrame, counts: list[tuple[int, int]], totals: tuple[int, int], picked: Collection[str]
) -> Part:
    """Return one dot a row: of one colour where the interval is above 1, of another below, grey where it includes 1."""
    names = frame["option"].tolist()
    ratios, lows, highs = ([exp(value) for value in frame[name]] for name in ("log_odds", "low", "high"))
    colors = [PLAIN if low > 1 else SECOND if high < 1 else NEUTRAL for low, high in zip(lows, highs, strict=True)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": ratios,
        "y": list(map(escape_plotly, names)),
        "customdata": names,
        "marker": {"color": colors, "size": 10, "line": parts.OUTLINE, **parts.faint(names, picked)},
        "error_x": parts.whiskers(ratios, lows, highs),
        "hoverinfo": "text",
        "hovertext": [
            f"{escape_plotly(name)}: {before:,} of {totals[0]:,} papers, then {after:,} of {totals[1]:,}"
            f"<br>Odds × {ratio:.2f} (95 % CI {low:.2f}–{high:.2f})"
            for name, (before, after), ratio, low, high in zip(names, counts, ratios, lows, highs, strict=True)
        ],
    }


def pair_rows(
    frame: pd.DataFrame, sizes: tuple[int, int], axis: str, height: int, *, bands: Sequence[Band] = ()
) -> go.Figure:
    """Return the share of each option in A and in B beside each other, from `data.comparison.compare`."""
    names = frame["option"].tolist()
    traces = [
        _side(frame, side, size, color, symbol)
        for side, size, color, symbol in (("a", sizes[0], PLAIN, "circle"), ("b", sizes[1], SECOND, "diamond"))
    ]
    arrangement = parts.layout(
        height,
        margin={"l": 0, "r": 132, "t": 26, "b": 0},
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1.02,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        scattermode="group",
        scattergap=0.45,
        xaxis={"title": parts.title(axis), "rangemode": "tozero", "fixedrange": True},
        xaxis2=parts.edge_to_edge("x"),
        yaxis=parts.category(11, dtick=1, range=[len(names) - 0.5, -0.5]),
        annotations=[
            parts.note(1.01, place, f"{points(value)} [{points(low)}, {points(high)}]", xref="paper", xanchor="left")
            for place, (value, low, high) in enumerate(_differences(frame))
        ],
    )
    return parts.figure([*traces, *parts.hatches(bands, "x2", upright=False)], arrangement)


def _side(frame: pd.DataFrame, side: str, size: int, color: str, symbol: str) -> Part:
    names = frame["option"].tolist()
    at, low, high = ([100 * value for value in frame[f"{name}_{side}"]] for name in ("share", "low", "high"))
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "orientation": "h",
        "offsetgroup": side,
        "name": f"{side.upper()} (n {size:,})",
        "x": at,
        "y": list(map(escape_plotly, names)),
        "customdata": [[side, name] for name in names],
        "marker": {"color": color, "size": 9, "symbol": symbol, "line": parts.OUTLINE},
        "error_x": parts.whiskers(at, low, high),
        "hoverinfo": "text",
        "hovertext": [
            f"{side.upper()}, {parts.of(name, count, size)}"
            f"<br>A − B: {points(value)} percentage points (95 % CI {points(below)} to {points(above)})"
            for name, count, (value, below, above) in zip(
                names, frame[f"count_{side}"].tolist(), _differences(frame), strict=True
            )
        ],
    }


def _differences(frame: pd.DataFrame) -> list[tuple[float, float, float]]:
    """Return A − B and its interval for each row."""
    return list(zip(frame["difference"], frame["low"], frame["high"], strict=True))


def _bars(
    frame: pd.DataFrame, names: list[str], marks: list[Mark], picked: Collection[str]
) -> tuple[list[float], Part]:
    at = [100 * share if papers else 0.0 for share, papers in zip(frame["share"], frame["papers"], strict=True)]
    bars: Part = {
        **parts.BETWEEN,
        "type": "bar",
        "marker": parts.marker(marks, names, picked),
        "customdata": names,
        "hovertext": [
            parts.of(*row) for row in zip(names, frame["count"].tolist(), frame["papers"].tolist(), strict=True)
        ],
        "hoverinfo": "text",
    }
    return at, bars


def _whiskers(frame: pd.DataFrame, at: list[float]) -> Part:
    """Return whiskers in percent; an option without papers has none."""
    lows, highs = ([100 * end for end in frame[name]] for name in ("low", "high"))
    seen = frame["papers"].tolist()
    return parts.whiskers(
        at,
        [low if papers else 0.0 for low, papers in zip(lows, seen, strict=True)],
        [high if papers else 0.0 for high, papers in zip(highs, seen, strict=True)],
    )


def _counts(frame: pd.DataFrame, between: str = " ") -> list[str]:
    """Return `count of papers` for each row; a star marks rows with too few papers to judge."""
    pairs = zip(frame["count"].tolist(), frame["papers"].tolist(), strict=True)
    return [f"{count:,}{between}of {papers:,}{' *' if papers < parts.FEW else ''}" for count, papers in pairs]
