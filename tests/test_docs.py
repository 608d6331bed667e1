"""README and docs say everything: commands, options, columns, parameters, views, variables. Links lead somewhere."""

from __future__ import annotations

import ast
import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from components import url
from components.view import CHOICES, SORTS, VIEWS, View
from data.__main__ import main
from data.ingest.file_format import SUFFIXES
from data.knowledge.load_knowledge import KNOWLEDGE_FOLDER
from data.knowledge.yaml_file import read_yaml
from data.lists.list_source import OPTIONAL, parse_lists
from data.query.facets import FACETS
from data.query.filters import Filters
from data.schema import TABLES, Paper, RecordRow
from data.tables.table import read_table
from tests.benchmarks.__main__ import BENCHMARKS
from tests.conftest import ROOT
from tests.generated_docs import names, pieces, written

PAGES = {
    str(path.relative_to(ROOT)): path.read_text("utf-8")
    for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
}
DASHBOARD, COMMANDS, FORMATS = (PAGES[f"docs/{name}.md"] for name in ("dashboard", "command-line", "lists-and-formats"))
PLACES = {"first": "Filters", "more": "Further facets", "charts": "The rest"}


def section(page: str, heading: str) -> str:
    """The text below a heading, up to the next one of its level."""
    level = re.search(rf"^(#+) {re.escape(heading)}$", page, re.MULTILINE)
    assert level, f"there is no heading {heading}"
    return re.split(rf"^#{{1,{len(level[1])}}} ", page[level.end() :], maxsplit=1, flags=re.MULTILINE)[0]


def prose(name: str) -> str:
    """A page on one line, wherever its lines end."""
    return " ".join(PAGES[name].split())


def missing(wanted: Iterator[str] | list[str], page: str) -> list[str]:
    """Those of `wanted` that the page does not have as code, alone or with a value behind."""
    return [name for name in wanted if not re.search(rf"`{re.escape(name)}(?:`|[= ][^`]*`)", page)]


# What is generated


@pytest.mark.parametrize("name", PAGES)
def test_the_generated_parts_are_as_the_code_says(name: str) -> None:
    """`python -m tests.generated_docs` writes them."""
    now, then = PAGES[name].splitlines(), written(PAGES[name]).splitlines()
    diff = "\n".join(difflib.unified_diff(now, then, name, "python -m tests.generated_docs writes", lineterm=""))
    assert not diff, diff


def test_every_generated_part_is_in_one_page() -> None:
    """They hold every column of every table, every flag, every kind of finding and every role of a column."""
    assert sorted(name for page in PAGES.values() for name in names(page)) == sorted(pieces())


# What must be documented


def test_every_facet_is_described_in_the_part_where_its_widget_is() -> None:
    described = section(DASHBOARD, "Filters")
    starts = {place: described.find(words) for place, words in PLACES.items() if place != "first"}
    for spec in FACETS:
        row = described.find(f"| {spec.title} | `{spec.name}` |")
        assert row >= 0, f"the table of facets has no {spec.title}"
        before = [place for place, start in starts.items() if start < row]
        assert (before or ["first"])[-1] == spec.place, spec.name


def test_every_parameter_of_the_address_is_documented() -> None:
    """The parameters are those that a state writes in which nothing is as usual."""
    filters = Filters((("year", ("2024",)),), (("topic", ("KV cache",)),), ("technique",), "kv", "2024-04-10")
    said = url.State(filters, Filters((("year", ("2023",)),)), View()).to_query()
    parameters = {re.sub(r"^(not-|vs-).*", r"\1", name) for name in said}
    assert len(parameters) == 6
    described = section(DASHBOARD, "Parameters in the address")
    assert missing([*parameters, *(field.name.replace("_", "-") for field in fields(View))], described) == []
    assert missing([*SORTS, *(value for name in CHOICES if name != "view" for value in CHOICES[name])], described) == []


def test_every_view_is_documented_with_its_title_and_its_parameter() -> None:
    assert [name for name, title in VIEWS.items() if f"| {title} | `{name}` |" not in DASHBOARD] == []
    assert [title for title in VIEWS.values() if f"| {title} | " not in PAGES["README.md"]] == []


def help_of(*command: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


def test_every_command_and_option_is_documented_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"\{([a-z,]+)\}", help_of(capsys=capsys))
    assert found
    commands = found[1].split(",")
    assert re.findall(r"^\| \[`(\w+)`\]", COMMANDS, re.MULTILINE) == commands
    for command in commands:
        options = {*re.findall(r"--[a-z-]+", help_of(command, capsys=capsys))} - {"--help"}
        rows = re.findall(r"^\| `(--[a-z-]+)", section(COMMANDS, command), re.MULTILINE)
        assert sorted(rows) == sorted(options), command


def test_every_key_that_read_prints_is_documented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.md").write_text("# L\n\n- Nets <br> ICML 2023 [[Paper]](https://arxiv.org/abs/2301.00001)\n")
    assert main(["read", str(tmp_path / "list.md")]) == 0
    assert missing(list(json.loads(capsys.readouterr().out)), section(COMMANDS, "read")) == []


def test_every_key_of_lists_yaml_is_documented_and_the_examples_are_read() -> None:
    described = section(FORMATS, "lists.yaml")
    assert [name for name in ("title", *OPTIONAL) if f"| `{name}` | " not in described] == []
    examples = re.findall(r"```yaml\n(.*?)```", FORMATS, re.DOTALL)
    assert len(examples) == 3
    for example in examples:
        assert parse_lists(example, ROOT / "data" / "lists.yaml")


def test_every_format_is_documented_with_its_suffixes() -> None:
    for name in {*SUFFIXES.values()}:
        suffixes = ", ".join(suffix for suffix, format_name in SUFFIXES.items() if format_name == name)
        assert f"| `{name}` | {suffixes} |" in section(FORMATS, "Formats")


def test_every_file_of_knowledge_is_documented() -> None:
    files = re.findall(r"^\| `(\w+\.yaml)` \|", section(FORMATS, "What Surveyor knows"), re.MULTILINE)
    assert sorted(files) == sorted(path.name for path in KNOWLEDGE_FOLDER.glob("*.yaml"))


def test_every_table_is_documented() -> None:
    assert [name for name, _ in TABLES.values() if f"\n## {name}\n" not in PAGES["docs/tables.md"]] == []


def variables(folder: str) -> Iterator[str]:
    """The environment variables that the code of a folder reads: names in capitals where `environ` is."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
        if "environ" in text and folder != "tests":
            yield from (text for text in constants if isinstance(text, str) and re.fullmatch("[A-Z]+(_[A-Z]+)+", text))
        elif folder == "tests":
            yield from re.findall(r"environ\.get\(\"([A-Z_]+)\"", text)


def test_every_environment_variable_is_documented() -> None:
    of_the_app = {*variables("data"), *variables("components")}
    assert {"GITHUB_TOKEN", "SURVEYOR_TABLE"} <= of_the_app
    assert missing(sorted(of_the_app), section(COMMANDS, "Environment variables")) == []
    of_the_tests = {*variables("tests")} - of_the_app - {"PATH"}
    assert missing(sorted(of_the_tests), section(PAGES["CONTRIBUTING.md"], "Environment variables")) == []


def test_every_benchmark_is_documented() -> None:
    rows = re.findall(r"^- `(\w+)`:", section(PAGES["docs/benchmarks.md"], "What is measured"), re.MULTILINE)
    assert sorted(rows) == sorted(BENCHMARKS)


# What is said must be true


@pytest.mark.parametrize("name", ["docs/dashboard.md", "docs/methods.md"])
def test_the_labels_that_a_page_quotes_are_on_the_dashboard(name: str) -> None:
    files = [path for path in sorted((ROOT / "components").rglob("*")) if path.suffix in (".py", ".js")]
    source = "".join(path.read_text("utf-8") for path in files)
    quoted = re.findall(r'(?<!`)"([A-Z][^"`]*)"', prose(name))
    assert len(quoted) > 3
    assert [label for label in quoted if f'"{label}' not in source and f"“{label}" not in source] == []


@pytest.mark.shipped
def test_the_numbers_of_the_built_in_lists_are_those_of_the_tables() -> None:
    papers = read_table(ROOT / "data" / "papers.csv", Paper)
    records = read_table(ROOT / "data" / "records.csv", RecordRow)
    entries = int((records["kind"] == "paper").sum())
    assert f"they have {entries} paper entries, which are {len(papers)} different papers" in prose("README.md")


def test_the_number_of_venues_is_that_of_the_file() -> None:
    venues = len(read_yaml(KNOWLEDGE_FOLDER / "venues.yaml"))
    assert f"| {venues} conferences, journals and preprint servers" in FORMATS


def test_the_readme_is_short() -> None:
    """What does not fit has a page in docs/."""
    assert PAGES["README.md"].count("\n") <= 130


# Links


def links(page: str) -> Iterator[str]:
    """Where the links and pictures of a page lead."""

    def inside(tokens: list[Token]) -> Iterator[str]:
        for token in tokens:
            target = token.attrGet("href") if token.type == "link_open" else token.attrGet("src")
            if token.type in ("link_open", "image"):
                yield str(target)
            yield from inside(token.children or [])

    yield from inside(MarkdownIt().enable("table").parse(page))


def anchors(page: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    tokens = MarkdownIt().parse(page)
    titles = (tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open")
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower() for title in titles)
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in plain}


@pytest.mark.parametrize("name", PAGES)
def test_every_link_into_the_repository_leads_somewhere(name: str) -> None:
    for link in links(PAGES[name]):
        if re.match(r"[a-z]+:", link):
            assert link.startswith("https://"), link
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), f"{name} links to {link}, which is no file"
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), f"{name} links to {link}, which is no heading there"


def test_every_page_of_docs_is_named_in_the_readme() -> None:
    named = {*links(PAGES["README.md"])}
    assert {name for name in PAGES if name != "README.md"} - named == set()


def test_every_file_that_is_named_as_code_exists() -> None:
    """Files of the repository are named by their path from its folder."""
    named = {
        (page, found)
        for page, text in PAGES.items()
        for found in re.findall(r"`((?:data|components|tests|docs|\.github)/[^`*\s]*)`", text)
    }
    made = "data/.cache/"
    assert sorted(pair for pair in named if pair[1] != made and not (ROOT / pair[1]).exists()) == []
