"""What charts share: texts with counts and intervals, colours, axes, hatching, and the figure itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from components.palette import Mark
from components.text import escape_plotly
from data.measures.statistics import wilson

Part = dict[str, object]
Row = Mapping[str, object]

OUTLINE = {"color": "rgba(128,128,128,0.75)", "width": 0.6}
HATCH = "rgba(128,128,128,0.6)"
# What is not picked stays in sight, but steps back.
FAINT = 0.3
# Shares of fewer papers are called too small to judge.
FEW = 10

# How bars look between a click and the answer to it. Plotly makes these itself only where no bar is faint yet, and
# fails at the click without them.
BETWEEN = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": FAINT}}}


@dataclass(frozen=True)
class Band:
    """The part of a time axis that lies after curation horizons; `dense` where every list has ended."""

    values: tuple[str, ...]
    dense: bool


def config(name: str) -> Part:
    """Return how the browser handles a chart: its only button downloads it as a vector image."""
    image = {"format": "svg", "filename": f"surveyor-{name}"}
    return {"displaylogo": False, "modeBarButtons": [["toImage"]], "toImageButtonOptions": image}


def of(name: str, count: int, total: int, what: str = "papers") -> str:
    """Return `name: count of total papers (share, interval)` for a hover text."""
    low, high = wilson(count, total)
    share = f" ({100 * count / total:.1f} %, 95 % CI {100 * low:.1f}–{100 * high:.1f} %)" if total else ""
    few = f"<br>Under {FEW} papers: too few to judge" if total < FEW else ""
    return f"{escape_plotly(name)}: {count:,} of {total:,} {what}{share}{few}"


def marker(marks: Sequence[Mark], names: Sequence[str] = (), picked: Collection[str] = ()) -> Part:
    """Return how bars look; where some of `names` are picked, the others are faint."""
    colors, shapes = ([getattr(mark, part) for mark in marks] for part in ("color", "pattern"))
    pattern = {"pattern": {"shape": single(shapes), "fillmode": "overlay", "solidity": 0.25}} if any(shapes) else {}
    return {"color": single(colors), "line": OUTLINE, **pattern, **faint(names, picked)}


def faint(names: Sequence[str], picked: Collection[str]) -> Part:
    """Return the opacity of marks by their names: those that are not picked are faint where any is."""
    return {"opacity": [1 if name in picked else FAINT for name in names]} if picked else {}


def single(values: list[str]) -> list[str] | str:
    """Return one value where all are the same: less to send, and Plotly draws patterns on single colours only."""
    return values[0] if len(set(values)) == 1 else values


def whiskers(values: Sequence[float], lows: Sequence[float], highs: Sequence[float]) -> Part:
    """Return asymmetric error bars; the style sheet gives them the colour of the text."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - at for at, high in zip(values, highs, strict=True)],
        "arrayminus": [at - low for at, low in zip(values, lows, strict=True)],
        "thickness": 1.4,
        "width": 4,
    }


def hatches(bands: Sequence[Band], axis: str, *, upright: bool = True) -> list[Part]:
    """Return one bar from edge to edge for each value of a time axis that lies after a curation horizon.

    `axis` is that of the bars' length, made by `edge_to_edge`; the time axis is the figure's first, x where `upright`.
    """
    time, length = ("x", "y") if upright else ("y", "x")
    return [
        {
            "type": "bar",
            "orientation": "v" if upright else "h",
            time: list(band.values),
            length: [1] * len(band.values),
            "width": 1,
            f"{length}axis": axis,
            "hoverinfo": "skip",
            "showlegend": False,
            "marker": {
                "color": "rgba(128,128,128,0.06)",
                "pattern": {"shape": "x" if band.dense else "/", "fgcolor": HATCH, "size": 7, "solidity": 0.12},
            },
        }
        for band in bands
        if band.values
    ]


def edge_to_edge(over: str = "y") -> Part:
    """Return the axis, laid over another, on which hatching reaches from one edge of the chart to the other."""
    return {"overlaying": over, "range": [0, 1], "visible": False, "fixedrange": True}


def title(text: str, **more: object) -> Part:
    """Return the title of an axis."""
    return {"text": text, "font": {"size": 11.5}, "standoff": 10, **more}


def paper_axis(text: str, papers: Sequence[int]) -> Part:
    """Return an axis that counts papers; a short one has its ticks at whole papers."""
    return {
        "title": title(text),
        "rangemode": "tozero",
        "automargin": True,
        "fixedrange": True,
        **({"dtick": 1} if max(papers, default=0) < 6 else {}),
    }


def note(x: object, y: object, text: str, **more: object) -> Part:
    """Return a small text at a place of the chart."""
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 11}, **more}


def category(labels: int = 12, **more: object) -> Part:
    """Return an axis of names, the first on top where it is upright."""
    fixed = {"type": "category", "automargin": True, "fixedrange": True, "showgrid": False, "ticks": ""}
    return {**fixed, "tickfont": {"size": labels}, **more}


def layout(height: int, **more: object) -> Part:
    """Return what all figures have in common."""
    margin = {"l": 0, "r": 30, "t": 14, "b": 0}
    return {"height": height, "margin": margin, "dragmode": False, "showlegend": False, "font": {"size": 12}, **more}


def figure(traces: Sequence[Part], arrangement: Part) -> go.Figure:
    """Return a figure without checking its properties, a fifth of the time of the whole page; the tests check them."""
    return go.Figure(list(traces), arrangement, _validate=False)
