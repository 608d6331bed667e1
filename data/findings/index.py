"""An index of findings: which are about which papers, of which kind, and on lines of which list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.findings.finding import Finding
from data.query.bitmap import Mask
from data.schema import KINDS


@dataclass(frozen=True)
class FindingIndex:
    """Findings in their order, with masks over them by kind and by list; those without a finding are left out."""

    found: Sequence[Finding]
    kinds: Mapping[str, Mask]
    lists: Mapping[str, Mask]
    _finding: npt.NDArray[np.int64]
    _row: npt.NDArray[np.int64]

    def about(self, papers: Mask) -> Mask:
        """Return which findings are about some of `papers`, a mask over the rows of the table."""
        chosen = np.zeros(len(self.found), dtype=np.bool_)
        chosen[self._finding[papers[self._row]]] = True
        return chosen

    @property
    def about_none(self) -> Mask:
        """Which findings are about no paper: unread lines, corrections that apply to nothing."""
        chosen = np.ones(len(self.found), dtype=np.bool_)
        chosen[self._finding] = False
        return chosen

    def having(self, masks: Mapping[str, Mask], values: Sequence[str]) -> Mask:
        """Return the findings of any of `values` in `masks`, all of them where none of the values is known."""
        known = [masks[value] for value in values if value in masks]
        return np.logical_or.reduce(known) if known else np.ones(len(self.found), dtype=np.bool_)


def index_findings(found: Sequence[Finding], rows_by_id: Mapping[str, int]) -> FindingIndex:
    """Return the index of findings; `rows_by_id` has the row of each paper in the table."""
    pairs = [
        (place, rows_by_id[paper])
        for place, finding in enumerate(found)
        for paper in finding.papers
        if paper in rows_by_id
    ]
    finding, row = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    by_kind = np.array([one.kind for one in found], dtype=object)
    lists: dict[str, Mask] = {}
    for place, one in enumerate(found):
        for key in one.lists:
            lists.setdefault(key, np.zeros(len(found), dtype=np.bool_))[place] = True
    kinds = {kind: by_kind == kind for kind in KINDS}
    having = {kind: mask for kind, mask in kinds.items() if mask.any()}
    return FindingIndex(found, having, dict(sorted(lists.items())), finding, row)
