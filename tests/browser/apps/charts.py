"""Charts without the page around them, for tests in the browser; what they pick is written above them."""

from __future__ import annotations

import json
from functools import partial

import pandas as pd
import streamlit as st

from components.chart.component import chart
from components.charts import bars
from components.charts.elements import Look
from components.charts.trends import matrix
from components.palette import Mark

NAMES = ["Quantization", "Pruning", "Distillation", "Survey"]
HOSTILE = ["<b>Bold</b>", '<img src=x onerror="hurt=1">', '<a href="javascript:hurt=1">x</a>', "&lt;i&gt; $x$ </svg>"]
YEARS = ["2020", "2021", "2022", "2023"]


def note(name: str, values: list[tuple[str, ...]], known: int | None) -> None:
    st.session_state.setdefault("picks", []).append([name, values])


st.set_page_config(layout="wide")
st.code(json.dumps(st.session_state.get("picks", [])), language=None)
if st.toggle("Wait after each pick"):
    import time

    time.sleep(0.5)
times = 2 if st.toggle("Twice as many") else 1
tally = pd.DataFrame({"option": NAMES, "papers": [times * count for count in (40, 30, 20, 10)]})
hostile = pd.DataFrame({"option": HOSTILE, "papers": [4, 3, 2, 1]})
per_year = pd.DataFrame({name: [times * (n + 5), 9, 7, 5 + n] for n, name in enumerate(NAMES)}, index=YEARS)
shared = pd.DataFrame([[3, 2], [1, 4]], index=NAMES[:2], columns=YEARS[:2])
figures = {
    "names": bars.option_bars(tally, 100, Look(220)),
    "years": bars.year_bars(per_year, {name: Mark("#0072B2") for name in NAMES}, Look(240)),
    "hostile": bars.option_bars(hostile, 10, Look(220)),
    "pairs": matrix(shared, "Year", Look(200)),
}
places = [column for _ in range(2) for column in st.columns(2)]
for place, (name, figure) in zip(places, figures.items(), strict=True):
    says = f"Chart of {name}: <b>so many</b>."
    with place:
        chart(figure, key=f"chart-{name}", title=name, says=says, file=f"surveyor-{name}", on_pick=partial(note, name))
