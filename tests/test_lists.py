"""lists.yaml and the curated YAML: what they say is checked, and a mistake names its line and its remedy."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from data.errors import InputError
from data.fetch.cache import Cache, Seen, sha256
from data.fetch.list_document import read_source
from data.ingest.reader import read_list
from data.knowledge.load_knowledge import KNOWLEDGE_FOLDER, Knowledge, load_knowledge
from data.knowledge.yaml_file import read_yaml, texts
from data.lists.list_source import ListSource, load_lists, parse_lists, with_copies
from data.normalise.title import fold
from tests.web import answer, serving


def lists(folder: Path, text: str) -> dict[str, ListSource]:
    (folder / "lists.yaml").write_text(text, "utf-8")
    return load_lists(folder / "lists.yaml")


def test_three_lines_name_a_list(tmp_path: Path) -> None:
    source = lists(tmp_path, "mine:\n  title: My list\n  repository: me/my-list\n")["mine"]
    assert source.raw_url == "https://raw.githubusercontent.com/me/my-list/HEAD/README.md"
    assert source.line_url(40) == "https://github.com/me/my-list/blob/HEAD/README.md?plain=1#L40"


@pytest.mark.parametrize("commit", ["", "  commit: HEAD\n"])
def test_a_list_without_a_commit_has_none(commit: str, tmp_path: Path) -> None:
    """In addresses GitHub calls the newest version HEAD; it is not the name of a commit."""
    text = f"mine:\n  title: M\n  repository: me/my-list\n{commit}"
    source = lists(tmp_path, text)["mine"]
    assert (source.commit, source.short_commit, source.version) == ("", "", "HEAD")
    assert lists(tmp_path, f"{text}  branch: dev\n")["mine"].version == "dev"


@pytest.mark.shipped
def test_the_shipped_lists_point_at_lines_of_commits() -> None:
    shipped = load_lists()
    assert shipped["efficient-aigc"].line_url(40) == (
        "https://github.com/htqin/awesome-efficient-aigc/blob/ce9cccc0ee6f7f5f73e061646a4f7f20f61f31e5/README.md?plain=1#L40"
    )
    assert shipped["llm-compression"].date == "2025-04-10"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mine:\n  titel: My list\n", "lists.yaml, line 2: unknown key `titel` in `mine`. Known keys: "),
        ("mine:\n  repository: a/b\n", "lists.yaml, line 2: `mine` has no `title`"),
        ("mine:\n  title: My list\n", "lists.yaml, line 2: `mine` does not say where the list is"),
        ("mine:\n  title: x: y\n", "lists.yaml, line 2: is not valid YAML"),
        ("mine:\n  title: x\n  title: y\n", "lists.yaml, line 3: is not valid YAML (the key `title` appears twice)"),
        ("mine: here\n", "lists.yaml, line 1: `mine` has no keys"),
        ("- mine\n", "lists.yaml, line 1: has no keys"),
        ("", "lists.yaml, line 1: has no keys"),
        ("{}", "lists.yaml, line 1: names no list"),
        ("mine:\n  title: x\n  date: 2024-02-30\n", "lists.yaml: is not valid YAML"),
        ("a b:\n  title: x\n  path: y\n", "lists.yaml, line 2: the key `a b` cannot be part of a link"),
        ("mine:\n  title: x\n  repository: nowhere\n", "lists.yaml, line 2: `nowhere` is not a repository"),
        ("mine:\n  title: x\n  url: http://example.org/list.md\n", "is not an https address"),
        ("mine:\n  title: x\n  url: javascript:alert(1)\n", "is not an https address"),
        ("mine:\n  title: [x]\n  path: y\n", "lists.yaml, line 2: `title` is not a text"),
        ("mine:\n  title: x\n  path: 3\n", "lists.yaml, line 2: `path` is not a text"),
    ],
)
def test_a_mistake_names_line_and_remedy(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        lists(tmp_path, text)


def test_a_local_copy_replaces_the_place_and_keeps_the_links(tmp_path: Path) -> None:
    sources = lists(tmp_path, "mine:\n  title: My list\n  repository: me/my-list\n")
    (tmp_path / "copy.md").write_text("text", "utf-8")
    copied = with_copies(sources, {"mine": tmp_path / "copy.md"})["mine"]
    assert read_source(copied) == b"text"
    assert copied.line_url(1) == sources["mine"].line_url(1)


def test_a_copy_of_an_unknown_list_is_refused() -> None:
    with pytest.raises(InputError, match="there is no list `other`"):
        with_copies({}, {"other": Path("x")})


def test_a_list_is_read_from_its_address() -> None:
    with serving() as web:
        url = web.on("/list.md", answer(b"# A list"))
        assert read_source(ListSource("mine", "Mine", url=url)) == b"# A list"


def test_a_pinned_document_in_the_cache_needs_no_network(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.keep("https://example.org/list.md", b"# A list", Seen(sha256=sha256(b"# A list")))
    source = ListSource("mine", "Mine", url="http://127.0.0.1:1/list.md", sha256=sha256(b"# A list"))
    assert read_source(source, cache) == b"# A list"


def test_a_document_that_is_not_the_pinned_one_is_refused() -> None:
    with serving() as web:
        url = web.on("/list.md", answer(b"# Another list"))
        with pytest.raises(InputError, match=r"is not the version that lists\.yaml names.*python -m data fetch"):
            read_source(ListSource("mine", "Mine", url=url, sha256=sha256(b"# A list")))


# What the headings of one list mean


def test_a_list_may_say_what_its_headings_mean(tmp_path: Path, knowledge: Knowledge) -> None:
    source = lists(
        tmp_path,
        'mine:\n  title: M\n  path: m.md\n  techniques:\n    "🚀 Small Nets": Distillation\n    Pruning: Thinning\n',
    )["mine"]
    assert source.techniques == (("🚀 Small Nets", "Distillation"), ("Pruning", "Thinning"))
    entry = "- [[ICML](https://arxiv.org/abs/2301.0000{0})] Net {0}\n\n"
    text = (
        f"# M\n\n## small nets\n\n{entry.format(1)}## PRUNING\n\n{entry.format(2)}## Quantization\n\n{entry.format(3)}"
    )
    reading = read_list(text.encode(), "mine", knowledge.with_headings(dict(source.techniques)))
    assert [record.techniques for record in reading.records] == [("Distillation",), ("Thinning",), ("Quantization",)]
    other = read_list(text.encode(), "mine", knowledge)
    assert other.records[1].techniques == ("Pruning and Sparsity",)


def test_a_heading_that_is_told_to_be_a_technique_is_one_whatever_it_looks_like(knowledge: Knowledge) -> None:
    text = "# M\n\n## Vision\n\n- [[ICML](https://arxiv.org/abs/2301.00001)] Net\n"
    assert read_list(text.encode(), "m", knowledge).records[0].techniques == ()
    told = knowledge.with_headings({"vision": "Seeing"})
    assert read_list(text.encode(), "m", told).records[0].techniques == ("Seeing",)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("  techniques: Pruning\n", "lists.yaml, line 2: `techniques` has no keys"),
        ("  techniques:\n    Small: [a]\n", "lists.yaml, line 5: the heading `Small` means no text"),
        ("  techniques:\n    A: B\n    Small:\n", "lists.yaml, line 6: the heading `Small` means no technique"),
        ("  techniques:\n    Small: A; B\n", "lists.yaml, line 5: the heading `Small` means two techniques"),
        ("  techniques:\n    A: B\n    🚀: A\n", "lists.yaml, line 6: the heading `🚀` has no word"),
        ("  techniques:\n    A a: B\n    a-A: C\n", "lists.yaml, line 6: the heading `a-A` appears twice"),
        ("  sha256: abc\n", "`abc` is not a SHA-256"),
        ("  date: 2024\n", "`date` is not a text"),
        ("  date: April 2024\n", "`April 2024` is not a date"),
        ("  branch: a b\n", "`a b` is not a branch"),
    ],
)
def test_a_mistaken_version_or_mapping_names_its_line(mapping: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        lists(tmp_path, f"mine:\n  title: M\n  repository: a/b\n{mapping}")


# The curated knowledge


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    for file in KNOWLEDGE_FOLDER.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("techniques.yaml", "Pruning:\n  aliases: [x]\n", "techniques.yaml, line 2: `Pruning` has no `reason`"),
        (
            "techniques.yaml",
            "Pruning:\n  aliases: x\n  reason: y\n",
            "techniques.yaml, line 2: `aliases` is not a list",
        ),
        ("venues.yaml", "X: {type: fair, aliases: [], reason: y}\n", "venues.yaml, line 1: `X` has the type `fair`"),
        ("tracks.yaml", "workshop:\n  word: [x]\n", "tracks.yaml, line 2: unknown key `word`"),
        ("tracks.yaml", "demo: {words: [], reason: x}\n", "tracks.yaml, line 1: `demo` has no words"),
        (
            "venues.yaml",
            "A: {type: journal, aliases: [z], reason: y}\nB: {type: journal, aliases: [Z], reason: y}\n",
            "venues.yaml, line 2: `Z` is under both `A` and `B`",
        ),
        ("corrections.yaml", "wrong_link: []\n", "corrections.yaml, line 1: unknown key `wrong_link`"),
        ("corrections.yaml", "wrong_links:\n  - title: x\n", "corrections.yaml, line 2: a wrong link has no `listed`"),
        (
            "corrections.yaml",
            "wrong_links:\n  - {title: x, listed: nothing, right: 'arXiv:2401.00001', reason: y}\n",
            "corrections.yaml, line 2: `listed: nothing` names no paper",
        ),
        (
            "corrections.yaml",
            "same_work:\n  - {titles: [x], reason: y}\n",
            "corrections.yaml, line 2: fewer than two titles",
        ),
        ("corrections.yaml", "doubtful: yes\n", "corrections.yaml, line 1: `doubtful` is not a list"),
        ("corrections.yaml", "same_work:\n  - x\n", "corrections.yaml, line 1: an item of `same_work` has no keys"),
    ],
)
def test_a_mistake_in_the_knowledge_names_its_line(file: str, text: str, message: str, curated: Path) -> None:
    (curated / file).write_text(text, "utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        load_knowledge(curated)


def test_a_missing_file_of_knowledge_is_named(curated: Path) -> None:
    (curated / "venues.yaml").unlink()
    with pytest.raises(InputError, match=r"venues\.yaml: cannot be read"):
        load_knowledge(curated)


def test_no_spelling_means_two_things() -> None:
    """An alias under two names would make the first silently win."""
    for file in ("techniques.yaml", "domains.yaml", "labels.yaml", "columns.yaml", "venues.yaml"):
        content = read_yaml(KNOWLEDGE_FOLDER / file)
        spellings = [word for name in content for word in {fold(s) for s in (name, *texts(content[name], "aliases"))}]
        assert [word for word in set(spellings) if spellings.count(word) > 1] == []


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("repository: o/r", "README.md"),
        ("repository: o/r\n  file: ./README.md", "README.md"),
        ("repository: o/r\n  file: docs//./list.md", "docs/list.md"),
        ("path: folder/small nets.md", "small nets.md"),
        ("path: ../list.md\n  file: docs/list.md", "docs/list.md"),
        ("url: https://example.org/lists/deep.md?raw=1", "deep.md"),
        ("url: https://example.org/a/b/c/d%20e.md", "d e.md"),
        ("url: https://example.org/", "README.md"),
        ("url: https://example.org/a%0Ab.md", "README.md"),
        ("url: https://example.org/..%2Fb.md", "README.md"),
        ("url: https://gitlab.com/o/group/r/-/raw/main/docs/list.md", "docs/list.md"),
        ("url: https://git.example.org/o/r/-/raw/refs/heads/main/list.md?inline=false", "list.md"),
        ("url: https://raw.githubusercontent.com/o/r/main/docs/list.md", "docs/list.md"),
        ("url: https://gist.githubusercontent.com/me/0123456789abcdef/raw", "README.md"),
        (f"url: https://gist.githubusercontent.com/me/0123456789abcdef/raw/{'a' * 40}/list.md", "list.md"),
        ("url: https://gist.githubusercontent.com/me/0123456789abcdef/raw/list.md", "list.md"),
    ],
)
def test_a_list_without_a_repository_is_called_as_its_path_or_address_says(
    place: str, file: str, tmp_path: Path
) -> None:
    """The name stands in the header of a patch, which would else not apply."""
    (tmp_path / "lists.yaml").write_text(f"one:\n  title: One\n  {place}\n", "utf-8")
    assert load_lists(tmp_path / "lists.yaml")["one"].file == file


@pytest.mark.parametrize("file", ["../list.md", "/list.md", '"a\\nb.md"', "a/../../b.md"])
def test_a_file_outside_of_its_repository_is_refused(file: str, tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text(f"one:\n  title: One\n  repository: o/r\n  file: {file}\n", "utf-8")
    with pytest.raises(InputError, match=r"lists\.yaml, line 2: .* is not a file in it"):
        load_lists(tmp_path / "lists.yaml")


def test_an_alias_stands_for_a_text_but_not_for_an_alias(tmp_path: Path) -> None:
    """Ten lines of aliases for aliases stand for more than memory holds."""
    plain = "a:\n  title: &name A\n  repository: me/a\n  techniques: {Small: *name}\n"
    assert parse_lists(plain, tmp_path / "lists.yaml")["a"].techniques == (("Small", "A"),)
    bomb = "a: &a0 [x, x]\n" + "".join(
        f"a{number}: &a{number} [*a{number - 1}, *a{number - 1}]\n" for number in range(1, 60)
    )
    with pytest.raises(InputError, match=r"lists.yaml, line 2: is not valid YAML \(the alias `\*a0` .* Write out what"):
        parse_lists(bomb, tmp_path / "lists.yaml")
    with pytest.raises(InputError, match=r"line 2: .*the alias `\*x` stands within an anchor"):
        parse_lists("a: &x\n  title: *x\n", tmp_path / "lists.yaml")
