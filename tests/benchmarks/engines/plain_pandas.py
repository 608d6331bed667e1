"""Plain pandas: categories, exploded frames made once, and masks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.query.facet import NOT_STATED
from tests.benchmarks.engines.columns import facet_columns
from tests.benchmarks.engines.question import MANY, SHOWN, Answer, Question, Tally, headline, largest

Mask = npt.NDArray[np.bool_]


class PlainPandas:
    """A categorical column for each facet; those with several values exploded, with the row of each value."""

    def __init__(self, papers: pd.DataFrame) -> None:
        columns = facet_columns(papers)
        self.rows = len(columns)
        self.one = {name: columns[name].astype("category") for name in (*SHOWN, "mix") if name not in MANY}
        exploded = {name: columns[name].explode() for name in MANY}
        self.many = {name: values.astype("category").reset_index(drop=True) for name, values in exploded.items()}
        self.row = {name: values.index.to_numpy() for name, values in exploded.items()}

    def facets(self, question: Question) -> Answer:
        """See `Engine.facets`."""
        masks = self._masks(question)
        return {name: self._tally(name, self._all(masks, name)) for name in SHOWN}

    def aggregates(self, question: Question) -> Answer:
        """See `Engine.aggregates`."""
        masks = self._masks(question)
        rows, code = self._all(masks), (self.one["code"] == "yes").to_numpy()
        techniques = self._all(masks, "technique")
        dated = self._all(masks, "year") & (self.one["year"] != NOT_STATED).to_numpy()
        years = self.one["year"][dated].groupby([self.one["year"][dated], self.one["mix"][dated]], observed=True).size()
        venues = self._all(masks, "venue") & (self.one["venue-type"] != "preprint").to_numpy()
        return {
            "headline": headline(int(rows.sum()), int((rows & code).sum()), self._tally("venue-type", rows)),
            "technique": self._tally("technique", techniques),
            "code by technique": self._tally("technique", techniques & code),
            "years": years.to_dict(),
            "venues": largest(self._tally("venue", venues)),
        }

    def _masks(self, question: Question) -> dict[str, Mask]:
        """Return the rows that each pick lets through."""
        found = {}
        for name, values in question.picks.items():
            if name in MANY:
                found[name] = np.zeros(self.rows, dtype=np.bool_)
                found[name][self.row[name][self.many[name].isin(values).to_numpy()]] = True
            else:
                found[name] = self.one[name].isin(values).to_numpy()
        return found

    def _all(self, masks: dict[str, Mask], without: str = "") -> Mask:
        kept = [mask for name, mask in masks.items() if name != without]
        return np.logical_and.reduce(kept) if kept else np.ones(self.rows, dtype=np.bool_)

    def _tally(self, name: str, rows: Mask) -> Tally:
        values = self.many[name][rows[self.row[name]]] if name in MANY else self.one[name][rows]
        return values.value_counts(sort=False).to_dict()
