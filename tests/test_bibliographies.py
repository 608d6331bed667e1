"""Bibliographies and tables of papers become the same records as entries of a Markdown list."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.__main__ import main
from data.errors import InputError
from data.formats.spreadsheet import to_csv
from data.ingest.document import proposed_columns, read_document
from data.ingest.file_format import SUFFIXES, format_of
from data.ingest.files import column_mapping, parquet_sheet
from data.ingest.files.identifiers import address, urls_in
from data.ingest.files.latex import LONGEST, to_text, to_url
from data.ingest.files.parquet_errors import parquet_errors
from data.ingest.reading import Reading
from data.knowledge.load_knowledge import load_knowledge
from data.lists.list_source import load_lists
from data.record import Record
from data.schema import Paper
from data.tables.paper_tables import make_tables
from data.tables.table import read_table
from tests.conftest import ROOT

FIXTURES = ROOT / "tests/fixtures"


def read(content: str | bytes, file: str, given: column_mapping.ColumnMapping | None = None) -> Reading:
    written = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return read_document(written, file, "k", load_knowledge(), given)


def fixture(name: str) -> Reading:
    return read((FIXTURES / name).read_bytes(), name)


def by_title(reading: Reading) -> dict[str, Record]:
    return {record.title: record for record in reading.records}


def notes(reading: Reading) -> list[tuple[int, str, str]]:
    return [(note.line or 0, note.kind, note.reason) for note in reading.notes]


def as_line(record: Record) -> str:
    venue = f"{record.venue.series}, {record.venue.track}"
    cells = (record.title, venue, record.year or "", ", ".join(record.techniques), record.paper.url, record.code_url)
    return f"{record.line} {record.kind} | " + " | ".join(map(str, cells))


def parquet(table: pa.Table, **settings: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **settings)
    return out.getvalue()


# --- what each format gives


def test_bibtex_gives_title_venue_year_links_and_technique_with_the_first_line_of_the_entry() -> None:
    title = "WideQ: Shrinking Över-wide k-bit Nets — a quick tour of 50% & more"
    assert [as_line(record) for record in fixture("papers.bib").records] == [
        f"5 paper | {title} | NeurIPS, main | 2023 | Quantization | "
        "https://openreview.net/forum?id=abcDEF12 | https://github.com/some/wideq",
        "15 paper | Tall Nets at Rest | arXiv, preprint | 2023 |  | https://arxiv.org/abs/2301.00002 | ",
        "17 paper | Accepted After All | ICML, main | 2023 |  | https://arxiv.org/abs/2302.00003 | "
        "https://github.com/some/after_all",
        "22 paper | A Comma Is Missing | Invented Letters,  | 2021 |  | https://doi.org/10.1000/xyz_123 | ",
        "30 paper | Read Although the One Before Is Broken | TACL, main | 2022 |  |  | ",
        "31 paper | Under the Key of Another | TACL, main | 2022 |  |  | ",
        "33 paper | Child of a Volume | ICML, main | 2023 |  |  | https://github.com/some/child",
        "36 tool | A Tool | ,  | 2021 |  |  | https://github.com/some/tool",
        "39 paper | Unsafe Link | ,  | 2019 | Robot grasping |  | ",
    ]


def test_what_bibtex_cannot_read_is_noted_with_its_line_and_the_rest_is_read() -> None:
    found = notes(fixture("papers.bib"))
    assert [(line, kind) for line, kind, _ in found] == [
        (28, "skipped"),
        (31, "doubtful"),
        (34, "skipped"),
        (37, "skipped"),
        (38, "skipped"),
    ]
    assert found[0][2].startswith("entry that is not closed or lacks a sign (")
    assert [reason for _, _, reason in found[1:]] == [
        "the key `later` appears twice, first in line 30",
        "volume, no paper",
        "web page, no paper",
        "data set, no paper",
    ]


def test_an_unsafe_link_of_a_bibliography_is_left_out_and_flagged() -> None:
    record = by_title(fixture("papers.bib"))["Unsafe Link"]
    assert (record.links, record.remarks) == ((), ("unsafe-link",))


def test_ris_gives_records_and_notes_with_lines() -> None:
    reading = fixture("papers.ris")
    assert [as_line(record) for record in reading.records] == [
        "1 paper | Wide Nets in Two Lines | ICML, main | 2023 | Pruning and Sparsity | "
        "https://arxiv.org/abs/2301.00001 | ",
        "12 paper | Tall Nets | TACL, main | 2022 |  | https://doi.org/10.1000/xyz.2 | https://github.com/some/tall",
        "20 tool | A Tool | ,  |  |  |  | https://github.com/some/tool",
        "29 paper | Without an End | ,  | 2020 |  |  | ",
    ]
    assert notes(reading) == [
        (24, "skipped", "web page, no paper"),
        (28, "skipped", "text outside of entries"),
        (29, "doubtful", "entry without its end (`ER  -`)"),
    ]


def test_csl_json_gives_records_and_notes_with_lines() -> None:
    reading = fixture("papers.json")
    assert [as_line(record) for record in reading.records] == [
        "2 paper | Wide Nets & More | ICLR, main | 2022 |  | https://openreview.net/forum?id=abcDEF12 | "
        "https://github.com/some/wide",
        "6 paper | Tall Nets | TACL, main | 2021 | Pruning and Sparsity | https://doi.org/10.1000/XYZ.3 | ",
        "8 tool | A Tool | ,  |  |  |  | https://github.com/some/tool",
    ]
    assert [line for line, _, _ in notes(reading)] == [9, 10, 11]


def test_csv_gives_records_and_notes_with_the_first_lines_of_their_rows() -> None:
    reading = fixture("papers.csv")
    assert [as_line(record) for record in reading.records] == [
        "3 paper | Wide Nets in Two Lines | ICML, main | 2023 | Pruning and Sparsity | "
        "https://doi.org/10.1000/xyz.4 | https://github.com/some/wide",
        "6 paper | Tall Nets | ,  | 2022 |  |  | ",
        "7 paper | =Sum of Nets | NeurIPS, workshop | 2021 | Quantization, Pruning and Sparsity | "
        "https://arxiv.org/abs/2101.00005 | ",
    ]
    assert notes(reading) == [
        (5, "skipped", "row of 9 cells under a header of 8"),
        (6, "doubtful", "row of 2 cells under a header of 8"),
    ]


def test_two_entries_of_one_line_have_names_of_their_own() -> None:
    reading = read('[{"title": "One"}, {"title": "Two"}, 1, 2]', "x.json")
    assert [record.key for record in reading.records] == ["k:1", "k:1.2"]
    assert [note.place for note in reading.notes] == ["k:1", "k:1.2"]


# --- formats


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("a/list.BIB", "", "bibtex"),
        ("https://example.org/x.ris?download=1#top", "", "ris"),
        ("https://example.org/x.json?a=b.csv", "", "csl-json"),
        ("x.tsv", "", "csv"),
        ("x.parquet", "", "parquet"),
        ("x.md", "@article{a, title={b}}", "markdown"),
        ("https://example.org/export", "\ufeff% exported\n\n@Article{a, title={b}}", "bibtex"),
        ("export", "\nTY  - JOUR\n", "ris"),
        ("export", '[\n {"title": "a"}]', "csl-json"),
        ("export", '{"items": []}', "csl-json"),
        ("export", "PAR1...", "parquet"),
        ("export", "Paper title,Year\nA,2020\n", "csv"),
        ("README", "# A list\n\n- [title](https://example.org), year", "markdown"),
        ("README", "[![badge](x)](y)", "markdown"),
        ("http://[broken", "# A list", "markdown"),
    ],
)
def test_the_format_is_told_by_the_suffix_else_by_the_content(file: str, content: str, expected: str) -> None:
    assert format_of(content.encode(), file) == expected
    assert expected in SUFFIXES.values()


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    for name in ("papers.bib", "papers.ris", "papers.json", "papers.csv"):
        content = (FIXTURES / name).read_bytes()
        for other in (b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"), content.replace(b"\n", b"\r")):
            assert read(other, name) == fixture(name), name


# --- BibTeX


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"{\"o}, {LoRA}, \textit{in situ}, $k$-means ---", "ö, LoRA, in situ, k-means —"),
        (r"Gr\"o{\ss}er {\'{e}} Na\"{\i}ve {\AA} {\c{S}} \v{s} {\v s}", "Größer é Naïve Å Ş š š"),
        (r"$\ell_0$ \emph{X}$^2$ 50\% \& $\alpha$-\textbf{Net} QuIP\# C\#", "ℓ_0 X^2 50% & α-Net QuIP# C#"),
        ("50% of {A} $5 net", "50% of A $5 net"),
        (r"100% \'etude at $5", "100% étude at $5"),
        ("{\\em set} so -- and ``so''", "set so – and “so”"),
        (r"{\LaTeX} and \TeX", "LaTeX and TeX"),
        (r"a{b \href", "ab"),
        ("{" * 60 + r"\'e" + "}" * 60, "'e"),
    ],
)
def test_latex_becomes_plain_text(latex: str, expected: str) -> None:
    assert " ".join(to_text(latex).split()) == expected


@given(st.text(alphabet=r"\{}$%&_^~# abtexfrcurl\"'`-", max_size=80))
@example("\\" * (LONGEST + 1))
def test_broken_latex_never_raises(latex: str) -> None:
    to_text(latex)
    to_url(latex)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\url{https://a.org/c\_d\%20e}", "https://a.org/c_d%20e"),
        (r"https://a.org/{\~{}}x", "https://a.org/~x"),
        (r"https://a.org/$\sim$x", "https://a.org/~x"),
        (r"\href{https://a.org}{here}", "https://a.org"),
    ],
)
def test_the_escapes_of_an_address_are_undone(latex: str, expected: str) -> None:
    assert to_url(latex) == expected


@pytest.mark.parametrize(
    ("entry", "venue"),
    [
        ("journal={arXiv preprint arXiv:2301.00001}", "arXiv"),
        ("booktitle={Findings of the Association for Computational Linguistics: EMNLP 2023}", "EMNLP"),
        ("booktitle={Proceedings of the 2024 Conference of the North American Chapter of the Association for "
         "Computational Linguistics: Human Language Technologies (Volume 1: Long Papers)}", "NAACL"),
        ("booktitle={Proceedings of the 28th Conference on Things}, series={KDD '22}", "KDD"),
        ("journal={Invented Letters}, note={Extends our paper of ICML}", "Invented Letters"),
        ("journal={CoRR}, note={To appear in ICLR 2024; 12 pages}", "ICLR"),
        ("eprint={2301.00001}", "arXiv"),
    ],
)  # fmt: skip
def test_the_venue_is_found_in_the_field_that_names_it(entry: str, venue: str) -> None:
    assert read(f"@article{{a, title={{T}}, {entry}}}", "x.bib").records[0].venue.series == venue


def test_words_around_a_conference_make_no_workshop_of_it_in_a_bibliography() -> None:
    for booktitle, track in {
        "Thirty-seventh Conference on Neural Information Processing Systems": "main",
        "NeurIPS 2022 Workshop on Things": "workshop",
        "Findings of the Association for Computational Linguistics: ACL 2023": "findings",
    }.items():
        assert (
            read(f"@inproceedings{{a, title={{T}}, booktitle={{{booktitle}}}}}", "x.bib").records[0].venue.track
            == track
        )


def test_the_eprint_of_another_archive_is_no_arxiv_id() -> None:
    reading = read("@article{a, title={T}, eprint={2301.00001}, archivePrefix={jstor}}", "x.bib")
    assert reading.records[0].paper.url == ""


def test_macros_that_hold_each_other_do_not_grow_without_end() -> None:
    macros = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(200))
    assert len(read('@string{s0 = "ab"}\n' + macros + "@article{a, title = s200}", "x.bib").notes) == 1


def test_keywords_count_where_they_are_techniques_or_stand_alone() -> None:
    def techniques(keywords: str) -> tuple[str, ...]:
        return read(f"@article{{a, title={{T}}, keywords={{{keywords}}}}}", "x.bib").records[0].techniques

    assert techniques("speech, pruning; kv cache") == ("Pruning and Sparsity", "KV Cache Compression")
    assert techniques("Robot grasping") == ("Robot grasping",)
    assert techniques("speech, vision transformers") == ()


# --- JSON


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"title": "a"},', "line 1: ends within its array"),
        ('[\n{"title": "a"},\n{"title":]', "line 3: is not JSON"),
        ("[" * 1_000_000, "line 1: nests too deep"),
        ('[\n{"a":' * 100_000, "nests too deep"),
        ("{" * 1_000_000, "line 1: is not JSON"),
    ],
)
def test_json_that_cannot_be_read_names_its_line(content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(content, "x.json")


def test_json_may_be_one_item_an_object_of_items_or_an_item_a_line() -> None:
    for content in ('{"title": "A"}', '{"items": [{"title": "A"}]}', '{"title": "A"}\n{"title": "A"}'):
        assert {record.title for record in read(content, "x.json").records} == {"A"}


def test_what_the_command_read_prints_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(FIXTURES / "papers.bib")]) == 0
    printed = capsys.readouterr().out
    assert [as_line(record).split(" ", 1)[1] for record in read(printed, "x.jsonl").records] == [
        as_line(record).split(" ", 1)[1] for record in fixture("papers.bib").records
    ]


def test_half_a_character_in_json_does_not_reach_the_tables() -> None:
    assert read('[{"title": "a\\ud800b\\u0000"}]', "x.json").records[0].title == "a b"


# --- tables


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Url,Manual Tags,Conference Name",
            {
                "title": ("Title",),
                "year": ("Publication Year",),
                "venue": ("Publication Title", "Conference Name"),
                "paper": ("DOI",),
                "links": ("Url",),
                "keywords": ("Manual Tags",),
                "kind": ("Item Type",),
            },
        ),
        (
            "Authors,Title,Year,Source title,DOI,Link,Author Keywords,Document Type",
            {
                "title": ("Title",),
                "year": ("Year",),
                "venue": ("Source title",),
                "paper": ("DOI",),
                "links": ("Link",),
                "keywords": ("Author Keywords",),
                "kind": ("Document Type",),
            },
        ),
        (
            "Article Title;Source Title;Publication Year;Publisher",
            {
                "title": ("Article Title",),
                "year": ("Publication Year",),
                "venue": ("Source Title", "Publisher"),
            },
        ),
        (
            "Paper\tLink\tMonth\tYear\tTopic\tTechnique\tModel",
            {"title": ("Paper",), "year": ("Year",), "links": ("Link",), "section": ("Technique",)},
        ),
    ],
)
def test_columns_are_proposed_by_their_names(header: str, expected: dict[str, tuple[str, ...]]) -> None:
    proposed = proposed_columns(f"{header}\n".encode(), "x.csv", load_knowledge())
    assert proposed is not None
    assert proposed.mapping == expected
    assert {name for names in expected.values() for name in names} <= set(proposed.samples)


def test_a_proposal_shows_a_few_values_of_every_column() -> None:
    proposed = proposed_columns(b"title,x,\nA,1,\nB,1,\nC,2,\nD,3,\nE,4,", "x.csv", load_knowledge())
    assert proposed is not None
    assert proposed.samples == {"title": ("A", "B", "C"), "x": ("1", "2", "3"), "column 3": ()}
    assert proposed_columns(b"@article{a, title={b}}", "x.bib", load_knowledge()) is None


def test_columns_can_be_chosen_in_place_of_the_proposal() -> None:
    table = "name,what,title,when\nA,pruning,x,2020\n"
    given: column_mapping.ColumnMapping = {"title": "name", "section": ["what"], "venue": ""}
    record = read(table, "x.csv", given).records[0]
    assert (record.title, record.techniques, record.year) == ("A", ("Pruning and Sparsity",), None)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"title": "no"}, "has no column `no`"),
        ({"titel": "a"}, "cannot read a column as `titel`"),
        ({"year": "a"}, "no column with the titles"),
        (None, "no column with the titles"),
    ],
)
def test_a_mapping_that_does_not_fit_is_explained(given: column_mapping.ColumnMapping | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read("a,b\n1,2\n", "x.csv", given)


def test_equal_headings_are_told_apart() -> None:
    proposed = proposed_columns(b"Title,Title,Year\nA,B,2020\n", "x.csv", load_knowledge())
    assert proposed is not None
    assert tuple(proposed.samples) == ("Title", "Title (2)", "Year")
    assert read("Title,Title,Year\nA,B,2020\n", "x.csv").records[0].title == "A"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("title,year\nA,2020\n\"B,2021\nC,2022\n", "line 3: has a quotation mark that is never closed"),
        ('title\n"' + "a" * 200_000, "line 2: has a quotation mark that is never closed"),
        ("title\n" + '"' * 1_000_001, "line 2: has a quotation mark"),
        ("title," * 2_000, "more than 1000 columns"),
        ("title,year\nA,2020\n".encode("utf-16"), "is UTF-16 text"),
        (b"title\n\xff\n", "line 2: byte 0xff is not UTF-8"),
        (b"", "is empty"),
    ],
)  # fmt: skip
def test_a_csv_file_that_cannot_be_read_is_explained(content: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(content, "x.csv")


def test_the_separator_may_stand_in_the_first_line() -> None:
    record = read("sep=;\nTitle;Remark, long, with, commas;Year\nA;b;2020\n", "x.csv").records[0]
    assert (record.line, record.title, record.year) == (3, "A", 2020)


@pytest.mark.parametrize("sign", ["", " ", "e", "9", "\ue000"])
def test_a_first_line_that_names_no_separator_is_passed_over(sign: str) -> None:
    record = read(f"sep={sign}\nTitle;Year\nTree nets;2020\n", "x.csv").records[0]
    assert (record.line, record.title, record.year) == (3, "Tree nets", 2020)


@pytest.mark.parametrize("content", ["sep= ", "sep=,\n"])
def test_a_table_without_a_header_is_explained(content: str) -> None:
    with pytest.raises(InputError, match=r"has no column with the titles\. Write the names of the columns"):
        read(content, "x.csv")


def test_an_error_about_parquet_is_told_once_and_never_empty() -> None:
    with pytest.raises(InputError) as told, parquet_errors("x.parquet", "Mend it."):
        raise InputError("has too many rows", file="x.parquet", remedy="Divide it.")
    assert str(told.value) == "x.parquet: has too many rows. Divide it."
    with pytest.raises(InputError) as told, parquet_errors("x.parquet", "Mend it."):
        raise MemoryError
    assert str(told.value) == "x.parquet: cannot be read as Parquet. Mend it."


def test_a_table_that_surveyor_exported_reads_back_to_the_same_papers() -> None:
    papers = read_table(ROOT / "data/papers.csv", Paper)
    buffer = io.BytesIO()
    papers.to_parquet(buffer)
    for content, file in ((to_csv(papers), "papers.csv"), (buffer.getvalue(), "papers.parquet")):
        reading = read(content, file)
        assert reading.notes == ()
        back = make_tables([reading], load_knowledge()).papers
        same = ["id", "title", "year", "month", "venue", "venue_type", "track", "techniques", "domains", "code_url"]
        pd.testing.assert_frame_equal(back[same], papers[same])


def test_parquet_gives_the_same_as_csv_its_lines_are_rows() -> None:
    table = pa.table(
        {
            "Title": ["Wide Nets", None, "Tall Nets"],
            "Year": [2020.0, None, None],
            "Date": pa.array([None, None, None], pa.date32()),
            "Techniques": [["Pruning", "Quantization"], None, []],
            "Thing": [{"a": 1}, None, None],
        }
    )
    reading = read(parquet(table), "x")
    assert [as_line(record) for record in reading.records] == [
        "1 paper | Wide Nets | ,  | 2020 | Pruning and Sparsity, Quantization |  | ",
        "3 paper | Tall Nets | ,  |  |  |  | ",
    ]
    assert notes(reading) == [(2, "skipped", "entry without a title")]


def test_a_parquet_file_that_unpacks_to_too_much_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = parquet(pa.table({"title": pa.nulls(1_000_000, pa.string())}))
    with pytest.raises(InputError, match="1,000,000 rows, more than 100,000"):
        read(rows, "x.parquet")
    monkeypatch.setattr(parquet_sheet, "MOST_BYTES", 1_000_000)
    wide = parquet(pa.table({"title": ["x" * 10_000] * 300}), use_dictionary=False, compression="zstd")
    with pytest.raises(InputError, match="unpacks to 3 MB, more than 1 MB"):
        read(wide, "x.parquet")


def test_a_dictionary_that_repeats_a_long_text_stays_small() -> None:
    values = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array(["x" * 1_000_000]))
    reading = read(parquet(pa.table({"title": values})), "x.parquet")
    assert (len(reading.records), len(reading.notes)) == (0, 20_000)


@settings(max_examples=30)  # each starts a process
@given(st.binary(max_size=40), st.integers(0, 10_000))
def test_damaged_parquet_raises_nothing_but_input_error(noise: bytes, at: int) -> None:
    content = parquet(pa.table({"title": ["Wide Nets", "Tall Nets"], "year": [2020, None]}))
    at %= len(content)
    damaged = content[:at] + noise + content[at + len(noise) :]
    try:
        read(damaged, "x.parquet")
    except InputError:
        return


# --- properties

WORDS = st.text(alphabet=st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd")), min_size=1, max_size=12)
TITLES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
DOIS = st.from_regex(r"10\.[1-9][0-9]{3}/[a-z0-9._()-]{0,20}[a-z0-9]", fullmatch=True)
ENTRIES = st.lists(st.tuples(TITLES, st.integers(1950, 2099), DOIS), max_size=8)
Entries = list[tuple[str, int, str]]


def as_bibtex(entries: Entries) -> str:
    shape = "@article{{k{0},\n  title = {{{1}}},\n  year = {2},\n  doi = {{{3}}}\n}}\n"
    return "\n".join(shape.format(number, *entry) for number, entry in enumerate(entries))


def as_ris(entries: Entries) -> str:
    return "".join(f"TY  - JOUR\nTI  - {title}\nPY  - {year}\nDO  - {doi}\nER  - \n\n" for title, year, doi in entries)


def as_csl_json(entries: Entries) -> str:
    items = [
        {"type": "article", "title": title, "issued": {"date-parts": [[year]]}, "DOI": doi}
        for title, year, doi in entries
    ]
    return json.dumps(items, ensure_ascii=False, indent=1)


def as_csv(entries: Entries) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("title", "year", "doi"), *entries])
    return out.getvalue()


WRITERS: dict[str, Callable[[Entries], str]] = {
    "x.bib": as_bibtex,
    "x.ris": as_ris,
    "x.json": as_csl_json,
    "x.csv": as_csv,
}


@pytest.mark.parametrize("file", WRITERS)
@given(entries=ENTRIES)
def test_what_is_written_is_read_back(file: str, entries: Entries) -> None:
    written = WRITERS[file](entries)
    if not written.strip():
        return
    records = read(written, file).records
    assert [(record.title, record.year, record.paper.url) for record in records] == [
        (title, year, f"https://doi.org/{doi}") for title, year, doi in entries
    ]
    rows = written.split("\n")
    openings = {"x.bib": "@article", "x.ris": "TY  - ", "x.json": " {", "x.csv": ""}
    assert all(rows[record.line - 1].startswith(openings[file]) for record in records)


SYNTAX = [
    *("@article{", "@string{a = ", "@comment{", "title = ", "year=2020", "{", "}", '"', "#", ",", "=", "\n", "\\", "$"),
    *(
        "TY  - JOUR\n",
        "TI  - x\n",
        "ER  - \n",
        "KW  - ",
        "[",
        "]",
        '"title": ',
        '"x"',
        ":",
        "null",
        "1e999",
        '"\\ud800"',
    ),
    *("title,year\n", ";", "\t", "|", "sep=;\n", "'=", "\r", "\x00", "é", "😀", "\ue000", "https://github.com/a/b"),
    *(
        "10.1000/x",
        "2301.00001",
        "url = ",
        "crossref = ",
        "a",
        " ",
        "javascript:x",
        "issued",
        '{"date-parts": [[',
        "<i>",
    ),
]


@pytest.mark.parametrize("file", ["x.bib", "x.ris", "x.json", "x.csv", "x", "x.parquet"])
@given(
    content=st.lists(st.sampled_from(SYNTAX), max_size=40).map("".join) | st.text(max_size=100) | st.binary(max_size=60)
)
@example(content="@article{a, crossref={a}, title=}")
@example(content="[[]]")
def test_reading_raises_nothing_but_input_error(file: str, content: str | bytes) -> None:
    try:
        reading = read(content, file)
        proposed_columns(
            content.encode("utf-8", "replace") if isinstance(content, str) else content, file, load_knowledge()
        )
    except InputError:
        return
    text = content.decode("utf-8") if isinstance(content, bytes) else content
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= (part.line or 0) <= lines for part in (*reading.records, *reading.notes))
    make_tables([reading], load_knowledge())


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("x.bib", "{" * 1_000_000),
        ("x.bib", "@article{" * 30_000),
        ("x.bib", "@a{x," + "t=1 " * 250_000 + "}"),
        ("x.bib", "@a{x, title={" + "\\" * 1_000_000 + "}}"),
        ("x.bib", "@a{x, journal={" + "arxiv" * 200_000 + "}}"),
        ("x.bib", "@a{x, title={T}, note={http://a.org/" + ")" * 1_000_000 + "}}"),
        ("x.bib", "@a{x, title={T}, year={" + "2020." * 200_000 + "}}"),
        ("x.ris", "TY  - JOUR\n" + "JO  - X\n" * 100_000),
        ("x.csv", "title,technique\nA,\"" + "".join(f"t{n};" for n in range(10_000)) + '"'),
        ("x.csv", "title\n" + "," * 1_000_000),
    ],
)  # fmt: skip
def test_strange_input_ends_soon(file: str, content: str) -> None:
    """A reader that took the square of the length would not end within hours."""
    assert len(read(content, file).records) <= 1


# --- from the command line and lists.yaml


def test_read_and_build_take_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", *(str(FIXTURES / f"papers.{suffix}") for suffix in ("bib", "ris", "json", "csv"))]) == 0
    printed = capsys.readouterr()
    assert printed.out.count("\n") == 9 + 4 + 3 + 3
    assert "papers.ris: 4 entries" in printed.err
    (tmp_path / "mine.csv").write_text("what,who,when\nWide Nets,me,2020\n", "utf-8")
    (tmp_path / "lists.yaml").write_text(
        f"bib:\n  title: A bibliography\n  path: {FIXTURES / 'papers.bib'}\n"
        "mine:\n  title: A table\n  path: mine.csv\n  columns:\n    title: what\n    year: [when]\n",
        "utf-8",
    )
    assert main(["build", "--lists", str(tmp_path / "lists.yaml"), "--to", str(tmp_path)]) == 0
    assert main(["check", "--in", str(tmp_path)]) == 0
    papers = read_table(tmp_path / "papers.csv", Paper)
    assert papers.set_index("title").loc["Wide Nets", ["year", "lists"]].tolist() == [2020, "mine"]
    assert len(papers) == 9


def test_columns_in_lists_yaml_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "lists.yaml"
    file.write_text("mine:\n  title: A\n  path: x.csv\n  columns: {title: A, code: [B, C]}\n", "utf-8")
    assert load_lists(file)["mine"].columns == {"title": ("A",), "code": ("B", "C")}
    file.write_text("mine:\n  title: A\n  path: x.csv\n  columns: title\n", "utf-8")
    with pytest.raises(InputError, match="`columns` has no keys"):
        load_lists(file)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("10.1000/a<b>#c", "https://doi.org/10.1000/a%3Cb%3E%23c"),
        ("https://dx.doi.org/10.1000/x.", "https://doi.org/10.1000/x"),
        ("doi: 10.1000/x", "https://doi.org/10.1000/x"),
        ("arXiv:2301.00001v3 [cs.CL]", "https://arxiv.org/abs/2301.00001"),
        ("cs/0101001", "https://arxiv.org/abs/cs/0101001"),
        ("2399.00001", ""),
        ("no", ""),
    ],
)
def test_dois_and_arxiv_ids_become_addresses(field: str, expected: str) -> None:
    assert address(field) == expected


def test_addresses_end_before_the_punctuation_of_a_sentence() -> None:
    text = "(see https://a.org/x_(y)). And https://b.org/c, or <https://c.org>."
    assert urls_in(text) == ["https://a.org/x_(y)", "https://b.org/c", "https://c.org"]
