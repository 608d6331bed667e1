"""A chart with everything around it: its title, a sentence, how it is counted, its data, and what a click does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from components import ready_html, url, widgets
from components.chart.component import chart
from components.charts.elements import ALL, Figure
from components.coverage import Coverage
from components.ready_html import tag
from components.store import Store
from components.url import State
from data.formats.markdown_text import escape_markdown

# The state to go to, from the present one and the values of the marks that were clicked or dragged over.
Pick = Callable[[State, list[tuple[str, ...]]], State]


@dataclass(frozen=True)
class Panel:
    """One chart: `says` is its sentence and alternative text, `counted` tells how (Markdown), `data` is what it draws.

    `pick` says what a click does, or a drag where the figure takes drags. `switches` draw the widgets that change the
    chart. A chart over time has the `coverage` of the lists, which says what is hatched in it.
    """

    name: str
    title: str
    says: str
    counted: str
    figure: Figure
    data: pd.DataFrame
    pick: Pick
    switches: tuple[Callable[[], None], ...] = ()
    coverage: Coverage | None = None

    @property
    def alternative_text(self) -> str:
        """What the chart says, and what is hatched in it."""
        hatched = self.coverage.in_short() if self.coverage else ""
        return f"{self.title}. {self.says} {hatched}".strip()


def draw(store: Store, panel: Panel) -> None:
    """Draw the chart below its title and sentence; a click or drag changes the address once."""
    with st.container(key=f"panel-{panel.name}", gap="xxsmall"):
        counted = panel.counted + (panel.coverage.in_full() if panel.coverage else "")
        heading(panel.name, panel.title, panel.alternative_text, counted, panel.data, panel.switches, panel.says)
        chart(
            panel.figure,
            key=f"chart-{panel.name}",
            title=panel.title,
            says=panel.alternative_text,
            file=f"surveyor-{panel.name}",
            # Streamlit keeps this as long as the session lasts, for each chart: it must not hold figure or data.
            on_pick=partial(_pick, store, panel.name, panel.pick),
        )


def draw_in_pairs(store: Store, *parts: Panel | Callable[[], None] | None) -> None:
    """Draw charts, and whatever else functions draw, two beside each other; None stands for nothing to show."""
    name = next((part.name for part in parts if isinstance(part, Panel)), "none")
    with st.container(key=f"pairs-{name}"):
        for part in parts:
            if isinstance(part, Panel):
                draw(store, part)
            elif part:
                with st.container():
                    part()


def heading(
    name: str,
    title: str,
    says: str,
    counted: str,
    data: pd.DataFrame,
    switches: tuple[Callable[[], None], ...] = (),
    below: str = "",
) -> None:
    """Draw a title and the sentence `below` it, switches, and the button "Data".

    Behind the button are the sentence `says`, how it is `counted` (Markdown), and the data.
    """
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"heading-{name}"):
        ready_html.show(tag("h2", title), *([tag("p", below)] if below else []))
        for switch in switches:
            switch()
        button = st.popover(
            "Data", key=f"about-{name}", on_change="rerun", type="tertiary", icon=":material/table_chart:", wrap=False
        )
    if button.open:
        with button:
            st.markdown(escape_markdown(says))
            st.markdown(f"**How it is counted.** {counted}")
            st.dataframe(data, hide_index=True, height=min(420, 38 + 35 * len(data)), placeholder="")
            widgets.csv_button(name, lambda: data)


def _pick(store: Store, name: str, pick: Pick, values: list[tuple[str, ...]], known: int | None) -> None:
    """Change the address; a mark for several options opens the table of all of them instead."""
    if (ALL,) in values:
        st.session_state[f"about-{name}"] = True
        return
    url.go(store.index, lambda state: pick(state, values), known)


def toggling(*facets: str) -> Pick:
    """Return the pick that toggles the value of the clicked mark in each of `facets`.

    With several facets, a click picks all values of the mark, and removes them if all are picked already.
    """

    def pick(state: State, values: list[tuple[str, ...]]) -> State:
        filters = state.edited
        pairs = list(zip(facets, values[0], strict=False))
        back = all(value in filters.values(facet) for facet, value in pairs)
        for facet, value in pairs:
            kept = set(filters.values(facet)) - {value} if back else {value}
            filters = filters.picking(facet, kept) if len(facets) > 1 else filters.toggling(facet, value)
        return state.filtering(filters)

    return pick


def pick_exactly(state: State, wanted: Mapping[str, Collection[str]]) -> State:
    """Return the state with exactly these values picked in each facet; if they are picked already, without them."""
    filters = state.edited
    back = all({*filters.values(facet)} == {*values} for facet, values in wanted.items())
    for facet, values in wanted.items():
        filters = filters.picking(facet, () if back else values)
    return state.filtering(filters)


def picking_years(known: Collection[str]) -> Pick:
    """Return the pick that toggles the year clicked, or picks exactly the years dragged over, out of those `known`.

    A mark for several years picks exactly these, and takes them back.
    """

    def pick(state: State, values: list[tuple[str, ...]]) -> State:
        years = {value for mark in values for value in mark if value in known}
        if not years:
            return state
        filters = state.edited
        if len(years) == 1:
            return state.filtering(filters.toggling("year", *years))
        back = len(values) == 1 and years == {*filters.values("year")}
        return state.filtering(filters.picking("year", () if back else years))

    return pick
