"""A large table is prepared in the background, and a view waits only for what it needs."""

from __future__ import annotations

from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from components import preparation
from components.preparation import FINDINGS, SEARCH, TERMS, Preparation
from components.url import State
from components.view import View
from data.query.filters import Filters

SEARCHING = State(Filters(search="nets"))


def test_a_view_waits_for_what_it_needs_and_for_nothing_else() -> None:
    may_end, searched = Event(), Event()
    steps = {SEARCH: searched.set, TERMS: may_end.wait, FINDINGS: lambda: None}
    prepared = Preparation(preparation.LARGE, steps)
    prepared.wait(State())
    prepared.wait(SEARCHING)
    assert searched.is_set()
    may_end.set()
    prepared.wait(State(view=View(view="sources")))


def test_what_a_view_waits_for_comes_first() -> None:
    done: list[str] = []
    steps = {name: lambda name=name: done.append(name) for name in (SEARCH, TERMS, FINDINGS)}
    Preparation(preparation.LARGE, steps).wait(State(view=View(view="sources")))
    assert done[0] == FINDINGS


def test_a_step_that_fails_does_not_let_anybody_wait_for_ever() -> None:
    prepared = Preparation(preparation.LARGE, {SEARCH: lambda: 1 / 0, FINDINGS: lambda: None})
    prepared.wait(SEARCHING)
    prepared.wait(State(view=View(view="sources")))


def test_a_small_table_prepares_nothing() -> None:
    done = Event()
    Preparation(preparation.LARGE - 1, {SEARCH: done.set}).wait(SEARCHING)
    assert not done.is_set()


@pytest.mark.parametrize("link", [{"q": "quantization"}, {"view": "sources"}, {"view": "trends", "rising": "term"}])
def test_views_of_a_prepared_table_open(link: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "LARGE", 1)
    page = AppTest.from_file("../dashboard.py", default_timeout=60)
    for name, value in link.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    assert any("papers" in text.value for text in page.markdown)
