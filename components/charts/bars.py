"""Bars that count papers: by option, by venue, by year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.charts import elements
from components.charts.elements import Figure, Look, Part
from components.charts.row_names import IN_LEGEND, row_names
from components.palette import NEUTRAL, QUIET, Mark
from components.phrases import short
from data.query.facet import NOT_STATED
from data.query.facets import SEVERAL


def option_bars(tally: pd.DataFrame, total: int, look: Look, marks: Mapping[str, Mark] | None = None) -> Figure:
    """Return horizontal bars of papers per option, from `data.measures.folding.per_row` or `tallies.per_option`."""
    return _horizontal(tally["option"].tolist(), tally["papers"].tolist(), total, elements.picks(tally), look, marks)


def venue_bars(tally: pd.DataFrame, total: int, look: Look) -> Figure:
    """Return bars of papers per venue, from `data.measures.tallies.per_venue`."""
    picks = elements.picks(tally.rename(columns={"venues": "options"}), "venue")
    return _horizontal(tally["venue"].tolist(), tally["papers"].tolist(), total, picks, look)


def _horizontal(
    names: list[str],
    papers: list[int],
    total: int,
    picks: list[str],
    look: Look,
    marks: Mapping[str, Mark] | None = None,
) -> Figure:
    bars = elements.bars(
        elements.share_texts(names, papers, [total] * len(names), picks),
        picks,
        orientation="h",
        x=papers,
        y=row_names(names),
        marker=elements.marker(elements.marks_of(picks, marks), names, look.picked),
        text=list(map(short, papers)),
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        textfont={"size": 12},
    )
    arrangement = elements.layout(
        look.height,
        bargap=max(0.2, 1 - 0.1 * len(names)),  # Few bars are no thicker than many.
        xaxis=elements.paper_axis(f"Papers (of {total:,})", papers, beyond=1.15),
        yaxis=elements.name_axis("", autorange="reversed", dtick=1),
    )
    return elements.figure([bars], arrangement)


def year_bars(tally: pd.DataFrame, marks: Mapping[str, Mark], look: Look, *, shares: bool = False) -> Figure:
    """Return papers per year stacked by technique, from `data.measures.tallies.per_year`.

    The bars are counts, or shares of the year if `shares` is set. If `look` has gathered years, the first bar stands
    for them.
    """
    years, totals = [str(year) for year in tally.index], tally.sum(axis=1).tolist()
    bars = _stack(tally, years, totals, marks, look, shares=shares)
    arrangement = elements.layout(
        look.height,
        barmode="stack",
        hovermode="x",
        bargap=0.25,
        # A drag selects years, a click one.
        dragmode="select",
        selectdirection="h",
        showlegend=True,
        legend={"x": 1.01, "y": 1, "font": {"size": 12}, "itemclick": False, "itemdoubleclick": False},
        xaxis=elements.name_axis("Year (papers above each bar)"),
        meta=elements.OVER_TIME,
        yaxis=_year_axis(totals, shares=shares),
        yaxis2=elements.edge_to_edge(),
        annotations=[
            elements.note(place, min(total, 1) * 100 if shares else total, short(total), yshift=9, name=elements.ABOVE)
            for place, total in enumerate(totals)
        ],
    )
    return elements.figure([*bars, *elements.hatches(look.bands, "y2")], arrangement)


def _stack(
    tally: pd.DataFrame, years: list[str], totals: list[int], marks: Mapping[str, Mark], look: Look, *, shares: bool
) -> list[Part]:
    picks, names = elements.year_picks(years, look)
    bars = []
    for name in tally.columns:
        counts = tally[name].tolist()
        hover = elements.share_texts([f"{year}, {name}" for year in years], counts, totals)
        parts = [100 * count / total if total else 0 for count, total in zip(counts, totals, strict=True)]
        marker = elements.marker([_mark(name, marks)], names, look.picked)
        drawn = parts if shares else counts
        bars.append(
            elements.bars(
                hover,
                picks,
                name=row_names([name], IN_LEGEND)[0],
                x=list(map(elements.two_lines, years)),
                y=drawn,
                marker=marker,
            )
        )
    return bars


def _mark(name: str, marks: Mapping[str, Mark]) -> Mark:
    return Mark(NEUTRAL, "/") if name == SEVERAL else marks.get(name, Mark(QUIET if name == NOT_STATED else NEUTRAL))


def _year_axis(totals: list[int], *, shares: bool) -> Part:
    if not shares:
        return elements.paper_axis("Papers", totals)
    ticks = [0, 25, 50, 75, 100]
    return elements.axis("Share of the year's papers (%)", range=[0, 112], tickvals=ticks, automargin=True)
