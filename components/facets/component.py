"""What Python says to the facets in the browser, and what it hears from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from components.chart.served import preloading, serve, version

FILES = [Path(__file__).parent / name for name in ("facets.js", "group.js", "menu.js", "facets.css")]
VERSION = version(FILES)
# A facet with more options than this is a box to type in; with fewer, all its options are in sight.
MOST_IN_SIGHT = 12
# Options of at most so many characters stand two beside each other in the sidebar.
SHORT = 17

# Streamlit sends the script of a component with each message, so this one only fetches the others.
LOADER = (
    preloading(FILES)
    + """
let script
export default async (component) => {
  if (!script) preload(new URL(".", script = new URL(component.data.script, document.baseURI)).href)
  const { default: draw } = await import(script)
  return draw(component)
}
"""
)

_draw = st.components.v2.component("facets", js=LOADER, isolate_styles=False)


class Option(NamedTuple):
    """A value to choose: its text, how many rows choosing it would give, and how many it has without any filter."""

    value: str
    text: str
    now: int
    most: int


class Action(NamedTuple):
    """What a person did: `what` to which `value` of which `facet`, and whether that is now `on`.

    - `pick`: a value is picked, or no longer; `clear`: no value of the facet is picked any more.
    - `all`: papers must have all picked values, or one of them.
    - `years`: the value is a range, such as `2020-2022`; `choice`: the value of a menu of one choice.
    - `out`: papers with the value `facet=value` are left out, or no longer; its `clear` has no facet.
    - `more`: the further facets were opened, or closed.
    """

    what: str
    facet: str
    value: str
    on: bool


# From actions and the steps of the address that the page knew of.
OnActions = Callable[[Sequence[Action], int | None], None]
Group = dict[str, Any]  # Any: JSON, which facets.js describes


def options(
    name: str,
    title: str,
    counted: Sequence[Option],
    picked: Sequence[str],
    *,
    menu: bool | None = None,
    all_of: bool | None = None,
    years: tuple[int, int, int, int] | None = None,
) -> Group:
    """Return a facet: its options with their counts in sight, or behind a box to type in if `menu` or they are many.

    `all_of` is the state of the switch "All of", None for no such switch. `years` are the first and the last year,
    and the first and the last one picked, for a facet of years.
    """
    return {
        "kind": "menu" if (len(counted) > MOST_IN_SIGHT if menu is None else menu) else "rows",
        "name": name,
        "title": title,
        "options": [(option.value, option.text, option.now) for option in counted],
        "picked": list(picked),
        "short": all(len(f"{option.text} {option.most:,}") <= SHORT for option in counted),
        "all": all_of,
        "years": years,
    }


def choice(name: str, title: str, offered: Sequence[tuple[str, str]], value: str, about: str) -> Group:
    """Return a menu of (value, text), of which one is chosen; `about` says what it does, or why it offers nothing."""
    return {"kind": "choice", "name": name, "title": title, "options": offered, "value": value, "about": about}


def leaving_out(title: str, picked: Sequence[tuple[str, str]], names: Sequence[str]) -> Group:
    """Return the menu of all values of the facets called `names`; `picked` are those left out, as (facet, value)."""
    return {
        "kind": "out",
        "name": "leave-out",
        "title": title,
        "picked": [f"{facet}={value}" for facet, value in picked],
        "of": list(names),
    }


def facets(
    key: str,
    groups: Sequence[Group],
    on_actions: OnActions,
    *,
    steps: int | None = None,
    says: str = "",
    more: tuple[str, bool, Sequence[Group]] | None = None,
) -> None:
    """Draw facets; `on_actions` gets what a person did since the last answer, the first action first.

    `steps` are those that the address has taken: all components of the page send back those that it knew of.
    `says` is read out after an action. `more` are the title of further facets, whether they are open, and these
    facets, which are needed only if they are.
    """
    data = {
        "script": f"{serve(f'facets-{VERSION}', FILES)}/{FILES[0].name}",
        "heard": st.session_state.get(f"{key}-heard", 0),
        "steps": steps,
        "says": says,
        "groups": groups,
        "more": more and {"title": more[0], "open": more[1], "groups": more[2]},
    }
    _draw(key=key, data=data, on_picked_change=partial(_heard, key, on_actions))


def _heard(key: str, on_actions: OnActions) -> None:
    """Hand on all actions that the browser has no answer to yet.

    A message replaces one before it that was not delivered, and it can come from a page whose address does not know
    of the last answer. Each action says what is to be, so doing one again does no harm.
    """
    sent = st.session_state[key].picked or {"steps": None, "actions": []}
    actions = {
        int(number): Action(str(what), str(facet), str(value), bool(on))
        for number, what, facet, value, on in sent["actions"]
    }
    if actions:
        st.session_state[f"{key}-heard"] = max(actions)
        on_actions([action for _, action in sorted(actions.items())], sent["steps"])
