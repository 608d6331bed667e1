"""What `make fuzz` tries is tried here for a moment, with all that it ever found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from data.errors import InputError
from data.ingest.document import read_document
from data.ingest.entry.link_roles import LinkRoles
from data.ingest.files import bibtex
from data.ingest.limits import LONGEST_ADDRESS, LONGEST_REMARK, Limits
from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.lists.addresses import name_of, source_of
from data.lists.list_source import ListSource
from tests.conftest import ROOT
from tests.fuzz.all_targets import TARGETS
from tests.fuzz.inputs import inputs_of

CORPUS = sorted(path for path in (ROOT / "tests/fuzz/corpus").rglob("*") if path.is_file())
ADDRESSES = ["a" * 5_000, "http://[::ffff::1]/a", "https://[/", "\n" * 400]
ENTRIES = {
    "a.md": "- A title of a paper, NeurIPS 2024, {0} [[code](https://github.com/a/b)]\n",
    "a.bib": "@article{{k, title={{A title}}, journal={{NeurIPS}}, url={{{0}}}}}",
}
FEW = Limits(entries=10)


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_once_failed_is_read_or_refused(file: Path) -> None:
    TARGETS[file.parent.name].check(file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_reader_takes_inputs_that_are_almost_right(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=15, derandomize=True, database=None)
    @given(inputs_of(target))
    def tried(content: bytes) -> None:
        target.check(content)

    tried()


@pytest.mark.parametrize("name", TARGETS)
def test_every_reader_takes_what_is_right(name: str) -> None:
    """Without that, nothing that is tried would say anything."""
    assert any(map(TARGETS[name].check, TARGETS[name].seeds()))


def test_a_message_is_one_short_line() -> None:
    """Names of files, headings of columns and answers of servers are in it."""
    error = InputError("a\x1b[2J" * 5_000, file="b\nc" * 5_000, line=1, remedy="d\u202e" * 5_000)
    assert str(error).isprintable()
    assert len(str(error)) < 2_000


@pytest.mark.parametrize("place", ADDRESSES, ids=range(len(ADDRESSES)))
def test_what_is_no_address_is_refused(place: str) -> None:
    with pytest.raises(InputError, match="address"):
        source_of(place)


def test_a_list_whose_address_has_only_words_that_say_nothing_has_a_name() -> None:
    assert name_of(ListSource("", "", url="https://raw/main")) == "list"


@pytest.mark.parametrize("file", ENTRIES)
def test_a_long_address_is_left_out_wherever_it_stands(file: str) -> None:
    for length, kept in ((LONGEST_ADDRESS, True), (LONGEST_ADDRESS + 1, False)):
        url = "https://a.org/".ljust(length, "b")
        (record,) = read_document(ENTRIES[file].format(url).encode(), file, "k", load_knowledge()).records
        assert (url in {link.url for link in record.links}) == kept


def test_a_name_that_no_host_can_have_is_not_looked_up_part_by_part(knowledge: Knowledge) -> None:
    """Each of its domains was looked up with all that follow: 18 KB took 3 seconds."""
    roles = LinkRoles(knowledge)
    assert roles.by_host("https://" + "a." * 100 + "arxiv.org/abs/1") == "paper"
    assert roles.by_host("https://" + "a." * 200 + "arxiv.org/abs/1") == ""


def test_an_id_is_looked_for_in_the_beginning_of_a_long_remark_only() -> None:
    for length, found in ((LONGEST_REMARK - 100, "2401.00001"), (LONGEST_REMARK, "")):
        text = f"@article{{k, title={{A title}}, howpublished={{{'x' * length} arXiv:2401.00001}}}}"
        (record,) = read_document(text.encode(), "a.bib", "k", load_knowledge()).records
        assert record.paper.arxiv_id == found


def test_references_stand_for_so_much_and_no_more() -> None:
    text = f"[a]: http://b/{'c' * 90}\n\n" + "- [a title of a paper][a]\n" * 30
    with pytest.raises(
        InputError, match="line 23: the references of the document stand for more than 2,000 characters"
    ):
        read_document(text.encode(), "a.md", "k", load_knowledge(), limits=FEW)


@pytest.mark.parametrize(
    ("shared", "uses"),
    [("@string{m = {%s}}\n", "journal = m"), ("@proceedings{p, title={A}, journal={%s}}\n", "crossref = {p}")],
)
def test_macros_and_cross_references_stand_for_so_much_and_no_more(shared: str, uses: str) -> None:
    text = shared % ("c" * 400) + "".join(f"@article{{k{number}, title={{A}}, {uses}}}\n" for number in range(9))
    with pytest.raises(InputError, match=r"line [67]: the macros and cross-references of the document stand for more"):
        list(bibtex.read(text, "a.bib", FEW))
