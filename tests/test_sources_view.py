"""The sources view and "New since" as a session sees them: numbers recounted, clicks to rows, plain refusals."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import binomtest
from streamlit.testing.v1 import AppTest

from components import store
from components.charts import sources as charts
from components.views.sources import MOST_LISTS
from components.views.sources.shared_papers import MOST_INTERSECTIONS
from data.lists.list_source import ListSource
from data.measures.estimate import chapman
from data.measures.sources import FIELDS
from data.schema import DATA_FOLDER, Paper, Version
from data.tables.table import read_table, to_frame
from tests import ready
from tests.charts import chart, drawn_by_plotly, names
from tests.conftest import paper, papers_frame
from tests.facets import act, facets
from tests.test_app import app, chip_texts, click, headline, query
from tests.test_views import data, having

pytestmark = pytest.mark.shipped

EVIL = "<b>Evil</b> & *co*"


@pytest.fixture(scope="module")
def papers() -> pd.DataFrame:
    return read_table(DATA_FOLDER / "papers.csv", Paper)


def texts(page: AppTest) -> str:
    """Everything that the page says, without the escapes of Markdown."""
    written = [text.value for text in [*page.markdown, *page.caption, *page.info]]
    return " ".join([re.sub(r"\\(.)", r"\1", " ".join(written)), *ready.texts(page)])


def table(
    folder: Path, monkeypatch: pytest.MonkeyPatch, papers: list[Paper], versions: tuple[Version, ...] = ()
) -> None:
    """Open invented papers, and the history of their lists where it is given."""
    papers_frame(*papers).sort_values("id").to_csv(folder / "papers.csv", index=False)
    if versions:
        to_frame(versions, Version).to_csv(folder / "history.csv", index=False)
    monkeypatch.setenv("SURVEYOR_TABLE", str(folder / "papers.csv"))


def listed(number: int, *keys: str, **cells: object) -> Paper:
    records = tuple(f"{key}:{number + 1}" for key in keys)
    return paper(number, **{"lists": keys, "records": records, "month": "2024-01", "techniques": ("A",), **cells})


# The lists


def test_each_list_has_its_entries_papers_and_links(papers: pd.DataFrame) -> None:
    page = app(view="sources")
    assert not page.exception
    shown = data(page, "lists").set_index("list")
    records = pd.read_csv(DATA_FOLDER / "records.csv", dtype=str)
    for key, row in shown.iterrows():
        of_list = papers[having(papers, "lists", str(key))]
        entries = (records["list"] == key) & (records["kind"] == "paper")
        assert (row["entries"], row["papers"]) == (entries.sum(), len(of_list))
        assert row["only here"] == (papers["lists"] == key).sum()
        coded = int((of_list["code_url"] != "").sum())
        expected = binomtest(coded, len(of_list)).proportion_ci(0.95, method="wilson")
        assert (row["with code"], row["low"], row["high"]) == pytest.approx((coded, expected.low, expected.high))
        months = of_list["month"][of_list["month"] != ""]
        assert row["newest month"] == months.max()
        ages = int(row["date"][:4]) * 12 + int(row["date"][5:7]) - months.str[:4].astype(int) * 12
        ages -= months.str[5:].astype(int)
        assert (row["median age"], row["last 12 months"]) == (ages.median(), ages.between(0, 11).sum())
    first = page.table[0].value.iloc[0].to_dict()
    assert first["List"].startswith("[Awesome LLM Compression](<https://github.com/")
    assert re.search(r"\?plain=1#L\d+", first["Newest paper"])
    assert first["Covers up to"].replace("\\", "") == "2025-03"


def test_a_list_of_unknown_date_covers_no_more_than_its_own_months(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    months = {"a": "2023-01", "b": "2024-06", "c": ""}
    table(
        tmp_path, monkeypatch, [listed(number, key, month=month) for number, (key, month) in enumerate(months.items())]
    )
    shown = data(app(view="sources"), "lists").set_index("list")
    assert shown["covers up to"].to_dict() == {"a": "2023-01", "b": "2024-06", "c": "not known"}


def test_counts_are_of_the_selection_and_versions_are_not(papers: pd.DataFrame) -> None:
    page = app(view="sources", technique="Survey")
    shown = data(page, "lists").set_index("list")
    surveys = papers[having(papers, "techniques", "Survey")]
    assert shown["papers"].to_dict() == {key: having(surveys, "lists", key).sum() for key in shown.index}
    assert f"the {len(surveys)} selected papers" in texts(page)
    assert shown.loc["llm-compression", "date"] == "2025-04-10"


def test_a_filter_on_lists_is_ignored() -> None:
    page = app(view="sources", list="efficient-aigc")
    assert "all other filters" in texts(page)
    assert data(page, "lists")["papers"].tolist() == data(app(view="sources"), "lists")["papers"].tolist()


def test_an_empty_selection_says_so() -> None:
    page = app(view="sources", technique="Survey", venue="FPGA")
    assert len(page.info) == 1
    assert not page.table
    assert not page.exception


# What lists share, and how complete they are


def test_a_cell_of_the_overlap_picks_the_papers_of_both_and_takes_them_back(papers: pd.DataFrame) -> None:
    page = app(view="sources")
    shown = data(page, "overlap").set_index("list")
    both = papers["lists"] == "efficient-aigc; llm-compression"
    assert shown.loc["Awesome Efficient AIGC", "Awesome LLM Compression"] == both.sum()
    click(page, "overlap", ["efficient-aigc", "llm-compression"])
    assert query(page) == {"view": ["sources"], "listed-in": ["efficient-aigc + llm-compression"]}
    assert f"**{both.sum()}** of 747 papers" in texts(page)
    click(page, "overlap", ["efficient-aigc", "llm-compression"])
    assert query(page) == {"view": ["sources"]}
    click(page, "overlap", ["efficient-aigc", "efficient-aigc"])
    assert f"**{having(papers, 'lists', 'efficient-aigc').sum()}** of 747 papers" in texts(page)


def test_completeness_is_counted_by_column_and_list(papers: pd.DataFrame) -> None:
    page = app(view="sources")
    shown = data(page, "completeness")
    assert set(shown["list"]) == {"All", "Awesome Efficient AIGC", "Awesome LLM Compression"}
    titles = {field.title: field.column for field in FIELDS}
    lists = {"All": "", "Awesome Efficient AIGC": "efficient-aigc", "Awesome LLM Compression": "llm-compression"}
    for row in shown.to_dict("records"):
        rows = papers[having(papers, "lists", lists[row["list"]])] if lists[row["list"]] else papers
        cells = rows[titles[row["field"]]]
        assert (row["filled"], row["papers"]) == ((cells.notna() & (cells.astype(str) != "")).sum(), len(rows))
    assert "nearly complete: year" in texts(page)


def test_a_cell_of_completeness_picks_what_lacks_the_column(papers: pd.DataFrame) -> None:
    page = app(view="sources")
    click(page, "completeness", ["efficient-aigc", "code_url"])
    assert query(page) == {"view": ["sources"], "list": ["efficient-aigc"], "code": ["no"]}
    lacking = having(papers, "lists", "efficient-aigc") & (papers["code_url"] == "")
    assert f"**{lacking.sum()}** of 747 papers" in texts(page)
    click(page, "completeness", ["efficient-aigc", "code_url"])
    assert query(page) == {"view": ["sources"]}
    click(page, "completeness", ["", "year"])
    assert query(page) == {"view": ["sources"], "year": ["(not stated)"]}


def test_a_cell_that_no_filter_can_say_picks_nothing() -> None:
    page = app(view="sources")
    click(page, "completeness", ["efficient-aigc", "paper_url"])
    assert query(page) == {"view": ["sources"]}


# Papers beyond the lists


def test_the_estimate_is_made_of_the_months_and_subjects_of_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [("a",)] * 20 + [("b",)] * 15 + [("a", "b")] * 10
    others = [listed(90, "a", month="2020-01"), listed(91, "b", techniques=("B",)), listed(92, "a", month="")]
    table(tmp_path, monkeypatch, [*(listed(number, *names) for number, names in enumerate(keys)), *others])
    page = app(view="sources")
    shown = data(page, "estimate").set_index("what")["value"]
    expected = chapman(30, 25, 10)
    assert (shown["first month"], shown["last month"]) == ("2024-01", "2024-01")
    assert (shown["in a"], shown["in b"], shown["in both"]) == ("30", "25", "10")
    assert headline(page)["Estimated in all"] == f"{expected.papers:.0f}"
    assert headline(page)["In either list"] == "45"
    assert float(shown["low"]) == pytest.approx(expected.low, abs=0.01)
    bold = next(text.value for text in page.markdown if text.value.startswith("**This assumes"))
    assert bold.endswith("**")
    assert "lower bound" in texts(page)
    assert "Left out: 1 without an arXiv id, 1 of other months, 1 on subjects of one list." in texts(page)


def test_the_shipped_lists_nearly_contain_each_other_so_both_counts_stand_there_instead(papers: pd.DataFrame) -> None:
    dated = papers[papers["month"].between("2022-05", "2024-03") & (papers["domains"] != "Vision")]
    one, other = (having(dated, "lists", key) for key in ("llm-compression", "efficient-aigc"))
    smaller, larger = sorted((one.sum(), other.sum()))
    page = app(view="sources")
    said = f"of the {smaller} papers of the smaller list that both could have, the other, with {larger}, has "
    assert f"{said}{(one & other).sum()}. One list nearly contains the other" in texts(page)
    assert "Estimated in all" not in headline(page)


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"code": "yes"}, "under these filters: code"),
        ({"venue": "EMNLP"}, "under these filters: venue."),
        ({"since": "2024-04-10"}, "Add a second list"),
        ({"technique": "Quantization", "year": "2023"}, "under these filters: technique, year."),
    ],
)
def test_where_it_makes_no_sense_one_sentence_says_why(params: dict[str, str], why: str) -> None:
    page = app(view="sources", **params)
    assert why in texts(page)
    assert "Estimated in all" not in headline(page)
    assert "This assumes" not in texts(page)


def test_the_pair_of_lists_can_be_chosen_and_is_in_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [("a",)] * 20 + [("b",)] * 15 + [("a", "b")] * 10 + [("b", "c")] * 9 + [("c",)] * 2
    table(tmp_path, monkeypatch, [listed(number, *names) for number, names in enumerate(keys)])
    page = app(view="sources")
    assert headline(page)["In either list"] == "54"
    page.selectbox(key="menu-From").set_value("c").run()
    assert query(page) == {"view": ["sources"], "pair": ["c", "a"]}
    assert "it takes 7 papers in both lists, and here there are 0" in texts(page)
    page.selectbox(key="menu-and").set_value("b").run()
    assert query(page)["pair"] == ["c", "b"]
    assert "nowhere" not in texts(app(view="sources", pair=["nowhere"]))


# Three lists and many


def many(lists: int, papers: int) -> list[Paper]:
    return [
        listed(
            number, *(f"list-{place:02}" for place in range(lists) if number % (place + 2) == 0 or place == number % 7)
        )
        for number in range(papers)
    ]


def test_exact_intersections_add_up_and_a_click_picks_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [("a",)] * 5 + [("b",)] * 4 + [("a", "b")] * 3 + [("a", "b", "c")] * 2 + [("c",)]
    table(tmp_path, monkeypatch, [listed(number, *names) for number, names in enumerate(keys)])
    page = app(view="sources")
    shown = data(page, "intersections")
    assert shown["papers"].tolist() == [5, 4, 3, 2, 1]
    assert shown["lists"].tolist() == ["a", "b", "a and b", "a and b and c", "c"]
    assert "10 of 15 papers are in one list only" in texts(page)
    click(page, "intersections", "2")
    assert query(page)["listed-in"] == ["a + b"]
    click(page, "overlap", ["a", "b"])
    assert set(query(page)["listed-in"]) == {"a + b", "a + b + c"}


def test_fifty_lists_are_cut_and_the_rest_is_summed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = many(50, 400)
    table(tmp_path, monkeypatch, rows)
    page = app(view="sources")
    assert not page.exception
    shown = page.table[0].value
    assert len(shown) == MOST_LISTS + 1
    assert shown.iloc[-1]["List"] == "38 other lists together"
    assert f"The {MOST_LISTS} largest of 50 lists." in texts(page)
    assert len(data(page, "overlap")) == MOST_LISTS
    assert data(page, "intersections")["papers"].sum() == len(rows)
    assert "smaller groups with" in texts(page)
    bars = chart(page, "intersections").data[0]
    assert bars["customdata"] == [f"{place}" for place in range(MOST_INTERSECTIONS)]


def test_a_single_list_shares_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path, monkeypatch, [listed(number, "a") for number in range(3)])
    page = app(view="sources")
    assert not page.exception
    assert "Add a second list to see what the two share." in texts(page)
    assert "overlap" not in names(page)
    assert "beyond the lists" not in texts(page)
    assert "Growth needs two versions of a list. A weekly fetch collects them." in texts(page)


def test_lists_of_one_title_have_names_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    titles = {"one": "Small nets", "two": "Small nets", "three": "Small nets (two)", "four": "list"}
    lists = {key: ListSource(key, title, path=Path(f"{key}.md")) for key, title in titles.items()}
    papers = papers_frame(*(listed(number, *titles) for number in range(3)), listed(4, "five"))
    opened = store.in_memory(papers, None, lists)
    assert opened.labels["list"] == {
        "one": "Small nets (one)",
        "two": "Small nets (two)",
        "three": "Small nets (two) (three)",
        "four": "list (four)",
        "five": "five",
    }
    table(tmp_path, monkeypatch, [listed(number, *titles) for number in range(3)])
    monkeypatch.setattr("components.tables_beside.load_lists", lambda _: lists)
    store._load.clear()
    page = app(view="sources")
    assert not page.exception
    assert "Small nets (one)" in data(page, "overlap").columns
    store._load.clear()


# Growth


VERSIONS = (
    Version("2023-01-01", "a", 12, 10, 4),
    Version("2024-01-01", "a", 25, 20, 9),
    Version("2024-01-01", "b", 7, 7, 1),
)


def test_growth_is_drawn_from_two_versions_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path, monkeypatch, [listed(1, "a"), listed(2, "b")], VERSIONS)
    page = app(view="sources")
    assert "Grew most: a, from 10 to 20 papers. 1 more list not drawn." in texts(page)
    assert len(data(page, "growth")) == len(VERSIONS)
    click(page, "growth", ["a", "2024-01-01"])
    assert query(page)["list"] == ["a"]


def test_one_version_a_list_is_said_and_not_drawn() -> None:
    page = app(view="sources")
    assert "Growth needs two versions of a list. A weekly fetch collects them. Read so far: " in texts(page)
    assert page.table[0].value["Curation lag"].str.startswith("needs two").all()
    assert "growth" not in names(page)


def test_the_curation_lag_is_of_papers_that_a_later_version_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    months = [("2023-01-01", "2022-01"), ("2024-01-01", "2023-11"), ("2024-01-01", "2023-08"), ("2024-01-01", "")]
    papers = [listed(n, "a", added=added, month=month) for n, (added, month) in enumerate(months)]
    elsewhere = listed(8, "a", "b", added="2023-06-01", month="2020-01")
    table(tmp_path, monkeypatch, [*papers, elsewhere, listed(9, "b", added="2024-01-01")], VERSIONS)
    shown = app(view="sources").table[0].value.set_index("List")["Curation lag"].str.replace("\u00a0", " ")
    assert shown.to_dict() == {"a": "3.5 months (of 2)", "b": "needs two versions"}


# New since


def test_new_since_selects_what_lists_had_later(papers: pd.DataFrame) -> None:
    page = app(since="2024-04-10")
    later = int((papers["added"] > "2024-04-10").sum())
    assert 0 < later < len(papers)
    assert headline(page)["Papers"] == str(later)
    assert chip_texts(page) == ["New since: 2024-04-10"]


def test_new_since_takes_any_date_and_shows_it(papers: pd.DataFrame) -> None:
    page = app(since="2024-07-01")
    assert headline(page)["Papers"] == str((papers["added"] > "2024-07-01").sum())
    assert chip_texts(page) == ["New since: 2024-07-01"]


def test_flags_are_called_as_their_findings_are() -> None:
    page = app(flag="stale-preprint")
    assert chip_texts(page) == ["Flag: Venue outdated"]
    assert query(page) == {"flag": ["stale-preprint"]}


def test_new_since_is_a_menu_with_live_counts(papers: pd.DataFrame) -> None:
    page = app(technique="Survey")
    page.session_state["more-facets"] = True
    page.run()
    later = having(papers, "techniques", "Survey") & (papers["added"] > "2024-04-10")
    offered = [["", "Any time"], ["2024-04-10", f"2024-04-10 · {later.sum()}"]]
    assert facets(page)["since"].sent["options"] == offered
    act(page, "since", ("choice", "2024-04-10", True))
    assert query(page) == {"technique": ["Survey"], "since": ["2024-04-10"]}
    assert headline(page)["Papers"] == str(later.sum())
    assert facets(page)["since"].sent["value"] == "2024-04-10"
    act(page, "since", ("choice", "", True))
    assert query(page) == {"technique": ["Survey"]}


def test_since_the_last_version_nothing_is_new_and_the_menu_still_says_so() -> None:
    page = app(since="2025-04-10")
    page.session_state["more-facets"] = True
    page.run()
    assert not page.exception
    assert facets(page)["since"].sent["value"] == "2025-04-10"


def test_with_versions_of_one_date_the_menu_is_at_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path, monkeypatch, [listed(1, "a", added="2024-01-01"), listed(2, "a")])
    page = app()
    page.session_state["more-facets"] = True
    page.run()
    menu = facets(page)["since"].sent
    assert menu["options"] == [["", "Any time"]]
    assert "have one date" in menu["about"]


def test_the_comparison_knows_since(papers: pd.DataFrame) -> None:
    page = app(view="compare", **{"vs-since": "2024-04-10"})
    assert f"Selection B: **{(papers['added'] > '2024-04-10').sum()}**" in texts(page)


# Charts


NAMES = {"a": EVIL, "b": "A list with quite a long name indeed, and more of it", "": "All"}
OVERLAP = pd.DataFrame([[5, 2], [2, 7]], index=["a", "b"], columns=["a", "b"])
GROUPS = pd.DataFrame(
    {"lists": [("a",), ("a", "b")], "others": [False, True], "papers": [3, 2], "options": [("a",), ("a + b + c",)]}
)
CELLS = pd.DataFrame(
    [("", "year", 745, 747, 0.997, "nearly complete"), ("a", "year", 0, 0, float("nan"), "")],
    columns=["list", "field", "filled", "papers", "share", "grade"],
)
FIGURES = {
    "overlap": charts.overlap_discs(OVERLAP, NAMES, 200, [("a", "b")]),
    "intersections": charts.intersection_bars(GROUPS, ["a", "b"], NAMES, 200),
    "completeness": charts.completeness_cells(CELLS, {"year": "Year"}, NAMES, 200),
    "growth": charts.growth_lines(to_frame(VERSIONS, Version), NAMES, {"a": "#000", "b": "#111"}, 200),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_valid_and_escape_names(name: str) -> None:
    assert "<b>Evil" not in str(drawn_by_plotly(FIGURES[name]).to_dict())


def test_what_each_mark_picks() -> None:
    pairs = [list(pair) for pair in drawn_by_plotly(FIGURES["overlap"]).data[0].customdata]
    assert pairs == [["a", "a"], ["a", "b"], ["b", "a"], ["b", "b"]]
    assert list(drawn_by_plotly(FIGURES["intersections"]).data[0].customdata) == ["0", "1"]
    growth = drawn_by_plotly(FIGURES["growth"]).data[0]
    assert [list(pair) for pair in growth.customdata] == [
        ["a", "2023-01-01"],
        ["a", "2024-01-01"],
    ]


def test_the_dots_of_an_intersection_stand_for_its_lists() -> None:
    joined = drawn_by_plotly(FIGURES["intersections"]).data[2]
    assert list(joined.x) == [0, None, 1, 1, 1, None]
    assert list(joined.y) == [0, None, 0, 1, 2, None]
    assert list(drawn_by_plotly(FIGURES["intersections"]).layout.yaxis2.ticktext)[-1] == charts.OTHERS


@pytest.mark.parametrize(
    ("filled", "papers", "text"),
    [(747, 747, "100"), (746, 747, "99"), (1, 747, "<1"), (0, 747, "0"), (0, 0, "–"), (1, 2, "50")],
)
def test_a_cell_says_100_only_of_all_and_0_only_of_none(filled: int, papers: int, text: str) -> None:
    assert charts.cell_text(filled, papers) == text
