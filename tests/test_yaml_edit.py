"""lists.yaml is edited in place: a value changes, and nothing else does."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.lists.yaml_edit import append_section, scalar, set_values

FILE = """# My lists. é 🚀

one:   # the first
  title: "One: a list"  # its title
  repository: me/one
  commit: 'abc'   # pinned
  techniques:
    Small: Pruning
    # a remark

two: {title: Two, url: "https://example.org/two.md"}

three:
  title: >-
    Three
    lines
  path: three.md
"""


def test_a_value_that_is_there_is_replaced_and_its_remark_kept() -> None:
    assert set_values(FILE, "one", {"commit": "def"}, "f") == FILE.replace("'abc'   #", "def   #")


def test_new_values_follow_the_last_plain_one() -> None:
    edited = set_values(FILE, "one", {"date": "2025-01-02", "sha256": "0" * 64}, "f")
    added = f'  date: 2025-01-02\n  sha256: "{"0" * 64}"\n'
    assert edited == FILE.replace("  techniques:\n", added + "  techniques:\n")


def test_sections_in_other_styles_are_edited_too() -> None:
    assert 'md", date: 2025-01-02}' in set_values(FILE, "two", {"date": "2025-01-02"}, "f")
    assert set_values(FILE, "three", {"date": "2025-01-02"}, "f") == FILE + "  date: 2025-01-02\n"
    assert set_values("a:\n  title: A", "a", {"date": "2025-01-02"}, "f") == "a:\n  title: A\n  date: 2025-01-02\n"
    assert set_values("a:\n  title: A\n  date:\n", "a", {"date": "x"}, "f") == "a:\n  title: A\n  date: x\n"


def test_line_ends_of_another_system_are_kept() -> None:
    windows = FILE.replace("\n", "\r\n")
    edited = set_values(windows, "one", {"date": "2025-01-02"}, "f")
    assert edited == windows.replace("  techniques:\r\n", "  date: 2025-01-02\r\n  techniques:\r\n")
    assert append_section(windows, "four", {"title": "Four"}, "f") == windows + "\r\nfour:\r\n  title: Four\r\n"


@pytest.mark.parametrize(
    "text",
    ["a: &x\n  title: A\nb: *x\n", "base: &x {title: A}\na:\n  <<: *x\n", "a:\n  title: |\n    A\n"],
)
def test_what_cannot_be_edited_safely_is_left_to_a_person(text: str) -> None:
    with pytest.raises(InputError, match=r"`a` cannot be edited in place\. Write date: 2025-01-02 there by hand"):
        set_values(text, "a", {"date": "2025-01-02"}, "f")


def test_a_value_of_several_lines_is_left_to_a_person() -> None:
    with pytest.raises(InputError, match=r"`three` cannot be edited in place\. Write title: x there by hand"):
        set_values(FILE, "three", {"title": "x"}, "f")


@pytest.mark.parametrize("text", ["{a: {title: A}}\n", "a:\n  title: A\n...\n", "- a\n"])
def test_a_section_that_cannot_be_added_is_left_to_a_person(text: str) -> None:
    with pytest.raises(InputError, match="`b` cannot be edited in place"):
        append_section(text, "b", {"title": "B"}, "f")


def test_a_section_is_added_at_the_end() -> None:
    assert append_section("", "a", {"title": "A"}, "f") == "a:\n  title: A\n"
    assert append_section("# only a remark", "a", {"title": "A"}, "f") == "# only a remark\n\na:\n  title: A\n"
    assert append_section(FILE, "four", {"title": "4"}, "f") == FILE + '\nfour:\n  title: "4"\n'


@pytest.mark.parametrize("plain", ["2025-01-02", "Awesome Efficient AIGC", "me/my-list.md", "https://example.org/a.md"])
def test_common_values_need_no_quotes(plain: str) -> None:
    assert scalar(plain) == plain


@pytest.mark.parametrize(
    "odd", ["", "yes", "null", "12", "1e5", "2025-02-30", "a: b", "a #b", "- a", "'a'", "x\u2028y", "\x85", " a"]
)
def test_what_yaml_would_misread_is_quoted(odd: str) -> None:
    assert scalar(odd).startswith('"')
    assert yaml.safe_load(scalar(odd)) == odd


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(TEXT, st.sampled_from(["one", "two", "three"]), st.sampled_from(["commit", "date", "path"]))
def test_any_text_comes_back_and_the_rest_stays(value: str, key: str, name: str) -> None:
    edited = yaml.safe_load(set_values(FILE, key, {name: value}, "f"))
    before = yaml.safe_load(FILE)
    assert str(edited[key].pop(name)) == value
    before[key].pop(name, None)
    assert edited == before


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n  title: T\n  commit: &h abc\n  sha256: *h\n", 4),
        ("a:\n  title: T\n  commit: abc\t# mine\n", 3),
        ("a:\n  title: T\n\t# mine\n  commit: abc\n", 3),
    ],
)
def test_what_an_edit_would_break_is_left_to_a_person_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InputError, match=rf"lists\.yaml, line {line}: `a` cannot be edited in place\. Write commit: "):
        set_values(text, "a", {"commit": "b" * 40, "sha256": "c" * 64}, "lists.yaml")
