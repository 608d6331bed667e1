"""Small widgets that change how things are shown: they show what the URL says and write it when they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components import url
from components.store import Store


def toggle(store: Store, name: str, text: str, *, on: bool) -> None:
    """Draw a switch for the field `name` of the view."""
    key = f"view-{name}"
    st.session_state[key] = on
    st.toggle(text, key=key, on_change=_changed, args=(store, name, key))


def choice(store: Store, name: str, options: Mapping[str, str], chosen: str, text: str = "") -> None:
    """Draw a segmented control for the field `name` of the view, `text` above it; `options` maps values to texts."""
    key = f"view-{name}"
    st.session_state[key] = chosen
    st.segmented_control(
        text or name,
        list(options),
        key=key,
        format_func=options.__getitem__,
        required=True,
        on_change=_changed,
        args=(store, name, key),
        label_visibility="visible" if text else "collapsed",
    )


def menu(
    store: Store,
    name: str,
    text: str,
    options: Sequence[str],
    chosen: str,
    to: Callable[[str], object],
    format_func: Callable[[str], str] = str,
) -> None:
    """Draw a menu for the field `name` of the view; `to` makes the field's value of the option chosen."""
    key = f"menu-{text}"
    st.session_state[key] = chosen
    st.selectbox(text, options, key=key, format_func=format_func, on_change=_turned, args=(store, name, key, to))


def years(store: Store, name: str, text: str, chosen: tuple[int, int]) -> None:
    """Draw a slider over the table's years for the field `name` of the view."""
    every = store.index.years
    key = f"view-{name}"
    st.session_state[key] = chosen
    st.slider(text, every[0], every[-1], key=key, on_change=_changed, args=(store, name, key))


def _changed(store: Store, name: str, key: str) -> None:
    _turned(store, name, key, lambda value: value)


def _turned(store: Store, name: str, key: str, to: Callable[..., object]) -> None:
    value = to(st.session_state[key])
    url.change(store.index, lambda state: state.showing(**{name: value}))
