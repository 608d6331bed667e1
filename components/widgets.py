"""Widgets that several parts of the page use. Each shows what the address says and changes the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import ready_html, url
from components.ready_html import Html, tag
from components.store import Store
from components.url import State
from components.view import CHOICES, View
from data.formats.spreadsheet import to_csv

PAGE_SIZE = 10


# From the present state and the new value of a widget to another state.
Change = Callable[[State, Any], State]  # Any: each kind of widget has values of its own
# The arguments that tie a widget to the address.
Tie = Mapping[str, Any]  # Any: the widget checks them


def tied(store: Store, key: str, value: object, to: Change) -> Tie:
    """Return the arguments that tie a widget to the address.

    The widget shows `value`. When a person changes it, the page goes to the state that `to` returns.
    """
    # A widget that is set is drawn anew, which takes time, and would replace the letters that a person is typing.
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return {"key": key, "on_change": _changed, "args": (store, key, to)}


def _changed(store: Store, key: str, to: Change) -> None:
    value = st.session_state[key]
    url.change(store.index, lambda state: to(state, value))


def tied_to_view(store: Store, name: str, value: object) -> Tie:
    """Return the arguments that tie a widget to the field `name` of the view."""
    return tied(store, f"view-{name}", value, lambda state, new: state.showing(**{name: new}))


def toggle(store: Store, view: View, name: str, text: str) -> None:
    """Draw a switch for the field `name` of the view."""
    st.toggle(text, **tied_to_view(store, name, getattr(view, name)))


def choice(store: Store, view: View, name: str, title: str = "") -> None:
    """Draw a segmented control for the field `name` of the view, with a title above it if there is one."""
    titles = CHOICES[name.replace("_", "-")]
    st.segmented_control(
        title or name,
        list(titles),
        format_func=titles.__getitem__,
        required=True,
        label_visibility="visible" if title else "collapsed",
        **tied_to_view(store, name, getattr(view, name)),
    )


def pair_of_menus(
    store: Store,
    name: str,
    texts: tuple[str, str],
    options: Sequence[str],
    pair: tuple[str, str],
    columns: Sequence[DeltaGenerator],
    format_func: Callable[[str], str],
) -> None:
    """Draw, in two columns, the menus that set the two values of the field `name` of the view."""
    for number, text in enumerate(texts):

        def to(state: State, chosen: str, number: int = number) -> State:
            return state.showing(**{name: (chosen, pair[1]) if number == 0 else (pair[0], chosen)})

        with columns[number]:
            st.selectbox(text, options, format_func=format_func, **tied(store, f"menu-{text}", pair[number], to))


def page_slice(total: int, page: int) -> slice:
    """Return the rows on a page of a table with `total` rows; on the last page if there are not so many pages."""
    first = (min(page, max(1, ceil(total / PAGE_SIZE))) - 1) * PAGE_SIZE
    return slice(first, min(first + PAGE_SIZE, total))


def pager(store: Store, what: str, shown: slice, total: int, field: str) -> None:
    """Draw which rows are shown, and the buttons that turn the pages, whose number is the `field` of the view."""
    page = shown.start // PAGE_SIZE + 1
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        ready_html.note(f"{what} {shown.start + 1:,} to {shown.stop:,} of {total:,}")
        with st.container(horizontal=True, width="content"):
            for text, to in (("Previous", page - 1), ("Next", page + 1)):
                outside = not 0 <= (to - 1) * PAGE_SIZE < max(1, total)
                key = f"{field.replace('_', '-')}-{text}"
                st.button(text, key=key, disabled=outside, on_click=_turned, args=(store, field, to))


def _turned(store: Store, field: str, page: int) -> None:
    url.change(store.index, lambda state: state.showing(**{"page": state.view.page, field: page}))


def csv_button(name: str, table: Callable[[], pd.DataFrame], about: str | None = None) -> None:
    """Draw the button that downloads a table; the file is made when the button is clicked."""
    st.download_button(
        "Download CSV",
        data=lambda: to_csv(table()),
        file_name=f"surveyor-{name}.csv",
        mime="text/csv",
        key=f"download-{name}",
        icon=":material/download:",
        on_click="ignore",
        help=about,
    )


class Metric(NamedTuple):
    """A number on the page: what it counts, its value, the line below it, and more about it."""

    name: str
    value: str
    below: str
    about: str | None = None


def metrics(*shown: Metric) -> None:
    """Draw numbers beside each other."""
    ready_html.show(tag("dl", *map(_metric, shown), class_="metrics"))


def _metric(metric: Metric) -> Html:
    lines = [tag("dd", line) for line in (metric.below, metric.about) if line]
    return tag("div", tag("dt", metric.name), tag("dd", metric.value, class_="value"), *lines)
