"""What several tests share: the knowledge, the real lists where they are at hand, and small tables."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from data.errors import InputError
from data.fetch.cache import Cache
from data.ingest.reader import read_list
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.lists.list_source import load_lists
from data.schema import DATA_FOLDER, Paper
from data.tables.paper_tables import Tables, make_tables
from data.tables.table import to_frame
from tests.real_lists import SEEDS, SHIPPED, fetch_lists, lists_in

# Speed is measured by `make bench`; a busy machine fails no test.
settings.register_profile("surveyor", deadline=None)
settings.load_profile("surveyor")

# Started in the background, a shell has Ctrl-C ignored, and so would every process that a test interrupts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what counts the tables that Surveyor ships with where the lists are others, as in a fork."""
    if {key: source.commit for key, source in load_lists().items()} == {key: s.commit for key, s in SHIPPED.items()}:
        return
    skipped = pytest.mark.skip(reason="data/lists.yaml names other lists or versions than the two counted here")
    for item in items:
        if item.get_closest_marker("shipped"):
            item.add_marker(skipped)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def real_lists(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The two lists as published: from the folder beside the checkout, else by their commits from GitHub."""
    found, why = lists_in(SEEDS), ""
    if len(found) < len(SHIPPED):
        try:
            found = fetch_lists(tmp_path_factory.mktemp("lists"), Cache(DATA_FOLDER / ".cache"))
        except InputError as error:
            why = error.problem
    if len(found) < len(SHIPPED):
        pytest.skip(f"{SEEDS} does not hold the two lists, and from GitHub the first {why or 'is another document'}")
    return found


@pytest.fixture(scope="session")
def real_readings(real_lists: Mapping[str, Path], knowledge: Knowledge) -> list[Reading]:
    return [read_list(path.read_bytes(), key, knowledge) for key, path in real_lists.items()]


@pytest.fixture(scope="session")
def real_tables(real_readings: list[Reading], knowledge: Knowledge) -> Tables:
    return make_tables(real_readings, knowledge)


@pytest.fixture
def read(knowledge: Knowledge) -> Callable[..., Reading]:
    """Read a list given as text."""
    return lambda text, key="some-list": read_list(text.encode(), key, knowledge)


def paper(number: int, **cells: object) -> Paper:
    """A paper with an id of its own and everything else empty, or as given."""
    empty: dict[str, object] = {
        "id": f"2401.{number:05}",
        "title": f"Paper number {number}",
        "year": None,
        "month": "",
        "venue": "",
        "venue_type": "",
        "track": "",
        "techniques": (),
        "topics": (),
        "domains": (),
        "paper_url": "",
        "arxiv_id": "",
        "code_url": "",
        "code_host": "",
        "lists": ("some-list",),
        "records": (f"some-list:{number}",),
        "also_titled": (),
        "flags": (),
        "added": "",
    }
    return Paper(**{**empty, **cells})  # type: ignore[arg-type]


def papers_frame(*papers: Paper) -> pd.DataFrame:
    return to_frame(papers, Paper)
