"""Charts of tables of any size, on screens of any width: no text leaves its chart or lies over another."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.apps.sizes import SIZES
from tests.browser.conftest import serving

WIDTHS = (390, 853, 1400, 1920)

# Texts outside the frame of their chart, over each other, or under the legend, and marks under the legend.
LOOK = """
() => {
  const found = []
  for (const chart of document.querySelectorAll(".js-plotly-plot")) {
    const name = chart.closest(".surveyor-chart").getAttribute("aria-label")
    const frame = chart.getBoundingClientRect()
    const texts = [...chart.querySelectorAll("svg text")]
      .filter((text) => text.textContent.trim() && !text.closest(".hoverlayer"))
      .map((text) => ({ box: text.getBoundingClientRect(), says: text.textContent.slice(0, 40) }))
      .filter(({ box }) => box.width && box.height)
      .sort((one, other) => one.box.top - other.box.top)
    for (const { box, says } of texts) {
      const outside = box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 4
      if (outside || box.bottom > frame.bottom + 4) found.push(`${name}: ${says} is outside`)
    }
    texts.forEach(({ box: a, says }, i) => {
      for (const { box: b, says: other } of texts.slice(i + 1)) {
        if (b.top >= a.bottom) break
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        const part = (width * height) / Math.min(a.width * a.height, b.width * b.height)
        if (width > 2 && height > 2 && part > 0.25) found.push(`${name}: ${says} is over ${other}`)
      }
    })
    const legend = chart.querySelector(".legend")?.getBoundingClientRect()
    const covered = (mark) => {
      const { left, right, top, bottom } = mark.getBoundingClientRect()
      const apart = left >= legend.right - 2 || right <= legend.left + 2 || top >= legend.bottom - 2
      return !apart && bottom > legend.top + 2
    }
    if (legend && [...chart.querySelectorAll(".bars path, .points path")].some(covered)) found.push(`${name}: legend`)
    if (chart.querySelector(".legend .scrollbar[width='6']")?.getBBox().height > 0) found.push(`${name}: cut legend`)
  }
  return found
}
"""


# Whether all charts are drawn as wide as they are by now.
DRAWN = """
() => {
  const charts = [...document.querySelectorAll(".surveyor-chart")]
  const said = Number(document.querySelector("[data-testid=stCode]")?.textContent.match(/\\d+/)?.[0])
  return charts.length === said && charts.every((box) => {
    return box.querySelector(".js-plotly-plot")?._fullLayout?.width === box.clientWidth
  })
}
"""


@pytest.fixture(scope="module")
def tables() -> Iterator[str]:
    with serving("tests/browser/apps/tables.py") as here:
        yield here


@pytest.mark.parametrize("name", SIZES)
def test_no_text_of_a_chart_is_outside_it_or_over_another(name: str, tables: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900})
    page.goto(f"{tables}?table={name}")
    page.get_by_text(re.compile(r"^\d+ charts$")).wait_for(timeout=60_000)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(150)
        page.wait_for_function(DRAWN)
        found += [f"{width} px, {text}" for text in page.evaluate(LOOK)]
    page.close()
    assert not found
