"""The chart by itself in real Chromium: mouse, finger, keyboard, themes, sizes, texts that try to be more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import serving

pytestmark = pytest.mark.browser

APP = "tests/browser/apps/charts.py"
# The texts of the chart "hostile".
HOSTILE = ["<b>Bold</b>", '<img src=x onerror="hurt=1">', '<a href="javascript:hurt=1">x</a>', "&lt;i&gt; $x$ </svg>"]
SIZES = [{"width": 1400, "height": 900}, {"width": 390, "height": 844}]


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    with serving(APP) as here:
        yield here


@pytest.fixture(params=SIZES, ids=lambda size: str(size["width"]))
def page(request: pytest.FixtureRequest, browser: Browser, app: str) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, has_touch=True, color_scheme="light")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(app)
    at_rest(page)
    yield page
    context.close()
    assert errors == []


def at_rest(page: Page) -> None:
    expect(page.locator(".js-plotly-plot")).to_have_count(4, timeout=30_000)
    page.wait_for_timeout(400)


def plot(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-chart-{name} .surveyor-chart")


def middle(mark: Locator) -> tuple[float, float]:
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def bar(page: Page, name: str, number: int) -> Locator:
    return plot(page, name).locator(".bars .point path").nth(number)


def click(page: Page, mark: Locator) -> None:
    page.mouse.click(*middle(mark))


def picked(page: Page, *picks: list[object]) -> None:
    """The page heard of these picks, in this order, and of no others."""
    code = page.get_by_test_id("stCode")
    expect(code).to_have_text(json.dumps(list(picks)), timeout=10_000)
    page.wait_for_timeout(300)
    expect(code).to_have_text(json.dumps(list(picks)))


def test_a_click_picks_what_the_mark_stands_for(page: Page) -> None:
    click(page, bar(page, "names", 1))
    picked(page, ["names", [["Pruning"]]])
    click(page, plot(page, "pairs").locator("path.point").nth(1))
    picked(page, ["names", [["Pruning"]]], ["pairs", [["Quantization", "2021"]]])


def test_a_double_click_picks_once(page: Page) -> None:
    page.mouse.dblclick(*middle(bar(page, "names", 0)))
    picked(page, ["names", [["Quantization"]]])


def test_the_same_mark_can_be_picked_again(page: Page) -> None:
    for _ in range(2):
        click(page, bar(page, "names", 0))
        page.wait_for_timeout(700)
    picked(page, *[["names", [["Quantization"]]]] * 2)


def test_quick_clicks_on_several_marks_all_count_while_the_page_is_busy(page: Page) -> None:
    page.get_by_text("Wait after each pick").click()
    page.wait_for_timeout(1500)
    places = [middle(bar(page, "names", number)) for number in range(3)]
    for place in places:
        page.mouse.click(*place)
    picked(page, *(["names", [[name]]] for name in ("Quantization", "Pruning", "Distillation")))


def test_a_tap_picks_the_mark_under_the_finger(page: Page) -> None:
    for number in (0, 2):
        page.touchscreen.tap(*middle(bar(page, "names", number)))
        page.wait_for_timeout(700)
    picked(page, ["names", [["Quantization"]]], ["names", [["Distillation"]]])


def test_the_label_of_an_axis_picks_what_its_bar_picks(page: Page) -> None:
    click(page, plot(page, "names").locator(".ytick text", has_text="Survey"))
    click(page, plot(page, "years").locator(".xtick text", has_text="2022"))
    picked(page, ["names", [["Survey"]]], ["years", [["2022"]]])


def test_a_label_with_several_marks_picks_nothing(page: Page) -> None:
    click(page, plot(page, "pairs").locator(".ytick text").first)
    picked(page)


def test_a_drag_picks_a_range_and_leaves_nothing_drawn(page: Page) -> None:
    first, last = (bar(page, "years", number).bounding_box() for number in (1, 3))
    assert first
    assert last
    y = first["y"] + first["height"]
    page.mouse.move(first["x"] - 2, y - 60)
    page.mouse.down()
    page.mouse.move(first["x"] + 10, y - 50, steps=4)
    page.mouse.move(last["x"] + last["width"] + 2, y - 5, steps=8)
    page.mouse.up()
    picked(page, ["years", [["2021"], ["2022"], ["2023"]]])
    expect(plot(page, "years").locator(".selectionlayer path")).to_have_count(0)
    opacity = bar(page, "years", 0).evaluate("bar => getComputedStyle(bar).opacity")
    assert opacity == "1"
    click(page, plot(page, "years").locator(".bars .point path").nth(2))
    picked(page, ["years", [["2021"], ["2022"], ["2023"]]], ["years", [["2022"]]])


def test_marks_can_be_picked_after_a_redraw(page: Page) -> None:
    before = bar(page, "years", 0).bounding_box()
    plot(page, "names").locator(".js-plotly-plot").evaluate("plot => { plot.stays = true }")
    page.get_by_text("Twice as many").click()
    expect(plot(page, "names").locator(".xaxislayer-above")).to_contain_text("80")
    page.wait_for_timeout(300)
    assert plot(page, "names").locator(".js-plotly-plot").evaluate("plot => plot.stays")
    assert bar(page, "years", 0).bounding_box() != before
    click(page, bar(page, "names", 3))
    picked(page, ["names", [["Survey"]]])


def test_the_keyboard_goes_from_mark_to_mark_and_picks(page: Page) -> None:
    chart = plot(page, "names")
    chart.get_by_role("application").focus()
    ring, words = chart.locator(".ring"), chart.locator(".words")
    expect(ring).to_be_hidden()
    for key, name in (("ArrowDown", "Quantization"), ("ArrowDown", "Pruning"), ("End", "Survey"), ("ArrowUp", "Dist")):
        page.keyboard.press(key)
        expect(words).to_have_text(re.compile(f"^{name}.*: \\d+ of 100 papers"))
    around, mark = ring.bounding_box(), bar(page, "names", 2).bounding_box()
    assert around
    assert mark
    assert around["x"] <= mark["x"]
    assert around["y"] <= mark["y"]
    assert around["x"] + around["width"] >= mark["x"] + mark["width"]
    page.keyboard.press("Enter")
    picked(page, ["names", [["Distillation"]]])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    picked(page, ["names", [["Distillation"]]], ["names", [["Pruning"]]])
    page.keyboard.press("Escape")
    expect(ring).to_be_hidden()
    expect(chart.get_by_role("application")).not_to_be_focused()


def test_the_keyboard_goes_along_years_and_up_the_stack(page: Page) -> None:
    chart = plot(page, "years")
    chart.get_by_role("application").focus()
    said = []
    for key in ("Home", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        said.append(chart.locator(".words").inner_text().split(":")[0])
    assert said == ["2020, Survey", "2021, Survey", "2021, Distillation", "2020, Distillation"]


def test_the_mark_keeps_its_ring_when_the_chart_is_redrawn(page: Page) -> None:
    chart = plot(page, "names")
    page.get_by_text("Twice as many").focus()
    chart.get_by_role("application").focus()
    page.keyboard.press("End")
    expect(chart.locator(".words")).to_have_text(re.compile("^Survey: 10 of"))
    page.get_by_role("switch", name="Twice as many").or_(page.get_by_label("Twice as many")).first.evaluate(
        "toggle => toggle.click()"
    )
    expect(chart.locator(".words")).to_have_text(re.compile("^Survey: 20 of"), timeout=10_000)
    expect(chart.locator(".ring")).to_be_visible()


def test_a_chart_is_one_stop_of_the_tab_key(page: Page) -> None:
    plot(page, "names").get_by_role("application").focus()
    page.keyboard.press("Tab")
    expect(plot(page, "years").get_by_role("application")).to_be_focused()


def test_a_chart_has_a_name_and_says_in_words_what_it_shows(page: Page) -> None:
    figure = page.get_by_role("figure", name="names")
    inner = figure.get_by_role("application", name="Chart of names: <b>so many</b>.")
    expect(inner).to_have_attribute("aria-description", re.compile("Arrow keys.*Enter picks.*Escape leaves"))
    expect(figure.locator("[aria-live=polite]")).to_have_count(1)


def test_the_theme_can_be_switched_while_charts_are_open(page: Page) -> None:
    def colours() -> list[str]:
        return page.evaluate(
            """() => [[".ytick text", "fill"], [".xgrid, .ygrid", "stroke"], [".main-svg", "background-color"]].map(
              ([one, what]) => getComputedStyle(document.querySelector(`.st-key-chart-years ${one}`))[what])"""
        )

    light = colours()
    assert light[2] == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    expect(plot(page, "years").locator(".main-svg").first).to_have_css("background-color", "rgb(16, 21, 28)")
    assert all(one != other for one, other in zip(light, colours(), strict=True))
    page.emulate_media(color_scheme="light")
    expect(plot(page, "years").locator(".main-svg").first).to_have_css("background-color", "rgb(255, 255, 255)")
    assert colours() == light


def stands_for(label: str, name: str) -> bool:
    """Say whether a label is a name, or the name cut in its middle, as in a narrow chart."""
    start, cut, end = label.partition("…")
    return label == name or bool(cut and start and end and name.startswith(start) and name.endswith(end))


def test_a_chart_is_saved_as_svg_by_button_and_by_key(page: Page) -> None:
    chart = plot(page, "hostile")
    middle(bar(page, "hostile", 0))
    with page.expect_download() as by_button:
        chart.get_by_title("Save as SVG image").click()
    chart.get_by_role("application").focus()
    with page.expect_download() as by_key:
        page.keyboard.press("s")
    for download in (by_button.value, by_key.value):
        assert download.suggested_filename == "surveyor-hostile.svg"
        image = Path(download.path()).read_text("utf-8")
        assert image.startswith("<svg")
        texts = re.split(r"<text[^>]*>|</text>", unescape(image))
        assert all(any(stands_for(text, name) for text in texts) for name in HOSTILE[:3])
        assert not re.search(r"<(img|a|b|i)\b", image)


def test_texts_of_lists_are_shown_as_they_are(page: Page) -> None:
    chart = plot(page, "hostile")
    labels = chart.locator(".ytick text").all_text_contents()
    assert all(stands_for(*pair) for pair in zip(sorted(labels), sorted(HOSTILE), strict=True))
    assert chart.locator("img, a, b, i, tspan").count() == 0
    chart.get_by_role("application").focus()
    page.keyboard.press("End")
    expect(chart.locator(".words")).to_have_text(re.compile(re.escape("&lt;i&gt; $x$ </svg>: 1 of 10 papers")))
    page.mouse.move(*middle(bar(page, "hostile", 1)))
    expect(chart.locator(".hoverlayer")).to_contain_text('<img src=x onerror="hurt=1">: 3 of 10 papers')
    click(page, bar(page, "hostile", 1))
    picked(page, ["hostile", [['<img src=x onerror="hurt=1">']]])
    assert page.evaluate("typeof hurt") == "undefined"


def test_the_size_follows_the_window_and_nothing_overflows(page: Page) -> None:
    for width in (700, 390, 1200):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(600)
        for name in ("names", "years", "hostile", "pairs"):
            outer, inner = plot(page, name).bounding_box(), plot(page, name).locator(".main-svg").first.bounding_box()
            assert outer
            assert inner
            assert outer["width"] - 1 <= inner["width"] <= outer["width"]
            assert outer["height"] == inner["height"]
            assert outer["x"] + outer["width"] <= width


def test_a_chart_has_its_height_before_it_is_drawn(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport=SIZES[0])
    page = context.new_page()
    page.route("**/plotly.min.js", lambda route: None)
    page.goto(app)
    places = page.locator("[class*=st-key-chart-]")
    expect(places).to_have_count(4, timeout=30_000)
    page.wait_for_timeout(1000)
    assert [round(place.bounding_box()["height"]) for place in places.all()] == [220, 240, 220, 200]  # type: ignore[index]
    context.close()


def test_a_chart_that_does_not_change_is_not_drawn_again(page: Page) -> None:
    page.evaluate(
        """() => {
          window.drawn = []
          const react = Plotly.react
          Plotly.react = (plot, ...rest) => (drawn.push(plot.ariaLabel), react(plot, ...rest))
        }"""
    )
    page.get_by_text("Twice as many").click()
    expect(plot(page, "names").locator(".xaxislayer-above")).to_contain_text("80")
    page.wait_for_timeout(500)
    assert [re.findall(r"Chart of (\w+)", label)[0] for label in page.evaluate("drawn")] == ["names", "years"]


def test_scripts_that_do_not_arrive_leave_the_words_and_say_what_to_do(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport=SIZES[0])
    page = context.new_page()
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto(app)
    place = page.locator(".st-key-chart-names")
    expect(place).to_contain_text("Chart of names: <b>so many</b>. The scripts that draw this did not arrive.")
    expect(place).to_contain_text("Please reload the page.")
    context.close()


@pytest.mark.parametrize("page_at", ["", "?x=1"])
def test_charts_are_drawn_below_a_base_path(page_at: str, browser: Browser) -> None:
    with serving(APP, "--server.baseUrlPath=some/papers") as here:
        page = browser.new_page()
        page.goto(f"{here}some/papers{page_at}")
        at_rest(page)
        page.close()


@pytest.mark.parametrize("served", ["true", "false"])
def test_scripts_come_from_the_page_itself(served: str, browser: Browser) -> None:
    """Also where the folder of static files is not served."""
    with serving(APP, f"--server.enableStaticServing={served}") as here:
        context = browser.new_context(viewport=SIZES[0])
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(here)
        at_rest(page)
        click(page, bar(page, "names", 1))
        picked(page, ["names", [["Pruning"]]])
        assert [url for url in asked if not url.startswith((here, "blob:", "data:", here.replace("http", "ws")))] == []
        plotly = [url for url in asked if "plotly.min" in url]
        assert len(plotly) == 1
        assert ("app/static" in plotly[0]) == (served == "true")
        if served == "true":
            page.reload()
            at_rest(page)
            kept = "() => performance.getEntriesByType('resource').find(one => /plotly/.test(one.name)).transferSize"
            assert page.evaluate(kept) == 0, "the browser fetched Plotly again"
        context.close()
