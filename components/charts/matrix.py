"""How many papers two facets have in common, as discs in a grid: a heat map cannot be clicked."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from components.charts import parts
from components.charts.parts import Band, Part
from components.palette import PLAIN
from components.text import escape_plotly

LARGEST = 34


def matrix(table: pd.DataFrame, across: str, height: int, *, bands: Sequence[Band] = ()) -> go.Figure:
    """Return one disc a pair of options, its area the number of papers, from `data.measures.crosstab`."""
    cells = [
        (str(row), str(column), papers)
        for row, counts in zip(table.index, table.to_numpy().tolist(), strict=True)
        for column, papers in zip(table.columns, counts, strict=True)
        if papers
    ]
    arrangement = parts.layout(
        height,
        hovermode="closest",
        margin={"l": 0, "r": 10, "t": 22, "b": 0},
        xaxis=_names(table.columns.tolist(), title=parts.title(across), range=[-0.5, table.shape[1] - 0.5]),
        yaxis=_names(table.index.tolist(), range=[table.shape[0] - 0.5, -0.5]),
        yaxis2=parts.edge_to_edge(),
    )
    return parts.figure([_discs(cells), *parts.hatches(bands, "y2")], arrangement)


def _names(names: list[str], **more: object) -> Part:
    return parts.category(11, categoryorder="array", categoryarray=list(map(escape_plotly, names)), **more)


def _discs(cells: list[tuple[str, str, int]]) -> Part:
    most = max((papers for _, _, papers in cells), default=1)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [escape_plotly(column) for _, column, _ in cells],
        "y": [escape_plotly(row) for row, _, _ in cells],
        "customdata": [[row, column] for row, column, _ in cells],
        "text": [f"{papers:,}" for _, _, papers in cells],
        "textfont": {"size": 11},
        "textposition": "middle center",
        "cliponaxis": False,
        "marker": {
            "size": [max(15.0, LARGEST * (papers / most) ** 0.5) for _, _, papers in cells],
            "color": PLAIN,
            "opacity": [0.2 + 0.4 * papers / most for _, _, papers in cells],
            "line": {"width": 0},
        },
        "hoverinfo": "text",
        "hovertext": [
            f"{escape_plotly(row)}, {escape_plotly(column)}: {papers:,} papers" for row, column, papers in cells
        ],
    }
