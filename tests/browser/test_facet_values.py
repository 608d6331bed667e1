"""Facets with texts that try to be more, and with thousands of values, in real Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving

pytestmark = pytest.mark.browser

# Those of the app.
HOSTILE = ["<b>Bold</b>", '<img src=x onerror="hurt=1">', "</span><script>hurt=1</script>", "&lt;i&gt; $x$ **y**"]
MANY = 5000


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    with serving("tests/browser/apps/facets.py") as here:
        yield here


def done(page: Page, *actions: list[object]) -> None:
    """The page heard of these actions."""
    expect(page.get_by_test_id("stCode")).to_have_text(json.dumps(list(actions)), timeout=15_000)


def test_texts_are_shown_as_they_are_and_come_back_as_they_were(page: Page, app: str) -> None:
    page.goto(app)
    values = page.locator('[data-facet="hostile"] .options button')
    expect(values).to_have_text([re.compile(re.escape(text) + r"\s*3$") for text in HOSTILE], timeout=30_000)
    expect(page.get_by_role("heading", name="<u>Hostile</u>")).to_be_visible()
    assert page.get_by_role("combobox", name="Choice").locator("option").all_inner_texts() == ["None", *HOSTILE]
    assert page.locator(".surveyor-facets").locator("img, script, b, u").count() == 0
    values.nth(2).click()
    done(page, ["pick", "hostile", HOSTILE[2], True])
    page.get_by_role("combobox", name="Choice").select_option(HOSTILE[3])
    done(page, ["choice", "choice", HOSTILE[3], True])
    assert page.evaluate("window.hurt") is None


def test_of_thousands_of_values_the_first_are_shown_and_all_are_found(page: Page, app: str) -> None:
    page.goto(app)
    facet = page.locator('[data-facet="many"]')
    expect(facet.locator(".options button")).to_have_text([re.compile("^Value 7")], timeout=30_000)
    facet.get_by_role("searchbox").click()
    listed = facet.locator(".list")
    expect(listed.get_by_role("button")).to_have_count(100)
    expect(listed).to_contain_text("and 4,900 more")
    facet.get_by_role("searchbox").fill(f"value {MANY - 1}")
    expect(listed.get_by_role("button")).to_have_text([re.compile(r"Value 4999\s*4,999")])
    page.keyboard.press("Enter")
    done(page, ["pick", "many", "v4999", True])
    facet.get_by_role("searchbox").fill("no such")
    expect(listed).to_have_text("No such value")
