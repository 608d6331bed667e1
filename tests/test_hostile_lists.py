"""Reading neither raises nor hangs: each hostile list is read by a child that is killed where it hangs."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tracemalloc

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.ingest.decoding import LONGEST_LINE
from data.ingest.document import read_document
from data.ingest.files import bibtex
from data.ingest.files.bibliography_item import Item
from data.ingest.limits import LONGEST_ADDRESS, LONGEST_HEADING, LONGEST_MACRO, MOST_HEADINGS, MOST_LINKS, Limits
from data.ingest.reader import read_list
from data.knowledge.load_knowledge import load_knowledge
from tests.conftest import ROOT

SECONDS = 120
HOSTILE = {
    "brackets": "'[' * 20_000",
    "closed brackets": "']' * 100_000",
    "stars": "'*' * 100_000",
    "stars and letters": "'*a**b_c' * 10_000",
    "pipes": "'|' * 50_000",
    "rows": "'|a|b|\\n|-|-|\\n' + '|x|y|\\n' * 5_000",
    "angles": "'<' * 100_000",
    "tags": "'<a ' * 30_000",
    "images": "'![' * 5_000",
    "quotations": "'>' * 100_000",
    "lines of quotations": "'> a\\n' * 10_000",
    "quotation marks": "'- ' + '\\x22a\\x22 ' * 20_000",
    "a long line": "'word ' * 200_000",
    "a long bullet": "'- ' + 'word, ' * 15_000",
    "names": "'- ' + 'Ada Byron, ' * 8_000",
    "breaks": "'- ' + 'a<br>' * 15_000",
    "comments": "'<!--' * 20_000",
    "links": "'- ' + '[a](b) ' * 10_000",
    "addresses": "'- ' + 'https://a.b/c ' * 5_000",
    "paragraphs of one entry": "'**Nets of many lines**\\n\\n' + '*Ada Byron, Emmy Noether*\\n\\n' * 3_000",
    "nested bullets": "''.join('  ' * n + '- a\\n' for n in range(45)) * 20",
    "notes under an entry": "'- a\\n' + '  - Ada Byron, Emmy Noether\\n' * 3_000",
    "headings": "'# a\\n' * 10_000",
    "spaces": "'- a' + ' ' * 90_000 + 'b'",
    "definitions": "''.join(f'[a{n}]: http://b/{n}\\n' for n in range(5_000))",
}
READ = """
from data.errors import InputError
from data.ingest.reader import read_list
from data.knowledge.load_knowledge import load_knowledge
try:
    read_list(({text}).encode(), "k", load_knowledge())
except InputError as error:
    print(error)
"""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_list_does_not_hang(text: str) -> None:
    command = [sys.executable, "-c", READ.replace("{text}", text)]
    done = subprocess.run(command, cwd=ROOT, timeout=SECONDS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]


def test_a_line_that_is_too_long_is_refused_with_its_number() -> None:
    with pytest.raises(InputError, match=r"line 3: the line has .* Break it"):
        read_list(b"# A list\n\n" + b"a" * (LONGEST_LINE + 1), "k", load_knowledge())


SHAPES = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "tests/fixtures").glob("*.md"))).split("\n")


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A stretch of the fixtures with lines dropped, doubled and shuffled, and signs dropped and doubled."""
    start = draw(st.integers(0, len(SHAPES) - 1))
    lines = draw(st.permutations(SHAPES[start : start + draw(st.integers(1, 12))]))
    text = "\n".join(lines + draw(st.lists(st.sampled_from(lines), max_size=3)))
    for place in draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=12)):
        text = (
            text[:place]
            + draw(st.sampled_from(["", text[place : place + 1] * 2, "*", "[", "]", "(", ")", '"', "\n"]))
            + text[place + 1 :]
        )
    return text


@settings(max_examples=150)
@given(mutated())
def test_mutated_lists_are_read_or_refused(text: str) -> None:
    try:
        reading = read_list(text.encode("utf-8", "replace"), "k", load_knowledge())
    except InputError:
        return
    lines = text.count("\n") + 1
    assert all(1 <= part.line <= lines for part in (*reading.records, *reading.notes))
    assert all(record.title.strip() for record in reading.records)


FEW = Limits(entries=40)
TOO_MUCH = {
    "bullets": ("list.md", "- a\n" * 61, "line 61: has more than 60 lines or parts. Divide it."),
    "tags on one line": ("list.md", "<ul>" + "<li>a</li>" * 61 + "</ul>", "has more than 60 lines or parts"),
    "tables": ("list.md", "|a|b|\n|-|-|\n|x|y|\n\n" * 3, "line 9: has more than 2 tables. Divide it."),
    "columns": ("list.md", "|a" * 1_001 + "|\n" + "|-" * 1_001 + "|\n", "line 1: has more than 1,000 columns. Keep"),
    "brackets": ("list.md", "# A\n" + "[" * 2_001, "line 2: the line opens more than 2,000 square brackets. Break"),
    "entries": ("list.md", "- [A title](https://arxiv.org/abs/2401.00001)\n" * 41, "line 41: has more than 40 entries"),
    "entries of a table": ("a.csv", "title\n" + "A title\n" * 41, "line 42: has more than 40 entries"),
    "entries that are begun": ("a.bib", "@a{\n" * 61, "line 61: has more than 60 lines or parts"),
}


@pytest.mark.parametrize(("file", "text", "why"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_would_cost_too_much_is_refused_with_its_line(file: str, text: str, why: str) -> None:
    with pytest.raises(InputError, match=re.escape(why)):
        read_document(text.encode(), file, "k", load_knowledge(), limits=FEW)


def test_as_many_entries_as_the_limit_are_read() -> None:
    text = "# L\n\n## Pruning\n\n" + "- [A title](https://arxiv.org/abs/2401.00001)\n" * 40
    assert len(read_document(text.encode(), "list.md", "k", load_knowledge(), limits=FEW).records) == 40


def test_a_heading_is_kept_for_its_entries_only_as_long_as_a_heading_is() -> None:
    deep = "".join(f"<details><summary>Part {n}</summary>\n\n" for n in range(60))
    text = f"# L\n\n## {'word ' * 500}\n\n{deep}- [A title](https://arxiv.org/abs/2401.00001)\n"
    (record,) = read_list(text.encode(), "k", load_knowledge()).records
    assert [len(heading) for heading in record.section[:2]] == [1, LONGEST_HEADING]
    assert len(record.section) == MOST_HEADINGS


def test_a_long_address_that_every_entry_refers_to_is_left_out() -> None:
    text = f"[a]: http://b/{'c' * LONGEST_ADDRESS}\n\n" + "- [A title of a paper][a], NeurIPS 2024\n" * 3
    assert not any(
        link.url for record in read_list(text.encode(), "k", load_knowledge()).records for link in record.links
    )


def test_a_block_with_too_many_links_is_no_entry() -> None:
    reading = read_list(("- " + "[a](b) " * (MOST_LINKS + 1)).encode(), "k", load_knowledge())
    assert [note.reason for note in reading.skipped] == ["bullet with more than 1,000 links"]


def test_a_long_macro_is_not_repeated_in_every_field() -> None:
    text = "@string{m = {" + "long words " * 1_000 + "}}\n@article{k, title={A title of a paper}, journal=m}"
    (item,) = bibtex.read(text, "a.bib", FEW)
    assert isinstance(item, Item)
    assert [len(venue) for venue in item.venues] == [LONGEST_MACRO]


LONG = "z" * 1_000_000


def repeated(text: pa.Array, times: int = 1_500) -> pa.Array:
    """A column that takes little memory, as its file does: built from plain texts it would take 1.5 GB."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * times, pa.int32()), text)


def in_lists(column: pa.Array, length: int) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(range(0, len(column) + 1, length), pa.int32()), column)


TEXTS = repeated(pa.array([LONG]))
BOMBS = {
    "bytes": repeated(pa.array([LONG.encode()], pa.binary())),
    "lists": in_lists(TEXTS, 3),
    "structs": pa.StructArray.from_arrays([TEXTS], ["a"]),
    "lists of lists": in_lists(in_lists(TEXTS, 1), 1),
}


@pytest.mark.parametrize("column", BOMBS.values(), ids=BOMBS)
def test_a_text_that_a_dictionary_repeats_is_decoded_once(column: pa.Array) -> None:
    file = io.BytesIO()
    table = pa.table({"title": ["A title"] * len(column), "venue": column})
    pq.write_table(table, file, compression="zstd", store_schema=False)
    assert not pa.types.is_dictionary(pq.read_schema(file).field("venue").type)
    before = pa.default_memory_pool().max_memory()
    tracemalloc.start()
    reading = read_document(file.getvalue(), "a.parquet", "k", load_knowledge())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(reading.records) == len(column)
    assert most < 100_000_000
    assert pa.default_memory_pool().max_memory() <= max(before, 100_000_000)


def test_bytes_of_a_fixed_length_are_counted_before_they_are_decoded() -> None:
    file = io.BytesIO()
    column = pa.array([bytes(1_000_000)] * 300, pa.binary(1_000_000))
    pq.write_table(pa.table({"title": column}), file, compression="zstd")
    with pytest.raises(InputError, match="unpacks to 300 MB, more than 200 MB"):
        read_document(file.getvalue(), "a.parquet", "k", load_knowledge())
