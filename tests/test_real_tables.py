"""The two curated lists: totals and decisions, each defended line by line.

The committed tables are tested everywhere; reading the lists anew is tested where they are at hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from data.building.last_build import LastBuild
from data.building.pipeline import dated
from data.building.table_check import check_tables
from data.ingest.decoding import repair_mac_roman
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import load_lists
from data.measures.tallies import headline
from data.query.facets import build_index
from data.schema import DATA_FOLDER, Paper, RecordRow, Tool, Version, split
from data.tables.paper_tables import Tables, make_tables
from data.tables.record_rows import records_of
from data.tables.table import as_text, read_table

pytestmark = pytest.mark.shipped

A, B = "efficient-aigc", "llm-compression"


@pytest.fixture(scope="module")
def papers() -> pd.DataFrame:
    return read_table(DATA_FOLDER / "papers.csv", Paper)


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    return read_table(DATA_FOLDER / "records.csv", RecordRow)


def test_the_records_alone_give_the_papers_again(
    papers: pd.DataFrame, records: pd.DataFrame, knowledge: Knowledge
) -> None:
    again = make_tables([Reading(tuple(records_of(records, knowledge)))], knowledge)
    pd.testing.assert_frame_equal(again.papers.drop(columns="added"), papers.drop(columns="added"))
    pd.testing.assert_frame_equal(again.records, records)


def at(papers: pd.DataFrame, *places: tuple[str, int]) -> pd.DataFrame:
    """The papers that the entries at these lines were merged into."""
    wanted = {f"{key}:{line}" for key, line in places}
    return papers[[bool(wanted & set(split(cell))) for cell in papers["records"]]]


def test_the_committed_tables_hold_their_schema() -> None:
    assert check_tables(DATA_FOLDER).breaches == []


def test_totals(papers: pd.DataFrame, records: pd.DataFrame) -> None:
    entries = records[records["kind"] == "paper"]
    assert entries["list"].value_counts().to_dict() == {A: 240, B: 698}
    assert len(records) - len(entries) == 43
    assert len(read_table(DATA_FOLDER / "tools.csv", Tool)) == 42
    assert (entries["paper_url"] != "").all()
    assert len(papers) == 747
    assert papers["lists"].value_counts().to_dict() == {B: 523, f"{A}; {B}": 161, A: 63}
    assert (papers["code_url"] != "").sum() == 273


def test_papers_by_year_technique_and_venue(papers: pd.DataFrame) -> None:
    years = papers["year"].value_counts(dropna=False)
    assert {str(year): count for year, count in years.items()} == {
        "2019": 4, "2020": 8, "2021": 4, "2022": 12, "2023": 175, "2024": 425, "2025": 117, "<NA>": 2,
    }  # fmt: skip
    assert Counter(name for cell in papers["techniques"] for name in split(cell)) == {
        "Quantization": 303, "Pruning and Sparsity": 146, "Other": 101, "Distillation": 78, "KV Cache Compression": 74,
        "Efficient Prompting": 53, "Survey": 28, "Fine-tuning": 17,
    }  # fmt: skip
    venues = papers["venue"].value_counts()
    assert venues.head(9).to_dict() == {
        "arXiv": 470, "EMNLP": 48, "NeurIPS": 43, "ACL": 41, "ICLR": 39, "ICML": 36, "NAACL": 13, "AAAI": 7, "MLSys": 5,
    }  # fmt: skip
    findings = papers[papers["track"] == "findings"]["venue"].value_counts()
    assert (findings["EMNLP"], findings["ACL"]) == (20, 10)


def test_every_venue_is_known(papers: pd.DataFrame) -> None:
    assert (papers["venue_type"] != "").all()
    index = build_index(papers, {})
    numbers = headline(index, index.all_rows)
    assert (numbers.published.count, numbers.preprints) == (275, 472)


@pytest.mark.parametrize(
    ("key", "line", "arxiv_id"),
    [
        (A, 65, "2403.12544"), (B, 308, "2403.12544"), (A, 158, "2209.13325"), (B, 254, "2402.00858"),
        (B, 580, "2501.13987"), (B, 1004, "2412.16719"), (B, 1058, "2402.16058"), (B, 1190, "2410.19258"),
        (B, 1196, "2411.18077"),
    ],
)  # fmt: skip
def test_links_to_the_wrong_paper_are_put_right(key: str, line: int, arxiv_id: str, papers: pd.DataFrame) -> None:
    row = at(papers, (key, line)).iloc[0]
    assert (row["arxiv_id"], row["id"], "link-mismatch" in row["flags"]) == (arxiv_id, arxiv_id, True)
    assert arxiv_id in row["paper_url"]


@pytest.mark.parametrize(
    "places",
    [
        ((A, 200), (B, 928), (B, 930)), ((A, 170), (B, 668)), ((A, 196), (B, 918)), ((A, 206), (B, 206), (B, 694)),
        ((A, 199), (B, 926)), ((A, 164), (A, 214), (B, 658), (B, 704)), ((B, 136), (B, 148), (A, 93)),
        ((B, 1002), (B, 1004)),
    ],
)  # fmt: skip
def test_renames_are_one_work(places: tuple[tuple[str, int], ...], papers: pd.DataFrame) -> None:
    found = at(papers, *places)
    assert len(found) == 1
    assert "renamed" in found.iloc[0]["flags"]


LOOKALIKES = [
    ("SVD-LLM: ", "SVD-LLM V2: "), ("SageAttention: ", "SageAttention2"), ("GPTQ: ", "GPTQv2: ", "GPTQT: ", "GPTVQ: "),
    ("QuIP: ", "QuIP#: "), ("SmoothQuant: ", "SmoothQuant+: "), ("Outlier Suppression: ", "Outlier Suppression+: "),
    ("LLMLingua: ", "LongLLMLingua: ", "LLMLingua-2: "), ("Quest: ", "QuEST: "), ("SliM-LLM: ", "SLiM: "),
    ("Batch Prompting: ", "BatchPrompt: "), ("Basis Selection: ", "Basis Sharing: "),
    ("Fully Quantized Transformer for Machine", "Fully Quantized Transformer for Improved"),
]  # fmt: skip


@pytest.mark.parametrize("beginnings", LOOKALIKES, ids=lambda row: row[0])
def test_lookalikes_stay_apart(beginnings: tuple[str, ...], papers: pd.DataFrame) -> None:
    found = [papers[papers["title"].str.startswith(start)]["id"].tolist() for start in beginnings]
    assert all(len(ids) == 1 for ids in found)
    assert len({ids[0] for ids in found}) == len(beginnings)


@pytest.mark.parametrize(
    ("key", "line", "flag"),
    [
        (B, 1046, "doubtful"), (A, 53, "doubtful"), (B, 292, "doubtful"), (A, 230, "code-placeholder"),
        (B, 1392, "code-placeholder"), (A, 158, "year-conflict"), (A, 263, "year-conflict"), (B, 870, "year-conflict"),
        (B, 950, "year-conflict"),
    ],
)  # fmt: skip
def test_what_is_doubtful_stays_visible(key: str, line: int, flag: str, papers: pd.DataFrame) -> None:
    assert flag in split(at(papers, (key, line)).iloc[0]["flags"])


@pytest.mark.parametrize(
    ("key", "line", "code"),
    [
        (A, 229, "https://aka.ms/LLMLingua"), (A, 243, "https://aka.ms/LLMLingua"), (A, 230, ""), (B, 1392, ""),
        (A, 350, "https://anonymous.4open.science/r/Catch-Up-Distillation-E31F"),
        (B, 1236, "https://anonymous.4open.science/r/KV-AdaQuant-8F58"),
        (A, 90, "https://openreview.net/attachment?id=-tYCaP0phY_&name=supplementary_material"),
        (A, 196, "https://github.com/ananyahjha93/llm-distill"), (B, 448, "https://github.com/IST-DASLab/marlin"),
    ],
)  # fmt: skip
def test_code_as_listed(key: str, line: int, code: str, records: pd.DataFrame) -> None:
    assert records.set_index("record")["code_url"][f"{key}:{line}"] == code


def test_37_papers_have_two_stated_years(records: pd.DataFrame) -> None:
    entries = records[records["kind"] == "paper"]
    stated = entries["year_listed"].fillna(entries["heading_year"])
    assert (stated.groupby(entries["paper"]).nunique() > 1).sum() == 37


# Where the lists are at hand


def test_reading_the_lists_gives_the_committed_tables(real_tables: Tables) -> None:
    real_tables = dated(real_tables, load_lists(), LastBuild(), "2026-11-22")
    for table, name in (
        (Paper, "papers.csv"),
        (RecordRow, "records.csv"),
        (Tool, "tools.csv"),
        (Version, "history.csv"),
    ):
        pd.testing.assert_frame_equal(
            as_text(real_tables.frames()[table]), as_text(read_table(DATA_FOLDER / name, table))
        )


def test_the_order_of_the_lists_does_not_matter(
    real_readings: list[Reading], real_tables: Tables, knowledge: Knowledge
) -> None:
    other = make_tables(real_readings[::-1], knowledge)
    for table, frame in real_tables.frames().items():
        pd.testing.assert_frame_equal(frame, other.frames()[table])


def test_every_title_and_link_stands_on_its_line(real_lists: Mapping[str, Path], records: pd.DataFrame) -> None:
    """Traceable to the line: what a record says is found there, or on the next line where an entry wraps."""
    for key, path in real_lists.items():
        lines = repair_mac_roman(path.read_text("utf-8")).split("\n")
        for row in records[records["list"] == key].to_dict("records"):
            entry = " ".join(" ".join(lines[row["line"] - 1 : row["line"] + 1]).split())
            assert row["title"] in entry
            assert row["arxiv_id"] in entry
            assert row["venue_listed"] in entry


def test_every_line_with_a_paper_link_is_a_record(real_lists: Mapping[str, Path], records: pd.DataFrame) -> None:
    """Counted by a second, simpler reader: a bullet with a labelled link is an entry, and nothing else is."""
    for key, path in real_lists.items():
        lines = path.read_text("utf-8").split("\n")
        entries = {number for number, line in enumerate(lines, 1) if re.match(r"- .*\[.*\]\(http", line)}
        assert entries == set(records[records["list"] == key]["line"])
