"""A damaged file is repaired as a whole or not at all; a healthy one is never damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.ingest.decoding import decode, repair_mac_roman


@given(st.text(), st.sampled_from(["é", "™", "🏆", "–", "深"]))
def test_damage_by_mac_roman_is_undone(text: str, evidence: str) -> None:
    text += evidence
    damaged = text.encode().decode("mac_roman")
    assert repair_mac_roman(damaged) == text


@pytest.mark.parametrize(
    "healthy",
    [
        "plain",
        "Týr-the-Pruner",
        "Intel® Toolkit",
        "🏆 Best",
        "naïve café – “quoted”",
        "√2 is ü",
        "深度学习",
        "é",
        "Ã",
        "L’État",
        "–∞ and beyond",
    ],
)
def test_a_healthy_text_stays(healthy: str) -> None:
    assert repair_mac_roman(healthy) == healthy


@given(st.text() | st.text().map(lambda text: text.encode().decode("mac_roman")))
def test_a_repair_takes_damage_away_or_changes_nothing(text: str) -> None:
    repaired = repair_mac_roman(text)
    assert repaired == text or (len(repaired) < len(text) and repaired.encode().decode("mac_roman") == text)


def test_bytes_that_are_not_utf8_name_file_line_and_remedy() -> None:
    with pytest.raises(InputError, match=r"list\.md, line 3: byte 0xff is not UTF-8\. Save the file as UTF-8\."):
        decode(b"# A list\n\n- \xff", "list.md")


@pytest.mark.parametrize("empty", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_list_says_so(empty: bytes) -> None:
    with pytest.raises(InputError, match=r"list\.md: is empty\. Check"):
        decode(empty, "list.md")
