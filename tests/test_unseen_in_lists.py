"""What nobody sees in a list, and the user names in its addresses, do not reach the tables."""

from __future__ import annotations

import pytest

from data.ingest.document import read_document
from data.knowledge.load_knowledge import load_knowledge
from data.normalise.link import paper_link, public
from data.record import Record
from tests.test_markdown_text import UNSEEN

MARKDOWN = """## Pru{0}ning

- Wide{0} Nets. ICML 2024. [[Pa{0}per]](https://{1}arxiv.org/abs/2401.00001) [[Co{0}de]](https://{1}github.com/a/b)
"""
HTML_ENTITIES = MARKDOWN.replace("{0}", "&#8238;&shy;")
BIBTEX = """@inproceedings{{a, title = {{Wide{0} Nets}}, booktitle = {{ICML{0}}},
  year = 2024, keywords = {{Pruning{0}}},
  url = {{https://{1}arxiv.org/abs/2401.00001}}}}"""
CSV = "title,venue,year,url,section\nWide{0} Nets,ICML{0},2024,https://{1}arxiv.org/abs/2401.00001,Pruning{0}\n"


def records(text: str, file: str) -> tuple[Record, ...]:
    return read_document(text.encode(), file, "k", load_knowledge()).records


@pytest.mark.parametrize(
    ("written", "file"),
    [(MARKDOWN, "x.md"), (HTML_ENTITIES, "x.md"), (BIBTEX, "x.bib"), (CSV, "x.csv")],
)
def test_a_record_is_as_if_they_were_not_there(written: str, file: str) -> None:
    plain = records(written.replace("&#8238;&shy;", "").format("", ""), file)
    assert [record.title for record in plain] == ["Wide Nets"]
    assert records(written.format(UNSEEN.replace("\x1b", ""), "me:pw@"), file) == plain


def test_a_title_that_nobody_sees_is_no_title() -> None:
    assert records("- [\u3164\u00ad](https://arxiv.org/abs/2401.00001)\n", "x.md") == ()


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://user:pw@host.org/a", "https://host.org/a"),
        ("https://user@host.org:8080/a@b?c=d@e#f@g", "https://host.org:8080/a@b?c=d@e#f@g"),
        ("https://arxiv.org@evil.example/a", "https://evil.example/a"),
        ("https://host.org/\u202ea\u200f", "https://host.org/a"),
        ("https://host.org/@a", "https://host.org/@a"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("https://[broken@/", "https://[broken@/"),
    ],
)
def test_an_address_loses_user_names_and_marks_of_direction(url: str, kept: str) -> None:
    assert public(url) == kept


def test_a_link_has_one_key_with_and_without_a_user() -> None:
    assert paper_link("https://me:pw@host.org/a") == paper_link("https://host.org/a")
