"""Whatever a text holds, ready HTML shows it as plain characters; a link leads to the web or to the page itself."""

from __future__ import annotations

import tomllib
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.ready_html import Html, joined, link, tag
from data.normalise.unseen import without_unseen
from tests.conftest import ROOT

HOSTILE = '<img src=x onerror="a()"> & </p> <script>b()</script> \' &lt; javascript:c'


def test_texts_inside_and_in_attributes_are_escaped_once() -> None:
    made = tag("p", HOSTILE, tag("b", "x < y"), class_="a b", aria_label=HOSTILE)
    read = ElementTree.fromstring(made)
    assert (read.tag, read.text, read.attrib) == ("p", HOSTILE, {"class": "a b", "aria-label": HOSTILE})
    assert [(one.tag, one.text) for one in read] == [("b", "x < y")]


def test_what_is_put_together_elsewhere_is_a_text_again() -> None:
    """Only this module makes HTML: parts that are joined by other means are escaped, and seen to be."""
    assert tag("p", f"{tag('b', 'x')}") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"
    assert joined([tag("b", "x"), "<y>"], " < ") == "<b>x</b> &lt; &lt;y&gt;"


@given(st.text())
def test_any_text_is_shown_as_it_is(text: str) -> None:
    made = tag("p", text, title=text)
    assert made.count("<") == made.count(">") == 2
    assert "\u202e" not in made
    assert made.startswith('<p title="')
    shown = without_unseen(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert made.endswith(">" + shown.replace('"', "&quot;").replace("'", "&#x27;") + "</p>")


@pytest.mark.parametrize(
    "url", ["", "javascript:a()", " javascript:a()", "data:text/html,x", "//example.org", "JAVASCRIPT:a"]
)
def test_an_address_that_is_none_of_the_web_is_no_link(url: str) -> None:
    assert link("a < b", url) == "a &lt; b"


@pytest.mark.parametrize("url", ['https://example.org/?a=1&b="2"', "HTTP://example.org", "?view=papers&paper=x"])
def test_an_address_of_the_web_or_the_page_is_a_link_to_a_tab_of_its_own(url: str) -> None:
    read = ElementTree.fromstring(link("a", url))
    assert (read.text, read.attrib) == ("a", {"href": url, "target": "_blank"})
    assert isinstance(link("a", url), Html)


def test_links_have_the_colours_of_the_theme() -> None:
    themes = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]
    wanted = f"light-dark({themes['light']['linkColor']}, {themes['dark']['linkColor']})"
    assert wanted in (ROOT / "components/style.css").read_text("utf-8")
