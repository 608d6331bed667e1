"""What each chart says, as a reduced result: names, lengths, what a click picks. Untrusted names are escaped."""

from __future__ import annotations

import json
import tomllib
from itertools import combinations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from components import charts
from components.palette import Mark, marks
from components.text import escape_markdown, escape_plotly, in_words, markdown_link, percent
from data.facets import Index, build_index
from data.filters import Filters
from data.measures import SEVERAL, code_by_technique, per_technique, per_venue, per_year
from data.schema import Paper
from tests.conftest import ROOT, paper, papers_frame

EVIL = "<b>Evil</b> & *co*"


@pytest.fixture
def index() -> Index:
    code = {"code_url": "https://github.com/a/b"}
    venue = {"venue": "ACL", "venue_type": "conference"}
    rows: list[Paper] = [
        paper(1, techniques=("Pruning",), year=2021, **code, **venue),
        paper(2, techniques=("Pruning", EVIL), year=2021, **venue),
        paper(3, techniques=(EVIL,), year=2022, venue=EVIL),
    ]
    return build_index(papers_frame(*rows), {"technique": ("Pruning",)})


@pytest.fixture
def colors(index: Index) -> dict[str, Mark]:
    return marks(index.facets["technique"].options)


ALL = np.ones(3, dtype=np.bool_)


def bars(figure: go.Figure) -> list[tuple[object, ...]]:
    return [row for bar in figure.data for row in zip(bar.y, bar.x, bar.customdata, strict=True)]


def test_technique_chart(index: Index, colors: dict[str, Mark]) -> None:
    figure = charts.technique_chart(per_technique(index, ALL), colors, 3, 300)
    assert bars(figure) == [("Pruning", 2, "Pruning"), (escape_plotly(EVIL), 2, EVIL)]
    assert figure.data[0].hovertext[0] == "Pruning: 2 of 3 papers (66.7 %, 95 % CI 20.8–93.9 %)"
    assert figure.layout.xaxis.title.text == "Papers (of 3 selected)"


def test_year_chart_counts(index: Index, colors: dict[str, Mark]) -> None:
    figure = charts.year_chart(per_year(index, ALL), colors, shares=False, height=300)
    assert {bar.name: list(bar.y) for bar in figure.data} == {
        "Pruning": [1, 0],
        escape_plotly(EVIL): [0, 1],
        SEVERAL: [1, 0],
    }
    assert [list(bar.customdata) for bar in figure.data] == [["2021", "2022"]] * 3
    assert [note.text for note in figure.layout.annotations] == ["2", "1"]


def test_year_chart_shares_add_up_to_the_year(index: Index, colors: dict[str, Mark]) -> None:
    figure = charts.year_chart(per_year(index, ALL), colors, shares=True, height=300)
    assert np.sum([bar.y for bar in figure.data], axis=0).tolist() == [100.0, 100.0]


def test_venue_chart_picks_single_venues_only(index: Index) -> None:
    tally = pd.DataFrame({"venue": ["ACL", "2 other venues", "(not stated)"], "papers": [2, 3, 1], "venues": [1, 2, 1]})
    figure = charts.venue_chart(tally, 6, 300)
    assert bars(figure) == [("ACL", 2, "ACL"), ("2 other venues", 3, ""), ("(not stated)", 1, "(not stated)")]
    assert bars(charts.venue_chart(per_venue(index, ALL, preprints=True), 3, 300))[1] == (escape_plotly(EVIL), 1, EVIL)


def test_code_chart_shows_counts_and_intervals(index: Index, colors: dict[str, Mark]) -> None:
    figure = charts.code_chart(code_by_technique(index, ALL), colors, 300)
    assert [note.text for note in figure.layout.annotations] == ["1 of 2", "0 of 2"]
    error = figure.data[0].error_x
    assert figure.data[0].x[0] + error.array[0] == pytest.approx(90.55, abs=0.01)
    assert figure.data[0].x[0] - error.arrayminus[0] == pytest.approx(9.45, abs=0.01)


def test_no_chart_lets_markup_through(index: Index, colors: dict[str, Mark]) -> None:
    figures = [
        charts.technique_chart(per_technique(index, ALL), colors, 3, 300),
        charts.year_chart(per_year(index, ALL), colors, shares=False, height=300),
        charts.venue_chart(per_venue(index, ALL, preprints=True), 3, 300),
        charts.code_chart(code_by_technique(index, ALL), colors, 300),
    ]
    for figure in figures:
        for bar in figure.data:
            shown = [bar.name or "", *map(str, bar.y), *bar.hovertext]
            assert not any("<b>" in text for text in shown)


def test_a_technique_keeps_its_mark_under_every_filter(index: Index, colors: dict[str, Mark]) -> None:
    for mask in (ALL, ~ALL, np.array([False, False, True])):
        figure = charts.technique_chart(per_technique(index, mask), colors, 3, 300)
        assert figure.data[0].marker.color == tuple(colors[name].color for name in index.facets["technique"].options)


def test_the_ninth_technique_is_told_apart_by_a_pattern() -> None:
    many = marks([str(number) for number in range(20)])
    assert len(set(many.values())) == 20


def test_figures_are_valid_and_can_be_sent_to_the_browser(index: Index, colors: dict[str, Mark]) -> None:
    figures = [
        charts.technique_chart(per_technique(index, ALL), colors, 3, 300),
        charts.year_chart(per_year(index, ALL), colors, shares=False, height=300),
        charts.year_chart(per_year(index, ~ALL), colors, shares=True, height=300),
        charts.venue_chart(per_venue(index, ALL, preprints=True), 3, 300),
        charts.code_chart(code_by_technique(index, ~ALL), colors, 300),
    ]
    for figure in figures:
        go.Figure(figure.to_dict())  # raises on a property that Plotly does not know
        json.loads(figure.to_json())


# Colours: simulated for each kind of colour vision (Machado, Oliveira and Fernandes 2009, severity 1) and compared
# in CIELAB.

VISION = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(color: str, vision: object) -> np.ndarray:
    srgb = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(vision) @ linear, 0, 1)
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    xyz = np.array(to_xyz) @ seen / [0.95047, 1, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", VISION)
def test_colours_can_be_told_apart(kind: str) -> None:
    """A difference of 2.3 is just noticeable; beside each other in a bar it takes several times that."""
    palette = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]["chartCategoricalColors"]
    seen = [lab(color, VISION[kind]) for color in palette]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) > 12


# Texts


@pytest.mark.parametrize(
    "text", ["$x$", "*a*", ":red[b]", "<script>", "[a](b)", "`c`", "a | b", "# h", "- x", "1. y", ":smile:", "~~s~~"]
)
def test_markdown_is_shown_and_not_interpreted(text: str) -> None:
    escaped = escape_markdown(text)
    assert escaped.replace("\\", "") == text
    assert not any(escaped[place] in "$*<[`|#~:" and escaped[place - 1] != "\\" for place in range(1, len(escaped)))


def test_a_link_cannot_break_out_of_its_markdown() -> None:
    assert markdown_link("a](b", "https://example.org/x)y") == "[a\\]\\(b](<https://example.org/x%29y>)"
    assert markdown_link("no address", "") == "no address"


def test_a_selection_in_words() -> None:
    chosen = Filters().picking("technique", ["A", "B"]).between((2021, 2021)).searching("x").picking("list", ["k"])
    words = in_words(chosen, {"list": {"k": "My list"}})
    assert words == "Technique: A or B · List: My list · Year: 2021 · Title has: x"


def test_percent() -> None:
    assert (percent(0.3654), percent(None)) == ("36.5 %", "–")
