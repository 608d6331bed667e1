"""The page in real Chromium: links, facets, bars, Back and Forward, themes, phone, keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.schema import DATA_FOLDER, Paper
from data.tables.table import read_table

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

# Milliseconds between two presses of a key by somebody in a hurry.
FAST = 250
PAPERS = read_table(DATA_FOLDER / "papers.csv", Paper)


def with_technique(name: str) -> int:
    return int(PAPERS["techniques"].str.contains(name).sum())


def visit(page: Page, address: str, query: str = "", charts: int = 4) -> None:
    page.goto(address + query)
    expect(page.locator(".js-plotly-plot")).to_have_count(charts, timeout=30_000)
    page.wait_for_timeout(FAST)


def counts(page: Page, papers: int) -> None:
    """The line above the charts says how many papers are selected."""
    expect(page.locator(".st-key-chips")).to_contain_text(f"{papers:,} of {len(PAPERS):,} papers", timeout=15_000)


def shows(page: Page, papers: int) -> None:
    """The headline says how many papers are selected, once the page is at rest."""
    expect(page.locator(".metrics .value").first).to_have_text(f"{papers:,}", timeout=15_000)


def click_bar(page: Page, chart: int, bar: int) -> None:
    path = page.locator(".js-plotly-plot").nth(chart).locator(".bars .point path").nth(bar)
    expect(path).to_be_visible()
    box = path.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_picks_in_quick_succession_all_count(page: Page, address: str) -> None:
    visit(page, address)
    sidebar = page.get_by_test_id("stSidebar")
    for name in ("Quantization", "Distillation", "Survey"):
        sidebar.get_by_role("button", name=name).click()
    shows(page, int(PAPERS["techniques"].str.contains("Quantization|Distillation|Survey").sum()))


def test_back_in_quick_succession_undoes_every_step(page: Page, address: str) -> None:
    """The browser sends the second Back with widgets that still show the state before the first."""
    visit(page, address)
    for name in ("Quantization", "Distillation"):
        page.get_by_test_id("stSidebar").get_by_role("button", name=name).click()
        page.wait_for_url(f"**{name}**")
        page.wait_for_timeout(300)
    for _ in range(2):
        page.go_back()
        page.wait_for_timeout(FAST)
    shows(page, len(PAPERS))
    page.wait_for_timeout(1000)
    shows(page, len(PAPERS))
    assert "technique" not in page.url
    for _ in range(2):
        page.go_forward()
        page.wait_for_timeout(FAST)
    shows(page, int(PAPERS["techniques"].str.contains("Quantization|Distillation").sum()))


def test_a_deep_link_a_facet_a_bar_and_back(page: Page, address: str) -> None:
    in_2024 = PAPERS[PAPERS["year"] == 2024]
    visit(page, address, "?year=2024")
    shows(page, len(in_2024))
    page.get_by_test_id("stSidebar").get_by_role("button", name="Listed").first.click()
    with_code = in_2024[in_2024["code_url"] != ""]
    shows(page, len(with_code))
    assert "code=yes" in page.url
    click_bar(page, chart=0, bar=1)
    pruning = with_code["techniques"].str.contains("Pruning and Sparsity").sum()
    shows(page, pruning)
    assert "technique=Pruning+and+Sparsity" in page.url
    page.wait_for_timeout(FAST)
    page.go_back()
    shows(page, len(with_code))
    page.wait_for_timeout(FAST)
    page.go_back()
    shows(page, len(in_2024))
    page.wait_for_timeout(FAST)
    page.go_forward()
    page.wait_for_timeout(FAST)
    page.go_forward()
    shows(page, pruning)


@pytest.mark.parametrize(
    ("chart", "bar", "parameter"),
    [(0, 0, "technique=Quantization"), (2, 0, "venue=EMNLP"), (3, 2, "technique=Distillation")],
)
def test_clicking_a_bar_again_takes_it_back(chart: int, bar: int, parameter: str, page: Page, address: str) -> None:
    visit(page, address)
    shows(page, len(PAPERS))
    click_bar(page, chart, bar)
    page.wait_for_url(f"**{parameter}")
    expect(page.locator(".metrics .value").first).not_to_have_text(str(len(PAPERS)))
    page.wait_for_timeout(500)
    click_bar(page, chart, bar)
    shows(page, len(PAPERS))
    assert parameter not in page.url


def test_clicking_a_year(page: Page, address: str) -> None:
    visit(page, address)
    click_bar(page, chart=1, bar=4)
    page.wait_for_url("**year=2023")
    shows(page, int((PAPERS["year"] == 2023).sum()))


def test_a_year_of_few_papers_can_be_clicked(page: Page, address: str) -> None:
    """Its bar is a hair; the whole column above it is the target."""
    visit(page, address)
    page.wait_for_timeout(500)
    bar = page.locator(".js-plotly-plot").nth(1).locator(".bars .point path").nth(1).bounding_box()
    assert bar
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] - 60)
    page.wait_for_timeout(200)
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] - 60)
    page.wait_for_url("**year=2020")


def test_dragging_over_the_year_chart_picks_a_range_and_a_click_one_year(page: Page, address: str) -> None:
    visit(page, address)
    page.wait_for_timeout(500)
    bars = page.locator(".js-plotly-plot").nth(1).locator(".bars .point path")
    first, last = bars.nth(2).bounding_box(), bars.nth(4).bounding_box()
    assert first
    assert last
    height = first["y"] - 80
    page.mouse.move(first["x"] - 3, height)
    page.mouse.down()
    page.mouse.move(first["x"] + 30, height + 5, steps=4)
    page.mouse.move(last["x"] + last["width"] + 2, height + 10, steps=8)
    page.mouse.up()
    page.wait_for_url("**year=2021-2023")
    shows(page, int(PAPERS["year"].isin([2021, 2022, 2023]).sum()))
    page.wait_for_timeout(500)
    click_bar(page, chart=1, bar=5)
    page.wait_for_url("**year=2021-2024")
    page.wait_for_timeout(FAST)
    page.go_back()
    shows(page, int(PAPERS["year"].isin([2021, 2022, 2023]).sum()))
    page.wait_for_timeout(FAST)
    page.go_back()
    shows(page, len(PAPERS))


def test_a_tap_picks_the_bar_that_was_tapped(browser: Browser, address: str) -> None:
    """Plotly keeps the bar over which the mouse was last; a finger has no such bar."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    visit(page, address)
    page.wait_for_timeout(1000)
    for bar, name in ((0, "Quantization"), (2, "Distillation")):
        path = page.locator(".st-key-panel-technique .bars .point path").nth(bar)
        path.scroll_into_view_if_needed()
        box = path.bounding_box()
        assert box
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_url(f"**technique={name}**", timeout=15_000)
        page.wait_for_timeout(1000)
    assert page.url.endswith("?technique=Distillation&technique=Quantization")
    context.close()


def test_a_cell_of_the_matrix_picks_both_and_a_second_click_takes_them_back(page: Page, address: str) -> None:
    visit(page, address, "?view=trends", charts=5)
    page.wait_for_timeout(500)
    disc = page.locator(".st-key-panel-matrix .js-plotly-plot .scatterlayer path.point").first
    disc.scroll_into_view_if_needed()
    box = disc.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**technique=Quantization&year=2019**")
    both = PAPERS["techniques"].str.contains("Quantization") & (PAPERS["year"] == 2019)
    counts(page, int(both.sum()))
    page.wait_for_timeout(FAST)
    page.go_back()
    counts(page, len(PAPERS))


def test_chips_remove_one_filter_each_and_back_brings_it_again(page: Page, address: str) -> None:
    visit(page, address, "?technique=Survey&technique=Other&year=2023-2024")
    page.locator(".st-key-chips").get_by_role("button", name="Technique: Other").click()
    page.wait_for_url(lambda url: "Other" not in url)
    surveys = PAPERS["techniques"].str.contains("Survey") & PAPERS["year"].isin([2023, 2024])
    counts(page, int(surveys.sum()))
    page.locator(".st-key-chips").get_by_role("button", name="Year: 2023–2024").click()
    counts(page, with_technique("Survey"))
    page.wait_for_timeout(FAST)
    page.go_back()
    counts(page, int(surveys.sum()))


def test_the_views_are_in_the_address_and_back_returns(page: Page, address: str) -> None:
    visit(page, address, "?technique=Survey")
    page.get_by_role("radio", name="Trends").click()
    page.wait_for_url("**view=trends")
    expect(page.locator(".js-plotly-plot")).to_have_count(5, timeout=15_000)
    page.get_by_role("radio", name="Compare").click()
    page.wait_for_url("**view=compare")
    page.wait_for_timeout(FAST)
    page.go_back()
    expect(page.locator(".st-key-panel-month")).to_be_visible(timeout=15_000)
    page.wait_for_timeout(FAST)
    page.go_back()
    shows(page, with_technique("Survey"))


def test_a_link_to_a_comparison_and_its_swap(page: Page, address: str) -> None:
    visit(page, address, "?view=compare&year=2023&vs-year=2024")
    expect(page.locator(".metrics .value").first).to_have_text("175")
    page.get_by_role("button", name="Swap A and B").click()
    expect(page.locator(".metrics .value").first).to_have_text("425", timeout=15_000)
    assert "vs-year=2023" in page.url
    page.wait_for_timeout(FAST)
    page.go_back()
    expect(page.locator(".metrics .value").first).to_have_text("175", timeout=15_000)


def test_a_row_opens_its_details_and_a_related_paper_opens_from_there(page: Page, address: str) -> None:
    page.goto(address + "?view=papers&technique=Survey")
    grid = page.get_by_test_id("stDataFrame")
    expect(grid).to_be_visible(timeout=30_000)
    page.wait_for_timeout(1000)
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 18, box["y"] + 55)
    page.wait_for_url("**paper=**")
    expect(page.get_by_text("Related papers")).to_be_visible(timeout=15_000)
    first = page.url
    page.locator("[class*=st-key-related-] button").first.click()
    page.wait_for_url(lambda url: "paper=" in url and url != first)
    page.wait_for_timeout(FAST)
    page.go_back()
    page.wait_for_url(first)
    page.wait_for_timeout(FAST)
    page.go_back()
    expect(page.get_by_text("Choose a row")).to_be_visible(timeout=15_000)
    page.wait_for_timeout(1000)
    page.mouse.click(box["x"] + 18, box["y"] + 55)
    page.wait_for_url(first)


def test_the_data_behind_a_chart_are_one_click_away(page: Page, address: str) -> None:
    visit(page, address)
    page.locator(".st-key-panel-technique").get_by_role("button", name="Data").click()
    expect(page.get_by_text("How it is counted.")).to_be_visible(timeout=15_000)
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()


def test_typing_while_the_page_updates_loses_no_letter(page: Page, address: str) -> None:
    visit(page, address)
    page.get_by_test_id("stSidebar").get_by_role("button", name="Distillation").click()
    field = page.get_by_test_id("stTextInputField")
    field.click()
    page.keyboard.type("language models of any size", delay=60)
    expect(field).to_have_value("language models of any size")
    expect(field).to_be_focused()
    steps = page.evaluate("history.length")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=language**")
    page.wait_for_timeout(500)
    assert page.evaluate("history.length") == steps + 1
    expect(field).to_have_value("language models of any size")


def test_leaving_the_search_by_a_click_does_both(page: Page, address: str) -> None:
    visit(page, address)
    page.get_by_test_id("stTextInputField").fill("llm")
    page.get_by_test_id("stSidebar").get_by_role("button", name="Distillation").click()
    page.wait_for_url("**technique=Distillation**")
    page.wait_for_url("**q=llm**")


def test_a_long_selection_moves_nothing(page: Page, address: str) -> None:
    visit(page, address)
    top = page.locator(".js-plotly-plot").first.bounding_box()
    visit(
        page,
        address,
        "?technique=Quantization&technique=Pruning+and+Sparsity&list=llm-compression&code=yes&q=large+language",
    )
    page.wait_for_timeout(500)
    assert page.locator(".js-plotly-plot").first.bounding_box() == top


def test_search_with_the_keyboard_and_clear(page: Page, address: str) -> None:
    visit(page, address)
    page.get_by_test_id("stTextInputField").fill('"kv cache"')
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert "kv" in page.url
    expect(page.locator(".metrics .value").first).not_to_have_text(str(len(PAPERS)))
    page.locator(".st-key-clear button").click()
    shows(page, len(PAPERS))
    assert "q=" not in page.url


def test_a_venue_is_found_by_typing(page: Page, address: str) -> None:
    visit(page, address)
    page.get_by_test_id("stSidebar").get_by_role("searchbox", name="Venue").fill("mlsys")
    page.keyboard.press("Enter")
    page.wait_for_url("**venue=MLSys")
    shows(page, int((PAPERS["venue"] == "MLSys").sum()))


def test_headline_and_four_charts_fit_one_screen(page: Page, address: str) -> None:
    visit(page, address)
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    page.wait_for_timeout(500)
    boxes = [page.locator(".js-plotly-plot").nth(number).bounding_box() for number in range(4)]
    assert all(box and box["y"] >= 0 and box["y"] + box["height"] <= 900 for box in boxes)
    facet = page.get_by_test_id("stSidebar").get_by_text("Venue").first.bounding_box()
    assert facet
    assert facet["y"] < 900


def test_nothing_moves_when_a_filter_changes(page: Page, address: str) -> None:
    def places() -> list[tuple[int, int]]:
        boxes = [
            *page.locator(".js-plotly-plot").all(),
            *page.locator(".surveyor-facets .options button").all(),
        ]
        return [(round(box["x"]), round(box["y"])) for element in boxes if (box := element.bounding_box())]

    visit(page, address)
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    page.wait_for_timeout(500)
    before = places()
    page.get_by_test_id("stSidebar").get_by_role("button", name="Not listed").click()
    shows(page, int((PAPERS["code_url"] == "").sum()))
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    page.wait_for_timeout(500)
    after = places()
    assert len(after) == len(before)
    assert all(abs(x - u) <= 2 and abs(y - v) <= 2 for (x, y), (u, v) in zip(after, before, strict=True))


VIEWS = {
    "overview": ("?view=overview", 4),
    "trends": ("?view=trends", 5),
    "code": ("?view=code", 4),
    "papers": ("?view=papers&paper=2306.13649", 0),
    "compare": ("?view=compare&year=2023&vs-year=2024", 4),
    "sources": ("?view=sources", 2),
}


@pytest.fixture(scope="module", params=[(1400, "light"), (1400, "dark"), (390, "light"), (390, "dark")], ids=str)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[BrowserContext, int, str]]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield context, width, scheme
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_width_and_theme(view: str, window: tuple[BrowserContext, int, str], address: str) -> None:
    context, width, scheme = window
    page = context.new_page()
    errors: list[str] = []
    failed: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: failed.append(request.url))
    query, charts = VIEWS[view]
    visit(page, address, query, charts)
    page.wait_for_timeout(1000)
    boxes = [plot.bounding_box() for plot in page.locator(".js-plotly-plot").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert len({round(box["x"]) for box in boxes if box}) == (0 if not charts else 2 if width == 1400 else 1)
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(16, 21, 28)")
    assert page.get_by_test_id("stException").count() == 0
    assert errors == []
    assert [url for url in failed if not url.startswith(address)] == [], "the page asks for something outside"
    folder = Path(__file__).parent / "screenshots"
    folder.mkdir(exist_ok=True)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(int(height), 5000)})
    page.wait_for_timeout(500)
    page.screenshot(path=folder / f"{view}-{width}-{scheme}.png")
    page.close()


def test_the_download_has_every_selected_paper(page: Page, address: str) -> None:
    visit(page, address, "?technique=Survey")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename == "surveyor-papers.csv"
    content = Path(download.value.path()).read_text("utf-8-sig")
    assert content.count("\n") == with_technique("Survey") + 1


def test_titles_link_to_papers_and_lines(page: Page, address: str) -> None:
    visit(page, address, "?q=QIGen")
    table = page.get_by_role("region", name="Selected papers")
    expect(table.get_by_role("link", name="QIGen: Generating")).to_have_attribute(
        "href", "https://arxiv.org/abs/2307.03738"
    )
    expect(table.get_by_role("link", name="efficient-aigc:93")).to_have_attribute(
        "href", re.compile(r"README\.md\?plain=1#L93$")
    )


def test_the_empty_state_says_what_to_do(page: Page, address: str) -> None:
    page.goto(address + "?technique=Survey&venue=FPGA")
    expect(page.get_by_text("No paper matches all filters")).to_be_visible(timeout=30_000)
    page.locator(".st-key-clear button").click()
    shows(page, len(PAPERS))


def test_a_cell_of_the_overlap_leads_to_its_rows_and_back(page: Page, address: str) -> None:
    visit(page, address, "?view=sources", charts=2)
    page.wait_for_timeout(500)
    disc = page.locator(".st-key-panel-overlap .js-plotly-plot .scatterlayer path.point").nth(1)
    box = disc.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**listed-in=**")
    both = int(PAPERS["lists"].str.contains("; ").sum())
    counts(page, both)
    expect(page.get_by_role("heading", name=f"{both} papers")).to_be_visible()
    page.wait_for_timeout(FAST)
    page.go_back()
    counts(page, len(PAPERS))


def test_papers_new_since_a_version_are_chosen_in_the_sidebar(page: Page, address: str) -> None:
    visit(page, address)
    page.get_by_text("More filters").click()
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="New since").select_option("2024-04-10")
    page.wait_for_url("**since=2024-04-10")
    shows(page, int((PAPERS["added"] > "2024-04-10").sum()))
    page.locator(".st-key-chips").get_by_role("button", name="New since").click()
    shows(page, len(PAPERS))


def style(page: Page, selector: str, name: str) -> str:
    """The computed value of one property of the first element that a selector finds."""
    return str(page.locator(selector).first.evaluate(f"element => getComputedStyle(element).{name}"))


@pytest.mark.parametrize(("width", "row"), [(1400, "table-row"), (390, "flex")])
def test_findings_are_blocks_on_a_phone_and_rows_elsewhere(
    width: int, row: str, browser: Browser, address: str
) -> None:
    """The name of a source line stays in one piece on both."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    visit(page, address, "?view=sources", charts=2)
    table = "[class*=st-key-findings-table]"
    assert style(page, f"{table} tbody tr", "display") == row
    assert style(page, f"{table} td a", "whiteSpace") == "nowrap"
    context.close()


SLOW = 700
# What the page sends arrives late, so a second click comes before the answer to the first.
SLOW_CONNECTION = f"""
const {{ send }} = WebSocket.prototype
WebSocket.prototype.send = function (data) {{ setTimeout(() => send.call(this, data), {SLOW}) }}
"""


def test_quick_clicks_on_different_charts_all_count_on_a_slow_connection(page: Page, address: str) -> None:
    page.add_init_script(SLOW_CONNECTION)
    visit(page, address)
    click_bar(page, 0, 0)
    click_bar(page, 3, 1)
    page.get_by_test_id("stSidebar").get_by_role("button", name="2023").click()
    shows(page, int((PAPERS["techniques"].str.contains("Quantization|Pruning") & (PAPERS["year"] == 2023)).sum()))
    assert page.url.endswith("?technique=Pruning+and+Sparsity&technique=Quantization&year=2023")
