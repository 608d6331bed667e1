"""Each rule of the reader is needed: without it some paragraph of fixtures/*.md is read otherwise."""

from __future__ import annotations

from functools import cache

import pytest

from data.ingest.entry.candidate import Candidate
from data.ingest.entry.entry_parser import Entry, EntryParser
from data.ingest.entry.paper_rules import PAPER_RULES
from data.ingest.markdown.inline import Piece, Text
from data.ingest.reader import EntryReader
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import load_knowledge
from tests.test_shapes import CASES

READER = EntryReader(load_knowledge())


@cache
def read_by_all_rules(markdown: str) -> Reading:
    return READER.read(markdown.encode(), "k")


def changed_by(reader: EntryReader) -> bool:
    return any(reader.read(case[1].encode(), "k") != read_by_all_rules(case[1]) for case in CASES)


@pytest.mark.parametrize("stage", ["layout", "shapes", "siblings"])
def test_every_rule_has_a_fixture(stage: str) -> None:
    for name in getattr(READER, stage):
        reader = EntryReader(load_knowledge())
        del getattr(reader, stage)[name]
        assert changed_by(reader), name


@pytest.mark.parametrize("left_out", PAPER_RULES, ids=[rule.name for rule in PAPER_RULES])
def test_every_rule_about_papers_has_a_fixture(left_out: object) -> None:
    assert changed_by(EntryReader(load_knowledge(), [rule for rule in PAPER_RULES if rule is not left_out]))


def test_a_block_is_parsed_once_and_again_only_for_other_pieces() -> None:
    asked: list[tuple[Piece, ...]] = []
    parser = EntryParser(load_knowledge())

    def parse(pieces: tuple[Piece, ...]) -> Entry:
        asked.append(pieces)
        return parser.parse(pieces)

    block = Candidate("bullet", 3, (), (Text("Wide Nets, ICML 2024"),), parse=parse)
    assert block.entry is block.entry is block.changed(section=("Nets",)).entry
    assert block.joined(block).entry is not block.entry
    assert [len(pieces) for pieces in asked] == [1, 3]
