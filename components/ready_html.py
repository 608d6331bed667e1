"""HTML that is ready to be shown in one piece. Every text that goes into it is escaped here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from data.normalise.unseen import without_unseen


class Html(str):
    """Ready HTML; any other text is escaped when it is put into some."""

    __slots__ = ()


def tag(name: str, *inside: str, **attributes: str) -> Html:
    """Return an element; texts show as plain characters. In names of attributes, `_` stands for `-`: `class_`."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{_escaped(text)}"' for key, text in attributes.items())
    return Html(f"<{name}{written}>{joined(inside)}</{name}>")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Return parts as one piece of HTML."""
    return Html(_ready(between).join(map(_ready, parts)))


def link(text: str, url: str) -> Html:
    """Return a link that opens in a tab of its own; only the text where the address is none of the web or the page."""
    if not url.lower().startswith(("https://", "http://", "?")):
        return _ready(text)
    return tag("a", text, href=url, target="_blank")


def show(*parts: str) -> None:
    """Draw HTML as one element of the page; texts among the parts are escaped."""
    st.html(joined(parts))


def note(text: str) -> None:
    """Draw a sentence, small and grey, as plain characters."""
    show(tag("p", text))


def _ready(text: str) -> Html:
    return text if isinstance(text, Html) else Html(_escaped(text))


def _escaped(text: str) -> str:
    return escape(without_unseen(text))
