"""The curated knowledge in the YAML files of this folder, read once and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from data.errors import InputError
from data.normalise.link import code_key, code_url, paper_link
from data.normalise.title import fold, match_key
from data.normalise.topic import Topic, TopicReader, is_empty
from data.normalise.venue import VenueEntry, VenueReader
from data.normalise.vocabulary import Vocabulary
from data.schema import SEPARATOR, VENUE_TYPES
from data.yaml_file import Section, check_keys, items, read_yaml, require_section, text, texts

HERE = Path(__file__).parent


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
    """A decision about works named by their titles as listed, with its reason."""

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
        """Return the right link of an entry where `url` is known to be wrong for its title, else ""."""
        key = match_key(title)
        if not url or key not in self._wrongly_linked:
            return ""
        wrong = self._by_entry.get((key, role, link_key(role, url)))
        return wrong.right if wrong else ""


def link_key(role: str, url: str) -> str:
    """Return the form under which links of a role, paper or code, are equal."""
    return code_key(code_url(url)) if role == "code" else paper_link(url).key


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything that reading a list relies on besides the list. Only the very same one is equal."""

    techniques: Vocabulary
    domains: Vocabulary
    labels: Vocabulary
    hosts: Vocabulary
    words: Vocabulary
    fields: Vocabulary
    columns: Vocabulary
    venues: VenueReader
    topics: TopicReader
    corrections: Corrections

    def with_headings(self, meanings: Mapping[str, str]) -> Knowledge:
        """Return the knowledge for a list of whose headings each is known to mean a technique."""
        return replace(self, techniques=self.techniques.with_meanings(meanings)) if meanings else self


@cache
def load_knowledge(folder: Path = HERE) -> Knowledge:
    """Read the YAML files of `folder`; InputError names the file and line of the first mistake."""
    return Knowledge(
        techniques=_vocabulary(folder / "techniques.yaml"),
        domains=_vocabulary(folder / "domains.yaml"),
        labels=_vocabulary(folder / "labels.yaml"),
        hosts=_vocabulary(folder / "hosts.yaml"),
        words=_vocabulary(folder / "words.yaml"),
        fields=_vocabulary(folder / "fields.yaml"),
        columns=_vocabulary(folder / "columns.yaml"),
        venues=_venues(folder),
        topics=_topics(folder / "topics.yaml"),
        corrections=_corrections(folder / "corrections.yaml"),
    )


def _vocabulary(path: Path) -> Vocabulary:
    content = read_yaml(path)
    for name in content:
        check_keys(require_section(content, name), required=("aliases", "reason"), what=f"`{name}`")
    _require_unique(content)
    return Vocabulary({name: texts(section, "aliases") for name, section in content.items()})


def _venues(folder: Path) -> VenueReader:
    content = read_yaml(folder / "venues.yaml")
    tracks = read_yaml(folder / "tracks.yaml")
    for track in tracks:
        check_keys(require_section(tracks, track), required=("words", "reason"), what=f"`{track}`")
        if not texts(tracks[track], "words"):
            raise InputError(f"`{track}` has no words", file=tracks.file, line=tracks.lines[track], remedy="Add one.")
    words = {track: texts(section, "words") for track, section in tracks.items()}
    ignored = words.pop("ignored", ())
    venues = [_venue(content, name) for name in content]
    _require_unique(content)
    return VenueReader(venues, words, ignored)


def _require_unique(content: Section) -> None:
    """Raise InputError where one spelling stands under two names, because the first would silently win."""
    seen: dict[str, str] = {}
    for name, section in content.items():
        for spelling in (name, *texts(section, "aliases")):
            other = seen.setdefault(fold(spelling), name)
            if other != name:
                raise InputError(
                    f"`{spelling}` stands under `{other}` and `{name}`",
                    file=content.file,
                    line=content.lines[name],
                    remedy="Keep one of them.",
                )


def _venue(content: Section, name: str) -> VenueEntry:
    section = require_section(content, name)
    check_keys(section, required=("type", "aliases", "reason"), optional=("exact",), what=f"`{name}`")
    if section["type"] not in VENUE_TYPES:
        raise InputError(
            f"`{name}` has the type `{section['type']}`",
            file=section.file,
            line=section.line,
            remedy=f"Use one of {', '.join(VENUE_TYPES)}.",
        )
    return VenueEntry(name, section["type"], texts(section, "aliases"), bool(section.get("exact")))


def _topics(path: Path) -> TopicReader:
    content = read_yaml(path)
    return TopicReader(_topic(content, name) for name in content)


def _topic(content: Section, name: str) -> Topic:
    section = require_section(content, name)
    check_keys(section, required=("patterns", "reason"), optional=("unless",), what=f"`{name}`")
    if SEPARATOR in name:
        raise InputError(
            f"`{name}` holds what separates the topics of a paper",
            file=content.file,
            line=content.lines[name],
            remedy=f"Name it without `{SEPARATOR}`.",
        )
    for key in ("patterns", "unless"):
        for pattern in filter(is_empty, texts(section, key)):
            raise InputError(
                f"the pattern `{pattern}` of `{name}` would match any title",
                file=section.file,
                line=section.lines[key],
                remedy="Write a letter or a digit, on both sides of `&`.",
            )
    if not texts(section, "patterns"):
        raise InputError(
            f"`{name}` has no patterns",
            file=content.file,
            line=content.lines[name],
            remedy="Add one, such as `- survey`.",
        )
    return Topic(name, texts(section, "patterns"), texts(section, "unless"))


def _corrections(path: Path) -> Corrections:
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
        raise InputError(f"the role `{role}` is unknown", file=item.file, line=item.line, remedy="Use paper or code.")
    return WrongLink(
        text(item, "title"),
        role,
        _reference(item, "listed", role),
        _reference(item, "right", role),
        text(item, "reason"),
    )


def _reference(item: Section, key: str, role: str) -> str:
    url = text(item, key).replace("arXiv:", "https://arxiv.org/abs/")
    if not link_key(role, url):
        raise InputError(
            f"`{key}: {item[key]}` names no {role}",
            file=item.file,
            line=item.line,
            remedy="Write arXiv:2401.12345 or a URL.",
        )
    return url


def _titles(item: Section) -> Titles:
    check_keys(item, required=("titles", "reason"), what="a decision about works")
    if len(texts(item, "titles")) < 2:
        raise InputError("fewer than two titles", file=item.file, line=item.line, remedy="List two titles or more.")
    return Titles(texts(item, "titles"), text(item, "reason"))


def _doubt(item: Section) -> Doubt:
    check_keys(item, required=("title", "venue", "reason"), what="a doubtful statement")
    return Doubt(text(item, "title"), text(item, "venue"), text(item, "reason"))
