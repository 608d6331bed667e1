"""What happened to papers between two tables is told by kind, as text and as Markdown that nobody can misuse."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from data.building.changes import Change, PaperChanges, changes_as_text, paper_changes
from data.building.changes_markdown import MOST_CHARACTERS, changes_as_markdown
from data.formats.markdown_text import escape_markdown
from data.lists.list_source import ListSource
from tests.conftest import paper, papers_frame

OLD = {"some-list": ListSource("some-list", "L", repository="me/l", commit="a" * 40)}
NEW = {"some-list": ListSource("some-list", "L", repository="me/l", commit="b" * 40)}
BEFORE = papers_frame(
    paper(1, title="Stays"),
    paper(2, title="Goes", venue="ICML", year=2024),
    paper(3, title="Is published", venue="arXiv", venue_type="preprint"),
    paper(4, title="Gets code"),
    paper(5, title="Loses code", code_url="https://github.com/a/b"),
    paper(6, title="Old name"),
    paper(7, id="gets-an-id-1", title="Gets an id"),
)
AFTER = papers_frame(
    paper(1, title="Stays"),
    paper(3, title="Is published", venue="ACL", venue_type="conference", year=2025),
    paper(4, title="Gets code", code_url="https://github.com/c/d"),
    paper(5, title="Loses code"),
    paper(6, title="New name"),
    paper(7, title="Gets an ID"),
    paper(8, title="Comes", venue="arXiv", year=2025, paper_url="https://arxiv.org/abs/2501.00008"),
)


def test_every_kind_of_change_is_found_once() -> None:
    changes = paper_changes(BEFORE, AFTER, NEW, OLD)
    told = {kind: [(change.title, change.detail) for change in found] for kind, found in changes.items()}
    assert told == {
        "Papers added": [("Comes", "arXiv 2025")],
        "Papers removed": [("Goes", "ICML 2024")],
        "Published since": [("Is published", "arXiv → ACL 2025")],
        "Code link appeared": [("Gets code", "https://github.com/c/d")],
        "Code link disappeared": [("Loses code", "https://github.com/a/b")],
        "Title changed": [("New name", "was “Old name”"), ("Gets an ID", "was “Gets an id”")],
    }


def test_lines_lead_to_the_version_that_has_them() -> None:
    kinds = paper_changes(BEFORE, AFTER, NEW, OLD)
    page = "https://github.com/me/l/blob/{}/README.md?plain=1#L{}"
    assert kinds["Papers added"][0].lines == (("some-list:8", page.format("b" * 40, 8)),)
    assert kinds["Papers removed"][0].lines == (("some-list:2", page.format("a" * 40, 2)),)


def test_without_changes_there_is_nothing_to_tell() -> None:
    assert not paper_changes(AFTER, AFTER, NEW, OLD)
    assert changes_as_text(PaperChanges(), 5) == ""
    assert "have not changed" in changes_as_markdown(["l: no new version"], PaperChanges(), 5)
    assert [*paper_changes(None, AFTER, NEW, OLD)] == ["Papers added"]


def test_the_first_are_named_and_the_rest_counted() -> None:
    many = PaperChanges({"Papers added": [Change(f"Net {number}") for number in range(7)]})
    assert changes_as_text(many, 2).splitlines() == ["Papers added: 7", "  Net 0", "  Net 1", "  and 5 more"]
    assert "## Papers added: 7\n\n- Net 0\n- Net 1\n- … and 5 more\n" in changes_as_markdown([], many, 2)


EVIL = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** `c` @someone me/l#12 GH-3 https://evil.example\n# x"


def test_a_title_in_a_pull_request_is_plain_characters() -> None:
    change = Change(EVIL, EVIL, "javascript:alert(1)", (("l:1", "https://example.org/a)b"),))
    text = changes_as_markdown([EVIL], PaperChanges({"Papers added": [change]}), 5)
    html = MarkdownIt("commonmark").render(text)
    assert "<img" not in html
    assert "<strong>" not in html
    assert "<code>" not in html
    assert html.count("<a ") == 1
    assert html.count("<h") == 1
    assert "@s" not in html
    assert "#1" not in html
    assert "GH\\-3" not in text
    assert "://evil" not in html


def test_a_terminal_is_not_steered() -> None:
    assert "\x1b" not in changes_as_text(PaperChanges({"x": [Change("a\x1b[2Jb\u202e")]}), 5)


def test_a_pull_request_takes_no_more_than_it_can() -> None:
    many = PaperChanges({"Papers added": [Change("long " * 99, url="https://example.org/")] * 3000})
    text = changes_as_markdown([], many, 3000)
    assert len(text) <= MOST_CHARACTERS + 100
    assert text.endswith("… and more, see the tables.\n")
    assert len(escape_markdown("x" * 999, longest=300)) <= 301
    assert "x" * 301 not in changes_as_markdown(["x" * 999], PaperChanges(), 5)


def test_a_pull_request_mentions_no_commit_and_notifies_no_issue() -> None:
    commit, issue = "a1" * 20, "https://github.com/o/r/issues/3"
    line = f"https://github.com/o/r/blob/{commit}/README.md?plain=1#L1"
    change = Change(f"Net {commit}", issue, issue, (("l:1", line),))
    text = changes_as_markdown([f"l: now {commit.upper()}{commit}"], PaperChanges({"Papers added": [change]}), 5)
    assert issue not in text
    assert text.count("(<https://redirect.github.com/o/r/issues/3>)") == 2
    shown = re.sub(r"\(<[^>]*>\)", "", text)
    assert not re.search(r"[0-9a-f]{7}", shown, re.IGNORECASE)
    assert f"(<{line}>)" in text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://github.com/o/r", "https://github.com/o/r"),
        ("https://github.com/o/r/tree/main/x", "https://github.com/o/r/tree/main/x"),
        ("https://GitHub.com/o/r/pull/3", "https://redirect.github.com/o/r/pull/3"),
        ("http://www.github.com:80//o/r/issues/3", "https://redirect.github.com//o/r/issues/3"),
        ("https://github.com/o/r/%69ssues/3", "https://redirect.github.com/o/r/%69ssues/3"),
        ("https://example.org/github.com/o/r/issues/3", "https://example.org/github.com/o/r/issues/3"),
        ("https://github.com.example.org/o/r/issues/3", "https://github.com.example.org/o/r/issues/3"),
        ("https://github.com/o/r/blob/main/a.md?plain=1#L3", "https://github.com/o/r/blob/main/a.md?plain=1#L3"),
        ("HTTPS://GITHUB.COM/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://WWW.github.com/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://me:pw@github.com/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://me:pw@github.com/o/r", "https://github.com/o/r"),
        ("https://github.com./o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://github.com.:443/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://%67ithub.com/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://github%2Ecom/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://git%C2%ADhub.com/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://ｇithub。com/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://xn--github-.com/o/r/issues/3", "https://redirect.github.com/o/r/issues/3"),
        ("https://github.com/o/r/blob/../issues/3", "https://redirect.github.com/o/r/blob/../issues/3"),
        ("https://github.com/o/r/tree/%2e%2E/pull/3", "https://redirect.github.com/o/r/tree/%2e%2E/pull/3"),
        ("https://github.com/o/r?x", "https://redirect.github.com/o/r?x"),
    ],
)
def test_links_lead_where_they_led_without_telling_anybody(url: str, shown: str) -> None:
    text = changes_as_markdown([], PaperChanges({"Papers added": [Change("Net", url=url)]}), 5)
    assert f"[Net](<{shown}>)" in text


@pytest.mark.parametrize(
    "url", ["//github.com/o/r/issues/3", "https:////github.com/o/r/issues/3", "https:/github.com/"]
)
def test_an_address_without_its_host_is_no_link(url: str) -> None:
    change = Change("Net", url, url)
    assert "](" not in changes_as_markdown([], PaperChanges({"Papers added": [change]}), 5)


def test_the_address_of_code_tells_no_password() -> None:
    text = changes_as_markdown([], PaperChanges({"x": [Change("Net", "https://me:pw@example.org/a")]}), 5)
    assert "(<https://example.org/a>)" in text
    assert "pw" not in text
