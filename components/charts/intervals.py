"""Shares, differences and ratios with their 95 % intervals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import exp
from types import MappingProxyType

import pandas as pd

from components.charts import elements
from components.charts.elements import FEW, Figure, Look, Part
from components.charts.row_names import row_names
from components.palette import NEUTRAL, PLAIN, SECOND, Mark
from components.phrases import escape_plotly, points, short

# The end of the axis of shares (%), with room for a row's counts.
END = 140


def share_rows(
    frame: pd.DataFrame,
    axis: str,
    look: Look,
    marks: Mapping[str, Mark] | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> Figure:
    """Return shares of options as horizontal bars with whiskers and counts, from `data.measures.tallies.shares`."""
    shown = row_names([labels.get(name, name) for name in frame["option"]])
    at, whiskers = _percentages(frame)
    colors = elements.marks_of(elements.picks(frame), marks)
    bars = _share_bars(frame, colors, look.picked, orientation="h", x=at, y=shown, error_x=whiskers)
    arrangement = elements.layout(
        look.height,
        xaxis=elements.percent_axis(axis, END),
        yaxis=elements.name_axis("", autorange="reversed", dtick=1),
        annotations=[
            elements.note(END, place, text, xanchor="right") for place, text in enumerate(_counts(frame, " "))
        ],
    )
    return elements.figure([bars], arrangement)


def share_columns(frame: pd.DataFrame, axis: str, across: str, look: Look) -> Figure:
    """Return shares by year as upright bars with whiskers and counts, from `data.measures.tallies.shares`."""
    at, whiskers = _percentages(frame)
    bars = _share_bars(frame, [Mark(PLAIN)], look.picked, x=frame["option"].tolist(), y=at, error_y=whiskers)
    arrangement = elements.layout(
        look.height,
        bargap=0.35,
        xaxis=elements.name_axis(across),
        meta=elements.OVER_TIME,
        yaxis=elements.percent_axis(axis, 130, automargin=True),
        yaxis2=elements.edge_to_edge(),
        annotations=[
            elements.note(place, 116, text, name=elements.ABOVE) for place, text in enumerate(_counts(frame, "<br>"))
        ],
    )
    return elements.figure([bars, *elements.hatches(look.bands, "y2")], arrangement)


def _percentages(frame: pd.DataFrame) -> tuple[list[float], Part]:
    """Return the shares in percent and their whiskers; both are 0 for an option without papers."""
    share, low, high = (100 * frame[name].where(frame["papers"] > 0, 0.0) for name in ("share", "low", "high"))
    return share.tolist(), elements.whiskers(share.tolist(), low.tolist(), high.tolist())


def _share_bars(frame: pd.DataFrame, marks: list[Mark], picked: Collection[str], **more: object) -> Part:
    names, picks = frame["option"].tolist(), elements.picks(frame)
    hover = elements.share_texts(names, frame["count"].tolist(), frame["papers"].tolist(), picks)
    return elements.bars(hover, picks, marker=elements.marker(marks, names, picked), **more)


def _counts(frame: pd.DataFrame, between: str) -> list[str]:
    """Return `count of papers` for each row; a star marks rows with too few papers to judge."""
    pairs = zip(frame["count"].tolist(), frame["papers"].tolist(), strict=True)
    return [f"{short(count)}{between}of {short(papers)}{' *' if papers < FEW else ''}" for count, papers in pairs]


def rise_rows(frame: pd.DataFrame, totals: tuple[int, int], look: Look) -> Figure:
    """Return odds ratios with intervals on a logarithmic axis, from `data.measures.trends.rising`.

    The dots have one colour if the interval is above 1, another if it is below, and are grey if it includes 1.
    """
    names = frame["option"].tolist()
    counts = list(zip(frame["earlier"].tolist(), frame["later"].tolist(), strict=True))
    ratios, lows, highs = ([exp(value) for value in frame[name]] for name in ("log_odds", "low", "high"))
    colors = [PLAIN if low > 1 else SECOND if high < 1 else NEUTRAL for low, high in zip(lows, highs, strict=True)]
    dots = elements.points(
        [
            f"{escape_plotly(name)}: {before:,} of {totals[0]:,} papers, then {after:,} of {totals[1]:,}"
            f"<br>Odds × {ratio:.2f} (95 % CI {low:.2f}–{high:.2f})"
            for name, (before, after), ratio, low, high in zip(names, counts, ratios, lows, highs, strict=True)
        ],
        names,
        x=ratios,
        y=row_names(names),
        marker={"color": colors, "size": 10, "line": elements.OUTLINE, **elements.faint(names, look.picked)},
        error_x=elements.whiskers(ratios, lows, highs),
    )
    across = f"Odds ratio ({totals[1]:,} later against {totals[0]:,} earlier papers)"
    no_change = {"x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": NEUTRAL, "width": 1}}
    arrangement = elements.layout(
        look.height,
        margin=elements.margin(right=80),
        xaxis=elements.axis(across, type="log", tickvals=[0.01, 0.1, 1, 10, 100], tickangle=0),
        yaxis=elements.name_axis("", autorange="reversed", dtick=1),
        shapes=[{"type": "line", **no_change}],
        annotations=_beside([f"{short(before)} → {short(after)}" for before, after in counts]),
    )
    return elements.figure([dots], arrangement)


def _beside(texts: Sequence[str]) -> list[Part]:
    """Return texts at the right of the rows of a chart."""
    return [
        elements.note(1.01, place, text, xref="paper", xanchor="left", name=elements.BESIDE)
        for place, text in enumerate(texts)
    ]


def pair_rows(frame: pd.DataFrame, sizes: tuple[int, int], axis: str, look: Look) -> Figure:
    """Return the share of each option in A and in B beside each other, from `data.measures.comparison.compare`."""
    differences = [
        (points(value), points(low), points(high))
        for value, low, high in zip(frame["difference"], frame["low"], frame["high"], strict=True)
    ]
    hover = [f"<br>A − B: {value} percentage points (95 % CI {low} to {high})" for value, low, high in differences]
    traces = [
        _side(frame, side, size, {"color": color, "symbol": symbol}, hover)
        for side, size, color, symbol in (("a", sizes[0], PLAIN, "circle"), ("b", sizes[1], SECOND, "diamond"))
    ]
    legend = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"}
    arrangement = elements.layout(
        look.height,
        margin=elements.margin(right=132, top=26),
        showlegend=True,
        legend={**legend, "itemclick": False, "itemdoubleclick": False},
        scattermode="group",
        scattergap=0.45,
        xaxis=elements.axis(axis, rangemode="tozero"),
        xaxis2=elements.edge_to_edge("x"),
        yaxis=elements.name_axis("", dtick=1, range=[len(frame) - 0.5, -0.5]),
        annotations=_beside([f"{value} [{low}, {high}]" for value, low, high in differences]),
    )
    return elements.figure([*traces, *elements.hatches(look.bands, "x2", upright=False)], arrangement)


def _side(frame: pd.DataFrame, side: str, size: int, marker: Part, differences: list[str]) -> Part:
    names = frame["option"].tolist()
    texts = elements.share_texts(names, frame[f"count_{side}"].tolist(), [size] * len(names))
    at, low, high = ([100 * value for value in frame[f"{name}_{side}"]] for name in ("share", "low", "high"))
    return elements.points(
        [f"{side.upper()}, {text}{difference}" for text, difference in zip(texts, differences, strict=True)],
        [[side, name] for name in names],
        cliponaxis=False,
        orientation="h",
        offsetgroup=side,
        name=f"{side.upper()} (n {short(size)})",
        x=at,
        y=row_names(names),
        marker={"size": 9, "line": elements.OUTLINE, **marker},
        error_x=elements.whiskers(at, low, high),
    )
