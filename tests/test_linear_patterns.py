"""A pattern's steps grow with the text and no faster: a stranger's list must not stop the server."""

from __future__ import annotations

import random
import re
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.knowledge.load_knowledge import KNOWLEDGE_FOLDER, load_knowledge
from data.normalise.spelling import misspelt_venue
from tests.patterns.found import Found, patterns, written_inside_functions
from tests.patterns.near_misses import near_misses
from tests.patterns.steps import Program, TooManyStepsError

PATTERNS = patterns()
# Twice the text may take twice the steps, and a little for what is done once.
MOST_GROWTH = 2.8
SHORT, LONG = 60, 120
# Fewer steps than this are a text that the pattern gave up on.
FEW = 800


def growth(program: Program, method: str, short: str, long: str) -> float:
    """Return how many times the steps of `short` the text `long` takes; inf where they run away."""
    try:
        few = program.steps(short, method, 60_000)
        return program.steps(long, method, 240_000) / few if few > FEW else 1.0
    except TooManyStepsError:
        return float("inf")


@pytest.mark.parametrize("found", PATTERNS, ids=lambda found: found.where)
def test_steps_grow_with_the_text(found: Found) -> None:
    program = Program(found.pattern)
    for miss in near_misses(found.pattern):
        factor = growth(program, found.method, miss.grown(SHORT), miss.grown(LONG))
        assert factor < MOST_GROWTH, f"{found.pattern.pattern!r} by {found.method}: {factor:.1f} at {miss}"


@pytest.mark.parametrize(
    ("pattern", "method", "least"),
    [
        (r"(a+)+b", "match", 99),
        (r"(?:[A-Z]?\d+|[A-Z](?:\.?\d+)*)+x", "match", 99),
        (r"a*a*b", "match", 3.5),
        (r"\s+$", "search", 3.5),
        (r"<h1>.*?</h1>", "search", 3.5),
    ],
)
def test_the_test_finds_what_it_looks_for(pattern: str, method: str, least: float) -> None:
    compiled = re.compile(pattern)
    program = Program(compiled)
    worst = max(growth(program, method, miss.grown(SHORT), miss.grown(LONG)) for miss in near_misses(compiled))
    assert worst > least


@pytest.mark.parametrize("pattern", [r"(?>a+)b", r"(?<!\s)\s++$", r"a*+b", r"[a-z]{1,9}\d"])
def test_and_leaves_alone_what_is_linear(pattern: str) -> None:
    compiled = re.compile(pattern)
    program = Program(compiled)
    assert all(
        growth(program, "match", miss.grown(SHORT), miss.grown(LONG)) < MOST_GROWTH for miss in near_misses(compiled)
    )


@given(st.randoms(use_true_random=False))
def test_the_counting_machine_finds_what_python_finds(chance: random.Random) -> None:
    """Steps mean nothing if the machine does not do what `re` does."""
    found = chance.choice(PATTERNS)
    miss = chance.choice(list(near_misses(found.pattern, 2)))
    text = miss.before + miss.pump * chance.randint(0, 2) + miss.after
    end = Program(found.pattern).match(text)
    expected = found.pattern.match(text)
    assert end == (expected.end() if expected else None), (found, text)


# These make patterns of words: of the curated YAML, of a venue's letters, of a text that is replaced.
MADE_BY = {
    "data/lists/list_source.py: _file_of",  # chooses among patterns of the module
    "data/normalise/spelling.py: _spelt",
    "data/normalise/topic.py: __init__",
    "data/normalise/topic.py: first_words",
    "data/normalise/venue.py: _words",
    "data/patching/entry_edits.py: _places",
}


def test_functions_that_make_patterns_are_known() -> None:
    assert set(written_inside_functions()) == MADE_BY


def test_patterns_of_curated_words_are_linear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(KNOWLEDGE_FOLDER, tmp_path / "knowledge"))
    made: set[re.Pattern[str]] = set()
    usual = re.compile

    def noted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        if sys._getframe(1).f_globals["__name__"].startswith("data."):
            made.add(usual(pattern, flags))
        return usual(pattern, flags)

    monkeypatch.setattr(re, "compile", noted)
    knowledge = load_knowledge(folder)
    knowledge.topics.read("A Survey of Everything: quantization, pruning and more")
    for topic in knowledge.topics.topics:
        topic.matches(" a title ")
    venue = knowledge.venues.read("NeurIPS 2024")
    misspelt_venue("Neurips 2024", venue, {venue.series: "NeurIPS"})
    monkeypatch.undo()
    assert len(made) > 40
    for pattern in made:
        program = Program(pattern)
        # Topics look at a title as a whole, which has a space before each word, and at single words.
        method = "search" if pattern.pattern[:1] in " (" else "fullmatch"
        for miss in near_misses(pattern, 2):
            short, long = (f"{miss.grown(length)} " for length in (SHORT, LONG))
            assert growth(program, method, short, long) < MOST_GROWTH, (pattern, miss)
