"""The columns that the other engines start from: one for each facet, several values as lists, nothing missing."""

from __future__ import annotations

import pandas as pd

from data.query.facet import NOT_STATED
from data.query.facets import FACETS, SEVERAL
from data.schema import SEPARATOR
from tests.benchmarks.engines.question import MANY, SHOWN

CELLS = {spec.name: spec.cells for spec in FACETS}


def facet_columns(papers: pd.DataFrame) -> pd.DataFrame:
    """Return one column a facet, and `mix`, a paper's only technique; facets in `MANY` hold lists of texts."""
    cells = {name: CELLS[name](papers).replace("", NOT_STATED) for name in SHOWN}
    mix = cells["technique"].where(~cells["technique"].str.contains(SEPARATOR, regex=False), SEVERAL)
    many = {name: cells[name].str.split(SEPARATOR) for name in MANY}
    return pd.DataFrame({**cells, **many, "mix": mix})
