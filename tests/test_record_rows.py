"""A row of records.csv says all that its entry said: merging needs nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.errors import InputError
from data.ingest.document import read_document
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import Knowledge
from data.tables.paper_tables import make_tables
from data.tables.record_rows import records_of
from tests.conftest import ROOT

FIXTURES = sorted(path for path in (ROOT / "tests/fixtures").rglob("*") if path.is_file())
BIBLIOGRAPHY = b"""@inproceedings{a, title = {Wide Nets}, booktitle = {Proceedings of the 40th International Conference
on Machine Learning, Honolulu, Hawaii}, year = 2023, doi = {10.1000/wide}, keywords = {pruning; quantization},
url = {javascript:x}}
@article{b, title = {Thin Nets}, journal = {Journal of Machine Learning Research}, year = 2024}
@article{c, title = {Third Nets}, journal = {arXiv preprint arXiv:2301.00001}, month = may}
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [*((path.name, path.read_bytes()) for path in FIXTURES), ("made.bib", BIBLIOGRAPHY)],
    ids=[*(path.name for path in FIXTURES), "made.bib"],
)
def test_the_rows_alone_give_records_and_papers_again(name: str, content: bytes, knowledge: Knowledge) -> None:
    try:
        reading = read_document(content, name, "some-list", knowledge)
    except InputError:
        return
    tables = make_tables([reading], knowledge)
    records = records_of(tables.records, knowledge)
    assert sorted(records, key=lambda r: r.order) == sorted(reading.records, key=lambda r: r.order)
    pd.testing.assert_frame_equal(make_tables([Reading(tuple(records))], knowledge).papers, tables.papers)


def test_there_are_fixtures_to_try() -> None:
    assert Path("entries.md") in {Path(path.name) for path in FIXTURES}
