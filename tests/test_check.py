"""The check finds what a maintainer should look at, and fails only where the tables break their schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.__main__ import main
from data.building.table_check import check_tables
from data.findings.all_findings import findings_as_text
from data.ingest.reader import read_list
from data.knowledge.load_knowledge import Knowledge
from data.schema import KINDS, TABLES
from data.tables.paper_tables import make_tables
from data.tables.table import write_tables

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


def test_good_tables_break_nothing_and_the_report_counts_and_explains(folder: Path, knowledge: Knowledge) -> None:
    checked = check_tables(folder)
    assert checked.breaches == []
    found = checked.findings(knowledge, {})
    said = findings_as_text(found)
    assert said.endswith(f"\n{len(found)} findings")
    assert f"shared-link (1): {KINDS['shared-link'].about}\n  arxiv:2401.00001: “Prune the Weights” / “Junk in" in said
    assert "“Twice”: “Arxiv 2024”. The table keeps “ICML 2025”: a published version beats a preprint. [l:9]" in said
    assert findings_as_text([]) == "0 findings"


def test_tables_that_do_not_fit_together_break_the_schema(folder: Path) -> None:
    papers = (folder / "papers.csv").read_text("utf-8")
    (folder / "papers.csv").write_text(papers.replace("l:9; l:10", "l:9"), "utf-8")
    assert [str(breach).split(": ", 1)[1] for breach in check_tables(folder).breaches] == [
        "record l:10 belongs to paper 2401.00005 here, but not in the other table. Rebuild with `python -m data build`."
    ]


def test_a_tool_of_an_unknown_entry_breaks_the_schema(folder: Path) -> None:
    with (folder / "tools.csv").open("a", encoding="utf-8") as tools:
        tools.write("A tool,https://github.com/some/tool,l,l:99\n")
    assert [breach.problem for breach in check_tables(folder).breaches] == ["record l:99 is unknown"]


def test_every_wrong_line_is_named_and_a_broken_history_says_that_no_build_mends_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = (folder / "papers.csv").read_text("utf-8")
    (folder / "papers.csv").write_text(papers.replace(",2024,", ",x,").replace(",2025,", ",y,"), "utf-8")
    (folder / "history.csv").write_text("date,list,records,papers,with_code\n2025-01-01,l,1,2,1\n", "utf-8")
    assert main(["check", "--in", str(folder)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len([line for line in said if "papers.csv, line" in line and "not a whole number" in line]) == 5
    assert "history.csv, line 2: has more papers than records" in said[-1]
    assert "a rebuild does not bring it back" in said[-1]


def test_each_missing_table_is_named(tmp_path: Path) -> None:
    assert [Path(breach.file).name for breach in check_tables(tmp_path).breaches] == [
        name for name, _ in TABLES.values()
    ]
