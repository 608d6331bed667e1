"""The page for a visitor's own lists: dropped or pasted, previewed, explored, left again; each session by itself."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import store
from components.held_lists import Explored, SessionLists
from components.session_lists import TOGETHER
from components.views.add import packed
from data.lists.list_source import ListSource
from data.visitor import visitor_limits
from tests.test_app import app, headline, query
from tests.test_visitor_lists import LIST


def drop(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    given = [(name, content, "text/plain") for name, content in files]
    return page.file_uploader[0].set_value(given).run()


def texts(page: AppTest) -> str:
    return "\n".join(element.value for element in page.markdown)


@pytest.fixture
def page() -> AppTest:
    return app(view="add")


def button(page: AppTest, text: str) -> AppTest:
    return next(button for button in page.button if button.label == text).click().run()


def test_the_limits_are_said_before(page: AppTest) -> None:
    assert "At most 5 MB, 20,000 entries and 50 files, all together" in texts(page)
    assert "Nothing is kept on the server" in texts(page)
    assert not page.dataframe


def test_a_dropped_file_is_previewed_line_by_line(page: AppTest) -> None:
    drop(page, ("mine.md", LIST))
    assert not page.exception
    assert "**mine\\.md** :gray[2 papers, 1 part left out]" in texts(page)
    assert page.dataframe[0].value["state"].tolist() == ["Found", "Left out", "Found"]
    assert "**2** distinct papers in 2 entries" in texts(page)


@pytest.mark.parametrize("name", ["drop", "files", "paste", "mode", "banner"])
def test_a_file_may_have_any_name(name: str, page: AppTest) -> None:
    """The keys of files are never those of the page's own widgets."""
    drop(page, (f"{name}.md", LIST))
    assert not page.exception
    assert f"**{name}" in texts(page)


def test_several_files_and_a_pasted_list_are_taken_together(page: AppTest) -> None:
    drop(page, ("one.md", LIST), ("two.md", LIST.replace(b"Thin Nets", b"Other Nets")))
    page.text_area[0].set_value("- [[ICML](https://arxiv.org/abs/2301.00009)] Pasted")
    button(page, "Read")
    assert "**4** distinct papers in 5 entries" in texts(page)
    assert "pasted list" in texts(page)


def test_every_view_opens_on_the_own_papers_alone(page: AppTest) -> None:
    button(drop(page, ("mine.md", LIST)), "Explore")
    assert headline(page)["Papers"] == "2"
    assert "**Your lists**: mine" in texts(page)
    assert query(page) == {}
    for view in ("trends", "code", "papers", "compare", "overview"):
        page.query_params["view"] = view
        page.run()
        assert not page.exception


def test_own_papers_can_be_merged_with_the_shipped_table(page: AppTest) -> None:
    whole = headline(app())["Papers"]
    drop(page, ("mine.md", LIST))
    next(group for group in page.button_group if group.key == "visitor-mode").set_value("together").run()
    button(page, "Explore")
    assert headline(page)["Papers"] == str(int(whole) + 2)
    button(page, "Back to the built-in lists")
    assert headline(page)["Papers"] == whole


def test_a_local_list_that_is_gone_is_named_in_place_of_the_download(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("mine.md", LIST))
    others = {"gone": ListSource("gone", "Gone", path=tmp_path / "gone.md")}
    place = page.session_state["visitor-lists"]
    lists = place.lists
    explored = Explored(lists.tables, others, store.load())
    place.lists = replace(lists, mode=TOGETHER, explored=explored)
    page.run()
    assert not page.exception
    assert "There is no download" in page.warning[0].value
    assert "lists\\.yaml" in page.warning[0].value
    assert str(tmp_path) not in page.warning[0].value.replace("\\", "")
    assert "Download tables and lists.yaml" not in [button.label for button in page.get("download_button")]


def test_a_list_that_is_gone_when_the_download_is_clicked_is_named_in_it(page: AppTest, tmp_path: Path) -> None:
    drop(page, ("mine.md", LIST))
    place = page.session_state["visitor-lists"]
    others = {"gone": ListSource("gone", "Gone", path=tmp_path / "gone.md")}
    explored = Explored(place.lists.tables, others, store.load())
    for lists in (replace(place.lists, explored=explored), SessionLists()):
        place.lists = lists
        with zipfile.ZipFile(io.BytesIO(packed(place))) as file:
            assert file.namelist() == ["no download.txt"]
            assert b"There is no download: " in file.read("no download.txt")


def test_a_visitor_whose_lists_made_room_is_told(page: AppTest) -> None:
    drop(page, ("mine.md", LIST))
    place = page.session_state["visitor-lists"]
    place.lists, place.dropped = SessionLists(), True
    page.run()
    assert "Your lists were dropped" in page.info[0].value
    drop(page, ("other.md", LIST))
    assert not page.info


def test_lists_that_cost_too_much_to_merge_are_said_and_can_be_removed(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor_limits, "MERGED_HERE", 0)
    monkeypatch.setattr(visitor_limits, "MOST_MEGABYTES_BACK", 0)
    drop(page, ("mine.csv", TABLE))
    assert "takes more memory to read" in page.error[0].value
    monkeypatch.setattr(visitor_limits, "MOST_MEGABYTES_BACK", 40)
    button(page, "Remove all")
    monkeypatch.setattr(visitor_limits, "MEGABYTES", 60)
    drop(page, ("mine.md", LIST))
    assert "The table of your lists" in page.error[0].value
    assert "Explore" not in [button.label for button in page.button]
    button(page, "Remove all")
    assert not page.error


def test_large_lists_are_merged_by_a_process_of_their_own(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "MERGED_HERE", 0)
    drop(page, ("mine.md", LIST))
    assert "**2** distinct papers in 2 entries" in texts(page)


def test_a_session_sees_nothing_of_another(page: AppTest) -> None:
    button(drop(page, ("mine.md", LIST)), "Explore")
    other = app(view="add")
    assert "mine" not in texts(other)
    assert headline(app())["Papers"] != headline(page)["Papers"]


def test_a_file_can_be_removed_and_all_forgotten(page: AppTest) -> None:
    drop(page, ("one.md", LIST), ("two.md", LIST))
    button(page, "Remove")
    assert "**one" not in texts(page)
    button(page, "Remove all")
    assert not page.dataframe


def test_a_broken_file_says_what_to_do_and_offers_nothing_to_explore(page: AppTest) -> None:
    drop(page, ("bad.md", b"# A list\n\xff"))
    assert page.error[0].value.replace("\\", "").startswith("Line 2: byte 0xff is not UTF-8. Save the file")
    assert "Explore" not in [button.label for button in page.button]


def test_what_a_list_says_is_shown_as_it_is(page: AppTest) -> None:
    drop(page, ("a_b*c*.md", LIST))
    assert r"a\_b\*c\*\.md" in texts(page)


TABLE = b"Paper Name,Where,When,Link,Remarks\nWide Nets,ICML,2023,https://arxiv.org/abs/2301.00001,Good\n"


def menus(page: AppTest) -> dict[str, str]:
    return {menu.label: menu.value for menu in page.selectbox if (menu.key or "").startswith("column-")}


def test_the_columns_of_a_table_are_shown_before_it_is_explored_and_can_be_changed(page: AppTest) -> None:
    drop(page, ("mine.csv", TABLE))
    assert menus(page) == {
        "Title": "Paper Name",
        "Year": "When",
        "Venue": "Where",
        "Technique": "(none)",
        "Paper": "(none)",
        "Code": "(none)",
        "Links of any kind": "Link",
    }
    assert "Remarks" in page.caption[-1].value
    next(menu for menu in page.selectbox if menu.label == "Technique").select("Remarks").run()
    assert menus(page)["Technique"] == "Remarks"
    assert page.dataframe[0].value["techniques"].tolist() == ["Good"]


def test_all_files_can_be_removed_while_none_is_readable(page: AppTest) -> None:
    drop(page, ("one.md", b"Prose without any entry."), ("two.md", b"Prose without any entry."))
    assert len(page.error) == 2
    button(page, "Remove all")
    assert not page.error


def test_refused_files_do_not_pile_up(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "MOST_FILES", 2)
    for nth in range(4):
        drop(page, (f"{nth}.md", b"Prose without any entry."))
    documents = page.session_state["visitor-lists"].lists.documents
    assert [document.name for document in documents] == ["0.md", "1.md", "3.md"]
    assert not any(document.content for document in documents)


def test_a_table_without_a_title_says_so_until_one_is_chosen(page: AppTest) -> None:
    drop(page, ("mine.csv", TABLE.replace(b"Paper Name", b"Words")))
    assert "the menu “Title”" in page.warning[0].value
    next(menu for menu in page.selectbox if menu.label == "Title").select("Words").run()
    assert not page.warning
    assert page.dataframe[0].value["title"].tolist() == ["Wide Nets"]


def test_the_sources_view_has_findings_and_a_patch_for_an_own_list(page: AppTest) -> None:
    listed = LIST + b"- [[Arxiv](https://arxiv.org/abs/2301.00003)] Other Nets [[Cde](https://github.com/some/other)]\n"
    button(drop(page, ("mine.md", listed)), "Explore")
    page.query_params["view"] = "sources"
    page.run()
    assert not page.exception
    assert any("Label misspelt" in table.value.to_string() for table in page.table)
    assert "**mine\\.md**: fixes" in texts(page)


def test_exploring_goes_on_with_what_is_added_or_removed(page: AppTest) -> None:
    drop(page, ("one.md", LIST), ("two.md", LIST.replace(b"Thin Nets", b"Other Nets")))
    button(page, "Explore")
    assert headline(page)["Papers"] == "3"
    page.query_params["view"] = "add"
    page.run()
    assert "**Your lists**: one" in texts(page)
    button(page, "Remove")
    del page.query_params["view"]
    page.run()
    assert headline(page)["Papers"] == "2"


def test_leaving_takes_the_filters_of_the_own_lists_out_of_the_address(page: AppTest) -> None:
    whole = headline(app())["Papers"]
    button(drop(page, ("mine.md", LIST)), "Explore")
    page.query_params["list"] = "mine"
    page.query_params["view"] = "trends"
    page.run()
    button(page, "Back to the built-in lists")
    assert query(page) == {"view": ["trends"]}
    assert f"**{whole}** of {whole} papers" in texts(page)


def test_a_file_read_already_is_not_read_again_and_a_click_while_reading_loses_none(page: AppTest) -> None:
    drop(page, ("one.md", LIST))
    page.session_state["visitor-inbox"] = [("two.md", LIST), ("three.md", LIST)]
    page.run()
    assert "**2** distinct papers in 6 entries" in texts(page)
    page.run()
    assert "**2** distinct papers in 6 entries" in texts(page)


def test_a_link_into_somebodys_own_list_says_so() -> None:
    page = app(list="mine", view="papers")
    assert "This link names list “mine”, which this table does not have" in page.info[0].value.replace("\\", "")
    assert not any("does not have" in info.value for info in app(technique="Survey", year="2019-2040").info)
