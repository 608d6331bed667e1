"""Lists that a visitor brings: read within limits, previewed line by line, merged, and carried away whole."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from data.building.pipeline import build
from data.errors import InputError
from data.fetch.list_document import read_source
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import ListSource, load_lists
from data.schema import DATA_FOLDER, Paper, RecordRow
from data.tables.table import read_table
from data.visitor import visitor_limits
from data.visitor.bundle import to_zip
from data.visitor.merging_job import BuiltIn
from data.visitor.visitor_lists import Document, merge_documents, read_file

LIST = b"""# Mine

## Pruning

- [[ICML](https://arxiv.org/abs/2301.00001)] Wide Nets Are Thin [[code](https://github.com/some/wide)]
- only a remark
- [[ArXiv](https://arxiv.org/abs/2301.00002)] Thin Nets
"""


def test_a_list_is_read_and_named_by_its_file(knowledge: Knowledge) -> None:
    document = read_file("My List.md", LIST, ())
    assert (document.key, document.entries, document.problem) == ("my-list", 2, "")


def test_keys_are_unique_and_never_one_of_a_list_that_is_there(knowledge: Knowledge) -> None:
    first = read_file("README.md", LIST, (), taken=("readme", "other"))
    second = read_file("readme.md", LIST, (first,), taken=("readme", "other"))
    assert (first.key, second.key) == ("readme-2", "readme-3")
    assert read_file("…", LIST, ()).key == "list"


def test_a_file_that_cannot_be_read_says_why_and_does_not_disturb_the_others(knowledge: Knowledge) -> None:
    good = read_file("good.md", LIST, ())
    for content, why in (
        (b"", "The file is empty. Check that it is the right file"),
        (b"# A list\n\xff\n", "Line 2: byte 0xff is not UTF-8. Save"),
        (b"Prose without any entry.", "Line 1: has no entry"),
        (b"%PDF-1.7\n\xe2", "The file is a PDF document, not text. Save the list as Markdown"),
        (b"PK\x03\x04\xff", "The file is an Office document or ZIP file"),
    ):
        bad = read_file("bad.md", content, (good,))
        assert bad.problem.startswith(why)
        assert bad.entries == 0
        assert len(merge_documents((good, bad)).papers) == 2


def test_the_limits_hold_for_all_files_together(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    good = read_file("good.md", LIST, ())
    monkeypatch.setattr(visitor_limits, "MOST_ENTRIES", 3)
    assert (
        "With this file, your files would have 4 entries, so it was left out. At most"
        in read_file("more.md", LIST, (good,)).problem
    )
    monkeypatch.setattr(visitor_limits, "MOST_BYTES", len(LIST) + 10)
    large = read_file("large.md", LIST, (good,))
    assert "With this file, your files would have 0.0 MB, so it was not read. At most" in large.problem
    assert large.content == b""


def test_the_preview_has_every_line_that_was_read_or_left_out(knowledge: Knowledge) -> None:
    shown = read_file("mine.md", LIST, ()).lines
    assert shown[["line", "state", "title", "why"]].fillna("").to_numpy().tolist() == [
        [5, "found", "Wide Nets Are Thin", ""],
        [6, "skipped", "", "bullet without a link"],
        [7, "found", "Thin Nets", ""],
    ]
    assert shown["text"].tolist()[1] == "- only a remark"
    assert shown["code_url"].tolist()[0] == "https://github.com/some/wide"


@pytest.mark.shipped
def test_lists_merge_with_the_table_that_is_there(knowledge: Knowledge) -> None:
    papers, records = read_table(DATA_FOLDER / "papers.csv", Paper), read_table(DATA_FOLDER / "records.csv", RecordRow)
    known = records[records["kind"] == "paper"].iloc[0]
    again = f"- [[ICML](https://arxiv.org/abs/2912.00001)] Nobody's\n- [[ArXiv]({known.paper_url})] {known.title}\n"
    document = read_file("mine.md", again.encode(), ())
    tables = merge_documents((document,), BuiltIn(papers, records, load_lists()))
    assert len(tables.papers) == len(papers) + 1
    dates = tables.papers.set_index("id")["added"]
    assert dates[papers["id"]].tolist() == papers["added"].tolist()
    assert dates["2912.00001"] > papers["added"].max()
    both = tables.papers[tables.papers["records"].str.contains("mine:2")]
    assert both["id"].tolist() == [known.paper]


def unpacked(bundle: bytes, folder: Path) -> Mapping[str, ListSource]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as file:
        file.extractall(folder)
    return load_lists(folder / "lists.yaml")


def test_what_is_downloaded_can_be_built_again(knowledge: Knowledge, tmp_path: Path) -> None:
    documents = [read_file("One list.md", LIST, ())]
    documents.append(read_file("two.md", LIST.replace(b"Thin Nets", b"Other Nets"), documents))
    tables = merge_documents(documents)
    sources = unpacked(to_zip(tables, documents, {}), tmp_path)
    assert list(sources) == ["one-list", "two"]
    assert pd.read_csv(tmp_path / "papers.csv")["title"].tolist() == tables.papers["title"].tolist()
    again = build(sources, knowledge, tmp_path, lambda _: None).tables
    kept = tables.papers.columns.drop("added")
    pd.testing.assert_frame_equal(again.papers[kept], tables.papers[kept])


@pytest.mark.shipped
def test_lists_that_were_merged_keep_their_place_in_the_download(knowledge: Knowledge, tmp_path: Path) -> None:
    beside = tmp_path / "beside.md"
    beside.write_bytes(LIST)
    others = {**load_lists(), "beside": ListSource("beside", "Beside", path=beside)}
    document = read_file("mine.md", LIST, ())
    sources = unpacked(to_zip(merge_documents((document,)), [document], others), tmp_path / "out")
    assert {key: source for key, source in sources.items() if key in load_lists()} == load_lists()
    assert read_source(sources["beside"]) == LIST
    assert read_source(sources["mine"]) == LIST


def test_local_lists_with_one_file_name_are_both_in_the_download(knowledge: Knowledge, tmp_path: Path) -> None:
    others = {}
    for key in ("one", "two"):
        (tmp_path / key).mkdir()
        (tmp_path / key / "README.md").write_bytes(LIST + key.encode())
        others[key] = ListSource(key, key.title(), path=tmp_path / key / "README.md")
    document = read_file("three.md", LIST, ())
    sources = unpacked(to_zip(merge_documents((document,)), [document], others), tmp_path / "out")
    assert {key: read_source(source) for key, source in sources.items()} == {
        "one": LIST + b"one", "two": LIST + b"two", "three": LIST
    }  # fmt: skip
    assert {sources[key].file for key in others} == {"README.md"}


@pytest.mark.parametrize("name", ["list.md", "list.a/../../../out.md", "list./../out", "list.m\nd", "LIST.MD", "list"])
def test_every_file_name_stays_in_the_folder_of_the_download(name: str, knowledge: Knowledge, tmp_path: Path) -> None:
    document = read_file(name, LIST, ())
    bundle = to_zip(merge_documents((document,)), [document], {})
    (source,) = unpacked(bundle, tmp_path).values()
    assert read_source(source) == LIST
    with zipfile.ZipFile(io.BytesIO(bundle)) as file:
        assert [path for path in file.namelist() if not re.fullmatch(r"[a-z]+\.(?:csv|yaml)", path)] == [
            f"lists/{document.key}.{'MD' if name.isupper() else 'md'}"
        ]


def test_a_local_list_that_is_gone_is_named_before_anything_is_packed(knowledge: Knowledge, tmp_path: Path) -> None:
    others = {"mine": ListSource("mine", "Mine", path=tmp_path / "gone.md")}
    document = read_file("three.md", LIST, ())
    with pytest.raises(InputError, match=r"gone\.md: does not exist\. Put it back, or correct `path` of `mine`"):
        to_zip(merge_documents((document,)), [document], others)


def test_a_document_without_entries_is_not_carried_away(knowledge: Knowledge, tmp_path: Path) -> None:
    good, bad = read_file("good.md", LIST, ()), Document("bad.md", "bad", b"x", problem="no")
    assert list(unpacked(to_zip(merge_documents((good,)), (good, bad), {}), tmp_path)) == ["good"]


def test_a_link_that_was_left_out_makes_an_entry_doubtful(knowledge: Knowledge) -> None:
    listed = b"- [[ICML](https://arxiv.org/abs/2301.00001)] Wide Nets [[code](javascript:alert)]\n"
    (row,) = read_file("mine.md", listed, ()).lines.to_dict("records")
    assert row["state"] == "doubtful"
    assert "neither http nor https" in row["why"]
