"""Every oddity of a list is a paragraph in fixtures/*.md; one that once went wrong never does again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.errors import InputError
from data.ingest.markdown.blocks import blocks
from data.ingest.reader import read_list
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import load_knowledge
from data.record import Record
from tests.conftest import ROOT

FIXTURES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "tests/fixtures").glob("*.md"))}
CASES = [
    (f"{name}: {case[0]}", *case[1:])
    for name, text in FIXTURES.items()
    for case in re.findall(r"^(\S[^\n]*)\n\.\n(.*?)\n\.\n(.*?)(?=\n\n\S|\Z)", text, re.S | re.M)
]


def written(reading: Reading) -> list[str]:
    rows = [(record.line, record.nth, as_line(record)) for record in reading.records]
    rows += [(part.line or 0, 99, f"{part.line} skipped | {part.reason}") for part in reading.skipped]
    return [row.rstrip() for _, _, row in sorted(rows)]


def as_line(record: Record) -> str:
    venue = f"{record.venue.series}, {record.venue.track}"
    cells = (record.title, record.venue_listed, venue, record.year or "", ", ".join(record.techniques))
    texts = (str(cell).replace("|", r"\|") for cell in (*cells, record.paper.url, record.code_url))
    return f"{record.line} {record.kind} | " + " | ".join(texts)


@pytest.mark.parametrize("name", FIXTURES)
def test_the_fixture_files_are_read_whole(name: str) -> None:
    assert sum(case[0].startswith(f"{name}: ") for case in CASES) == FIXTURES[name].count("\n.\n") / 2 > 10


@pytest.mark.parametrize(("markdown", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_entry(markdown: str, expected: str, read: Callable[..., Reading]) -> None:
    assert written(read(markdown)) == [line.rstrip() for line in expected.strip().split("\n")]


def test_a_list_that_nests_too_deep_is_refused_and_not_cut_short(read: Callable[..., Reading]) -> None:
    with pytest.raises(InputError, match="line 3: lists or quotations nest too deep"):
        read("# A list\n\n" + "- " * 60 + "a\n\n- [[ICML](https://arxiv.org/abs/2301.00001)] T\n")
    assert read("# A list\n\n" + "> " * 45 + "- [[ICML](https://arxiv.org/abs/2301.00001)] T\n").records


def test_crlf_and_bom_change_nothing(knowledge: object) -> None:
    text = "# A list\n\n- [[ICML](https://arxiv.org/abs/2301.00001)] Wide Nets\n"
    plain = read_list(text.encode(), "k", load_knowledge())
    assert read_list(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "k", load_knowledge()) == plain


def test_every_bullet_is_a_record_or_is_counted_as_skipped(read: Callable[..., Reading]) -> None:
    text = "# A list\n\n" + "".join(
        f"- [[ICML](https://arxiv.org/abs/2301.{n:05})] T {n}\n- plain {n}\n" for n in range(20)
    )
    reading = read(text)
    assert {r.line for r in reading.records} | {s.line for s in reading.skipped} == set(range(3, 43))


MARKUP = st.lists(
    st.sampled_from(
        ["- ", "\n", "  - ", "[[", "]]", "](", ")", "https://arxiv.org/abs/2301.00001", "javascript:x", "<br>", "**"]
        + ["#", "## ", "| a | b |", "|---|---|", "Paper", "Code", "ICML 2024", "`", "<!--", "-->", "\\", "&amp;", "!"]
        + ["\t", "é", "\x00", "😀", "<table>", "<tr>", "<td rowspan=2>", "<th>", "</table>", "<li>", "<ul>", "</ul>"]
        + ["<details>", "<summary>", "</details>", "<a href='x'>", "</a>", "<img", ">", "|Title|Venue|", "|-|-|"]
    ),
    max_size=60,
).map("".join)


@given(MARKUP | st.text(max_size=200))
@example("- [[ICML]()] T")
@example("[a]: javascript:x\n- [[Paper]][a]")
def test_reading_never_raises_anything_but_input_error(text: str) -> None:
    try:
        reading = read_list(text.encode("utf-8", "replace"), "k", load_knowledge())
    except InputError:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= part.line <= lines for part in (*reading.records, *reading.skipped))


@given(MARKUP)
def test_blocks_come_in_the_order_of_lines(text: str) -> None:
    found = [block.line for block in blocks(text)]
    assert found == sorted(found)


def test_line_ends_of_windows_change_nothing_in_an_entry_below_a_summary(read: Callable[..., Reading]) -> None:
    (case,) = [case for case in CASES if "A summary that is a title" in case[0]]
    assert written(read(case[1].replace("\n", "\r\n"))) == written(read(case[1]))
