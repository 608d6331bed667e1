"""Lists beside each other: which papers they share, how complete their columns are, how they grew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from textwrap import wrap

import pandas as pd

from components.charts import elements
from components.charts.elements import SMALLEST_DISC, Figure, Part
from components.charts.row_names import IN_LEGEND, cut
from components.palette import NEUTRAL, PLAIN
from components.phrases import escape_plotly, short

LARGEST_DISC = 72
# The share of the figure's height that the dots below the bars take at most.
MOST_DOTS = 0.6
DOT = 22
# With more lists than this, the heads of columns are numbers, which the names of the rows explain.
MOST_NAMES = 4
OTHERS = "Other lists"
# With more bars than this, the numbers above them stand upright, so that they fit on a phone.
MOST_LEVEL = 10

Names = Mapping[str, str]
Pairs = Collection[tuple[str, str]]


def overlap_discs(table: pd.DataFrame, names: Names, height: int, picked: Pairs = ()) -> Figure:
    """Return a disc for each pair of lists, its area the shared papers, from `data.measures.sources.overlap`.

    The diagonal, in grey, has the papers of each list. If `picked` has pairs, all others are faint.
    """
    keys = table.index.tolist()
    cells = elements.cells(table)
    totals = {key: table.loc[key, key] for key in keys}
    most = max(totals.values(), default=1)
    room = min(LARGEST_DISC, 0.75 * height / max(1, len(keys)))
    shared = max((papers for row, column, papers in cells if row != column), default=1)
    strengths = [0.2 + 0.4 * papers / (most if row == column else shared) for row, column, papers in cells]
    discs = elements.discs(
        [
            f"{escape_plotly(names[row])}: {papers:,} papers"
            if row == column
            else elements.share_text(f"{names[row]}, also in {names[column]}", papers, totals[row])
            for row, column, papers in cells
        ],
        [[row, column] for row, column, _ in cells],
        [short(papers) for *_, papers in cells],
        {
            "size": [max(SMALLEST_DISC, room * (papers / most) ** 0.5) for *_, papers in cells],
            "color": [NEUTRAL if row == column else PLAIN for row, column, _ in cells],
            "opacity": [
                strength if not picked or (row, column) in picked else 0.08
                for (row, column, _), strength in zip(cells, strengths, strict=True)
            ],
        },
        x=[keys.index(column) for _, column, _ in cells],
        y=[keys.index(row) for row, *_ in cells],
    )
    return elements.figure([discs], _grid(_rows(keys, names), _heads(keys, names), height))


def intersection_bars(frame: pd.DataFrame, lists: Sequence[str], names: Names, height: int) -> Figure:
    """Return papers by exactly the lists that have them, as bars over a grid of dots.

    `frame` is from `data.measures.sources.intersections`; each bar's customdata is its row there. The plot is UpSet:
    Lex, Gehlenborg, Strobelt, Vuillemot and Pfister (2014), IEEE Transactions on Visualization and Computer Graphics
    20, 1983-1992.
    """
    rows = [*lists, *([""] if frame["others"].any() else [])]
    having = [[*keys, *([""] if others else [])] for keys, others in zip(frame["lists"], frame["others"], strict=True)]
    papers = frame["papers"].tolist()
    places = list(range(len(frame)))
    said = [" and ".join(names[key] if key else OTHERS.lower() for key in keys) for keys in having]
    bars = elements.bars(
        [f"Only in {escape_plotly(of)}: {count:,} papers" for of, count in zip(said, papers, strict=True)],
        [f"{place}" for place in places],
        x=places,
        y=papers,
        text=list(map(short, papers)),
        textposition="outside",
        textangle=0 if len(papers) <= MOST_LEVEL else -90,
        textfont={"size": 12},
        constraintext="none",
        cliponaxis=False,
        marker={"color": PLAIN, "line": elements.OUTLINE},
    )
    below = min(MOST_DOTS, DOT * len(rows) / height)
    shown = [*_rows(lists, names), *([OTHERS] if len(rows) > len(lists) else [])]
    arrangement = elements.layout(
        height,
        bargap=0.35,
        xaxis=elements.axis(visible=False, range=[-0.6, len(places) - 0.4], anchor="y2"),
        yaxis={**elements.paper_axis("Papers", papers), "domain": [below + 0.03, 1]},
        yaxis2=_position_axis(shown, domain=[0, below], range=[len(rows) - 0.4, -0.6]),
    )
    return elements.figure(
        [bars, *_dots([[rows.index(key) for key in keys] for keys in having], len(rows))], arrangement
    )


def _dots(having: list[list[int]], rows: int) -> list[Part]:
    """Return pale dots for every list and bar, and dark ones joined by a line for the lists of each bar."""
    every = [(x, y) for x in range(len(having)) for y in range(rows)]
    joined = [point for x, ys in enumerate(having) for point in (*((x, y) for y in sorted(ys)), (None, None))]
    common: Part = {"type": "scatter", "yaxis": "y2", "hoverinfo": "skip", "cliponaxis": False}
    pale: Part = {"mode": "markers", "marker": {"color": "rgba(128,128,128,0.22)", "size": 9}}
    dark: Part = {"mode": "lines+markers", "marker": {"color": PLAIN, "size": 9}, "line": {"color": PLAIN, "width": 2}}
    return [
        {**common, **look, "x": [x for x, _ in points], "y": [y for _, y in points]}
        for points, look in ((every, pale), (joined, dark))
    ]


def completeness_cells(frame: pd.DataFrame, titles: Names, names: Names, height: int) -> Figure:
    """Return the share of filled cells (%) of each field and list, from `data.measures.sources.completeness`.

    A better grade is darker. Each mark's customdata is its list and its field.
    """
    fields, keys = list(dict.fromkeys(frame["field"])), list(dict.fromkeys(frame["list"]))
    rows = frame.to_dict("records")
    strengths = {"complete": 0.55, "nearly complete": 0.4, "partial": 0.22, "sparse": 0.12, "": 0.05}
    cells = elements.discs(
        [
            elements.share_text(f"{names[row['list']]}, {titles[row['field']]}", row["filled"], row["papers"])
            + f"<br>{row['grade'].capitalize()}"
            for row in rows
        ],
        [[row["list"], row["field"]] for row in rows],
        [cell_text(row["filled"], row["papers"]) for row in rows],
        {
            "symbol": "square",
            "size": 26 if len(keys) <= MOST_NAMES + 2 else 19,
            "color": [NEUTRAL if row["grade"] == "sparse" else PLAIN for row in rows],
            "opacity": [strengths[row["grade"]] for row in rows],
        },
        x=[keys.index(row["list"]) for row in rows],
        y=[fields.index(row["field"]) for row in rows],
    )
    heads = [names[""], *_heads(keys[1:], names)]
    return elements.figure([cells], _grid([titles[name] for name in fields], heads, height))


def cell_text(filled: int, papers: int) -> str:
    """Return a share in whole percent; it is 100 only if all are filled, and 0 only if none is."""
    if not papers:
        return "–"
    rounded = round(100 * filled / papers)
    return f"{min(rounded, 99) if filled < papers else 100}" if filled * 200 >= papers else "<1" if filled else "0"


def growth_lines(frame: pd.DataFrame, names: Names, colors: Mapping[str, str], height: int) -> Figure:
    """Return the papers of each list by the date of its versions, from `data.building.history.read_history`."""
    lines = [
        elements.points(
            [
                f"{escape_plotly(names[key])}, {row['date']}: {row['papers']:,} papers, {row['records']:,} entries, "
                f"{row['with_code']:,} with code"
                for row in versions.to_dict("records")
            ],
            [[key, date] for date in versions["date"]],
            "lines+markers",
            name=escape_plotly(cut(names[key], IN_LEGEND)),
            x=versions["date"].tolist(),
            y=versions["papers"].tolist(),
            line={"color": colors[key], "width": 2},
            marker={"size": 7, "color": colors[key]},
        )
        for key, versions in ((str(key), versions) for key, versions in frame.groupby("list", sort=False))
    ]
    arrangement = elements.layout(
        height,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False},
        hovermode="closest",
        xaxis=elements.axis("Date of the version", type="date"),
        yaxis=elements.paper_axis("Papers in the list", frame["papers"].tolist()),
    )
    return elements.figure(lines, arrangement)


def _grid(rows: Sequence[str], columns: Sequence[str], height: int) -> Part:
    """Return the layout of a grid: names at the left, heads above."""
    return elements.layout(
        height,
        hovermode="closest",
        margin=elements.margin(right=10, top=8),
        xaxis=_position_axis(columns, side="top", range=[-0.6, len(columns) - 0.4]),
        yaxis=_position_axis(rows, range=[len(rows) - 0.4, -0.6]),
    )


def _position_axis(names: Sequence[str], **more: object) -> Part:
    """Return an axis of positions 0, 1, … that shows names, which need not be unique."""
    shown: Part = {"tickvals": list(range(len(names))), "ticktext": list(names), "tickfont": {"size": 12}}
    return elements.axis("", automargin=True, showgrid=False, zeroline=False, ticks="", tickangle=0, **shown, **more)


def _rows(keys: Sequence[str], names: Names) -> list[str]:
    """Return the names of lists in rows, with numbers if the heads of columns are numbers."""
    numbered = len(keys) > MOST_NAMES
    return [f"{f'{n}. ' if numbered else ''}{escape_plotly(cut(names[key]))}" for n, key in enumerate(keys, start=1)]


def _heads(keys: Sequence[str], names: Names) -> list[str]:
    """Return the names of lists above columns: in lines of a few words, or as numbers if there are many."""
    if len(keys) > MOST_NAMES:
        return [str(number) for number in range(1, len(keys) + 1)]
    return ["<br>".join(map(escape_plotly, wrap(cut(names[key], 28), 14))) for key in keys]
