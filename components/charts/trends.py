"""Papers over time: months with a running total, shares by year, and how many papers two facets have in common."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from components.charts import elements
from components.charts.elements import FEW, SMALLEST_DISC, Figure, Look, Part
from components.charts.row_names import cut, row_names
from components.palette import NEUTRAL, PLAIN, Mark
from components.phrases import escape_plotly, plural, short
from data.query.facet import NOT_STATED

COLUMNS = 3
LARGEST_DISC = 34
# The longest name below a column, in widths of a small letter.
LONGEST_BELOW = 14.0


def month_bars(frame: pd.DataFrame, look: Look) -> Figure:
    """Return papers per arXiv month with their running total, from `data.measures.trends.per_month`.

    Months that were gathered, by `data.measures.folding.gathered_months`, are the first bar.
    """
    months, papers, totals = (frame[name].tolist() for name in ("month", "papers", "total"))
    bars = elements.bars(
        [
            f"{month}: {count:,} papers; {total:,} until then"
            for month, count, total in zip(months, papers, totals, strict=True)
        ],
        elements.picks(frame, "month"),
        x=list(map(elements.two_lines, months)),
        y=papers,
        marker=elements.marker([Mark(PLAIN)], months, look.picked),
    )
    line: Part = {
        "x": list(map(elements.two_lines, months)),
        "y": totals,
        "yaxis": "y2",
        "line": {"color": NEUTRAL, "width": 2},
    }
    total: Part = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", **line}
    januaries = [month for month in months if month.endswith("-01")]
    named = {"tickvals": januaries, "ticktext": [month[:4] for month in januaries]}
    right = {"overlaying": "y", "side": "right", "showgrid": False, "tickmode": "auto", "dtick": None, "nticks": 6}
    arrangement = elements.layout(
        look.height,
        bargap=0.1,
        hovermode="x",
        meta=elements.OVER_TIME,
        margin=elements.margin(),
        xaxis=elements.name_axis("Month of the arXiv id", **named),
        yaxis=elements.paper_axis("Papers a month (bars)", papers),
        yaxis2=elements.axis("Papers so far (line)", rangemode="tozero", automargin=True, **right),
        yaxis3=elements.edge_to_edge(),
    )
    return elements.figure([bars, total, *elements.hatches(look.bands, "y3")], arrangement)


def share_lines(frame: pd.DataFrame, marks: Mapping[str, Mark], look: Look) -> Figure:
    """Return a small chart for each option with its share of each year's papers.

    `frame` is from `data.measures.trends.shares_by_year`.
    """
    options = {str(option): rows for option, rows in frame.groupby("option", sort=False)}
    top = min(105.0, 1.05 * 100 * float(frame["high"].where(frame["papers"] > 0).max() or 1))
    years = [str(year) for year in frame["year"].unique()]
    traces: list[Part] = []
    axes: Part = {}
    for place, (option, rows) in enumerate(options.items()):
        number = "" if place == 0 else str(place + 1)
        over = f"y{100 + place}"
        traces.append(_line(rows, marks.get(option, Mark(PLAIN)), number))
        traces += [{**trace, "xaxis": f"x{number}"} for trace in elements.hatches(look.bands, over)]
        axes |= _small_axes(place, len(options), years, top)
        axes[f"yaxis{100 + place}"] = elements.edge_to_edge(f"y{number}") | {"anchor": f"x{number}"}
    titles = [
        _small_title(option, int(rows["count"].sum()), place, len(options))
        for place, (option, rows) in enumerate(options.items())
    ]
    margin = elements.margin(right=4)
    arrangement = elements.layout(look.height, hovermode="closest", margin=margin, annotations=titles, **axes)
    return elements.figure(traces, arrangement)


def _small_axes(place: int, many: int, years: list[str], top: float) -> Part:
    """Return the axes of the small chart at `place`; only the lowest chart of a column has years below it."""
    column, row, height = place % COLUMNS, place // COLUMNS, 1 / -(-many // COLUMNS)
    number = "" if place == 0 else str(place + 1)
    return {
        f"xaxis{number}": elements.name_axis(
            "",
            domain=[(column + 0.1) / COLUMNS, (column + 1) / COLUMNS],
            anchor=f"y{number}",
            tickvals=_some(years),
            tickangle=0,
            categoryorder="array",
            categoryarray=years,
            range=[-0.5, len(years) - 0.5],
            showticklabels=place + COLUMNS >= many,
        ),
        f"yaxis{number}": elements.axis(
            domain=[1 - (row + 0.9) * height, 1 - (row + 0.33) * height],
            anchor=f"x{number}",
            nticks=4,
            showticklabels=column == 0,
            ticksuffix=" %",
            range=[0, top],
        ),
    }


def _some(years: list[str]) -> list[str]:
    """Return a year near the beginning, one in the middle and one near the end, whose names stay below their chart."""
    inside = round(0.12 * len(years))
    return list(dict.fromkeys([years[inside], years[len(years) // 2], years[-1 - inside]])) if years else []


def _small_title(option: str, papers: int, place: int, many: int) -> Part:
    """Return the name of an option and the number of its papers, to stand above its small chart."""
    column, row, rows = place % COLUMNS, place // COLUMNS, -(-many // COLUMNS)
    text = f"{escape_plotly(cut(option))}<br>{plural(papers, 'paper')}"
    at = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"}
    return elements.note((column + 0.1) / COLUMNS, 1 - (row + 0.31) / rows, text, **at, name=elements.OVER)


def _line(rows: pd.DataFrame, mark: Mark, number: str) -> Part:
    rows = rows[rows["papers"] > 0]
    years, at = [str(year) for year in rows["year"]], (100 * rows["share"]).tolist()
    pairs = list(zip(rows["option"], years, strict=True))
    return elements.points(
        elements.share_texts(
            [f"{year}, {option}" for option, year in pairs], rows["count"].tolist(), rows["papers"].tolist()
        ),
        [list(pair) for pair in pairs],
        "lines+markers",
        x=years,
        y=at,
        xaxis=f"x{number}",
        yaxis=f"y{number}",
        line={"color": mark.color, "width": 2},
        marker={"size": 7, "symbol": ["circle" if papers >= FEW else "circle-open" for papers in rows["papers"]]},
        error_y=elements.whiskers(at, (100 * rows["low"]).tolist(), (100 * rows["high"]).tolist(), width=2),
    )


def matrix(table: pd.DataFrame, across: str, look: Look, together: Collection[str] = ()) -> Figure:
    """Return a disc for each pair of options, its area the number of papers, from `data.measures.tallies.crosstab`.

    Rows and columns in `together` stand for several options; their discs are grey, and those of what is not stated.
    Discs are used because Streamlit cannot tell where a heat map is clicked.
    """
    cells = elements.cells(table)
    grey = {*together, NOT_STATED}
    most = max((papers for *pair, papers in cells if grey.isdisjoint(pair)), default=1)
    sizes = [min(1.0, papers / most) for *_, papers in cells]
    largest = min(LARGEST_DISC, 1.2 * (look.height - elements.AROUND) / max(1, len(table)))
    downwards, rightwards = row_names(list(table.index)), row_names(list(table.columns), LONGEST_BELOW)
    rightwards = list(map(elements.two_lines, rightwards))
    shown = dict(zip(table.index, downwards, strict=True)), dict(zip(table.columns, rightwards, strict=True))
    names = [(escape_plotly(row), escape_plotly(column)) for row, column, _ in cells]
    discs = elements.discs(
        [f"{row}, {column}: {papers:,} papers" for (row, column), (*_, papers) in zip(names, cells, strict=True)],
        [[elements.ALL] if {row, column} & {*together} else [row, column] for row, column, _ in cells],
        [short(papers) for *_, papers in cells],
        {
            "size": [max(SMALLEST_DISC, largest * size**0.5) for size in sizes],
            "color": [PLAIN if grey.isdisjoint(pair) else NEUTRAL for *pair, _ in cells],
            "opacity": [0.2 + 0.4 * size for size in sizes],
        },
        x=[shown[1][column] for _, column, _ in cells],
        y=[shown[0][row] for row, *_ in cells],
    )
    ordered = {"categoryorder": "array"}
    arrangement = elements.layout(
        look.height,
        hovermode="closest",
        margin=elements.margin(right=10),
        meta=elements.OVER_TIME if across == "Year" else None,
        xaxis=elements.name_axis(across, **ordered, categoryarray=rightwards, range=[-0.5, len(rightwards) - 0.5]),
        yaxis=elements.name_axis("", **ordered, categoryarray=downwards, range=[len(downwards) - 0.5, -0.5], dtick=1),
        yaxis2=elements.edge_to_edge(),
    )
    return elements.figure([discs, *elements.hatches(look.bands, "y2")], arrangement)
