"""What the curated YAML says holds as soon as it is saved, in what is loaded and in the next table."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from data.ingest.reader import read_list
from data.knowledge.load_knowledge import KNOWLEDGE_FOLDER, knowledge_stamps, load_knowledge
from data.query.terms import term_facet
from data.tables.paper_tables import make_tables

LISTED = b"""# A list

## Weight Folding

- [[Unheard Meeting 2024](https://arxiv.org/abs/2401.00001)] Folded Nets
- [[Unheard Meeting 2024](https://arxiv.org/abs/2401.00002)] Folded Trees

## Proteins

- [[ICML 2024](https://arxiv.org/abs/2401.00003)] Nets of Life
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in KNOWLEDGE_FOLDER.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def cell(folder: Path, column: str, row: int = 0) -> str:
    """A cell of the papers built with what the folder says now."""
    knowledge = load_knowledge(folder)
    papers = make_tables([read_list(LISTED, "l", knowledge)], knowledge).papers
    return str(papers[column].iloc[row])


def write(file: Path, text: str) -> None:
    """Save a file so that it counts as changed, however coarse the clock of the file system is."""
    saved = file.stat().st_mtime_ns
    file.write_text(text, "utf-8")
    os.utime(file, ns=(saved + 1_000_000_000, saved + 1_000_000_000))


@pytest.mark.parametrize(
    ("name", "entry", "column", "row", "before", "after"),
    [
        ("techniques", "Folding:\n  aliases: [weight folding]", "techniques", 0, "Weight Folding", "Folding"),
        ("domains", "Biology:\n  aliases: [proteins]", "domains", 2, "", "Biology"),
        ("venues", "UM:\n  type: journal\n  aliases: [unheard meeting]", "venue", 0, "Unheard Meeting", "UM"),
        ("topics", "Folds:\n  patterns: [folded]", "topics", 0, "", "Folds"),
    ],
)
def test_an_edit_is_in_the_next_table(
    name: str, entry: str, column: str, row: int, before: str, after: str, folder: Path
) -> None:
    known, file = load_knowledge(folder), folder / f"{name}.yaml"
    assert cell(folder, column, row) == before
    assert load_knowledge(folder) is known
    original = file.read_text("utf-8")
    write(file, f"{original}\n{entry}\n  reason: A test.\n")
    assert load_knowledge(folder) is not known
    assert cell(folder, column, row) == after
    write(file, original)
    assert cell(folder, column, row) == before


def test_stop_words_are_read_again_with_all_else(folder: Path) -> None:
    def terms() -> tuple[str, ...]:
        knowledge = load_knowledge(folder)
        papers = make_tables([read_list(LISTED, "l", knowledge)], knowledge).papers
        return term_facet(papers, knowledge.stop_words).options

    assert terms() == ("folded", "nets")
    stamps = knowledge_stamps(folder)
    write(folder / "stop_words.yaml", "words: [folded]\n")
    assert terms() == ("nets",)
    assert knowledge_stamps(folder) != stamps
