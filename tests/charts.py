"""Charts of a page in AppTest: what was sent to the browser to draw, and clicks as the browser reports them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from components.charts.elements import Figure

KEY = "chart-"
_numbers = count(1)


@dataclass(frozen=True)
class Drawn:
    """A chart of the page: its name, its title, its alternative text, and its figure."""

    name: str
    title: str
    says: str
    data: list[dict[str, Any]]
    layout: dict[str, Any]
    element: str
    """The id of the element."""


def drawn_by_plotly(figure: Figure) -> go.Figure:
    """Return a figure as objects of Plotly's, which raise ValueError for a property that Plotly does not know."""
    return go.Figure(figure.data, figure.layout)


def charts(page: AppTest) -> list[Drawn]:
    """Return the charts of a page, from the top."""
    found = []
    for element in page.get("bidi_component"):
        proto = element.proto
        sent = json.loads(proto.json) if proto.component_name == "chart" else {}
        if "figure" in sent:
            name = proto.id.rsplit(f"-{KEY}", 1)[1]
            found.append(Drawn(name, sent["title"], sent["says"], **json.loads(sent["figure"]), element=proto.id))
    return found


def chart(page: AppTest, name: str) -> Drawn:
    """Return the chart of that name."""
    return next(one for one in charts(page) if one.name == name)


def names(page: AppTest) -> list[str]:
    """Return the names of the charts of a page, from the top."""
    return [one.name for one in charts(page)]


def figures(page: AppTest) -> list[dict[str, Any]]:
    """Return the figures of a page as `{data, layout}`, from the top."""
    return [{"data": one.data, "layout": one.layout} for one in charts(page)]


def pick(page: AppTest, name: str, *marks: str | list[str], steps: int | None = None) -> None:
    """Send what the browser sends for a click on a mark, or a drag over several; the page knows of so many `steps`."""
    sent = {"steps": steps, "picks": [[next(_numbers), list(marks)]]}
    states = page._tree.get_widget_states()
    states.widgets.add(
        id=f"$$STREAMLIT_INTERNAL_KEY_{chart(page, name).element}__events",
        json_trigger_value=json.dumps([{"event": "picked", "value": sent}]),
    )
    page._run(states)
