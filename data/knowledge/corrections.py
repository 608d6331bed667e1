"""Human decisions about the lists, each with its reason: wrong links, same works, different works, doubts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from data.knowledge.yaml_file import Section, check_keys, items, read_yaml, text, texts
from data.normalise.link import code_key, code_url, paper_link
from data.normalise.title import match_key


@dataclass(frozen=True)
class WrongLink:
    """The entry titled `title` links to `listed`; it should link to `right`. `role` is paper or code."""

    title: str
    role: str
    listed: str
    right: str
    reason: str


@dataclass(frozen=True)
class Titles:
    """A decision about works, which are named by their titles as listed, with its reason."""

    titles: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Doubt:
    """The entry titled `title` states `venue`, which looks wrong and cannot be settled."""

    title: str
    venue: str
    reason: str


@dataclass(frozen=True)
class Corrections:
    """Human decisions of corrections.yaml."""

    wrong_links: tuple[WrongLink, ...] = ()
    same_work: tuple[Titles, ...] = ()
    different_works: tuple[Titles, ...] = ()
    doubtful: tuple[Doubt, ...] = ()

    @cached_property
    def _by_entry(self) -> dict[tuple[str, str, str], WrongLink]:
        return {
            (match_key(wrong.title), wrong.role, link_key(wrong.role, wrong.listed)): wrong
            for wrong in self.wrong_links
        }

    @cached_property
    def _wrongly_linked(self) -> set[str]:
        return {match_key(wrong.title) for wrong in self.wrong_links}

    def right_link(self, title: str, role: str, url: str) -> str:
        """Return the right link for an entry where `url` is known to be wrong for its title, else ""."""
        key = match_key(title)
        if not url or key not in self._wrongly_linked:
            return ""
        wrong = self._by_entry.get((key, role, link_key(role, url)))
        return wrong.right if wrong else ""


def link_key(role: str, url: str) -> str:
    """Return a key that is the same for links to the same paper or, for the role code, to the same code."""
    return code_key(code_url(url)) if role == "code" else paper_link(url).key


def read_corrections(path: Path) -> Corrections:
    """Read the decisions of corrections.yaml; InputError names the file and line of the first mistake."""
    content = read_yaml(path)
    check_keys(
        content, required=(), optional=("wrong_links", "same_work", "different_works", "doubtful"), what="the file"
    )
    return Corrections(
        wrong_links=tuple(map(_wrong_link, items(content, "wrong_links"))),
        same_work=tuple(map(_titles, items(content, "same_work"))),
        different_works=tuple(map(_titles, items(content, "different_works"))),
        doubtful=tuple(map(_doubt, items(content, "doubtful"))),
    )


def _wrong_link(item: Section) -> WrongLink:
    check_keys(item, required=("title", "listed", "right", "reason"), optional=("role",), what="a wrong link")
    role = text(item, "role", "paper")
    if role not in ("paper", "code"):
        raise item.error(f"the role `{role}` is unknown", "Use paper or code.")
    listed, right = (_reference(item, key, role) for key in ("listed", "right"))
    return WrongLink(text(item, "title"), role, listed, right, text(item, "reason"))


def _reference(item: Section, key: str, role: str) -> str:
    url = text(item, key).replace("arXiv:", "https://arxiv.org/abs/")
    if not link_key(role, url):
        raise item.error(f"`{key}: {item[key]}` names no {role}", "Write arXiv:2401.12345 or a URL.")
    return url


def _titles(item: Section) -> Titles:
    check_keys(item, required=("titles", "reason"), what="a decision about works")
    if len(texts(item, "titles")) < 2:
        raise item.error("fewer than two titles", "List two titles or more.")
    return Titles(texts(item, "titles"), text(item, "reason"))


def _doubt(item: Section) -> Doubt:
    check_keys(item, required=("title", "venue", "reason"), what="a doubtful statement")
    return Doubt(text(item, "title"), text(item, "venue"), text(item, "reason"))
