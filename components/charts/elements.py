"""What charts share: marks, hover texts, axes, hatching, and the figure itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

import pandas as pd

from components.palette import NEUTRAL, PLAIN, QUIET, Mark
from components.phrases import escape_plotly
from data.measures.statistics import wilson
from data.query.facet import NOT_STATED

Part = dict[str, object]

OUTLINE = {"color": "rgba(128,128,128,0.75)", "width": 0.6}
HATCH = "rgba(128,128,128,0.6)"
# The opacity of marks that are not picked, while others are.
FAINT = 0.3
# Shares of fewer papers are marked as too small to judge.
FEW = 10
# The height (px) of a row of a chart with its name in letters that can be read, and of what is around the rows.
ROW = 14.2
AROUND = 58
# A click on a mark for several options opens the table of all of them.
ALL = "(all)"
# Says that the x axis is time: the browser then shows as many ticks, and texts above columns, as fit.
OVER_TIME = {"time": True}
# The names of texts that the browser leaves out where they do not fit: above each column, beside each row, over a part.
ABOVE, BESIDE, OVER = "above", "beside", "over"
# The diameter of the smallest disc in a grid: its number fits in.
SMALLEST_DISC = 15.0


class Figure(NamedTuple):
    """What Plotly draws, by the names of its properties.

    Making objects of Plotly's of it would take a third of the time of a page; the tests do, and so check the names.
    """

    data: list[Part]
    layout: Part

    @property
    def height(self) -> int:
        """The height in pixels."""
        return int(str(self.layout["height"]))


@dataclass(frozen=True)
class Band:
    """Values of a time axis that some lists no longer cover; `dense` if no list covers them."""

    values: tuple[str, ...]
    dense: bool


@dataclass(frozen=True)
class Look:
    """How a chart is drawn: its height in pixels, the values that are picked, and what is hatched on its time axis.

    `gathered` are the years for which the first bar of a chart over time stands.
    """

    height: int
    picked: Collection[str] = ()
    bands: Sequence[Band] = ()
    gathered: Sequence[str] = ()


def cells(table: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Return (row, column, papers) for each cell of a table that has papers."""
    return [
        (str(row), str(column), papers)
        for row, counts in zip(table.index, table.to_numpy().tolist(), strict=True)
        for column, papers in zip(table.columns, counts, strict=True)
        if papers
    ]


def height_for(rows: int, least: int) -> int:
    """Return the height (px) of a chart with so many rows; it is no lower than `least`."""
    return max(least, round(ROW * rows + AROUND))


def picks(frame: pd.DataFrame, first: str = "option") -> list[str]:
    """Return what a click on each row of a frame picks: its name, or `ALL` where it stands for several options."""
    names = frame[first].tolist()
    options = frame["options"].tolist() if "options" in frame else [1] * len(names)
    return [name if many == 1 else ALL for name, many in zip(names, options, strict=True)]


def share_text(name: str, count: int, total: int) -> str:
    """Return `name: count of total papers (share, interval)` for a hover text."""
    low, high = wilson(count, total)
    share = f" ({100 * count / total:.1f} %, 95 % CI {100 * low:.1f}–{100 * high:.1f} %)" if total else ""
    few = f"<br>Fewer than {FEW} papers: too few to judge" if total < FEW else ""
    return f"{escape_plotly(name)}: {count:,} of {total:,} papers{share}{few}"


def share_texts(
    names: Sequence[str], counts: Sequence[int], totals: Sequence[int], picks: Sequence[object] = ()
) -> list[str]:
    """Return the hover text of each name; `picks` say which of them stand for several options."""
    texts = [share_text(*row) for row in zip(names, counts, totals, strict=True)]
    return [f"{text}<br>A click shows all of them" if pick == ALL else text for text, pick in zip_longest(texts, picks)]


def marks_of(picks: Sequence[str], marks: Mapping[str, Mark] | None = None) -> list[Mark]:
    """Return the mark of each pick: from `marks`, or plain; grey for several options, quiet for what is not stated."""
    fixed = {ALL: Mark(NEUTRAL), NOT_STATED: Mark(QUIET)}
    return [fixed.get(name) or (marks[name] if marks else Mark(PLAIN)) for name in picks]


def two_lines(name: str) -> str:
    """Return `before 2010` in two lines, to stand below a column; any other name as it is."""
    return name.replace("before ", "before<br>", 1) if name.startswith("before ") else name


def year_picks(years: Sequence[str], look: Look) -> tuple[list[object], list[str]]:
    """Return what each year of an axis picks, and the name by which it is known whether it is picked."""
    if not look.gathered:
        return [*years], [*years]
    known = [year for year in look.gathered if year in look.picked] or [years[0]]
    return [[*look.gathered], *years[1:]], [known[0], *years[1:]]


def bars(hover: Sequence[str], picks: Sequence[object], **more: object) -> Part:
    """Return bars with their hover texts and the value that a click on each picks; `more` says how they look."""
    # Plotly needs these to show a click before the answer comes, and fails without them if a bar is faint already.
    clicked = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": FAINT}}}
    return {"type": "bar", **clicked, "customdata": picks, "hoverinfo": "text", "hovertext": hover, **more}


def points(hover: Sequence[str], picks: Sequence[object], mode: str = "markers", **more: object) -> Part:
    """Return points with their hover texts and the values that a click on each picks; `more` says how they look."""
    return {"type": "scatter", "mode": mode, "customdata": picks, "hoverinfo": "text", "hovertext": hover, **more}


def discs(hover: Sequence[str], picks: Sequence[list[str]], text: Sequence[str], marker: Part, **more: object) -> Part:
    """Return points of a grid with a text in each."""
    inside = {"text": text, "textfont": {"size": 12}, "textposition": "middle center", "cliponaxis": False}
    return points(hover, picks, "markers+text", **inside, marker={"line": {"width": 0}, **marker}, **more)


def marker(marks: Sequence[Mark], names: Sequence[str] = (), picked: Collection[str] = ()) -> Part:
    """Return how bars look; if some of `names` are picked, the others are faint."""
    colors, shapes = ([getattr(mark, part) for mark in marks] for part in ("color", "pattern"))
    pattern = {"pattern": {"shape": _single(shapes), "fillmode": "overlay", "solidity": 0.25}} if any(shapes) else {}
    return {"color": _single(colors), "line": OUTLINE, **pattern, **faint(names, picked)}


def faint(names: Sequence[str], picked: Collection[str]) -> Part:
    """Return the opacity of marks by their names: if any is picked, the others are faint."""
    return {"opacity": [1 if name in picked else FAINT for name in names]} if picked else {}


def _single(values: list[str]) -> list[str] | str:
    """Return one value if all are the same, because Plotly draws patterns on single colours only."""
    return values[0] if len(set(values)) == 1 else values


def whiskers(values: Sequence[float], lows: Sequence[float], highs: Sequence[float], width: int = 4) -> Part:
    """Return asymmetric error bars; the style sheet gives them the colour of the text."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - at for at, high in zip(values, highs, strict=True)],
        "arrayminus": [at - low for at, low in zip(values, lows, strict=True)],
        "thickness": 1.4,
        "width": width,
    }


def hatches(bands: Sequence[Band], axis: str, *, upright: bool = True) -> list[Part]:
    """Return one hatched bar from edge to edge for each value of a time axis in `bands`.

    `axis` is the axis of the bars' length, made by `edge_to_edge`. Time is on the first x axis if `upright`, else on
    the first y axis.
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
    """Return an axis laid over another; hatching on it reaches from one edge of the chart to the other."""
    return {"overlaying": over, "range": [0, 1], "visible": False, "fixedrange": True}


def axis(text: str = "", /, **more: object) -> Part:
    """Return an axis that a person cannot zoom, with its title if it has one."""
    title = {"title": {"text": text, "font": {"size": 12}, "standoff": 10}} if text else {}
    return {"fixedrange": True, **title, **more}


def paper_axis(text: str, papers: Sequence[int], beyond: float = 1) -> Part:
    """Return an axis that counts papers; a short one has its ticks at whole papers.

    Where numbers are long, it ends only `beyond` times the most papers, so that they have room.
    """
    most = max(papers, default=0)
    ticks: Part = {"dtick": 1} if most < 6 else {}
    ticks |= {"range": [0, beyond * most]} if most >= 1000 and beyond > 1 else {}
    return axis(text, rangemode="tozero", automargin=True, **ticks)


def percent_axis(text: str, end: int, **more: object) -> Part:
    """Return an axis of percentages from 0 to `end`, which leaves room for texts beyond 100."""
    return axis(text, range=[0, end], tickvals=[0, 20, 40, 60, 80, 100], **more)


def name_axis(text: str = "", size: int = 12, /, **more: object) -> Part:
    """Return an axis of names in letters of `size`."""
    return axis(
        text,
        **{"type": "category", "automargin": True, "showgrid": False, "ticks": "", "tickfont": {"size": size}} | more,
    )


def note(x: object, y: object, text: str, **more: object) -> Part:
    """Return a small text at a place of the chart."""
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": 12}, **more}


def margin(left: int = 0, right: int = 0, top: int = 22) -> Part:
    """Return the margins around a chart, without any below."""
    return {"l": left, "r": right, "t": top, "b": 0}


def layout(height: int, **more: object) -> Part:
    """Return what all figures have in common."""
    fixed = {
        "height": height,
        "margin": margin(0, 30, 14),
        "dragmode": False,
        "showlegend": False,
        "font": {"size": 12},
    }
    return {**fixed, **more}


def figure(traces: Sequence[Part], arrangement: Part) -> Figure:
    """Return a figure of traces, arranged by what `layout` returned."""
    return Figure(list(traces), arrangement)
