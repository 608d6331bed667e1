"""A chart with all that belongs to it: what it says in words, how it is counted, its data, and what a click picks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import url
from components.charts import parts
from components.store import Store
from components.text import escape_markdown
from components.url import State
from data.formats.spreadsheet import to_csv

# From the values of the marks that were clicked or dragged over to another state.
Pick = Callable[[State, list[tuple[str, ...]]], State]

_clicks = st.components.v2.component(
    "clicks", html="<span></span>\n", js=(Path(__file__).parent / "clicks.js").read_text("utf-8")
)


@dataclass(frozen=True)
class Panel:
    """One chart: `says` is its sentence and alternative text, `counted` tells how, `data` is what it draws.

    `switches` draw the widgets that change the chart, `dragged` makes it take drags beside clicks;
    `horizon` says what is hatched in a chart over time.
    """

    name: str
    title: str
    says: str
    counted: str
    figure: go.Figure
    data: pd.DataFrame
    pick: Pick
    dragged: bool = False
    switches: tuple[Callable[[], None], ...] = ()
    horizon: str = ""

    @property
    def alt(self) -> str:
        """The alternative text: what the chart says, and what is hatched in it."""
        return f"{self.title}. {self.says} {self.horizon}".strip()


def draw(store: Store, panel: Panel) -> None:
    """Draw the chart below its title and sentence; a click or drag goes into the URL as one step."""
    with st.container(key=f"panel-{panel.name}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{panel.title}**")
            for switch in panel.switches:
                switch()
            about(panel.name, panel.alt, panel.counted, panel.data)
        with st.container(key=f"says-{panel.name}"):
            st.markdown(f":gray[:small[{escape_markdown(panel.says)}]]")
        _chart(store, panel)


def listen(store: Store) -> None:
    """Mount what passes on the clicks of the year chart, whose drags Streamlit takes; once a page."""
    with st.container(key="clicks"):
        _clicks(key="listener", data={"dragged": "chart-year-"}, on_picked_change=lambda: _clicked(store))


def _clicked(store: Store) -> None:
    year = st.session_state["listener"].picked
    _pick(store, "year", picking_years(store.index.facets["year"].position), [(str(year),)] if year else [])


def about(name: str, says: str, counted: str, data: pd.DataFrame) -> None:
    """Draw the button behind which a sentence, the way of counting and the data stand; made only when open."""
    button = st.popover(
        "Data", key=f"about-{name}", on_change="rerun", type="tertiary", icon=":material/table_chart:", wrap=False
    )
    if button.open:
        with button:
            st.markdown(escape_markdown(says))
            st.markdown(f"**How it is counted.** {counted}")
            st.dataframe(data, hide_index=True, height=min(420, 38 + 35 * len(data)), placeholder="")
            st.download_button(
                "Download CSV",
                data=partial(to_csv, data),
                file_name=f"surveyor-{name}.csv",
                mime="text/csv",
                key=f"download-{name}",
                icon=":material/download:",
                on_click="ignore",
            )


def _chart(store: Store, panel: Panel) -> None:
    """Draw the figure; a new key after each pick clears the chart's own selection, which is no state."""
    turn = st.session_state.setdefault(f"turn-{panel.name}", 0)
    key = f"chart-{panel.name}-{turn}"
    st.plotly_chart(
        panel.figure,
        key=key,
        on_select=lambda: _picked(key, store, panel),
        selection_mode=("points", "box") if panel.dragged else "points",
        config=parts.config(panel.name),
        alt=panel.alt,
    )


def _picked(key: str, store: Store, panel: Panel) -> None:
    points = st.session_state[key]["selection"]["points"]
    values = [value for point in points if (value := _values(point.get("customdata")))]
    _pick(store, panel.name, panel.pick, values)


def _pick(store: Store, name: str, pick: Pick, values: list[tuple[str, ...]]) -> None:
    if values:
        url.change(store.index, lambda state: pick(state, values))
    st.session_state[f"turn-{name}"] = st.session_state.get(f"turn-{name}", 0) + 1


def _values(data: object) -> tuple[str, ...]:
    if isinstance(data, list | tuple):
        return tuple(map(str, data))
    return (str(data),) if data else ()


def toggling(*facets: str) -> Pick:
    """Return the pick that toggles, for the first mark clicked, its value in each of `facets`.

    With several facets, a mark whose values are all picked already takes them all back.
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


def picking_years(known: Collection[str]) -> Pick:
    """Return the pick that toggles the year clicked, or picks exactly the years dragged over, of those in `known`."""

    def pick(state: State, values: list[tuple[str, ...]]) -> State:
        years = {value for value, *_ in values if value in known}
        if not years:
            return state
        filters = state.edited
        one = next(iter(years)) if len(years) == 1 else ""
        return state.filtering(filters.toggling("year", one) if one else filters.picking("year", years))

    return pick
