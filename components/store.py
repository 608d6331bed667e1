"""The tables, read once and shared by all sessions; read again when a file changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from components.text import Labels
from components.url import SORTS
from data.facets import Index, Mask, build_index
from data.knowledge import load_knowledge
from data.lists import ListSource, load_lists
from data.schema import SEPARATOR, TABLES, Paper
from data.table import HERE, read_table


@dataclass(frozen=True)
class Store:
    """What every view reads: the indexed papers, their places in each order, the lists, and the names of values."""

    index: Index
    orders: Mapping[str, npt.NDArray[np.int64]]
    lists: Mapping[str, ListSource]
    labels: Labels

    def line_urls(self, records: str) -> list[tuple[str, str]]:
        """Return (record, address of its line) for a cell of the column `records`; the address may be ""."""
        pairs = [record.rpartition(":") for record in records.split(SEPARATOR)]
        return [
            (f"{key}:{line}", self.lists[key].line_url(int(line)) if key in self.lists else "")
            for key, _, line in pairs
        ]


def load(folder: Path = HERE) -> Store:
    """Return the store of the tables in `folder`; InputError where a file is missing or broken."""
    files = [folder / TABLES[Paper][0], folder / "lists.yaml", folder / "techniques.yaml", folder / "domains.yaml"]
    return _load(folder, tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files))


@st.cache_resource(max_entries=2, show_spinner="Reading the tables …")
def _load(folder: Path, stamps: tuple[int, ...]) -> Store:
    papers = read_table(folder / TABLES[Paper][0], Paper)
    lists = load_lists(folder / "lists.yaml")
    knowledge = load_knowledge()
    order = {
        "technique": tuple(knowledge.techniques.names),
        "domain": tuple(knowledge.domains.names),
        "list": tuple(lists),
        "code": ("yes", "no"),
    }
    labels = {
        "list": {key: source.title for key, source in lists.items()},
        "code": {"yes": "Listed", "no": "Not listed"},
    }
    orders = {name: _order(papers, columns, ascending) for name, (_, columns, ascending) in SORTS.items()}
    return Store(build_index(papers, order), orders, lists, labels)


def sorted_papers(store: Store, mask: Mask, sort: str) -> pd.DataFrame:
    """Return the papers in `mask` in one of the orders of `components.url.SORTS`."""
    order = store.orders[sort]
    return store.index.papers.iloc[order[mask[order]]]


def _order(papers: pd.DataFrame, columns: tuple[str, ...], ascending: tuple[bool, ...]) -> npt.NDArray[np.int64]:
    """Return the places of all papers sorted by `columns`, case ignored, empty values last."""
    keys = papers.assign(no_code=papers["code_url"].eq(""))[list(columns)].reset_index(drop=True)
    keys = keys.apply(lambda column: column.str.casefold() if pd.api.types.is_string_dtype(column) else column)
    ordered = keys.replace("", pd.NA).sort_values(
        list(columns), ascending=list(ascending), kind="stable", na_position="last"
    )
    return np.asarray(ordered.index, dtype=np.int64)
