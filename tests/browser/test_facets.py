"""The facets in real Chromium: by mouse, finger and keyboard, on a screen and on a phone, in light and in dark."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_browser import FAST, PAPERS, counts

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

SIZES = [{"width": 1400, "height": 900}, {"width": 390, "height": 844}]
PRESSED = '[aria-pressed="true"]'


@pytest.fixture(params=SIZES, ids=lambda size: str(size["width"]))
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, has_touch=True, color_scheme="light")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def visit(page: Page, address: str, query: str = "") -> None:
    """Open the view without charts, and on a phone the sidebar."""
    page.goto(f"{address}?view=papers{query}")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible(timeout=30_000)
    if narrow(page):
        page.get_by_test_id("stExpandSidebarButton").click()
    expect(value(page, "technique", "Quantization")).to_be_visible()
    page.wait_for_timeout(2 * FAST)


def narrow(page: Page) -> bool:
    return bool(page.viewport_size and page.viewport_size["width"] < 500)


def facet(page: Page, name: str) -> Locator:
    return page.locator(f'[data-facet="{name}"]')


def value(page: Page, name: str, text: str) -> Locator:
    return facet(page, name).locator(".options button").filter(has_text=re.compile(f"^{re.escape(text)} "))


def use(page: Page, how: str, target: Locator) -> None:
    """Click, tap or press something."""
    target.scroll_into_view_if_needed()
    if how == "mouse":
        target.click()
    elif how == "finger":
        target.tap()
    else:
        target.focus()
        page.keyboard.press("Space")


def selects(page: Page, query: str, rows: pd.Series[bool]) -> None:
    """The address has this query, and the page counts these papers."""
    page.wait_for_url(re.compile(rf"\?{re.escape(query)}$" if query else r"\?view=papers$"), timeout=15_000)
    counts(page, int(rows.sum()))


def having(column: str, text: str) -> pd.Series[bool]:
    return PAPERS[column].str.contains(text, regex=False)


EVERY = PAPERS["id"] != ""
HOW = pytest.mark.parametrize("how", ["mouse", "finger", "keyboard"])


@HOW
@pytest.mark.parametrize(
    ("name", "text", "query", "rows"),
    [
        ("technique", "Survey", "technique=Survey", having("techniques", "Survey")),
        ("year", "2023", "year=2023", PAPERS["year"] == 2023),
        ("code", "Not listed", "code=no", PAPERS["code_url"] == ""),
        ("list", "Awesome LLM Compression", "list=llm-compression", having("lists", "llm-compression")),
    ],
)
def test_a_value_is_picked_at_once_and_taken_back(
    name: str, text: str, query: str, rows: pd.Series[bool], how: str, page: Page, address: str
) -> None:
    visit(page, address)
    target = value(page, name, text)
    use(page, how, target)
    expect(target).to_have_attribute("aria-pressed", "true", timeout=100)
    selects(page, f"{query}&view=papers", rows)
    expect(facet(page, name).locator(PRESSED)).to_have_count(1)
    page.wait_for_timeout(FAST)
    use(page, how, target)
    selects(page, "", EVERY)
    expect(target).to_have_attribute("aria-pressed", "false")


@HOW
def test_a_long_facet_is_searched_and_its_picked_values_stay_in_sight(how: str, page: Page, address: str) -> None:
    visit(page, address)
    field = facet(page, "venue").get_by_role("searchbox")
    field.scroll_into_view_if_needed()
    listed = facet(page, "venue").locator(".list")
    expect(listed).to_be_hidden()
    if how == "keyboard":
        field.press("ArrowDown")
        expect(listed.get_by_role("button").first).to_be_focused()
        page.keyboard.press("ArrowDown")
        second = listed.get_by_role("button").nth(1)
        expect(second).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(field).to_be_focused()
    else:
        (field.click if how == "mouse" else field.tap)()
    expect(listed).to_be_visible()
    field.press_sequentially("mls")
    expect(listed.get_by_role("button")).to_have_count(1)
    if how == "keyboard":
        page.keyboard.press("Enter")
    else:
        use(page, how, listed.get_by_role("button"))
    selects(page, "venue=MLSys&view=papers", PAPERS["venue"] == "MLSys")
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    picked = facet(page, "venue").locator(f"button{PRESSED}")
    expect(picked).to_have_text(re.compile("^MLSys "))
    use(page, how, picked)
    selects(page, "", EVERY)
    expect(picked).to_have_count(0)


@HOW
def test_papers_need_all_values_of_a_facet_where_they_are_told_to(how: str, page: Page, address: str) -> None:
    visit(page, address, "&technique=Quantization&technique=Distillation")
    use(page, how, facet(page, "technique").get_by_label("All of"))
    both = having("techniques", "Quantization") & having("techniques", "Distillation")
    selects(page, "technique=Distillation&technique=Quantization&all=technique&view=papers", both)
    expect(facet(page, "technique").get_by_role("checkbox")).to_be_checked()
    use(page, how, facet(page, "technique").get_by_role("button", name="Clear Technique"))
    selects(page, "all=technique&view=papers", EVERY)


def test_years_are_picked_by_their_range(page: Page, address: str) -> None:
    visit(page, address)
    first, last = facet(page, "year").get_by_role("combobox").all()
    first.select_option("2021")
    last.select_option("2023")
    selects(page, "year=2021-2023&view=papers", PAPERS["year"].between(2021, 2023))
    expect(facet(page, "year").locator(PRESSED)).to_have_count(3)
    use(page, "mouse", value(page, "year", "2021"))
    selects(page, "year=2022-2023&view=papers", PAPERS["year"].between(2022, 2023))
    expect(first).to_have_value("2022")


@HOW
def test_further_facets_open_and_values_are_left_out(how: str, page: Page, address: str) -> None:
    visit(page, address)
    use(page, how, page.get_by_text("More filters"))
    use(page, how, value(page, "venue-type", "journal"))
    selects(page, "venue-type=journal&view=papers", PAPERS["venue_type"] == "journal")
    use(page, how, facet(page, "venue-type").get_by_role("button", name="Clear"))
    selects(page, "", EVERY)
    field = facet(page, "leave-out").get_by_role("searchbox")
    field.scroll_into_view_if_needed()
    field.fill("technique: sur")
    expect(facet(page, "leave-out").locator(".list button")).to_have_text([re.compile("Technique: Survey")])
    field.press("Enter")
    selects(page, "not-technique=Survey&view=papers", ~having("techniques", "Survey"))
    expect(facet(page, "leave-out").locator(f"button{PRESSED}").last).to_have_text(re.compile("Technique: Survey"))
    facet(page, "since").get_by_role("combobox").select_option("2024-04-10")
    later = PAPERS["added"] > "2024-04-10"
    selects(page, "not-technique=Survey&since=2024-04-10&view=papers", later & ~having("techniques", "Survey"))
    use(page, how, page.get_by_text("More filters"))
    expect(facet(page, "venue-type")).to_be_hidden()


def test_tab_goes_from_facet_to_facet_and_arrows_from_value_to_value(page: Page, address: str) -> None:
    visit(page, address)
    value(page, "code", "Listed").focus()
    page.keyboard.press("ArrowDown")
    expect(value(page, "code", "Not listed")).to_be_focused()
    page.keyboard.press("Tab")
    expect(value(page, "list", "Awesome")).to_have_count(2)
    expect(facet(page, "list").locator(".options button").first).to_be_focused()
    page.keyboard.press("End")
    expect(facet(page, "list").locator(".options button").last).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(value(page, "code", "Not listed")).to_be_focused()
    page.keyboard.press("Enter")
    selects(page, "code=no&view=papers", PAPERS["code_url"] == "")
    expect(value(page, "code", "Not listed")).to_be_focused()


def test_quick_picks_in_several_facets_all_count(page: Page, address: str) -> None:
    visit(page, address)
    targets = [value(page, "technique", "Survey"), value(page, "year", "2023"), value(page, "code", "Listed")]
    for target in targets:
        target.dispatch_event("click")
    selects(
        page,
        "code=yes&technique=Survey&year=2023&view=papers",
        having("techniques", "Survey") & (PAPERS["year"] == 2023) & (PAPERS["code_url"] != ""),
    )
    for target in targets:
        expect(target).to_have_attribute("aria-pressed", "true")


def test_back_and_forward_go_through_the_picks(page: Page, address: str) -> None:
    visit(page, address)
    use(page, "mouse", value(page, "technique", "Survey"))
    selects(page, "technique=Survey&view=papers", having("techniques", "Survey"))
    page.wait_for_timeout(FAST)
    use(page, "mouse", value(page, "code", "Listed"))
    both = having("techniques", "Survey") & (PAPERS["code_url"] != "")
    selects(page, "code=yes&technique=Survey&view=papers", both)
    page.wait_for_timeout(FAST)
    page.go_back()
    selects(page, "technique=Survey&view=papers", having("techniques", "Survey"))
    expect(value(page, "code", "Listed")).to_have_attribute("aria-pressed", "false")
    page.wait_for_timeout(FAST)
    page.go_forward()
    selects(page, "code=yes&technique=Survey&view=papers", both)
    expect(value(page, "code", "Listed")).to_have_attribute("aria-pressed", "true")


def test_counts_change_in_place(page: Page, address: str) -> None:
    """No button is made anew or moved, and the number of papers is said to who listens."""
    visit(page, address)
    target = value(page, "code", "Not listed")
    target.scroll_into_view_if_needed()
    page.evaluate("window.made = [...document.querySelectorAll('.surveyor-facets .options button')]")
    places = "made.map((one) => [one.getBoundingClientRect().x, one.getBoundingClientRect().y].join())"
    before, quantization = page.evaluate(places), value(page, "technique", "Quantization").text_content()
    assert quantization
    use(page, "mouse", target)
    selects(page, "code=no&view=papers", PAPERS["code_url"] == "")
    expect(value(page, "technique", "Quantization")).not_to_have_text(quantization)
    assert page.evaluate("made.every((one) => one.isConnected)")
    assert page.evaluate(places) == before
    said = f"{int((PAPERS['code_url'] == '').sum())} papers selected"
    expect(page.locator(".surveyor-facets").get_by_role("status")).to_have_text(said)


def color(target: Locator, name: str) -> str:
    return str(target.evaluate(f"(element) => getComputedStyle(element).{name}"))


def test_facets_follow_the_theme_while_they_are_open(page: Page, address: str) -> None:
    visit(page, address, "&technique=Survey")
    target = value(page, "technique", "Survey")
    light = color(target, "color"), color(target, "borderColor")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    page.wait_for_timeout(2 * FAST)
    dark = color(target, "color"), color(target, "borderColor")
    assert all(a != b for a, b in zip(light, dark, strict=True))


def test_what_is_picked_is_told_where_the_system_chooses_the_colours(page: Page, address: str) -> None:
    visit(page, address, "&technique=Survey")
    page.emulate_media(forced_colors="active")
    picked, other = value(page, "technique", "Survey"), value(page, "technique", "Distillation")
    assert color(picked, "backgroundColor") != color(other, "backgroundColor")


def test_a_finger_has_room(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=SIZES[1], has_touch=True, is_mobile=True)
    page = context.new_page()
    visit(page, address)
    heights = page.locator(".surveyor-facets .options button").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 40
    box = page.locator(".surveyor-facets").bounding_box()
    assert box
    assert box["x"] + box["width"] <= SIZES[1]["width"]
    context.close()


def test_a_pick_that_the_server_did_not_hear_of_is_sent_again(page: Page, address: str) -> None:
    visit(page, address)
    page.evaluate("() => { window.send = WebSocket.prototype.send; WebSocket.prototype.send = () => {} }")
    use(page, "mouse", value(page, "technique", "Survey"))
    page.wait_for_timeout(1000)
    assert "Survey" not in page.url
    page.evaluate("() => { WebSocket.prototype.send = window.send }")
    selects(page, "technique=Survey&view=papers", having("techniques", "Survey"))
