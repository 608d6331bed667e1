"""Facets of a page in AppTest: what was sent to the browser, and what a person does there as the browser reports it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

from streamlit.testing.v1 import AppTest

_numbers = count(1)


@dataclass(frozen=True)
class Facet:
    """A facet of the page as it was sent, and the id of the component that it came in."""

    sent: dict[str, Any]
    element: str

    @property
    def counts(self) -> dict[str, int]:
        """The counts beside the values, by value in their order."""
        return {value: number for value, _, number in self.sent["options"]}


def facets(page: AppTest) -> dict[str, Facet]:
    """Return all facets of a page by their names, from the top."""
    found = {}
    for element in page.get("bidi_component"):
        proto = element.proto
        sent = json.loads(proto.json) if proto.component_name == "facets" else {"groups": []}
        for group in [*sent["groups"], *((sent.get("more") or {}).get("groups", ()))]:
            found[group["name"]] = Facet(group, proto.id)
    return found


def act(page: AppTest, name: str, *actions: tuple[str, str, bool], steps: int | None = None) -> None:
    """Send what the browser sends when a person does something to the facet `name`: (what, value, on)."""
    send(page, name, *([next(_numbers), what, name, value, on] for what, value, on in actions), steps=steps)


def send(page: AppTest, name: str, *actions: list[object], steps: int | None = None) -> None:
    """Send a message from the component that has the facet `name`, as it stands; the page knows of so many `steps`."""
    states = page._tree.get_widget_states()
    states.widgets.add(
        id=f"$$STREAMLIT_INTERNAL_KEY_{facets(page)[name].element}__events",
        json_trigger_value=json.dumps([{"event": "picked", "value": {"steps": steps, "actions": list(actions)}}]),
    )
    page._run(states)


def choose(page: AppTest, name: str, *values: str) -> None:
    """Pick values of a facet that are not picked yet, one after the other without waiting for an answer."""
    act(page, name, *(("pick", value, True) for value in values))
