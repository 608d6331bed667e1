"""The page as a session sees it: numbers recomputed from the table, the URL as the only state, bad tables explained."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components import store
from components.widgets import PAGE_SIZE
from data.measures.statistics import wilson
from data.query.facets import FACETS
from data.schema import DATA_FOLDER, Paper
from data.tables.table import read_table, write_tables
from tests.charts import charts, pick
from tests.conftest import ROOT, paper, papers_frame
from tests.facets import act, choose, facets, send
from tests.ready import links, metrics, parts, tables, texts

pytestmark = pytest.mark.shipped


@pytest.fixture(scope="module")
def papers() -> pd.DataFrame:
    return read_table(DATA_FOLDER / "papers.csv", Paper)


def app(**params: list[str] | str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    for name, value in params.items():
        page.query_params[name] = value
    return page.run()


def query(page: AppTest) -> dict[str, list[str]]:
    return {name: [values] if isinstance(values, str) else list(values) for name, values in page.query_params.items()}


def headline(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in metrics(page)}


def test_the_page_opens_on_all_papers(papers: pd.DataFrame) -> None:
    page = app()
    assert not page.exception
    with_code = int((papers["code_url"] != "").sum())
    preprints = int((papers["venue_type"] == "preprint").sum())
    assert headline(page) == {
        "Papers": f"{len(papers)}",
        "Code listed": f"{100 * with_code / len(papers):.1f} %",
        "Published against preprint": f"{len(papers) - preprints} : {preprints}",
        "Years": f"{papers['year'].min()}–{papers['year'].max()}",
    }
    low, high = wilson(with_code, len(papers))
    assert metrics(page)[1].delta == f"{with_code} of {len(papers)}, 95 % CI {100 * low:.1f}–{100 * high:.1f} %"
    assert len(charts(page)) == 4


CASES: list[tuple[dict[str, list[str]], str]] = [
    ({"technique": ["Quantization"]}, "techniques.str.contains('Quantization')"),
    ({"technique": ["Survey", "Distillation"]}, "techniques.str.contains('Survey|Distillation')"),
    ({"technique": ["Distillation", "Quantization"], "all": ["technique"]},
     "techniques.str.contains('Distillation') and techniques.str.contains('Quantization')"),
    ({"not-technique": ["Quantization"]}, "not techniques.str.contains('Quantization')"),
    ({"topic": ["Diffusion models"]}, "topics.str.contains('Diffusion models')"),
    ({"topic": ["(not stated)"]}, "topics == ''"),
    ({"topic": ["KV cache", "Long context"], "all": ["topic"]},
     "topics.str.contains(r'KV cache(?:;|$)') and topics.str.contains('Long context')"),
    ({"venue": ["ACL", "EMNLP"]}, "venue == 'EMNLP' or venue == 'ACL'"),
    ({"not-venue": ["arXiv"]}, "venue != 'arXiv'"),
    ({"venue-type": ["journal"]}, "venue_type == 'journal'"),
    ({"track": ["findings", "workshop"]}, "track == 'findings' or track == 'workshop'"),
    ({"code": ["yes"]}, "code_url != ''"),
    ({"code": ["no"]}, "code_url == ''"),
    ({"code-host": ["huggingface.co"]}, "code_host == 'huggingface.co'"),
    ({"code-owner": ["github.com/microsoft"]}, "code_url.str.lower().str.startswith('https://github.com/microsoft/')"),
    ({"list": ["efficient-aigc"]}, "lists.str.contains('efficient-aigc')"),
    ({"listed-in": ["efficient-aigc"]}, "lists == 'efficient-aigc'"),
    ({"listed-in": ["efficient-aigc + llm-compression"]}, "lists == 'efficient-aigc; llm-compression'"),
    ({"domain": ["Vision"]}, "domains.str.contains('Vision')"),
    ({"domain": ["(not stated)"]}, "domains == ''"),
    ({"flag": ["year-conflict"]}, "flags.str.contains('year-conflict')"),
    ({"flag": ["(not stated)"]}, "flags == ''"),
    ({"month": ["2024-10"]}, "month == '2024-10'"),
    ({"year": ["2019-2022"]}, "year >= 2019 and year <= 2022"),
    ({"year": ["2019", "2021-2022"]}, "year == 2019 or year == 2021 or year == 2022"),
    ({"year": ["(not stated)"]}, "year.isna()"),
    ({"q": ["kv cache"]}, r"title.str.contains(r'\bkv', case=False) and title.str.contains(r'\bcache', case=False)"),
    ({"q": ["2306.13649"]}, "arxiv_id == '2306.13649'"),
    ({"q": ["mlsys"]}, r"venue == 'MLSys' or title.str.contains(r'\bmlsys', case=False)"),
    ({"technique": ["Quantization"], "code": ["yes"], "year": ["2024"]},
     "techniques.str.contains('Quantization') and code_url != '' and year == 2024"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "condition"), CASES, ids=[str(case[0]) for case in CASES])
def test_a_deep_link_selects_what_counting_gives(
    params: dict[str, list[str]], condition: str, papers: pd.DataFrame
) -> None:
    page = app(**params)
    assert not page.exception
    assert headline(page)["Papers"] == f"{len(papers.query(condition, engine='python'))}"
    assert query(page) == params


FACET_ACTIONS: list[tuple[str, list[tuple[str, str, bool]], dict[str, list[str]], str]] = [
    ("technique", [("pick", "Survey", True)], {"technique": ["Survey"]}, "techniques.str.contains('Survey')"),
    ("topic", [("pick", "Surveys", True)], {"topic": ["Surveys"]}, "topics.str.contains('Surveys')"),
    ("year", [("pick", "2022", True), ("pick", "2020", True)], {"year": ["2020", "2022"]}, "year in (2020, 2022)"),
    ("code", [("pick", "yes", True)], {"code": ["yes"]}, "code_url != ''"),
    ("list", [("pick", "llm-compression", True)], {"list": ["llm-compression"]},
     "lists.str.contains('llm-compression')"),
    ("venue", [("pick", "ICML", True)], {"venue": ["ICML"]}, "venue == 'ICML'"),
    ("venue", [("pick", "ICML", True), ("pick", "ICML", False)], {}, "venue == venue"),
    ("year", [("years", "2020-2022", True)], {"year": ["2020-2022"]}, "year >= 2020 and year <= 2022"),
    ("year", [("years", "2019-2025", True)], {}, "venue == venue"),
    ("year", [("pick", "(not stated)", True), ("years", "2024-2023", True)],
     {"year": ["(not stated)", "2023-2024"]}, "year.isna() or year >= 2023 and year <= 2024"),
    ("leave-out", [("out", "technique=Other", True)], {"not-technique": ["Other"]},
     "not techniques.str.contains('Other')"),
    ("leave-out", [("out", "technique=Other", True), ("out", "venue=arXiv", True), ("clear", "", False)], {},
     "venue == venue"),
    ("code", [("pick", "yes", True), ("clear", "", False)], {}, "venue == venue"),
    # Among the further facets.
    ("domain", [("pick", "Vision", True)], {"domain": ["Vision"]}, "domains.str.contains('Vision')"),
    ("listed-in", [("pick", "llm-compression", True)], {"listed-in": ["llm-compression"]},
     "lists == 'llm-compression'"),
    ("venue-type", [("pick", "journal", True)], {"venue-type": ["journal"]}, "venue_type == 'journal'"),
    ("track", [("pick", "findings", True)], {"track": ["findings"]}, "track == 'findings'"),
    ("code-host", [("pick", "petals.ml", True)], {"code-host": ["petals.ml"]}, "code_host == 'petals.ml'"),
    ("flag", [("pick", "renamed", True)], {"flag": ["renamed"]}, "flags.str.contains('renamed')"),
]  # fmt: skip


@pytest.mark.parametrize(("facet", "actions", "params", "condition"), FACET_ACTIONS, ids=lambda value: str(value)[:40])
def test_every_facet_writes_the_address(
    facet: str, actions: list[tuple[str, str, bool]], params: dict[str, list[str]], condition: str, papers: pd.DataFrame
) -> None:
    page = with_more_facets(app())
    act(page, facet, *actions)
    assert not page.exception
    assert query(page) == params
    assert headline(page)["Papers"] == f"{len(papers.query(condition, engine='python'))}"


def with_more_facets(page: AppTest) -> AppTest:
    send(page, "technique", [10**15, "more", "", "", True])
    return page


def test_the_search_writes_the_address(papers: pd.DataFrame) -> None:
    page = app()
    page.text_input(key="facet-q").set_value("distill").run()
    assert query(page) == {"q": ["distill"]}
    found = r"title.str.contains(r'\bdistill', case=False) or also_titled.str.contains('distill', case=False)"
    assert headline(page)["Papers"] == f"{len(papers.query(found, engine='python'))}"


def test_every_facet_is_in_the_sidebar_or_in_a_chart() -> None:
    shown = facets(with_more_facets(app()))
    assert [name for name in shown if name not in ("since", "leave-out")] == [
        *(spec.name for spec in FACETS if spec.place == "first"),
        *(spec.name for spec in FACETS if spec.place == "more"),
    ]


def test_what_is_picked_is_no_longer_left_out_and_the_other_way_round() -> None:
    page = with_more_facets(app(technique="Survey"))
    act(page, "leave-out", ("out", "technique=Survey", True))
    assert query(page) == {"not-technique": ["Survey"]}
    assert facets(page)["leave-out"].sent["picked"] == ["technique=Survey"]
    choose(page, "technique", "Survey")
    assert query(page) == {"technique": ["Survey"]}


def test_a_message_that_does_not_know_of_the_last_answer_loses_nothing() -> None:
    """The browser sends what was not answered with each message, whose address may be from before the last answer."""
    page = app()
    send(page, "technique", [1, "pick", "technique", "Survey", True])
    del page.query_params["technique"]
    send(page, "code", [1, "pick", "technique", "Survey", True], [2, "pick", "code", "yes", True])
    assert query(page) == {"technique": ["Survey"], "code": ["yes"]}


def test_an_action_that_cannot_be_is_no_filter() -> None:
    page = app(technique="Survey")
    nonsense: list[list[object]] = [
        [1, "pick", "nonsense", "x", True],
        [2, "pick", "venue", "no such venue", True],
        [3, "years", "year", "x", True],
        [4, "nonsense", "", "", True],
        [5, "out", "", "technique", True],
        [6, "clear", "nonsense", "", False],
    ]
    send(page, "technique", *nonsense)
    assert not page.exception
    assert headline(page)["Papers"] == headline(app(technique="Survey"))["Papers"]


def test_the_further_facets_are_made_only_when_they_are_open() -> None:
    assert "track" not in facets(app())
    page = with_more_facets(app())
    assert "track" in facets(page)
    send(page, "technique", [10**15 + 1, "more", "", "", False])
    assert "track" not in facets(page)


@pytest.mark.parametrize("facet", ["technique", "topic"])
def test_all_of_is_a_switch_in_the_address(facet: str) -> None:
    page = app()
    act(page, facet, ("all", "", True))
    assert query(page) == {"all": [facet]}
    assert facets(page)[facet].sent["all"]
    assert headline(page)["Papers"] == "747"


def test_with_all_of_a_count_says_what_one_more_value_would_leave(papers: pd.DataFrame) -> None:
    page = app(technique=["Quantization"], all="technique")
    both = papers["techniques"].str.contains("Quantization") & papers["techniques"].str.contains("Distillation")
    assert facets(page)["technique"].counts["Distillation"] == both.sum()


def test_the_search_box_is_set_only_when_it_differs() -> None:
    """What is set anew would replace the letters that somebody is typing."""
    page = app(q="kv")
    page.run()
    assert not page.text_input(key="facet-q").proto.set_value
    page.query_params["q"] = "cache"
    page.run()
    assert page.text_input(key="facet-q").value == "cache"


def test_counts_are_taken_under_all_other_facets(papers: pd.DataFrame) -> None:
    page = app(technique=["Survey"], code=["yes"])
    counts = facets(page)["technique"].counts
    with_code = papers[papers["code_url"] != ""]
    assert counts["Quantization"] == with_code["techniques"].str.contains("Quantization").sum()
    surveys = papers[papers["techniques"].str.contains("Survey")]
    assert facets(page)["code"].counts == {
        "yes": (surveys["code_url"] != "").sum(),
        "no": (surveys["code_url"] == "").sum(),
    }


def test_an_option_without_papers_keeps_its_place() -> None:
    before = facets(app())["technique"].counts
    after = facets(app(domain=["Vision"]))["technique"].counts
    assert list(after) == list(before)
    assert 0 in after.values()


@pytest.mark.parametrize(
    ("view", "chart", "value", "params"),
    [
        ("overview", "technique", "Distillation", {"technique": ["Distillation"]}),
        ("overview", "venue", "EMNLP", {"venue": ["EMNLP"]}),
        ("overview", "year", "2023", {"year": ["2023"]}),
        ("overview", "code", "Survey", {"technique": ["Survey"]}),
        ("trends", "month", "2024-10", {"month": ["2024-10"]}),
        ("trends", "over-time", ["Survey", "2024"], {"technique": ["Survey"], "year": ["2024"]}),
        (
            "trends",
            "matrix",
            ["Pruning and Sparsity", "2023"],
            {"technique": ["Pruning and Sparsity"], "year": ["2023"]},
        ),
        ("trends", "rising", "KV cache", {"topic": ["KV cache"]}),
        ("code", "code", "Distillation", {"technique": ["Distillation"]}),
        ("code", "code-year", "2023", {"year": ["2023"]}),
        ("code", "code-host", "huggingface.co", {"code-host": ["huggingface.co"]}),
        ("code", "code-owner", "github.com/intel", {"code-owner": ["github.com/intel"]}),
    ],
)
def test_clicking_a_mark_filters_and_clicking_again_takes_it_back(
    view: str, chart: str, value: str | list[str], params: dict[str, list[str]]
) -> None:
    page = app(view=view)
    where = {} if view == "overview" else {"view": [view]}
    click(page, chart, value)
    assert query(page) == params | where
    click(page, chart, value)
    assert query(page) == where


def test_dragging_over_years_picks_them_all() -> None:
    page = app(year=["2019"])
    click(page, "year", "2021", "2022", "2023")
    assert query(page) == {"year": ["2021-2023"]}


def test_a_cell_of_which_one_value_is_picked_picks_both() -> None:
    page = app(view="trends", technique=["Survey"])
    click(page, "matrix", ["Survey", "2024"])
    assert query(page) == {"view": ["trends"], "technique": ["Survey"], "year": ["2024"]}


def test_dragging_over_years_without_papers_picks_nothing() -> None:
    page = app(year=["2019"])
    click(page, "year", "1990", "1991")
    assert query(page) == {"year": ["2019"]}


def test_clicking_a_second_bar_adds_to_the_first() -> None:
    page = app(technique=["Survey"])
    click(page, "technique", "Distillation")
    assert query(page) == {"technique": ["Distillation", "Survey"]}


@pytest.mark.parametrize(
    ("chart", "value", "params"),
    [("rising", "kv cache", {"term": ["kv cache"]}), ("published", "2021", {"arxiv-year": ["2021"]})],
)
def test_charts_pick_terms_and_arxiv_years(chart: str, value: str, params: dict[str, list[str]]) -> None:
    where = {"view": ["trends"], "rising": ["term"]}
    page = app(view="trends", rising="term")
    click(page, chart, value)
    assert query(page) == params | where
    click(page, chart, value)
    assert query(page) == where


def test_a_mark_of_a_comparison_opens_its_papers(papers: pd.DataFrame) -> None:
    page = app(**{"view": "compare", "year": "2023", "vs-year": "2024"})
    click(page, "compare-technique", ["b", "Survey"])
    assert query(page) == {"view": ["papers"], "year": ["2024"], "technique": ["Survey"], "vs-year": ["2024"]}
    selected = papers[(papers["year"] == 2024) & papers["techniques"].str.contains("Survey")]
    assert len(page.dataframe[0].value) == len(selected)


def test_clicking_the_rest_of_the_venues_does_nothing() -> None:
    page = app()
    click(page, "venue", "")
    assert query(page) == {}


def click(page: AppTest, chart: str, *values: str | list[str]) -> None:
    """Send what the browser sends for a click or a drag, so that the page's own callback handles it."""
    pick(page, chart, *values)
    assert not page.exception


# Chips


def chip_texts(page: AppTest) -> list[str]:
    return [one.label.replace("\\", "") for one in page.button if one.key and one.key.startswith("chip")]


def test_each_filter_is_a_chip_that_a_click_removes() -> None:
    page = app(**{"technique": ["Survey", "Other"], "year": ["2021-2023"], "not-venue": "arXiv", "q": "llm"})
    assert chip_texts(page) == [
        "Technique: Other", "Technique: Survey", "Year: 2021–2023", "Venue: not arXiv", "Search: llm",
    ]  # fmt: skip
    page.button(key="chip-2").click().run()
    assert "year" not in query(page)
    page.button(key="chip-2").click().run()
    assert "not-venue" not in query(page)
    page.button(key="chip-0").click().run()
    assert query(page) == {"technique": ["Survey"], "q": ["llm"]}


def test_the_chips_of_selection_b_change_selection_b() -> None:
    page = app(**{"view": "compare", "year": "2023", "vs-year": "2024"})
    page.button(key="chipb-0").click().run()
    assert query(page) == {"view": ["compare"], "year": ["2023"]}


def test_clear_all_and_its_absence() -> None:
    page = app(technique=["Survey"], shares="yes")
    page.button(key="clear").click().run()
    assert query(page) == {"shares": ["yes"]}
    assert not any(button.key == "clear" for button in page.button)


def test_an_empty_selection_says_what_to_do() -> None:
    page = app(technique=["Survey"], venue=["FPGA"])
    assert not page.exception
    said = page.info[0].value.replace("\\", "")
    assert "Technique: Survey: **1** paper without it" in said
    assert "Venue: FPGA: **28** papers without it" in said
    assert not charts(page)


def test_unknown_parameters_are_dropped() -> None:
    page = app(technique=["Nonsense"], year="soon", page="-1", sort="sideways", other="x")
    assert not page.exception
    assert headline(page)["Papers"] == headline(app())["Papers"]


def test_switches_and_order_are_in_the_address() -> None:
    page = app()
    page.toggle(key="view-shares").set_value(True).run()
    page.toggle(key="view-preprints").set_value(True).run()
    page.selectbox(key="sort").set_value("title").run()
    assert query(page) == {"shares": ["yes"], "preprints": ["yes"], "sort": ["title"]}
    assert not page.exception


def test_only_preprints_selected_says_where_they_are() -> None:
    page = app(**{"venue-type": "preprint"})
    assert "All these papers are preprints" in page.info[0].value


@pytest.mark.parametrize("sort", ["newest", "oldest", "title", "venue", "technique", "code"])
def test_the_papers_are_sorted(sort: str, papers: pd.DataFrame) -> None:
    rows = tables(app(sort=sort))[0]
    assert len(rows) == PAGE_SIZE
    titles = rows["Title"].tolist()
    expected = {
        "newest": papers.sort_values("year", ascending=False, na_position="last")["year"]
        .head(PAGE_SIZE)
        .astype(str)
        .tolist(),
        "oldest": papers.sort_values("year", na_position="last")["year"].head(PAGE_SIZE).astype(str).tolist(),
    }
    if sort in expected:
        assert rows["Year"].tolist() == expected[sort]
    if sort == "title":
        assert titles == sorted(papers["title"], key=str.casefold)[:PAGE_SIZE]
    if sort == "venue":
        assert rows["Venue"].iloc[0] == "AAAI"
    if sort == "technique":
        assert rows["Techniques"].str.startswith("Distillation").all()
    if sort == "code":
        assert (rows["Code"] != "").all()


def test_each_paper_links_to_its_lines() -> None:
    page = app(q="QIGen")
    row = tables(page)[0].iloc[0]
    assert row["Listed at"].count(", ") == 2
    addresses = [links(page)[line] for line in row["Listed at"].split(", ")]
    assert all(address.startswith("https://github.com/") for address in addresses)
    readme = "/htqin/awesome-efficient-aigc/blob/ce9cccc0ee6f7f5f73e061646a4f7f20f61f31e5/README.md?plain=1#L93"
    assert any(address.endswith(readme) for address in addresses)
    assert links(page)[row["Title"]] == "https://arxiv.org/abs/2307.03738"


def test_pages_of_the_table_are_in_the_address() -> None:
    first, second = app(), app(page="2")
    assert tables(first)[0]["Title"].iloc[0] != tables(second)[0]["Title"].iloc[0]
    assert len(tables(app(page="9999", technique=["Survey"]))[0]) == 28 % PAGE_SIZE


def test_the_note_at_the_foot_names_lists_commits_and_dates() -> None:
    foot = next(text for text in texts(app()) if "curated lists" in text)
    for part in (
        "Awesome Efficient AIGC",
        "ce9cccc0ee",
        "2024-04-10",
        "Awesome LLM Compression",
        "a5b76ff6e7",
        "2025-04-10",
    ):
        assert part in foot


# Other tables than the committed ones


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(DATA_FOLDER / "lists.yaml", tmp_path)
    original = store.load
    monkeypatch.setattr(store, "load", lambda: original(tmp_path))
    return tmp_path


PLAIN_TAGS = {*["div", "h1", "h2", "p", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "a", "footer"]}
EVIL = "=cmd() $x$ *a* :red[b] <script>alert(1)</script> [c](javascript:d) `e`"


def test_a_title_from_a_list_is_never_interpreted(folder: Path) -> None:
    write_tables({Paper: papers_frame(paper(1, title=EVIL, techniques=(EVIL.replace(";", ""),), venue=EVIL))}, folder)
    page = app()
    assert not page.exception
    (row,) = tables(page)[0].to_dict("records")
    assert (row["Title"], row["Venue"], row["Techniques"]) == (EVIL, EVIL, EVIL.replace(";", ""))
    assert {tag.tag for part in parts(page) for tag in part.iter()} <= PLAIN_TAGS


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "papers.csv: does not exist"), ("id,title\n", "papers.csv, line 1: has no column"), ("", "is not a table")],
)
def test_a_broken_table_is_explained_without_a_traceback(content: str | None, said: str, folder: Path) -> None:
    if content is not None:
        (folder / "papers.csv").write_text(content, "utf-8")
    page = app()
    assert not page.exception
    shown = page.error[0].value.replace("\\", "")
    assert said in shown
    assert "python -m data build" in shown


def test_an_empty_table_says_so(folder: Path) -> None:
    write_tables({Paper: papers_frame()}, folder)
    page = app()
    assert not page.exception
    assert page.info


def test_a_rebuilt_table_is_shown_without_a_restart(folder: Path) -> None:
    write_tables({Paper: papers_frame(paper(1))}, folder)
    page = app()
    assert headline(page)["Papers"] == "1"
    write_tables({Paper: papers_frame(paper(1), paper(2))}, folder)
    assert headline(page.run())["Papers"] == "2"


def clicked_at(page: AppTest, address: dict[str, str]) -> AppTest:
    """Let the browser have an address from before the last answers."""
    page.query_params.clear()
    for name, value in address.items():
        page.query_params[name] = value
    return page


def test_quick_clicks_on_different_charts_and_facets_all_count() -> None:
    """On a slow connection the browser has still the first address when the second and third click come."""
    page = app()
    pick(page, "technique", "Survey", steps=0)
    pick(clicked_at(page, {}), "year", "2023", steps=0)
    assert query(page) == {"technique": ["Survey"], "year": ["2023"]}
    act(clicked_at(page, {"technique": "Survey"}), "code", ("pick", "yes", True), steps=1)
    assert query(page) == {"technique": ["Survey"], "year": ["2023"], "code": ["yes"]}
    pick(clicked_at(page, {"technique": "Survey"}), "technique", "Survey", steps=1)
    assert query(page) == {"year": ["2023"], "code": ["yes"]}


def test_a_click_after_going_back_starts_there() -> None:
    page = app()
    pick(page, "technique", "Survey", steps=0)
    # Streamlit may hand over going back and the click in one message.
    pick(clicked_at(page, {}), "year", "2023", steps=1)
    assert query(page) == {"year": ["2023"]}
    clicked_at(page, {}).run()
    pick(page, "year", "2022", steps=2)
    assert query(page) == {"year": ["2022"]}
