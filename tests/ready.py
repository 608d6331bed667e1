"""What a page in AppTest shows as ready HTML: numbers, tables, links and sentences, as a browser reads them."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pandas as pd
from streamlit.testing.v1 import AppTest


class Metric(NamedTuple):
    """A number of the page: its name, its value, and the line below it."""

    label: str
    value: str
    delta: str


def parts(page: AppTest) -> list[Element]:
    """Return the pieces of HTML from the top, without the style sheet; a text that was not escaped cannot be read."""
    bodies = [element.proto.body for element in page.get("html")]
    return [ElementTree.fromstring(f"<div>{body}</div>") for body in bodies if not body.startswith("<style>")]


def text(part: Element) -> str:
    """Return what a person reads in a part."""
    return "".join(part.itertext())


def texts(page: AppTest) -> list[str]:
    """Return what a person reads in each piece of HTML, from the top."""
    return [text(part) for part in parts(page)]


def metrics(page: AppTest) -> list[Metric]:
    """Return the numbers of a page, from the top."""
    found = [one for part in parts(page) for one in part.iterfind(".//dl[@class='metrics']/div")]
    return [Metric(*[text(line) for line in one][:3]) for one in found]


def tables(page: AppTest) -> list[pd.DataFrame]:
    """Return the tables of a page with the texts of their cells, from the top."""
    found = [table for part in parts(page) for table in part.iter("table")]
    return [
        pd.DataFrame(
            [[text(cell) for cell in row] for row in table.iterfind("tbody/tr")],
            columns=[text(title) for title in table.iterfind("thead/tr/th")],
        )
        for table in found
    ]


def links(page: AppTest) -> dict[str, str]:
    """Return the addresses of the links of a page by their texts."""
    return {text(link): link.attrib["href"] for part in parts(page) for link in part.iter("a")}
