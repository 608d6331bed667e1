"""The headings of columns say what their cells hold, in the many words that lists and exports use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ingest.column_headings import column_roles
from data.knowledge.load_knowledge import load_knowledge


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("Title|Venue|Date|Code|Whatever", "title venue year code -"),
        ("📄 Paper Title|Conf./Year|Link", "title venue links"),
        ("Abbrev.|TITLE|Publication|Year|Cite", "name title venue year other"),
        ("Title & Authors|Published in|GitHub", "title venue code"),
        ("Authors|Title|Journal-Title|arxiv_id|pub_date|Key Words", "authors title venue paper year other"),
        ("Title|Paper & Code|Project Page", "title links project"),
    ],
)
def test_a_heading_is_known_in_several_wordings(header: str, roles: str) -> None:
    assert " ".join(role or "-" for role in column_roles(header.split("|"), load_knowledge())) == roles


def test_a_paper_or_a_name_is_the_title_only_where_no_other_column_is() -> None:
    knowledge = load_knowledge()
    assert column_roles(["Model", "Paper", "Code"], knowledge) == ("name", "title", "code")
    assert column_roles(["Title", "Paper"], knowledge) == ("title", "paper")
    assert column_roles(["Method", "Code"], knowledge) == ("title", "code")


@given(st.lists(st.text()))
def test_every_heading_has_an_answer(header: list[str]) -> None:
    assert len(column_roles(header, load_knowledge())) == len(header)
