"""Lists beside each other: which papers they share, how complete their columns are, how they grew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from textwrap import shorten, wrap

import pandas as pd
import plotly.graph_objects as go

from components.charts import parts
from components.charts.parts import Part
from components.palette import NEUTRAL, PLAIN
from components.text import escape_plotly

LARGEST = 72
LONGEST_NAME = 28
# Of the height of the figure, what the dots below the bars take at most.
MOST_DOTS = 0.6
DOT = 22
# More names than this beside each other are numbers that the rows explain.
MOST_NAMES = 4
OTHERS = "Other lists"
# Numbers above more bars than this stand upright, so that they fit on a phone.
MOST_LEVEL = 10

Names = Mapping[str, str]
Pairs = Collection[tuple[str, str]]


def overlap_discs(table: pd.DataFrame, names: Names, height: int, picked: Pairs = ()) -> go.Figure:
    """Return one disc a pair of lists, its area the shared papers, from `data.sources.overlap`.

    The diagonal, in grey, has the papers of each list; `picked` are the pairs that are not faint.
    """
    keys = table.index.tolist()
    cells = [
        (row, column, papers)
        for row, counts in zip(keys, table.to_numpy().tolist(), strict=True)
        for column, papers in zip(keys, counts, strict=True)
        if papers
    ]
    totals = {key: table.loc[key, key] for key in keys}
    most = max(totals.values(), default=1)
    room = min(LARGEST, 0.75 * height / max(1, len(keys)))
    shared = max((papers for row, column, papers in cells if row != column), default=1)
    strengths = [0.2 + 0.4 * papers / (most if row == column else shared) for row, column, papers in cells]
    discs = _marks(
        [(keys.index(column), keys.index(row)) for row, column, _ in cells],
        [[row, column] for row, column, _ in cells],
        [f"{papers:,}" for *_, papers in cells],
        {
            "size": [max(15.0, room * (papers / most) ** 0.5) for *_, papers in cells],
            "color": [NEUTRAL if row == column else PLAIN for row, column, _ in cells],
            "opacity": [
                strength if not picked or (row, column) in picked else 0.08
                for (row, column, _), strength in zip(cells, strengths, strict=True)
            ],
        },
        [_shared(names, row, column, papers, totals[row]) for row, column, papers in cells],
    )
    return parts.figure([discs], _grid(_rows(keys, names), _heads(keys, names), height))


def _shared(names: Names, row: str, column: str, papers: int, total: int) -> str:
    if row == column:
        return f"{escape_plotly(names[row])}: {papers:,} papers"
    return parts.of(f"{names[row]}, also in {names[column]}", papers, total)


def intersection_bars(frame: pd.DataFrame, lists: Sequence[str], names: Names, height: int) -> go.Figure:
    """Return papers by exactly the lists that have them as bars over a grid of dots, from `data.sources.intersections`.

    Each bar's customdata is its row in `frame`. The plot is UpSet: Lex, Gehlenborg, Strobelt, Vuillemot and Pfister
    (2014), IEEE Transactions on Visualization and Computer Graphics 20, 1983-1992.
    """
    rows = [*lists, *([""] if frame["others"].any() else [])]
    below = min(MOST_DOTS, DOT * len(rows) / height)
    places = list(range(len(frame)))
    having = [
        [rows.index(key) for key in [*keys, *([""] if others else [])]]
        for keys, others in zip(frame["lists"], frame["others"], strict=True)
    ]
    said = [
        f"Only in {_told(keys, names, others=others)}: {papers:,} papers"
        for keys, others, papers in zip(frame["lists"], frame["others"], frame["papers"], strict=True)
    ]
    shown = [*_rows(lists, names), *([OTHERS] if len(rows) > len(lists) else [])]
    arrangement = parts.layout(
        height,
        bargap=0.35,
        xaxis={"visible": False, "range": [-0.6, len(places) - 0.4], "fixedrange": True, "anchor": "y2"},
        yaxis={**parts.paper_axis("Papers", frame["papers"].tolist()), "domain": [below + 0.03, 1]},
        yaxis2=_names_axis(shown, domain=[0, below], range=[len(rows) - 0.4, -0.6]),
    )
    return parts.figure([_bars(frame["papers"].tolist(), said), *_dots(having, len(rows))], arrangement)


def _told(keys: Sequence[str], names: Names, *, others: bool) -> str:
    return escape_plotly(" and ".join([*(names[key] for key in keys), *(["other lists"] if others else [])]))


def _bars(papers: list[int], said: list[str]) -> Part:
    return {
        **parts.BETWEEN,
        "type": "bar",
        "x": list(range(len(papers))),
        "y": papers,
        "text": [f"{count:,}" for count in papers],
        "textposition": "outside",
        "textangle": 0 if len(papers) <= MOST_LEVEL else -90,
        "textfont": {"size": 11},
        "constraintext": "none",
        "cliponaxis": False,
        "customdata": [f"{place}" for place in range(len(papers))],
        "marker": {"color": PLAIN, "line": parts.OUTLINE},
        "hoverinfo": "text",
        "hovertext": said,
    }


def _dots(having: list[list[int]], rows: int) -> list[Part]:
    """Return pale dots for every list and bar, and dark ones joined by a line for the lists of each bar."""
    every = [(x, y) for x in range(len(having)) for y in range(rows)]
    joined = [point for x, ys in enumerate(having) for point in (*((x, y) for y in sorted(ys)), (None, None))]
    common: Part = {"type": "scatter", "yaxis": "y2", "hoverinfo": "skip", "cliponaxis": False}
    pale = {"color": "rgba(128,128,128,0.22)", "size": 9}
    return [
        {**common, "mode": "markers", "x": [x for x, _ in every], "y": [y for _, y in every], "marker": pale},
        {
            **common,
            "mode": "lines+markers",
            "x": [x for x, _ in joined],
            "y": [y for _, y in joined],
            "marker": {"color": PLAIN, "size": 9},
            "line": {"color": PLAIN, "width": 2},
        },
    ]


def completeness_cells(frame: pd.DataFrame, titles: Names, names: Names, height: int) -> go.Figure:
    """Return the share of filled cells (%) of each field and list, from `data.sources.completeness`.

    The darker, the better the grade; each mark's customdata is its list and its field.
    """
    fields, keys = list(dict.fromkeys(frame["field"])), list(dict.fromkeys(frame["list"]))
    rows = frame.to_dict("records")
    strengths = {"complete": 0.55, "nearly complete": 0.4, "partial": 0.22, "sparse": 0.12, "": 0.05}
    cells = _marks(
        [(keys.index(row["list"]), fields.index(row["field"])) for row in rows],
        [[row["list"], row["field"]] for row in rows],
        [cell_text(row["filled"], row["papers"]) for row in rows],
        {
            "symbol": "square",
            "size": 26 if len(keys) <= MOST_NAMES + 2 else 19,
            "color": [NEUTRAL if row["grade"] == "sparse" else PLAIN for row in rows],
            "opacity": [strengths[row["grade"]] for row in rows],
        },
        [
            parts.of(f"{names[row['list']]}, {titles[row['field']]}", row["filled"], row["papers"])
            + f"<br>{row['grade'].capitalize()}"
            for row in rows
        ],
    )
    heads = [names[""], *_heads(keys[1:], names)]
    return parts.figure([cells], _grid([titles[name] for name in fields], heads, height))


def cell_text(filled: int, papers: int) -> str:
    """Return a share in whole percent that says 100 only of all and 0 only of none."""
    if not papers:
        return "–"
    rounded = round(100 * filled / papers)
    return f"{min(rounded, 99) if filled < papers else 100}" if filled * 200 >= papers else "<1" if filled else "0"


def growth_lines(frame: pd.DataFrame, names: Names, colors: Mapping[str, str], height: int) -> go.Figure:
    """Return the papers of each list by the date of its versions, from `data.history.read_history`."""
    lines: list[Part] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": escape_plotly(_short(names[key])),
            "x": versions["date"].tolist(),
            "y": versions["papers"].tolist(),
            "line": {"color": colors[key], "width": 2},
            "marker": {"size": 7, "color": colors[key]},
            "customdata": [[key, date] for date in versions["date"]],
            "hoverinfo": "text",
            "hovertext": [
                f"{escape_plotly(names[key])}, {row['date']}: {row['papers']:,} papers, {row['records']:,} entries, "
                f"{row['with_code']:,} with code"
                for row in versions.to_dict("records")
            ],
        }
        for key, versions in ((str(key), versions) for key, versions in frame.groupby("list", sort=False))
    ]
    return parts.figure(
        lines,
        parts.layout(
            height,
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "itemclick": False},
            hovermode="closest",
            xaxis={"type": "date", "title": parts.title("Date of the version"), "fixedrange": True},
            yaxis=parts.paper_axis("Papers in the list", frame["papers"].tolist()),
        ),
    )


def _marks(
    places: list[tuple[int, int]], data: list[list[str]], text: list[str], marker: Part, said: list[str]
) -> Part:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "customdata": data,
        "text": text,
        "textfont": {"size": 11},
        "textposition": "middle center",
        "cliponaxis": False,
        "marker": {"line": {"width": 0}, **marker},
        "hoverinfo": "text",
        "hovertext": said,
    }


def _grid(rows: Sequence[str], columns: Sequence[str], height: int) -> Part:
    """Return the layout of a grid: names at the left, heads above."""
    return parts.layout(
        height,
        hovermode="closest",
        margin={"l": 0, "r": 10, "t": 8, "b": 0},
        xaxis=_names_axis(columns, side="top", range=[-0.6, len(columns) - 0.4]),
        yaxis=_names_axis(rows, range=[len(rows) - 0.4, -0.6]),
    )


def _names_axis(names: Sequence[str], **more: object) -> Part:
    """Return an axis of places 0, 1, … that shows names, which need not be unique."""
    fixed: Part = {"automargin": True, "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}
    shown: Part = {"tickvals": list(range(len(names))), "ticktext": list(names), "tickfont": {"size": 11}}
    return {**fixed, **shown, "tickangle": 0, **more}


def _rows(keys: Sequence[str], names: Names) -> list[str]:
    """Return the names of lists in rows, numbered where the heads are numbers."""
    numbered = len(keys) > MOST_NAMES
    return [f"{f'{n}. ' if numbered else ''}{escape_plotly(_short(names[key]))}" for n, key in enumerate(keys, start=1)]


def _heads(keys: Sequence[str], names: Names) -> list[str]:
    """Return the names of lists above columns: in lines of a few words, or as numbers where there are many."""
    if len(keys) > MOST_NAMES:
        return [str(number) for number in range(1, len(keys) + 1)]
    return ["<br>".join(map(escape_plotly, wrap(_short(names[key]), 14))) for key in keys]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else shorten(name, LONGEST_NAME, placeholder=" …")
