"""A patch applies to the list as published, fixes only what is certain, and changes nothing else that is read."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.__main__ import main
from data.atomic_writing import pending
from data.errors import InputError
from data.findings.all_findings import all_findings
from data.findings.entries import TablesToCheck
from data.ingest.document import read_document
from data.knowledge.load_knowledge import Knowledge, load_knowledge
from data.lists import parallel
from data.lists.list_source import ListSource, load_lists
from data.patching.all_patches import patches
from data.patching.make_patch import Fixed, Patch, make_patch, read_header
from data.schema import RecordRow
from data.tables.paper_tables import make_tables
from data.tables.table import read_table

SOURCE = ListSource("some-list", "Some list", repository="some/list", commit="c0ffee")
APART = ["records", "flags"]


def patch(text: str | bytes) -> Patch:
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    return make_patch(content, SOURCE, load_knowledge())


def patched(text: str) -> str:
    return patch(text).patched.decode("utf-8")


def applied(content: bytes, text: bytes, folder: Path, file: str = "README.md") -> bytes:
    """What git makes of the list; fails where the patch does not fit."""
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(content)
    (folder / "fix.patch").write_bytes(text)
    alone = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CEILING_DIRECTORIES": "/"}
    for command in (["git", "apply", "--check"], ["git", "apply"]):
        done = subprocess.run([*command, "fix.patch"], cwd=folder, env=alone, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return (folder / file).read_bytes()


def papers(documents: Mapping[str, bytes], knowledge: Knowledge) -> pd.DataFrame:
    """The papers of several lists, without what a patch may change."""
    readings = [read_document(content, "README.md", key, knowledge) for key, content in documents.items()]
    return make_tables(readings, knowledge).papers.drop(columns=APART)


def kinds(content: bytes, knowledge: Knowledge) -> Counter[str]:
    tables = make_tables([read_document(content, "README.md", SOURCE.key, knowledge)], knowledge)
    return Counter(f.kind for f in all_findings(TablesToCheck(tables.papers, tables.records, tables.notes, knowledge)))


# What is fixed

HEAD = "# L\n\n## Pruning\n\n"
ONE = "- Wide Nets <br> ICML 2024 [[Paper]](https://arxiv.org/abs/2401.00001)"
CODE = " [[Code]](https://github.com/some/wide)"


@pytest.mark.parametrize(
    "link",
    [
        " [[Code]](https://github.com/)",
        " [[code](https://github.com)]",
        " \\[[code](https://www.github.com/)\\]",
        " [Code](https://gitlab.com/)",
        " [[Code]]()",
        " [[Code]](#)",
        " [[Code]](https://arxiv.org/pdf/2401.00001v2)",
        ", [[Code]](https://github.com/)",
        "\n  [[code](https://github.com/)]",
    ],
)
def test_a_placeholder_goes_with_its_white_space(link: str) -> None:
    for end in ("", "\n", " \n", " [[Blog]](https://example.org/b)\n"):
        if not (link.startswith("\n") and end.startswith(" [")):
            assert patched(HEAD + ONE + link + end) == HEAD + ONE + end.removeprefix(" " * (link[0] == "\n"))
    assert patched(HEAD + ONE + link + "\n\n- Next <br> ICML 2024 [[Paper]](https://arxiv.org/abs/2401.00002)") == (
        HEAD + ONE + "\n\n- Next <br> ICML 2024 [[Paper]](https://arxiv.org/abs/2401.00002)"
    )


@pytest.mark.parametrize(
    ("link", "left"),
    [
        (" ([code](https://github.com/))", ""),
        (" ([code](https://github.com/), [blog](https://example.org/b))", " ([blog](https://example.org/b))"),
        (" | [code](https://github.com/) | [blog](https://example.org/b)", " | [blog](https://example.org/b)"),
        (" / [[code](https://github.com/)] / [[blog](https://example.org/b)]", " / [[blog](https://example.org/b)]"),
        (" ([blog](https://example.org/b), [code](https://github.com/))", " ([blog](https://example.org/b))"),
    ],
)
def test_a_placeholder_goes_with_its_brackets_and_separator(link: str, left: str) -> None:
    assert patched(HEAD + ONE + link + "\n") == HEAD + ONE + left + "\n"


@pytest.mark.parametrize(
    "link",
    [" **[code](https://github.com/)**", " Code: [code](https://github.com/).", " <b>[code](https://github.com/)</b>"],
)
def test_a_placeholder_whose_place_would_show_stays(link: str) -> None:
    assert patch(HEAD + ONE + link + "\n").text == b""


def test_a_cell_of_a_table_is_emptied_and_stays_a_cell() -> None:
    head = "# L\n\n## Pruning\n\n| Title | Venue | Paper | Code |\n|---|---|---|---|\n"
    row = "| Wide Nets | ICML 2024 | [paper](https://arxiv.org/abs/2401.00001) |{}|\n"
    assert patched(head + row.format(" [code](https://github.com/) ")) == head + row.format(" ")


def test_what_names_something_is_no_placeholder() -> None:
    for link in (
        "[[Code]](https://github.com/somebody)",
        "[[Homepage]](https://github.com/)",
        "[[Code]](https://arxiv.org/abs/2401.00009)",
    ):
        assert patch(f"{HEAD}{ONE} {link}\n").text == b""


def test_a_misspelt_label_is_spelt_as_the_list_does() -> None:
    wrong = ONE.replace("Wide", "Thin").replace("00001", "00002") + " [[Cde]](https://github.com/some/thin)\n"
    assert patched(f"{HEAD}{ONE}{CODE}\n{wrong}") == f"{HEAD}{ONE}{CODE}\n{wrong.replace('Cde', 'Code')}"
    lower = ONE + " [[code]](https://github.com/some/wide)\n"
    assert patched(HEAD + lower + wrong) == HEAD + lower + wrong.replace("Cde", "code")
    assert patched(HEAD + wrong) == HEAD + wrong.replace("Cde", "Code")


@pytest.mark.parametrize(
    ("listed", "right"),
    [
        ("ArXiv", "arXiv"),
        ("Arxiv 2024", "arXiv 2024"),
        ("Icml 2024", "ICML 2024"),
        ("Neurips 2024 Workshop on Nets", "NeurIPS 2024 Workshop on Nets"),
        ("Workshop on Nets @ Neur-IPS 2024", "Workshop on Nets @ NeurIPS 2024"),
        ("ACMMM 2024", "ACM MM 2024"),
        ("NIPS 2016", "NIPS 2016"),
        ("IEEE Micro 2024", "IEEE Micro 2024"),
        ("ACL Findings 2024", "ACL Findings 2024"),
        ("Some Unheard-of Meeting 2024", "Some Unheard-of Meeting 2024"),
    ],
)
def test_a_venue_is_spelt_as_the_list_mostly_does_and_stays_what_it_is(listed: str, right: str) -> None:
    for shape in (
        "- Nets for {} Papers <br> {} [[Paper]](https://arxiv.org/abs/2401.00001)\n",
        "- [[{1}](https://arxiv.org/abs/2401.00001)] Nets for {0} Papers\n",
    ):
        title = listed.split(maxsplit=1)[0]
        wanted = shape.format(title, right)
        if load_knowledge().venues.read(listed).type:
            usual = "".join(shape.format(f"{n} Others", right).replace("00001", f"0000{n}") for n in (2, 3))
            assert patched(HEAD + usual + shape.format(title, listed)) == HEAD + usual + wanted


def test_a_venue_that_a_list_mostly_writes_so_is_not_misspelt() -> None:
    usual = "".join(ONE.replace("ICML", "Arxiv").replace("00001", f"0000{n}") + "\n" for n in (2, 3))
    other = ONE.replace("ICML", "arXiv")
    assert patch(HEAD + usual).text == b""
    assert patched(HEAD + usual + other) == HEAD + usual + other.replace("arXiv 2024", "Arxiv 2024")


def test_of_equal_entries_of_a_section_the_first_stays() -> None:
    entries = [f"- Net {n} <br> ICML 2024 [[Paper]](https://arxiv.org/abs/2401.0000{n})\n" for n in (1, 2, 3)]
    for between in ("", "\n"):
        text = HEAD + between.join([*entries, entries[0]])
        assert patched(text) == HEAD + between.join(entries)
        assert patched(text.removesuffix("\n")) == (HEAD + between.join(entries)).removesuffix("\n")
        assert patched(HEAD + between.join([entries[0], *entries]) + "\n## Next\n") == (
            HEAD + between.join(entries) + "\n## Next\n"
        )


def test_the_entry_that_says_more_stays_wherever_it_stands() -> None:
    stale = ONE.replace("ICML 2024", "arXiv 2024")
    for less in (ONE, stale, stale.replace("arXiv 2024 ", "")):
        assert patched(f"{HEAD}{less}\n\n{ONE}{CODE}\n") == f"{HEAD}{ONE}{CODE}\n"
        assert patched(f"{HEAD}{ONE}{CODE}\n\n{less}\n") == f"{HEAD}{ONE}{CODE}\n"


@pytest.mark.parametrize(
    "other",
    [
        "## Quantization\n\n" + ONE,
        ONE.replace("ICML 2024", "ICLR 2024"),
        ONE.replace("Wide Nets", "Wide Nets!"),
        ONE + " [[Blog]](https://example.org/b)",
        ONE + " ![stars](https://example.org/stars)",
        ONE + " Worth reading.",
        ONE + "\n  - A remark below",
        ONE + "\n\n      some code",
        ONE.replace("2401.00001", "2401.00002"),
        ONE.replace("2401.00001", "2401.00001v2"),
        ONE.replace("- ", '- <a id="wide"></a>'),
        ONE.replace("- ", "- <a name='wide'></a>"),
    ],
)
def test_two_entries_that_each_say_something_of_their_own_both_stay(other: str) -> None:
    first = ONE + CODE
    assert patch(f"{HEAD}{first}\n\n{other}\n").text == b""
    assert patch(f"{HEAD}{ONE}\n\n{ONE}\n  - A remark below the second\n").patched.count(b"remark") == 1


def test_prose_code_and_tools_are_left_alone() -> None:
    text = (
        f"# L\n\nSee [[Cde]](https://github.com/) on Arxiv.\n\n```\n{ONE} [[Code]](https://github.com/)\n```\n\n"
        f"## Tools\n\n- tool: runs on Arxiv [[Code]](https://github.com/some/tool)\n\n## Pruning\n\n{ONE}\n"
    )
    assert patch(text).text == b""


def test_an_edit_after_which_an_entry_would_read_otherwise_is_left_out() -> None:
    quoted = ONE.replace("Wide Nets", "Nets of `[[Code]](https://github.com/)` Links")
    other = ONE.replace("00001", "00002").replace("ICML", "Icml")
    assert patched(f"{HEAD}{quoted}\n{other}\n") == f"{HEAD}{quoted}\n{other.replace('Icml', 'ICML')}\n"


def test_a_list_without_defects_needs_no_patch_and_other_formats_have_none() -> None:
    assert patch(HEAD + ONE + "\n") == Patch({}, (HEAD + ONE + "\n").encode(), b"")
    with pytest.raises(InputError, match="Markdown lists only"):
        make_patch(b"x", replace(SOURCE, path=Path("some.bib")), load_knowledge())


# How it is written


def test_the_header_says_what_is_fixed_and_git_passes_over_it(tmp_path: Path) -> None:
    text = f"{HEAD}{ONE} [[Code]](https://github.com/)\n{ONE.replace('ICML', 'Icml').replace('00001', '00002')}\n"
    made = patch(text)
    expected = {"venue-spelling": Fixed(1, 1), "code-placeholder": Fixed(1, 1)}
    assert made.fixed == read_header(made.text.decode()) == expected
    lines = made.text.decode().splitlines()
    assert lines[0] == "# Some list (some/list, commit c0ffee): fixes what is certain, and nothing else."
    assert lines[4:6] == ["--- a/README.md", "+++ b/README.md"]
    assert applied(text.encode(), made.text, tmp_path) == made.patched


@pytest.mark.parametrize("file", ["docs/papers list.md", "docs/Zażółć.md"])
def test_a_list_in_a_folder_with_any_name_is_patched_there(file: str, tmp_path: Path) -> None:
    content = f"{HEAD}{ONE} [[Code]](https://github.com/)\n".encode()
    made = make_patch(content, replace(SOURCE, file=file), load_knowledge())
    assert applied(content, made.text, tmp_path, file) == made.patched


# Any defects in any list


@dataclass(frozen=True)
class Style:
    """How a list is written as a whole."""

    venue_first: bool
    loose: bool
    line_end: str
    bom: bool
    damaged: bool
    final_line_end: bool

    def entry(self, number: int, venue: str, code: str, *, accent: str = "") -> str:
        """An entry with its venue and its code links as written."""
        url = f"https://arxiv.org/abs/24{1 + number % 12:02}.{number:05}"
        title = f"{accent}Method {number}: Nets for Task {number * 7}"
        if self.venue_first:
            return f"- [[{venue}]({url})] {title}{code}"
        return f"- {title} <br> {venue} [[Paper]]({url}){code}"

    def code(self, label: str, url: str) -> str:
        return f" [[{label.lower()}]({url})]" if self.venue_first else f" [[{label}]]({url})"

    def document(self, sections: list[list[str]]) -> bytes:
        between = "\n\n" if self.loose else "\n"
        parts = [f"## Section {place}\n\n" + between.join(same) for place, same in enumerate(sections)]
        text = "# A list\n\n" + "\n\n".join(parts) + "\n" * self.final_line_end
        if self.damaged:
            text = text.encode("utf-8").decode("mac_roman")
        return ("\ufeff" * self.bom + text.replace("\n", self.line_end)).encode("utf-8")


VENUES = {
    "arXiv 2024": ("ArXiv 2024", "Arxiv 2024", "ARXIV 2024"),
    "arXiv": ("ArXiv",),
    "ICML 2024": ("Icml 2024",),
    "NeurIPS 2023": ("Neurips 2023", "NeurIps 2023"),
    "EMNLP Findings 2024": ("Emnlp Findings 2024",),
}
styles = st.builds(
    Style, st.booleans(), st.booleans(), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans(), st.booleans()
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A clean list, and the same with any number of defects."""
    style, number = draw(styles), 0
    clean: list[list[str]] = []
    broken: list[list[str]] = []
    usual: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        clean.append([])
        broken.append([])
        for _ in range(draw(st.integers(1, 4))):
            number += 1
            venue, url = draw(st.sampled_from(sorted(VENUES))), f"https://github.com/some/repo-{number}"
            accent = draw(st.sampled_from(["", "Café "])) if not style.damaged else "Café "
            code = draw(st.sampled_from(["", style.code("Code", url)]))
            clean[-1].append(style.entry(number, venue, code, accent=accent))
            written = draw(st.sampled_from([venue, *VENUES[venue]]))
            misspelt = code.replace("ode", "de") if draw(st.booleans()) else code
            hollow = draw(st.sampled_from(["", style.code("Code", "https://github.com/")]))
            broken[-1].append(style.entry(number, written, misspelt + hollow, accent=accent))
            if draw(st.booleans()):
                fewer = draw(st.sampled_from([code, ""]))
                broken[-1].append(style.entry(number, written, fewer + hollow, accent=accent))
            # So that the list mostly writes each venue right.
            usual += [style.entry(other + number, venue, "", accent=accent) for other in (1000, 2000)]
    return style.document([*clean, usual]), style.document([*broken, usual])


@given(lists())
@settings(max_examples=60)
def test_any_defects_are_taken_out_of_any_list_and_nothing_else_is_touched(both: tuple[bytes, bytes]) -> None:
    clean, broken = both
    knowledge = load_knowledge()
    made = patch(broken)
    assert made.patched == clean
    assert patch(made.patched).text == b""
    pd.testing.assert_frame_equal(papers({"l": broken}, knowledge), papers({"l": clean}, knowledge))
    before, after = kinds(broken, knowledge), kinds(clean, knowledge)
    for kind, fixed in made.fixed.items():
        assert after[kind] == before[kind] - fixed.findings, kind


@given(lists())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_git_applies_the_patch_to_the_very_bytes(tmp_path: Path, both: tuple[bytes, bytes]) -> None:
    made = patch(both[1])
    if made.text:
        assert applied(both[1], made.text, tmp_path) == both[0]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.integers(0, 3))
@settings(max_examples=60)
def test_whatever_stands_in_a_list_the_rest_of_it_stays(junk: str, place: int) -> None:
    parts = [f"{HEAD}{ONE}", ONE.replace("ICML", "Arxiv").replace("00001", "00002").replace("Wide", "Thin"), "## End"]
    parts.insert(place, junk)
    content = "\n\n".join(parts).encode("utf-8")
    made = patch(content)
    knowledge = load_knowledge()
    assert patch(made.patched).text == b""
    pd.testing.assert_frame_equal(papers({"l": content}, knowledge), papers({"l": made.patched}, knowledge))


# The two lists


@pytest.mark.shipped
def test_the_real_lists_are_patched_and_say_the_same(
    real_lists: Mapping[str, Path], knowledge: Knowledge, tmp_path: Path
) -> None:
    documents = {key: path.read_bytes() for key, path in real_lists.items()}
    every = papers(documents, knowledge)
    for key, source in load_lists().items():
        made = make_patch(documents[key], source, knowledge)
        assert applied(documents[key], made.text, tmp_path / key) == made.patched
        pd.testing.assert_frame_equal(papers({**documents, key: made.patched}, knowledge), every)
        assert make_patch(made.patched, source, knowledge).text == b""
        before, after = kinds(documents[key], knowledge), kinds(made.patched, knowledge)
        assert made.fixed.keys() >= {"twice-in-section", "code-placeholder"}
        for kind, fixed in made.fixed.items():
            assert after[kind] == before[kind] - fixed.findings < before[kind], kind
        assert (after - before).total() == 0


# The command


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "mine.md").write_text(f"{HEAD}{ONE} [[Code]](https://github.com/)\n", "utf-8")
    (tmp_path / "lists.yaml").write_text("mine:\n  title: Mine\n  path: mine.md\n", "utf-8")
    return tmp_path


def test_the_command_prints_or_writes_the_patch(mine: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    command = ["patch", "mine", "--lists", str(mine / "lists.yaml")]
    assert main(command) == 0
    printed = capfdbinary.readouterr()
    assert printed.out.startswith(b"# Mine (mine.md)")
    assert b"\n+- Wide Nets" in printed.out
    assert printed.err.strip() == b"mine: code-placeholder 1"
    assert main([*command, "--output", str(mine / "mine.patch")]) == 0
    assert (mine / "mine.patch").read_bytes() == printed.out
    (mine / "clean.md").write_text(HEAD + ONE, "utf-8")
    assert main([*command, "--list", f"mine={mine / 'clean.md'}"]) == 0
    assert b"mine: nothing to fix" in capfdbinary.readouterr().err
    assert main(["patch", "other", "--lists", str(mine / "lists.yaml")]) == 1


def test_lists_of_ones_own_bring_their_patches_and_leave_no_others(mine: Path) -> None:
    folder = mine / "own"
    (folder / "patches").mkdir(parents=True)
    (folder / "patches" / "shipped.patch").write_text("# old\n", "utf-8")
    assert main(["init", str(mine / "mine.md"), "--lists", str(folder / "lists.yaml"), "--to", str(folder)]) == 0
    assert [file.name for file in (folder / "patches").iterdir()] == ["mine.patch"]


def test_a_build_keeps_a_patch_for_each_list_that_needs_one(mine: Path) -> None:
    command = ["build", "--lists", str(mine / "lists.yaml"), "--to", str(mine)]
    assert main(command) == 0
    assert read_header((mine / "patches" / "mine.patch").read_text("utf-8")) == {"code-placeholder": Fixed(1, 1)}
    (mine / "mine.md").write_text(HEAD + ONE, "utf-8")
    assert main(command) == 0
    assert not (mine / "patches" / "mine.patch").exists()


def test_patches_and_tables_are_written_together_or_not_at_all(
    mine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", "--lists", str(mine / "lists.yaml"), "--to", str(mine)]
    assert main(command) == 0
    assert (mine / "patches" / "mine.patch").exists()
    (mine / "mine.md").write_text(HEAD + ONE, "utf-8")
    usual = Path.unlink

    def refuse(file: Path, missing_ok: bool = False) -> None:
        if file.suffix == ".patch":
            raise PermissionError(13, "Permission denied", str(file))
        usual(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert main(command) == 1
    assert "mine.patch: cannot be put in its place (Permission denied)" in capsys.readouterr().err
    assert pending(mine)[mine / "patches" / "mine.patch"].part is None
    made = read_table(mine / "records.csv", RecordRow)
    monkeypatch.undo()
    assert main(command) == 0
    assert not (mine / "patches" / "mine.patch").exists()
    assert not pending(mine)
    assert read_table(mine / "records.csv", RecordRow).equals(made)


def test_every_core_makes_the_same_patches_as_one(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (mine / "mine.md").read_bytes()
    sources = {key: ListSource(key, key.title(), path=mine / "mine.md") for key in ("one", "two", "three")}
    documents = dict.fromkeys(sources, content)
    said: list[str] = []
    one = patches(sources, documents, load_knowledge(), mine, said.append)
    assert said[1] == "Making patch 2 of 3: Two"
    assert [file.name for file, text in one.items() if text] == ["one.patch", "two.patch", "three.patch"]
    monkeypatch.setattr(parallel, "LARGE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert patches(sources, documents, load_knowledge(), mine, said.append) == one


def test_the_patch_of_a_local_file_applies_to_it(mine: Path) -> None:
    content = (mine / "mine.md").read_bytes()
    assert main(["build", "--lists", str(mine / "lists.yaml"), "--to", str(mine)]) == 0
    text = (mine / "patches" / "mine.patch").read_bytes()
    assert b"code](https://github.com/)" not in applied(content, text, mine / "elsewhere", "mine.md")


EVIL_NAME = 'a\n--- b\r\x1b[2J\u2028\u202e"c\\d.md'


def test_a_file_name_adds_no_line_to_a_patch(tmp_path: Path) -> None:
    """Git reads such a name in quotes, and applies the patch to that file and no other."""
    content = b"## Papers\n- [[ICML](https://arxiv.org/abs/2301.00001)] Wide Nets\n" * 2
    source = replace(SOURCE, title=f"Some list\n{EVIL_NAME}", repository="", path=tmp_path / EVIL_NAME, file=EVIL_NAME)
    made = make_patch(content, replace(source, date="2024-01-01\n# x"), load_knowledge())
    head, _, rest = made.text.decode("utf-8").partition("\n--- ")
    assert all(line.startswith("# ") and line.isprintable() for line in head.split("\n"))
    assert rest.splitlines()[0].startswith('"a/a\\012--- b\\015\\033[2J')
    assert applied(content, made.text, tmp_path / "copy", EVIL_NAME) == made.patched != content
