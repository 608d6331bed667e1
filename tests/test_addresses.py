"""What a person pastes becomes the place of the document, a key and a title."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.errors import InputError
from data.ingest.markdown.document_title import first_heading
from data.lists.addresses import name_of, source_of
from data.lists.list_source import ListSource
from data.normalise.key import list_key

RAW = "https://raw.githubusercontent.com/me/Awesome_Nets"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("place", "document", "name"),
    [
        ("https://github.com/me/Awesome_Nets", f"{RAW}/HEAD/README.md", "Awesome_Nets"),
        ("https://github.com/me/Awesome_Nets.git", f"{RAW}/HEAD/README.md", "Awesome_Nets"),
        ("https://www.github.com/me/Awesome_Nets/?tab=readme#top", f"{RAW}/HEAD/README.md", "Awesome_Nets"),
        ("https://github.com/me/Awesome_Nets/blob/main/a/b%20c.md?plain=1#L3", f"{RAW}/HEAD/a/b%20c.md", "b c"),
        ("https://github.com/me/Awesome_Nets/blob/dev/list.md", f"{RAW}/dev/list.md", "list"),
        (f"https://github.com/me/Awesome_Nets/blob/{COMMIT}/list.md", f"{RAW}/{COMMIT}/list.md", "list"),
        ("https://github.com/me/Awesome_Nets/tree/master", f"{RAW}/HEAD/README.md", "Awesome_Nets"),
        ("https://github.com/me/Awesome_Nets/tree/v2/docs/", f"{RAW}/v2/docs/README.md", "docs"),
        ("https://github.com/me/Awesome_Nets/raw/refs/heads/dev/a.md", f"{RAW}/dev/a.md", "a"),
        (f"{RAW}/refs/heads/main/README.md", f"{RAW}/HEAD/README.md", "Awesome_Nets"),
        (f"{RAW}/dev/a/b.md", f"{RAW}/dev/a/b.md", "b"),
        ("https://gist.github.com/me/0123abcd", "https://gist.githubusercontent.com/me/0123abcd/raw", "0123abcd"),
        ("https://gist.githubusercontent.com/a/1/raw/l.md", "https://gist.githubusercontent.com/a/1/raw/l.md", "l"),
        ("https://gitlab.com/a/b/nets", "https://gitlab.com/a/b/nets/-/raw/HEAD/README.md", "nets"),
        ("https://gitlab.com/a/nets/-/blob/main/x/list.md", "https://gitlab.com/a/nets/-/raw/main/x/list.md", "list"),
        ("https://git.example.org/a/b/-/raw/main/README.md", "https://git.example.org/a/b/-/raw/main/README.md", "b"),
        ("https://example.org/papers/list.md?raw=1#top", "https://example.org/papers/list.md?raw=1", "list"),
        ("https://example.org", "https://example.org", "example"),
    ],
)  # fmt: skip
def test_an_address_leads_to_its_document(place: str, document: str, name: str) -> None:
    source = source_of(place)
    assert source.raw_url == document
    assert name_of(source) == name


def test_a_commit_is_pinned_and_a_branch_followed() -> None:
    assert source_of(f"{RAW}/{COMMIT}/a.md").commit == COMMIT
    assert (source_of(f"{RAW}/dev/a.md").branch, source_of(f"{RAW}/dev/a.md").commit) == ("dev", "")


@pytest.mark.parametrize(
    "place", ["https://github.com/me", "https://github.com/", "https://github.com/me/nets/issues/3"]
)
def test_a_page_that_holds_no_document_is_refused(place: str) -> None:
    with pytest.raises(InputError, match="names no repository or file"):
        source_of(place)


def test_a_file_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Small nets").mkdir()
    (tmp_path / "Small nets" / "README.md").write_text("# A", "utf-8")
    monkeypatch.chdir(tmp_path)
    source = source_of("Small nets/README.md")
    assert source.path == tmp_path / "Small nets" / "README.md"
    assert list_key(name_of(source), ()) == "small-nets"
    with pytest.raises(InputError, match="is neither an address nor a file"):
        source_of("nothing.md")


def test_keys_are_unique_and_can_stand_in_links() -> None:
    source = ListSource("", "", url="https://example.org/%C3%89tudes%20%F0%9F%9A%80%20GPT+.md")
    assert list_key(name_of(source), ()) == "etudes-gpt"
    assert list_key(name_of(source), ("etudes-gpt", "etudes-gpt-2")) == "etudes-gpt-3"
    assert list_key(name_of(replace(source, url="https://example.org/%F0%9F%9A%80.md")), ()) == "list"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Small *nets* [list](https://x.org) ![badge](b.svg)\n\n## Later", "Small nets list"),
        ("text\n\nSmall nets\n----------\n", "Small nets"),
        ('<div align="center">\n    <h1><b>Small</b>\n nets &amp; co</h1>\n</div>\n\n## Later', "Small nets & co"),
        ("# ![only a badge](b.svg)\n\n# Small nets", "Small nets"),
        ("# \u202eevil\u0007 nets", "evil nets"),
        ("- no heading", ""),
    ],
)
def test_the_title_is_the_first_heading(text: str, title: str) -> None:
    assert first_heading(text) == title
    assert len(first_heading("# " + "long " * 99)) <= 120
