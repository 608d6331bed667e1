"""A visitor in headless Chromium: opens a page, clicks, and measures until nothing changes any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, Locator, Page

from tests.benchmarks.servers import Server
from tests.load.processes import processor_seconds

VIEW = {"width": 1400, "height": 900}
# The charts of the Overview and of the bare app.
CHARTS = 4
QUIET_MILLISECONDS = 450

# Notes when a person clicked and when anything last changed that a person sees or hears of: texts and elements
# anywhere, every attribute inside charts and components, and what is pressed, checked, hidden or of another class in
# the sidebar. What Streamlit does around them (the running man, fading) does not count.
OBSERVE = """
(() => {
  const seen = { clicked: 0, changed: 0 }
  window.seen = seen
  const states = ["aria-pressed", "aria-checked", "aria-selected", "hidden", "class"]
  const counts = ({ type, target, attributeName }) => {
    const element = target.nodeType === 1 ? target : target.parentElement
    if (!element || element.closest("[data-testid=stStatusWidget]")) return false
    if (type !== "attributes" || element.closest(".js-plotly-plot, .surveyor-facets, .surveyor-chart")) return true
    return states.includes(attributeName) && element.closest("[data-testid=stSidebar]")
  }
  const start = () => new MutationObserver((changes) => {
    if (changes.some(counts)) seen.changed = performance.now()
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true })
  addEventListener("pointerdown", () => { seen.clicked = performance.now(); seen.changed = 0 }, true)
  document.body ? start() : addEventListener("DOMContentLoaded", start)
})()
"""
QUIET = f"() => seen.changed > seen.clicked && performance.now() - seen.changed > {QUIET_MILLISECONDS}"
DRAWN = (
    f"() => document.querySelectorAll('.js-plotly-plot .bars').length >= {CHARTS}"
    " && performance.now() - seen.changed > 1000"
)
POLL = 60


class Took(NamedTuple):
    """Milliseconds: by the clock, of the page's main thread, and of the server's processor."""

    clock: float
    thread: float
    server: float


@dataclass(frozen=True)
class Visit:
    """A page of a server that is open in a window of its own."""

    server: Server
    page: Page
    devtools: CDPSession

    def click(self, target: Locator) -> Took:
        """Click in the middle of something with the mouse, and measure until the last change of the page."""
        self.page.bring_to_front()
        box = target.bounding_box()
        assert box, target
        thread, server = self._thread(), processor_seconds([self.server.process.pid])
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.wait_for_function(QUIET, timeout=60_000, polling=POLL)
        clock = float(self.page.evaluate("() => seen.changed - seen.clicked"))
        used = 1000 * (processor_seconds([self.server.process.pid]) - server)
        return Took(clock, self._thread() - thread, used)

    def pick(self, technique: str) -> Took:
        """Click a technique in the sidebar."""
        return self.click(in_sidebar(self.page, technique))

    def _thread(self) -> float:
        """Return the milliseconds of processor time that the main thread has worked."""
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def open_visit(browser: Browser, server: Server) -> tuple[Visit, float]:
    """Open a page in a new window; return it, and the milliseconds until the last change of the first load."""
    page = browser.new_context(viewport=VIEW).new_page()
    page.add_init_script(OBSERVE)
    page.goto(server.address)
    page.wait_for_function(DRAWN, timeout=180_000, polling=POLL)
    took = float(page.evaluate("() => seen.changed"))
    devtools = page.context.new_cdp_session(page)
    # Processor time of the thread, not the clock's.
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    return Visit(server, page, devtools), took


def in_sidebar(page: Page, text: str) -> Locator:
    """Return the button in the sidebar with a text."""
    return page.get_by_test_id("stSidebar").locator("button", has_text=text).first
