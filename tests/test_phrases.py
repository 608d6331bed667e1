"""What a person reads: links, numbers, names of values, and a selection as chips."""

from __future__ import annotations

from components.labels import chips
from components.phrases import escape_plotly, markdown_link, percent, plural, points
from data.formats.markdown_text import escape_markdown
from data.query.filters import Filters


def test_what_turns_a_line_or_cannot_be_seen_is_taken_out() -> None:
    assert escape_markdown("a\u202eb\u200bc\x07d") == escape_plotly("a\u202eb\u200bc\x07d") == "abcd"


def test_a_link_cannot_break_out_of_its_markdown() -> None:
    assert markdown_link("a](b", "https://example.org/x)y") == "[a\\]\\(b](<https://example.org/x%29y>)"
    assert markdown_link("no address", "") == "no address"


LABELS = {"list": {"k": "My list"}}
CHOSEN = (
    Filters()
    .picking("technique", ["A", "B"])
    .picking("year", ["2021", "2022", "2024"])
    .searching("x")
    .picking("list", ["k"])
    .excluding("topic", ["T"])
)


def test_each_chip_takes_one_limit_away() -> None:
    found = chips(CHOSEN, LABELS)
    assert [chip.text for chip in found] == [
        "Technique: A", "Technique: B", "Topic: not T", "Year: 2021–2022", "Year: 2024", "List: My list", "Search: x",
    ]  # fmt: skip
    assert chips(CHOSEN.wanting_all("technique", on=True), LABELS)[0].text == "Technique (all of): A"
    assert found[0].less == CHOSEN.picking("technique", ["B"])
    assert found[2].less == CHOSEN.excluding("topic", [])
    assert found[3].less == CHOSEN.picking("year", ["2024"])
    assert found[-1].less == CHOSEN.searching("")


def test_percent_and_points() -> None:
    assert (percent(0.3654), percent(None)) == ("36.5 %", "–")
    assert (points(0.101), points(-0.0049), points(0.0)) == ("+10.1", "−0.5", "+0.0")


def test_a_noun_has_the_number_of_its_count() -> None:
    assert (plural(1, "paper"), plural(0, "paper"), plural(1200, "list")) == ("1 paper", "0 papers", "1,200 lists")
