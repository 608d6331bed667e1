"""The two lists are had in every clone: from a folder beside it, else from GitHub by their commits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import data.lists.list_source
from data.errors import InputError
from data.fetch.cache import Cache
from data.fetch.download import Limits
from data.lists.list_source import load_lists
from tests.real_lists import BEGINNINGS, SHIPPED, fetch_lists, lists_in
from tests.web import Web, answer, serving


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with serving() as server:
        monkeypatch.setattr(data.lists.list_source, "RAW", server.address)
        for key, source in SHIPPED.items():
            path = f"/{source.repository}/{source.commit}/README.md"
            server.on(path, answer(BEGINNINGS[key].encode() + b" and so on\n"))
        yield server


def test_the_pinned_commits_are_fetched_once(web: Web, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    (tmp_path / "lists").mkdir()
    first = fetch_lists(tmp_path / "lists", cache)
    assert {key: file.name for key, file in first.items()} == {key: f"{key}.md" for key in SHIPPED}
    web.answers.clear()
    assert fetch_lists(tmp_path / "lists", cache) == first
    assert [len(asked) for asked in web.asked.values()] == [1, 1]


def test_what_is_another_document_is_not_taken_for_a_list(web: Web, tmp_path: Path) -> None:
    for path in [*web.answers]:
        web.on(path, answer(b"<!doctype html><title>Sign in</title>\n"))
    assert fetch_lists(tmp_path, Cache()) == {}


def test_without_a_network_there_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(data.lists.list_source, "RAW", "http://127.0.0.1:1")
    with pytest.raises(InputError, match="connection refused"):
        fetch_lists(tmp_path, Cache(), Limits(attempts=1))
    assert lists_in(tmp_path / "nowhere") == {}


@pytest.mark.shipped
def test_the_commits_are_those_of_the_committed_tables() -> None:
    assert {key: source.raw_url for key, source in load_lists().items()} == {
        key: source.raw_url for key, source in SHIPPED.items()
    }
