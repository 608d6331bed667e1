"""What Python says to a chart in the browser, and what it hears from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import plotly
import streamlit as st
from plotly.utils import PlotlyJSONEncoder

from components.chart.served import preloading, serve, version
from components.charts.elements import Figure

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
FILES = [Path(__file__).parent / name for name in ("chart.js", "fit.js", "marks.js", "chart.css")]
VERSION = version(FILES)

# Streamlit sends the script of a component with each message, so this one only fetches the others, at the same time.
# Plotly's is no module, because browsers keep what they compiled of a script, but not of a module fetched like this.
LOADER = (
    preloading(FILES)
    + """
let plotly, script
const load = (src) => new Promise((onload, onerror) => {
  document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror, fetchPriority: "high" }))
})
export default async (component) => {
  const { data, parentElement } = component
  try {
    plotly ??= load(data.plotly)
    if (!script) preload(new URL(".", script = new URL(data.script, document.baseURI)).href)
    const [{ default: draw }] = await Promise.all([import(script), plotly])
    return data.figure && draw(component)
  } catch (error) {
    console.error(error)
    plotly = undefined
    parentElement.textContent = `${data.says} The scripts that draw this did not arrive. Please reload the page.`
  }
}
"""
)

# From the values of the marks that were clicked or dragged over, and the steps of the address that the page knew of.
OnPick = Callable[[list[tuple[str, ...]], int | None], None]

_draw = st.components.v2.component("chart", js=LOADER, isolate_styles=False)


def chart(figure: Figure, *, key: str, title: str, says: str, file: str, on_pick: OnPick) -> None:
    """Draw a figure, whose layout says its height in pixels.

    `title` names the chart and `says` describes it to who does not see it; `file` is the name, without ending, of the
    image that it can be saved as. `on_pick` gets what the marks that were picked have as customdata, once for each
    click and drag; marks without customdata cannot be picked.
    """
    _draw(
        key=key,
        data={
            "figure": json.dumps(figure._asdict(), cls=PlotlyJSONEncoder, separators=(",", ":")),
            "title": title,
            "says": says,
            "file": file,
            **_scripts(),
        },
        height=figure.height,
        on_picked_change=partial(_picked, key, on_pick),
    )


def prepare() -> None:
    """Let the browser fetch what charts need while the page is still made; for the top of a page with charts."""
    with st.container(key="chart-scripts"):
        _draw(key="scripts", data=_scripts(), height=1)


def _scripts() -> dict[str, str]:
    return {
        "script": f"{serve(f'chart-{VERSION}', FILES)}/chart.js",
        "plotly": f"{serve(f'plotly-{plotly.__version__}', [PLOTLY])}/{PLOTLY.name}",
    }


def _picked(key: str, on_pick: OnPick) -> None:
    """Hand on each pick once.

    When clicks follow each other faster than the page answers, Streamlit delivers only the last message. So a message
    has the picks of the last seconds, each with its number, and those up to the last number are known.
    """
    known = st.session_state.get(f"{key}-known", 0)
    sent = st.session_state[key].picked or {"steps": None, "picks": []}
    for number, marks in sorted(sent["picks"]):
        if number > known:
            st.session_state[f"{key}-known"] = number
            if values := [value for mark in marks if (value := _values(mark))]:
                on_pick(values, sent["steps"])


def _values(mark: object) -> tuple[str, ...]:
    """Return the customdata of a mark as texts; none where it is empty."""
    if isinstance(mark, list):
        return tuple(map(str, mark))
    return (str(mark),) if mark else ()
