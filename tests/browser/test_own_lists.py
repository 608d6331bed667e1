"""Bringing lists in real Chromium: drop, preview, explore, download, leave."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_browser import PAPERS, shows
from tests.test_visitor_lists import LIST

pytestmark = [pytest.mark.browser, pytest.mark.shipped]


def drop(page: Page, address: str, folder: Path) -> None:
    """Drop a file onto the page as a person does, by the events that a browser makes of it."""
    (folder / "mine.md").write_bytes(LIST)
    page.goto(f"{address}?view=add")
    area = page.get_by_test_id("stFileUploaderDropzone")
    expect(area).to_be_visible(timeout=30_000)
    data = page.evaluate_handle(
        """text => { const data = new DataTransfer();
                     data.items.add(new File([text], "mine.md", {type: "text/markdown"})); return data; }""",
        LIST.decode(),
    )
    for event in ("dragenter", "dragover", "drop"):
        area.dispatch_event(event, {"dataTransfer": data})
    expect(page.get_by_text("2 distinct papers in 2 entries")).to_be_visible(timeout=15_000)


def test_a_dropped_list_is_previewed_explored_and_left_again(page: Page, address: str, tmp_path: Path) -> None:
    drop(page, address, tmp_path)
    page.get_by_role("radio", name="Left out 1").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    page.get_by_role("button", name="Explore", exact=True).click()
    shows(page, 2)
    expect(page.get_by_role("region", name="Selected papers")).to_contain_text("Wide Nets Are Thin")
    page.get_by_test_id("stSidebar").get_by_role("button", name="Pruning and Sparsity").click()
    page.wait_for_url("**technique=Pruning**")
    page.get_by_role("button", name="Back to the built-in lists").click()
    shows(page, len(PAPERS))
    assert "technique" not in page.url


def test_own_lists_merge_with_the_shipped_table(page: Page, address: str, tmp_path: Path) -> None:
    drop(page, address, tmp_path)
    page.get_by_role("radio", name="With the").click()
    page.get_by_role("button", name="Explore", exact=True).click()
    shows(page, len(PAPERS) + 2)


def test_the_download_holds_tables_lists_and_files(page: Page, address: str, tmp_path: Path) -> None:
    drop(page, address, tmp_path)
    with page.expect_download() as found:
        page.get_by_role("button", name="Download tables and lists.yaml").click()
    found.value.save_as(tmp_path / "lists.zip")
    with zipfile.ZipFile(tmp_path / "lists.zip") as bundle:
        assert {"papers.csv", "records.csv", "lists.yaml", "lists/mine.md"} <= set(bundle.namelist())
        assert bundle.read("lists/mine.md") == LIST


def test_another_visitor_sees_nothing_of_it(browser: Browser, page: Page, address: str, tmp_path: Path) -> None:
    drop(page, address, tmp_path)
    page.get_by_role("button", name="Explore", exact=True).click()
    shows(page, 2)
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    other = context.new_page()
    other.goto(address)
    shows(other, len(PAPERS))
    context.close()


def test_a_file_that_is_refused_stays_in_sight(page: Page, address: str, tmp_path: Path) -> None:
    (tmp_path / "large.md").write_bytes(b"- x\n" * 1_700_000)
    (tmp_path / "mine.md").write_bytes(LIST)
    page.goto(f"{address}?view=add")
    page.locator("input[type=file]").set_input_files([tmp_path / "large.md", tmp_path / "mine.md"])
    expect(page.get_by_text("2 distinct papers in 2 entries")).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stFileChip").and_(page.get_by_label("large.md"))).to_be_visible()
    expect(page.get_by_test_id("stFileChip").and_(page.get_by_label("mine.md"))).to_be_hidden()


def test_a_click_while_files_are_read_loses_none(page: Page, address: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.md" for number in range(12)]
    for file in files:
        file.write_bytes(LIST * 40)
    page.goto(f"{address}?view=add")
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_text("to go …").wait_for(timeout=30_000)
    page.get_by_role("radio", name="Overview").click()
    page.wait_for_timeout(500)
    page.get_by_role("radio", name="Your lists").click()
    expect(page.get_by_text("distinct papers in 960 entries")).to_be_visible(timeout=60_000)
