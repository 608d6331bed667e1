"""From the click on a facet to the last change on the page, in headless Chromium, against a bare Streamlit app."""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.benchmarks.printing import Row, print_table, verdict
from tests.benchmarks.servers import bare_app, chromium, surveyor
from tests.benchmarks.synthetic import table_file

CLICKS = 20
WARM_UP = 4
QUIET_MILLISECONDS = 400
CHARTS = 4
VIEW = {"width": 1400, "height": 900}
PILLS = ("Quantization", "Distillation")
AIMS = {747: 1.25, 1_000_000: 1.5}

# Notes when a person clicked and when anything last changed that a person reads: texts and elements anywhere, and
# every attribute inside charts. What Streamlit does around them (the running man, fading) does not count.
OBSERVE = """
() => {
  const seen = { clicked: 0, changed: 0 }
  window.seen = seen
  addEventListener("pointerdown", () => { seen.clicked = performance.now(); seen.changed = 0 }, true)
  const counts = (change) => {
    const element = change.target.nodeType === 1 ? change.target : change.target.parentElement
    if (!element || element.closest("[data-testid=stStatusWidget]")) return false
    return change.type !== "attributes" || element.closest(".js-plotly-plot")
  }
  new MutationObserver((changes) => {
    if (changes.some(counts)) seen.changed = performance.now()
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true })
}
"""
QUIET = f"() => seen.changed > seen.clicked && performance.now() - seen.changed > {QUIET_MILLISECONDS}"


def bench_browser() -> None:
    """Print the time from click to last change of Surveyor and of the bare app, clicked in turns."""
    rows: list[Row] = []
    with chromium() as browser:
        for papers, aim in AIMS.items():
            mine, bare = _pairs(browser, None if papers == 747 else table_file(papers))
            ratio = statistics.median(mine) / statistics.median(bare)
            rows.append(
                [
                    f"{papers:,}",
                    f"{statistics.median(mine):.0f} ms",
                    f"{statistics.median(bare):.0f} ms",
                    f"× {ratio:.2f}",
                    *verdict(ratio, aim, f"at most × {aim}"),
                ]
            )
    print_table(
        f"Click to last change in Chromium (medians of {CLICKS} clicks in turns)",
        ["papers", "Surveyor", "bare app", "ratio", "aim", ""],
        rows,
    )


def _pairs(browser: Browser, table: Path | None) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each click on Surveyor and on the bare app, one after the other in turns."""
    with ExitStack() as stack:
        pages = [_opened(browser, stack.enter_context(server).address) for server in (surveyor(table), bare_app())]
        times: tuple[list[float], list[float]] = ([], [])
        for turn in range(WARM_UP + CLICKS):
            for page, measured in zip(pages, times, strict=True):
                took = click(page, PILLS[turn // 2 % 2])
                if turn >= WARM_UP:
                    measured.append(took)
        for page in pages:
            page.context.close()
    return times


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport=VIEW).new_page()
    page.goto(address)
    page.locator(".js-plotly-plot .bars").nth(CHARTS - 1).wait_for(timeout=120_000)
    page.wait_for_timeout(1500)
    page.evaluate(OBSERVE)
    return page


def click(page: Page, pill: str) -> float:
    """Click a facet's value and return the milliseconds until the last change of the page."""
    page.bring_to_front()
    click_pill(page, pill)
    page.wait_for_function(QUIET, timeout=60_000)
    return float(page.evaluate("() => seen.changed - seen.clicked"))


def click_pill(page: Page, pill: str) -> None:
    """Click a technique in the sidebar with the mouse."""
    box = page.get_by_test_id("stSidebar").locator("button", has_text=pill).first.bounding_box()
    assert box, pill
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
