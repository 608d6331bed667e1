"""What each chart says, as a reduced result: names, lengths, what a click picks. Untrusted names are escaped."""

from __future__ import annotations

import json
import tomllib
from itertools import combinations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from components.charts import bars, elements, intervals, trends
from components.charts.elements import Band, Look
from components.palette import NEUTRAL, QUIET, Mark, marks
from components.phrases import escape_plotly, points
from data.measures.comparison import Pair, compare
from data.measures.statistics import difference
from data.measures.tallies import code_by, crosstab, per_option, per_venue, per_year, shares
from data.measures.trends import per_month, shares_by_year
from data.query.bitmap import pack
from data.query.facets import SEVERAL, Index, build_index
from data.schema import Paper
from tests.charts import drawn_by_plotly
from tests.conftest import ROOT, paper, papers_frame

EVIL = "<b>Evil</b> & *co*"


@pytest.fixture
def index() -> Index:
    code = {"code_url": "https://github.com/a/b"}
    venue = {"venue": "ACL", "venue_type": "conference"}
    rows: list[Paper] = [
        paper(1, techniques=("Pruning",), year=2021, month="2020-11", **code, **venue),
        paper(2, techniques=("Pruning", EVIL), year=2021, month="2021-01", **venue),
        paper(3, techniques=(EVIL,), year=2022, month="2021-01", venue=EVIL),
    ]
    return build_index(papers_frame(*rows), {"technique": ("Pruning",)})


@pytest.fixture
def colors(index: Index) -> dict[str, Mark]:
    return marks(index.facets["technique"].options)


ALL = pack(np.ones(3, dtype=np.bool_))
NONE = pack(np.zeros(3, dtype=np.bool_))
LOOK = Look(300)
HATCHED = Look(300, bands=[Band(("2021",), dense=False), Band(("2022",), dense=True)])


def drawn(figure: go.Figure) -> list[tuple[object, ...]]:
    return [row for trace in figure.data for row in zip(trace.y, trace.x, trace.customdata, strict=True)]


def test_option_bars(index: Index, colors: dict[str, Mark]) -> None:
    figure = drawn_by_plotly(bars.option_bars(per_option(index, "technique", ALL), 3, LOOK, colors))
    assert drawn(figure) == [("Pruning", 2, "Pruning"), (escape_plotly(EVIL), 2, EVIL)]
    assert figure.data[0].hovertext[0].startswith("Pruning: 2 of 3 papers (66.7 %, 95 % CI 20.8–93.9 %)")
    assert figure.layout.xaxis.title.text == "Papers (of 3)"


def test_what_is_not_picked_steps_back(index: Index, colors: dict[str, Mark]) -> None:
    figure = drawn_by_plotly(bars.option_bars(per_option(index, "technique", ALL), 3, Look(300, ["Pruning"]), colors))
    assert figure.data[0].marker.opacity == (1, elements.FAINT)
    years = drawn_by_plotly(bars.year_bars(per_year(index, ALL), colors, Look(300, ["2022"])))
    assert years.data[0].marker.opacity == (elements.FAINT, 1)


def test_year_bars_count(index: Index, colors: dict[str, Mark]) -> None:
    figure = drawn_by_plotly(bars.year_bars(per_year(index, ALL), colors, LOOK))
    assert {trace.name: list(trace.y) for trace in figure.data} == {
        "Pruning": [1, 0],
        escape_plotly(EVIL): [0, 1],
        SEVERAL: [1, 0],
    }
    assert [list(trace.customdata) for trace in figure.data] == [["2021", "2022"]] * 3
    assert [note.text for note in figure.layout.annotations] == ["2", "1"]


def test_shares_of_a_year_add_up(index: Index, colors: dict[str, Mark]) -> None:
    figure = drawn_by_plotly(bars.year_bars(per_year(index, ALL), colors, LOOK, shares=True))
    assert np.sum([trace.y for trace in figure.data], axis=0).tolist() == [100.0, 100.0]


def test_venue_bars_pick_single_venues_only(index: Index) -> None:
    tally = pd.DataFrame({"venue": ["ACL", "2 other venues", "(not stated)"], "papers": [2, 3, 1], "venues": [1, 2, 1]})
    figure = drawn_by_plotly(bars.venue_bars(tally, 6, LOOK))
    assert drawn(figure) == [
        ("ACL", 2, "ACL"),
        ("2 other venues", 3, elements.ALL),
        ("(not stated)", 1, "(not stated)"),
    ]
    named = drawn_by_plotly(bars.venue_bars(per_venue(index, ALL, preprints=True), 3, LOOK))
    assert drawn(named)[1] == (escape_plotly(EVIL), 1, EVIL)


def test_share_rows_show_counts_intervals_and_warn_of_few_papers(index: Index, colors: dict[str, Mark]) -> None:
    figure = drawn_by_plotly(intervals.share_rows(code_by(index, "technique", ALL), "Papers (%)", LOOK, colors))
    assert [note.text for note in figure.layout.annotations] == ["1 of 2 *", "0 of 2 *"]
    assert "too few to judge" in figure.data[0].hovertext[0]
    error = figure.data[0].error_x
    assert figure.data[0].x[0] + error.array[0] == pytest.approx(90.55, abs=0.01)
    assert figure.data[0].x[0] - error.arrayminus[0] == pytest.approx(9.45, abs=0.01)


def test_ten_papers_are_not_few() -> None:
    frame = shares(["A", "B"], np.array([4, 4]), np.array([9, 10]))
    figure = drawn_by_plotly(intervals.share_columns(frame, "Papers (%)", "Year", LOOK))
    assert [note.text for note in figure.layout.annotations] == ["4<br>of 9 *", "4<br>of 10"]


def test_months_and_their_running_total(index: Index) -> None:
    figure = drawn_by_plotly(trends.month_bars(per_month(index, ALL), LOOK))
    assert list(figure.data[0].x) == ["2020-11", "2020-12", "2021-01"]
    assert (list(figure.data[0].y), list(figure.data[1].y)) == ([1, 0, 2], [1, 1, 3])


def test_shares_over_time_are_one_small_chart_an_option(index: Index, colors: dict[str, Mark]) -> None:
    figure = drawn_by_plotly(trends.share_lines(shares_by_year(index, "technique", ALL), colors, LOOK))
    assert [list(trace.y) for trace in figure.data] == [[100, 0], [50, 100]]
    assert figure.data[1].customdata == ([EVIL, "2021"], [EVIL, "2022"])
    assert [note.text for note in figure.layout.annotations] == [
        "Pruning<br>2 papers",
        f"{escape_plotly(EVIL)}<br>2 papers",
    ]


def test_a_matrix_has_a_disc_for_each_pair_with_papers(index: Index) -> None:
    figure = drawn_by_plotly(trends.matrix(crosstab(index, "technique", "year", ALL), "Year", LOOK))
    cells = dict(zip(map(tuple, figure.data[0].customdata), figure.data[0].text, strict=True))
    assert cells == {("Pruning", "2021"): "2", (EVIL, "2021"): "1", (EVIL, "2022"): "1"}


def test_what_rises_stands_right_of_one_and_doubt_is_grey() -> None:
    rows = [("A", 1, 9, 2.0, 1.0, 3.0, 4.0), ("B", 5, 5, 0.0, -1.0, 1.0, 0.0), ("C", 9, 1, -2.0, -3.0, -1.0, -4.0)]
    frame = pd.DataFrame(rows, columns=["option", "earlier", "later", "log_odds", "low", "high", "z"])
    figure = drawn_by_plotly(intervals.rise_rows(frame, (20, 30), LOOK))
    assert np.log(figure.data[0].x).tolist() == pytest.approx([2, 0, -2])
    assert len(set(figure.data[0].marker.color)) == 3
    assert [note.text for note in figure.layout.annotations] == ["1 → 9", "5 → 5", "9 → 1"]


def test_two_selections_share_one_axis(index: Index) -> None:
    pair = Pair(index.facets["year"].having("2021"), index.facets["year"].having("2022"))
    figure = drawn_by_plotly(intervals.pair_rows(compare(index, "technique", pair), pair.sizes, "Share (%)", LOOK))
    assert [list(trace.x) for trace in figure.data] == [[100, 50], [0, 100]]
    assert figure.data[1].customdata == (["b", "Pruning"], ["b", EVIL])
    ends = [difference((2, 2), (0, 1), (0, 0)), difference((1, 2), (1, 1), (0, 0))]
    assert [note.text for note in figure.layout.annotations] == [
        f"{points(end.value)} [{points(end.low)}, {points(end.high)}]" for end in ends if end
    ]


def figures(index: Index, colors: dict[str, Mark], rows: np.ndarray) -> list[go.Figure]:
    """Every chart there is, hatched where it can be."""
    months = per_month(index, rows)
    frame = code_by(index, "technique", rows)
    rise = pd.DataFrame(
        [(EVIL, 1, 2, 0.1, -1.0, 1.0, 0.2)], columns=["option", "earlier", "later", "log_odds", "low", "high", "z"]
    )
    made = [
        bars.option_bars(per_option(index, "technique", rows), 3, Look(300, ["Pruning"]), colors),
        bars.option_bars(per_option(index, "venue", rows), 3, LOOK),
        bars.year_bars(per_year(index, rows), colors, HATCHED),
        bars.year_bars(per_year(index, rows), colors, Look(300, ["2021"]), shares=True),
        bars.venue_bars(per_venue(index, rows, preprints=True), 3, LOOK),
        intervals.share_rows(frame, "Papers (%)", LOOK, colors),
        intervals.share_columns(code_by(index, "year", rows), "Papers (%)", "Year", HATCHED),
        intervals.rise_rows(rise, (1, 2), LOOK),
        intervals.pair_rows(compare(index, "year", Pair(ALL, ALL)), (3, 3), "Share (%)", HATCHED),
        trends.month_bars(months, Look(300, bands=[Band(("2021-01",), dense=True)])),
        trends.share_lines(shares_by_year(index, "technique", rows), colors, HATCHED),
        trends.matrix(crosstab(index, "technique", "year", rows), "Year", HATCHED),
    ]
    return [drawn_by_plotly(figure) for figure in made]


@pytest.mark.parametrize("rows", [ALL, NONE], ids=["all", "none"])
def test_figures_are_valid_and_can_be_sent_to_the_browser(
    rows: np.ndarray, index: Index, colors: dict[str, Mark]
) -> None:
    for figure in figures(index, colors, rows):
        json.loads(figure.to_json())


def test_no_chart_lets_markup_through(index: Index, colors: dict[str, Mark]) -> None:
    for figure in figures(index, colors, ALL):
        for trace in figure.data:
            shown = [trace.name or "", *map(str, trace.y), *map(str, trace.x), *(trace.hovertext or ())]
            shown += [note.text for note in figure.layout.annotations]
            assert not any("<b>" in text for text in shown)


def test_every_axis_with_a_scale_has_a_title_with_its_unit(index: Index, colors: dict[str, Mark]) -> None:
    """A percentage says so; a count says of what."""
    for figure in figures(index, colors, ALL):
        titles = [axis.title.text for axis in (figure.layout.xaxis, figure.layout.yaxis) if axis.title.text]
        small = [axis.ticksuffix for axis in (figure.layout.yaxis,) if axis.ticksuffix]
        discs = figure.data[0].text is not None
        assert small or discs or any(word in title for title in titles for word in ("%", "Papers", "Odds"))


def test_what_lies_after_a_horizon_is_hatched(index: Index, colors: dict[str, Mark]) -> None:
    figure = drawn_by_plotly(bars.year_bars(per_year(index, ALL), colors, HATCHED))
    hatched = [(list(trace.x), trace.marker.pattern.shape) for trace in figure.data if trace.yaxis == "y2"]
    assert hatched == [(["2021"], "/"), (["2022"], "x")]


def test_a_technique_keeps_its_mark_under_every_filter(index: Index, colors: dict[str, Mark]) -> None:
    for rows in (ALL, NONE, pack(np.array([False, False, True]))):
        figure = drawn_by_plotly(bars.option_bars(per_option(index, "technique", rows), 3, LOOK, colors))
        assert figure.data[0].marker.color == tuple(colors[name].color for name in index.facets["technique"].options)


def test_what_is_not_stated_is_drawn_quietly_and_the_row_of_others_is_grey() -> None:
    names = ["Pruning", "2 other techniques", "(not stated)"]
    tally = pd.DataFrame({"option": names, "papers": [2, 9, 20], "options": [1, 2, 1]})
    figure = drawn_by_plotly(bars.option_bars(tally, 31, LOOK, marks(["Pruning", "(not stated)"])))
    assert figure.data[0].marker.color[1:] == (NEUTRAL, QUIET)
    assert figure.data[0].customdata == ("Pruning", elements.ALL, "(not stated)")
    assert figure.data[0].hovertext[1].endswith("A click shows all of them")


def test_the_first_bar_picks_all_years_that_were_gathered(colors: dict[str, Mark]) -> None:
    tally = pd.DataFrame({"Pruning": [3, 5]}, index=["before 2010", "2010"])
    figure = drawn_by_plotly(bars.year_bars(tally, colors, Look(300, ["2010"], gathered=["1998", "2004"])))
    assert list(figure.data[0].customdata) == [["1998", "2004"], "2010"]
    assert figure.data[0].marker.opacity == (elements.FAINT, 1)
    both = drawn_by_plotly(bars.year_bars(tally, colors, Look(300, ["1998", "2004"], gathered=["1998", "2004"])))
    assert both.data[0].marker.opacity == (1, elements.FAINT)


def test_a_matrix_opens_the_table_for_what_stands_for_several() -> None:
    table = pd.DataFrame([[1, 2], [30, 4]], index=["Pruning", "9 other techniques"], columns=["before 2010", "2010"])
    figure = drawn_by_plotly(trends.matrix(table, "Year", LOOK, {"before 2010", "9 other techniques"}))
    assert list(figure.data[0].customdata) == [["(all)"], ["Pruning", "2010"], ["(all)"], ["(all)"]]
    assert max(figure.data[0].marker.size) <= trends.LARGEST_DISC


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
