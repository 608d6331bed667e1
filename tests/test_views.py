"""Each view's numbers, as the page shows them in "Data", recomputed from the committed table another way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from statsmodels.stats.proportion import confint_proportions_2indep
from streamlit.testing.v1 import AppTest

from components.view import VIEWS
from data.schema import DATA_FOLDER, Paper, RecordRow, split
from data.tables.table import read_table
from tests.charts import chart, charts, names
from tests.conftest import paper, papers_frame
from tests.facets import act, choose
from tests.ready import metrics, texts
from tests.test_app import app, click, query

pytestmark = pytest.mark.shipped


@pytest.fixture(scope="module")
def papers() -> pd.DataFrame:
    return read_table(DATA_FOLDER / "papers.csv", Paper)


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    return read_table(DATA_FOLDER / "records.csv", RecordRow)


def data(page: AppTest, panel: str) -> pd.DataFrame:
    """The table behind a chart, as a person opens it."""
    page.session_state[f"about-{panel}"] = True
    page.run()
    assert not page.exception
    shown = page.dataframe[0].value.reset_index(drop=True)
    page.session_state[f"about-{panel}"] = False
    page.run()
    return shown


def having(papers: pd.DataFrame, column: str, value: str) -> pd.Series:
    return papers[column].map(lambda cell: value in split(cell))


def check_shares(shown: pd.DataFrame, name: str, some: str) -> None:
    """Counts, shares and Wilson intervals fit together; scipy computes the intervals."""
    for row in shown[shown["papers"] > 0].to_dict("records"):
        expected = binomtest(row[some], row["papers"]).proportion_ci(0.95, method="wilson")
        assert row["share"] == pytest.approx(row[some] / row["papers"]), row[name]
        assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high)), row[name]


# Overview: each chart is under the filters of all others


def test_each_chart_of_the_overview_counts_under_all_other_filters(papers: pd.DataFrame) -> None:
    page = app(technique=["Quantization"], year=["2024"], venue=["ACL", "ICLR"])
    in_2024, at = papers["year"] == 2024, papers["venue"].isin(["ACL", "ICLR"])
    quantized = having(papers, "techniques", "Quantization")
    tally = data(page, "technique").set_index("technique")["papers"].to_dict()
    assert tally == {name: int((having(papers, "techniques", name) & in_2024 & at).sum()) for name in tally}
    years = data(page, "year").groupby("year")["papers"].sum().to_dict()
    assert years == papers["year"][quantized & at].value_counts().to_dict()
    venues = data(page, "venue").set_index("venue")["papers"]
    published = papers[quantized & in_2024 & (papers["venue_type"] != "preprint")]
    assert venues["EMNLP"] == (published["venue"] == "EMNLP").sum()
    assert venues.sum() == len(published)
    code = data(page, "code")
    check_shares(code, "technique", "with code listed")
    survey = code.set_index("technique").loc["Survey"]
    assert survey["papers"] == (having(papers, "techniques", "Survey") & in_2024 & at).sum()
    assert metrics(page)[0].value == str((quantized & in_2024 & at).sum())


# Code


@pytest.mark.parametrize(
    ("by", "column"),
    [("technique", "techniques"), ("topic", "topics"), ("venue", "venue"), ("venue-type", "venue_type")],
)
def test_code_listed_by_group(by: str, column: str, papers: pd.DataFrame) -> None:
    shown = data(app(view="code", by=by), "code")
    check_shares(shown, by, "with code listed")
    assert set(shown[by]) - {"(not stated)"} == {value for cell in papers[column] for value in split(cell)}
    for row in shown[shown[by] != "(not stated)"].to_dict("records"):
        group = papers[having(papers, column, row[by])]
        assert (row["papers"], row["with code listed"]) == (len(group), (group["code_url"] != "").sum())


def test_code_listed_by_year_and_where_it_lives(papers: pd.DataFrame) -> None:
    page = app(view="code", list="efficient-aigc")
    listed = papers[having(papers, "lists", "efficient-aigc")]
    shown = data(page, "code-year")
    check_shares(shown, "year", "with code listed")
    assert shown["papers"].sum() == listed["year"].notna().sum()
    with_code = listed[listed["code_url"] != ""]
    hosts = data(page, "code-host").set_index("code hosts")["papers"].to_dict()
    assert hosts == with_code["code_host"].value_counts().to_dict()
    owners = data(page, "code-owner").set_index("code owners")["papers"]
    counted = with_code["code_url"].str.lower().str.extract(r"https://(github\.com/[^/]+)/")[0].value_counts()
    assert owners.to_dict() == counted.to_dict()


def test_the_difference_between_two_groups_is_newcombes(papers: pd.DataFrame) -> None:
    """No paper is a conference paper and a preprint, so the interval is that of statsmodels."""
    page = app(view="code", by="venue-type", group=["conference", "preprint"])
    said = next(text.value for text in page.markdown if "percentage points" in text.value)
    listed = papers["code_url"] != ""
    groups = [papers["venue_type"] == name for name in ("conference", "preprint")]
    counts = [(int((listed & group).sum()), int(group.sum())) for group in groups]
    low, high = confint_proportions_2indep(*counts[0], *counts[1], method="newcomb")
    value = counts[0][0] / counts[0][1] - counts[1][0] / counts[1][1]
    for number in (value, low, high):
        assert f"{100 * number:+.1f}".replace("-", "−") in said
    assert f"({counts[0][0]} of {counts[0][1]})" in said.replace("\\", "")


def test_a_group_of_few_papers_is_called_too_small() -> None:
    page = app(view="code", by="venue-type", group=["journal", "preprint"])
    assert any("too few to judge" in text.value for text in page.markdown)


def test_a_filter_on_code_is_ignored_where_shares_of_code_are_shown() -> None:
    page = app(view="code", code="yes")
    assert any("ignored" in text for text in texts(page))
    shown = data(page, "code")
    assert shown["papers"].max() == 303


# Trends


def test_papers_per_month(papers: pd.DataFrame) -> None:
    shown = data(app(view="trends", technique="Survey"), "month")
    expected = Counter(papers["month"][having(papers, "techniques", "Survey") & (papers["month"] != "")])
    assert {row["month"]: row["papers"] for row in shown.to_dict("records") if row["papers"]} == expected
    assert shown["running total"].tolist() == np.cumsum(shown["papers"]).tolist()
    assert (shown["month"].iloc[0], shown["month"].iloc[-1], len(shown)) == ("2019-06", "2025-04", 71)


@pytest.mark.parametrize(("by", "column"), [("technique", "techniques"), ("topic", "topics")])
def test_shares_over_time(by: str, column: str, papers: pd.DataFrame) -> None:
    shown = data(app(**{"view": "trends", "over-time": by}), "over-time")
    shown = shown.rename(columns={"papers of the year": "papers"})
    check_shares(shown, by, "count")
    for row in shown[shown[by] != "(not stated)"].to_dict("records"):
        of_year = papers[papers["year"] == row["year"]]
        assert (row["papers"], row["count"]) == (len(of_year), having(of_year, column, row[by]).sum())


@pytest.mark.parametrize(("across", "column"), [("year", "year"), ("venue", "venue")])
def test_techniques_by_year_and_venue(across: str, column: str, papers: pd.DataFrame) -> None:
    shown = data(app(view="trends", matrix=across), "matrix")
    assert len(shown) > 30
    for row in shown.to_dict("records"):
        at = papers[column].astype(str) == row[across]
        assert row["papers"] == (having(papers, "techniques", row["technique"]) & at).sum()


def test_rising_and_falling_topics(papers: pd.DataFrame) -> None:
    """Recomputed term by term: 100 papers of the table's shares are added to each period (Monroe and others 2008)."""
    shown = data(app(view="trends", earlier="2022-2023", later="2024"), "rising").set_index("topic")
    periods = [papers[papers["year"].isin([2022, 2023])], papers[papers["year"] == 2024]]
    assert len(shown) > 10
    for topic, row in shown.iterrows():
        share = having(papers, "topics", str(topic)).mean()
        odds = []
        for period, column in zip(periods, ("earlier (2022–2023)", "later (2024)"), strict=True):
            counted = having(period, "topics", str(topic)).sum()
            assert row[column] == counted
            odds.append((counted + 100 * share, len(period) - counted + 100 * (1 - share)))
        expected = np.log(odds[1][0] / odds[1][1]) - np.log(odds[0][0] / odds[0][1])
        deviation = np.sqrt(sum(1 / part for pair in odds for part in pair))
        assert row["log_odds"] == pytest.approx(expected)
        assert (row["low"], row["high"]) == pytest.approx(
            (expected - 1.959964 * deviation, expected + 1.959964 * deviation)
        )
    assert shown["z"].is_monotonic_decreasing


def test_title_terms_are_counted_once_a_paper(papers: pd.DataFrame) -> None:
    shown = data(app(view="trends", rising="term", earlier="2019-2023", later="2024-2025"), "rising").set_index("term")
    mixed = papers["title"].str.contains(r"\bdiffusion models\b", case=False)
    assert shown.loc["diffusion models", "earlier (2019–2023)"] == (mixed & (papers["year"] <= 2023)).sum()
    assert not {"the", "of", "for the"} & set(shown.index)


def test_from_preprint_to_published(papers: pd.DataFrame) -> None:
    shown = data(app(view="trends"), "published").rename(columns={"papers on arXiv": "papers"})
    check_shares(shown, "arXiv year", "known as published")
    on_arxiv = papers[papers["month"] != ""]
    for row in shown.to_dict("records"):
        of_year = on_arxiv[on_arxiv["month"].str[:4] == row["arXiv year"]]
        assert row["papers"] == len(of_year)
        assert row["known as published"] == of_year["venue_type"].isin(["conference", "journal"]).sum()


def test_the_ledger_shows_what_each_entry_says(papers: pd.DataFrame, records: pd.DataFrame) -> None:
    kinds = ("stale-preprint", "venue-conflict", "track-conflict", "year-conflict")
    disputed = papers[papers["flags"].map(lambda cell: bool(set(split(cell)) & set(kinds)))]
    shown = app(view="trends").table[0].value
    assert len(shown) == len(disputed)
    row = shown[shown["Paper"].str.contains("2306.13649")].iloc[0]
    for record in ("efficient-aigc:200", "llm-compression:928"):
        said = records.set_index("record").loc[record, "venue_listed"]
        assert f"{record.replace('-', chr(92) + '-').replace(':', chr(92) + ':')}" in row["Entries say"]
        assert said in row["Entries say"]


def test_the_curation_horizon_is_said_in_words_and_hatched() -> None:
    for view in ("overview", "trends", "code", "compare"):
        page = app(view=view)
        named = ("Awesome Efficient AIGC 2024-03", "Awesome LLM Compression 2025-03")
        assert any(all(name in text for name in named) for text in texts(page))


# Papers


def test_the_table_shows_the_columns_chosen(papers: pd.DataFrame) -> None:
    page = app(view="papers", column=["title", "flags"], technique="Survey")
    assert list(page.dataframe[0].value.columns) == ["title", "flags"]
    assert len(page.dataframe[0].value) == having(papers, "techniques", "Survey").sum()


def test_columns_are_chosen_in_the_address() -> None:
    page = app(view="papers")
    next(one for one in page.button_group if one.key == "columns").set_value(["title", "month"]).run()
    assert query(page) == {"view": ["papers"], "column": ["title", "month"]}


def test_the_detail_of_a_paper_has_all_links_entries_conflicts_and_neighbours(records: pd.DataFrame) -> None:
    page = app(view="papers", paper="2306.13649")
    text = "\n".join(block.value for block in page.markdown).replace("\\", "")
    for record in records[records["paper"] == "2306.13649"]["record"]:
        assert record in text
    assert "README.md?plain=1#L200" in text
    assert "Also titled: GKD: Generalized Knowledge Distillation" in text
    assert "`stale-preprint`" in text
    neighbours = [one for one in page.button if one.key and one.key.startswith("related-")]
    assert len(neighbours) == 6
    neighbours[0].click().run()
    assert query(page)["paper"] == [neighbours[0].key.removeprefix("related-")]
    page.button(key="close-paper").click().run()
    assert "paper" not in query(page)


def test_an_unknown_paper_asks_to_choose_a_row() -> None:
    assert "Choose a row" in app(view="papers", paper="nonsense").info[0].value


def test_relevance_sorts_by_the_search() -> None:
    titles = app(view="papers", sort="relevance", q="kv cache").dataframe[0].value["title"]
    assert titles.iloc[0].casefold().startswith("kv cache")


# Compare


def test_two_selections_side_by_side(papers: pd.DataFrame) -> None:
    page = app(**{"view": "compare", "list": "efficient-aigc", "vs-list": "llm-compression"})
    a, b = (having(papers, "lists", key) for key in ("efficient-aigc", "llm-compression"))
    assert [metric.value for metric in metrics(page)[:3]] == [
        str(n) for n in ((a & ~b).sum(), (a & b).sum(), (b & ~a).sum())
    ]
    shown = data(page, "compare-technique").set_index("technique")
    for technique, row in shown.iterrows():
        has = having(papers, "techniques", str(technique))
        assert (row["count_a"], row["count_b"]) == ((a & has).sum(), (b & has).sum())
        assert row["difference"] == pytest.approx(has[a].mean() - has[b].mean())
        assert row["difference_low"] < row["difference"] < row["difference_high"]


def test_the_intervals_of_disjoint_selections_are_newcombes(papers: pd.DataFrame) -> None:
    shown = data(app(**{"view": "compare", "year": "2023", "vs-year": "2024"}), "compare-venue")
    years = [(papers["year"] == year) for year in (2023, 2024)]
    for row in shown.to_dict("records"):
        at = papers["venue"] == row["venue"]
        counts = [(int((at & year).sum()), int(year.sum())) for year in years]
        expected = confint_proportions_2indep(*counts[0], *counts[1], method="newcomb")
        assert (row["difference_low"], row["difference_high"]) == pytest.approx(expected, abs=1e-9)


def test_a_comparison_draws_the_largest_options_and_its_data_have_all(papers: pd.DataFrame) -> None:
    page = app(view="compare", **{"vs-year": "2024"})
    drawn = chart(page, "compare-topic").data[0]["y"]
    counted = Counter(topic for cell in papers["topics"] for topic in split(cell))
    assert len(drawn) == 12
    assert {name for name, _ in counted.most_common(8)} <= set(drawn)
    assert len(data(page, "compare-topic")) == len(counted)


def test_the_facets_set_selection_b_where_they_are_told_to() -> None:
    page = app(view="compare")
    next(one for one in page.button_group if one.key == "view-facets").set_value("b").run()
    choose(page, "technique", "Survey")
    assert query(page) == {"view": ["compare"], "facets": ["b"], "vs-technique": ["Survey"]}
    page.button(key="Swap A and B").click().run()
    assert query(page)["technique"] == ["Survey"]


def test_an_empty_side_of_a_comparison_says_what_to_do() -> None:
    page = app(**{"view": "compare", "vs-technique": "Survey", "vs-venue": "FPGA"})
    assert not page.exception
    assert "Selection B has no paper" in page.info[0].value


# All views


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize(
    "selection",
    [
        {"technique": "Survey", "venue": "FPGA"},
        {"year": "(not stated)"},
        {"venue": "arXiv", "code": "yes"},
        {"q": "2306.13649"},
        {"month": "2024-10", "not-technique": "Quantization"},
        {"domain": "Vision", "listed-in": "llm-compression"},
    ],
    ids=str,
)
def test_no_view_fails_on_a_small_or_odd_selection(view: str, selection: dict[str, str]) -> None:
    assert not app(view=view, **selection).exception  # type: ignore[arg-type]


@pytest.mark.parametrize("view", ["overview", "trends", "code", "compare"])
def test_every_chart_has_a_sentence_as_alternative_text_and_says_how_it_is_counted(view: str) -> None:
    page = app(**{"view": view, "vs-year": "2024"})
    drawn = charts(page)
    assert drawn
    for one in drawn:
        assert len(one.says) > 30
        page.session_state[f"about-{one.name}"] = True
    page.run()
    said = [text.value for text in page.markdown if text.value.startswith("**How it is counted.**")]
    assert len(said) == len(drawn)


@pytest.mark.parametrize(
    ("selection", "facet"),
    [
        ({}, "technique"),
        ({"technique": "Quantization", "vs-technique": "Distillation"}, "technique"),
        ({"technique": ["Quantization", "Survey"], "vs-year": "2024"}, "technique"),
        ({"year": ["2022-2023"], "vs-not-venue": "arXiv"}, "venue"),
        ({"year": ["2022-2023"], "vs-year": "2024"}, "year"),
        ({"topic": "KV cache", "all": "topic", "vs-q": "llm"}, "topic"),
    ],
    ids=str,
)
def test_a_mark_of_a_comparison_opens_as_many_papers_as_it_counts(selection: dict[str, str], facet: str) -> None:
    page = app(view="compare", **selection)  # type: ignore[arg-type]
    shown = data(page, f"compare-{facet}")
    for row in shown.head(4).to_dict("records"):
        for side in "ab":
            page = app(view="compare", **selection)  # type: ignore[arg-type]
            click(page, f"compare-{facet}", [side, row[facet]])
            if query(page)["view"] == ["papers"]:
                assert len(page.dataframe[0].value if page.dataframe else []) == row[f"count_{side}"]
            else:
                assert row[f"count_{side}"] == 0 or len(selection["technique"]) == 2, "filters cannot say which"


@pytest.mark.parametrize("kind", ["topic", "term"])
def test_a_click_on_what_rises_opens_as_many_papers_as_it_counts(kind: str) -> None:
    address = {"view": "trends", "rising": kind, "q": "quantization", "earlier": "2019-2023", "later": "2024-2025"}
    shown = data(app(**address), "rising")  # type: ignore[arg-type]
    for row in shown.head(3).to_dict("records"):
        page = app(**address)  # type: ignore[arg-type]
        click(page, "rising", row[kind])
        page.query_params["view"] = "papers"
        page.query_params["year"] = "2019-2025"
        page.run()
        assert len(page.dataframe[0].value) == row["earlier (2019–2023)"] + row["later (2024–2025)"]


def test_what_is_picked_among_the_risers_does_not_change_the_others() -> None:
    before = data(app(view="trends"), "rising")
    after = data(app(view="trends", topic="KV cache"), "rising")
    pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize(
    "rows",
    [
        [paper(1)],
        [paper(1, year=2024)],
        [paper(n, year=1990 + 10 * (n % 5), month="2024-05") for n in range(12)],
        [
            paper(n, year=2020 + n % 3, techniques=("year", "techniques"), venue="value", topics=("option",))
            for n in range(9)
        ],
        [paper(n, year=2023, lists=("a", "b") if n % 2 else ("c", "d")) for n in range(12)],
        [
            paper(n, year=2020 + n % 2, venue=f"V{n}", code_url=f"https://github.com/o{n}/r", code_host="github.com")
            for n in range(300)
        ],
    ],
    ids=["one paper", "one year", "gaps", "names of columns", "four lists", "many venues"],
)
@pytest.mark.parametrize("view", list(VIEWS))
def test_odd_tables_can_be_seen_and_their_data_opened(
    rows: list[Paper], view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "papers.csv"
    papers_frame(*rows).to_csv(table, index=False)
    monkeypatch.setenv("SURVEYOR_TABLE", str(table))
    page = app(view=view)
    assert not page.exception
    for one in charts(page):
        page.session_state[f"about-{one.name}"] = True
    page.session_state["periods"] = True
    page.session_state["more-facets"] = True
    assert not page.run().exception


def of_table(folder: Path, monkeypatch: pytest.MonkeyPatch, rows: list[Paper], **params: str) -> AppTest:
    papers_frame(*rows).to_csv(folder / "papers.csv", index=False)
    monkeypatch.setenv("SURVEYOR_TABLE", str(folder / "papers.csv"))
    return app(**params)


@pytest.mark.parametrize(
    ("view", "drawn"),
    [("overview", []), ("trends", []), ("code", []), ("compare", []), ("sources", ["completeness"])],
)
def test_a_table_of_titles_only_has_no_empty_chart(
    view: str, drawn: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = of_table(tmp_path, monkeypatch, [paper(n, title=f"Same words {n}") for n in range(9)], view=view)
    assert not page.exception
    assert names(page) == drawn


def test_without_techniques_papers_are_divided_by_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [paper(n, topics=("Search",), year=2020 + n, code_url="https://github.com/a/b") for n in range(9)]
    page = of_table(tmp_path, monkeypatch, rows)
    assert names(page) == ["topic", "year", "code"]
    assert "Largest: Search, 9 of 9." in chart(page, "topic").says
    assert "over-time" in names(of_table(tmp_path, monkeypatch, rows, view="trends"))
    assert "by topic" not in chart(of_table(tmp_path, monkeypatch, rows, view="code"), "code").says


def test_what_is_not_stated_is_never_the_largest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [paper(n, techniques=("A",) if n < 2 else (), year=2024) for n in range(9)]
    for view, name in (("overview", "technique"), ("trends", "matrix")):
        says = chart(of_table(tmp_path, monkeypatch, rows, view=view), name).says
        assert "Largest: A" in says
    assert "Not stated: 7." in chart(app(), "technique").says


def test_the_row_of_all_others_opens_the_table_and_filters_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = of_table(tmp_path, monkeypatch, [paper(n, techniques=(f"T{n % 30:02}",)) for n in range(60)])
    drawn = chart(page, "technique")
    assert drawn.data[0]["y"][-1] == "18 other techniques"
    click(page, "technique", drawn.data[0]["customdata"][-1])
    assert query(page) == {}
    assert len(page.dataframe[0].value) == 30


def test_a_bar_of_gathered_years_picks_them_all_and_takes_them_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = [paper(n, year=1990 + 3 * n) for n in range(3)]
    page = of_table(tmp_path, monkeypatch, [*early, *(paper(10 + n, year=2005 + n % 20) for n in range(300))])
    bar = chart(page, "year").data[0]
    assert bar["x"][0] == "before<br>2005"
    click(page, "year", bar["customdata"][0])
    assert query(page)["year"] == ["1990", "1993", "1996"]
    click(page, "year", chart(page, "year").data[0]["customdata"][0])
    assert query(page) == {}


def test_the_search_shows_frequent_words_of_these_titles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    titles = ["Ant colony for routing", "Ant colony again", "Tabu search", "Tabu search twice", "Tabu search thrice"]
    page = of_table(tmp_path, monkeypatch, [paper(n, title=title) for n, title in enumerate(titles)])
    assert page.text_input(key="facet-q").placeholder == 'tabu search -"ant colony"'


def test_a_range_without_papers_leaves_the_selection_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "papers.csv"
    papers_frame(*(paper(n, year=1990 + 10 * (n % 5)) for n in range(12))).to_csv(table, index=False)
    monkeypatch.setenv("SURVEYOR_TABLE", str(table))
    page = app(year="1990")
    act(page, "year", ("years", "1991-1999", True))
    assert query(page) == {"year": ["1990"]}
