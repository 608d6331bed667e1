"""The check finds what a maintainer should look at, and fails only where the tables break their schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.build import make_tables
from data.check import breaches, findings, report
from data.ingest.reader import read_list
from data.knowledge import Corrections, Knowledge, Titles, WrongLink
from data.schema import TABLES
from data.table import write_tables

LIST = """# L

## Pruning

- Prune the Weights <br> ICML 2024 [[Paper]](https://arxiv.org/abs/2401.00001) [[Code]](https://github.com/)
- Junk in Genomes <br> Arxiv 2024 [[Paper]](https://arxiv.org/abs/2401.00001)
- Accurate Attention with Eight Bits for Everyone <br> Arxiv 2024 [[Paper]](https://arxiv.org/abs/2401.00003)
- Accurate Attention with Eighty Bits for Everyone <br> Arxiv 2024 [[Paper]](https://arxiv.org/abs/2401.00004)
- Twice <br> Arxiv 2024 [[Paper]](https://arxiv.org/abs/2401.00005)
- Twice <br> ICML 2025 [[Paper]](https://arxiv.org/abs/2401.00005)
"""


@pytest.fixture
def folder(tmp_path: Path, knowledge: Knowledge) -> Path:
    write_tables(make_tables([read_list(LIST.encode(), "l", knowledge)], knowledge).frames(), tmp_path)
    return tmp_path


def kinds(folder: Path, corrections: Corrections) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for finding in findings(folder, corrections):
        found.setdefault(finding.kind, []).append(finding.records)
    return found


def test_everything_worth_a_look_is_found(folder: Path) -> None:
    assert kinds(folder, Corrections()) == {
        "same link, unlike titles": [("l:5", "l:6")],
        "near-identical titles kept apart": [("l:7", "l:8")],
        "placeholder or paper as code link": [("l:5",)],
        "link-mismatch": [("l:6",), ("l:5",)],
        "listed-twice": [("l:9", "l:10")],
        "stale-preprint": [("l:9", "l:10")],
        "year-conflict": [("l:9", "l:10")],
    }


def test_decisions_silence_and_idle_decisions_are_named(folder: Path) -> None:
    address = "https://arxiv.org/abs/{}".format
    decided = Corrections(
        wrong_links=(
            WrongLink("Junk in Genomes", "paper", address("2401.00001"), address("2401.00009"), ""),
            WrongLink("Gone", "paper", address("2401.00001"), address("2401.00009"), ""),
        ),
        different_works=(
            Titles(
                ("Accurate Attention with Eight Bits for Everyone", "Accurate Attention with Eighty Bits for Everyone"),
                "",
            ),
        ),
    )
    found = kinds(folder, decided)
    assert "near-identical titles kept apart" not in found
    apart = Corrections(different_works=(Titles(("Prune the Weights", "Junk in Genomes"), ""),))
    assert "same link, unlike titles" not in kinds(folder, apart)
    assert found["wrong link, corrected"] == [("l:5", "l:6")]
    assert len(found["correction without an entry"]) == 1


def test_good_tables_break_nothing_and_the_report_counts(folder: Path) -> None:
    assert breaches(folder) == []
    assert report(findings(folder, Corrections())).endswith("8 findings")


def test_tables_that_do_not_fit_together_break_the_schema(folder: Path) -> None:
    papers = (folder / "papers.csv").read_text("utf-8")
    (folder / "papers.csv").write_text(papers.replace("l:9; l:10", "l:9"), "utf-8")
    assert [str(breach).split(": ", 1)[1] for breach in breaches(folder)] == [
        "record l:10 and paper 2401.00005 are joined here only. Rebuild with `python -m data build`."
    ]


def test_each_missing_table_is_named(tmp_path: Path) -> None:
    assert [Path(breach.file).name for breach in breaches(tmp_path)] == [name for name, _ in TABLES.values()]
