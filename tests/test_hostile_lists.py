"""Reading neither raises nor hangs: each hostile list is read by a child that is killed where it hangs."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.ingest.decoding import LONGEST_LINE
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
