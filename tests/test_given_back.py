"""Memory is given back: by tables that others replaced, and by charts that a session drew before."""

from __future__ import annotations

import gc
import os
import shutil
import weakref
from pathlib import Path

import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from components import store
from data.schema import DATA_FOLDER
from tests.conftest import ROOT


def test_what_is_loaded_is_no_work_for_the_garbage_collection(tmp_path: Path) -> None:
    """A full collection holds the interpreter's lock, and goes through what never changes while all wait."""
    loaded = store.load(_copied(tmp_path))
    assert gc.get_freeze_count() > 10_000
    assert not any(one is loaded.lists for one in gc.get_objects())


def test_tables_that_were_replaced_are_given_back(tmp_path: Path) -> None:
    """Set aside from garbage collection, they must not stay for ever, not even where a cycle holds them."""
    folder = _copied(tmp_path)
    cycle = _Cycle(store.load(folder))
    _load_again(folder, 1)
    gone = weakref.ref(cycle)
    del cycle
    _load_again(folder, 2)
    assert gone() is None


def test_a_session_holds_no_chart_that_it_drew_before() -> None:
    """Streamlit keeps what a chart calls when it is clicked, of each figure that was ever drawn in a session."""
    before = _figures()
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    for technique in ("Quantization", "Distillation", "Survey"):
        page.query_params["technique"] = technique
        page.run()
        assert not page.exception
    assert _figures() == before


class _Cycle:
    """Something that holds tables and itself."""

    def __init__(self, held: store.Store) -> None:
        self.held, self.itself = held, self


def _load_again(folder: Path, changed: int) -> None:
    os.utime(folder / "papers.csv", (changed, changed))
    store.load(folder)


def _figures() -> int:
    gc.collect()
    return sum(isinstance(one, go.Figure) for one in gc.get_objects())


def _copied(folder: Path) -> Path:
    for file in (*DATA_FOLDER.glob("*.csv"), *DATA_FOLDER.glob("*.yaml")):
        shutil.copy(file, folder)
    return folder
