"""The curated knowledge in the YAML files of this folder, checked, and read again when one of them has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from data.knowledge.corrections import Corrections, read_corrections
from data.knowledge.yaml_file import Section, check_keys, read_yaml, require_section, texts
from data.normalise.title import fold
from data.normalise.topic import Topic, TopicReader, is_empty
from data.normalise.venue import VenueEntry, VenueReader
from data.normalise.vocabulary import Vocabulary
from data.schema import SEPARATOR, VENUE_TYPES

KNOWLEDGE_FOLDER = Path(__file__).parent
_VOCABULARIES = ("techniques", "domains", "labels", "hosts", "words", "fields", "columns")


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything that is known besides the lists. Two of them are equal only if they are the same object."""

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
    stop_words: frozenset[str]

    def with_headings(self, meanings: Mapping[str, str]) -> Knowledge:
        """Return the knowledge for a list some of whose headings are known to mean a technique."""
        return replace(self, techniques=self.techniques.with_meanings(meanings)) if meanings else self


def load_knowledge(folder: Path = KNOWLEDGE_FOLDER) -> Knowledge:
    """Return what the YAML files of `folder` say; they are read again when one of them has changed.

    Raises InputError with the file and line of the first mistake.
    """
    return _load(folder, knowledge_stamps(folder))


def knowledge_stamps(folder: Path = KNOWLEDGE_FOLDER) -> tuple[int, ...]:
    """Return when each YAML file of `folder`, sorted by name, was last changed, in nanoseconds."""
    return tuple(file.stat().st_mtime_ns for file in sorted(folder.glob("*.yaml")))


@lru_cache(maxsize=4)
def _load(folder: Path, stamps: tuple[int, ...]) -> Knowledge:
    return Knowledge(
        **{name: _vocabulary(folder / f"{name}.yaml") for name in _VOCABULARIES},
        venues=_venues(folder),
        topics=_topics(folder / "topics.yaml"),
        corrections=read_corrections(folder / "corrections.yaml"),
        stop_words=frozenset(texts(read_yaml(folder / "stop_words.yaml"), "words")),
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
            raise tracks.error(f"`{track}` has no words", "Add one.", track)
    words = {track: texts(section, "words") for track, section in tracks.items()}
    ignored = words.pop("ignored", ())
    venues = [_venue(content, name) for name in content]
    _require_unique(content)
    return VenueReader(venues, words, ignored)


def _require_unique(content: Section) -> None:
    """Raise InputError if one spelling stands under two names, because the first would silently win."""
    seen: dict[str, str] = {}
    for name, section in content.items():
        for spelling in (name, *texts(section, "aliases")):
            other = seen.setdefault(fold(spelling), name)
            if other != name:
                raise content.error(f"`{spelling}` is under both `{other}` and `{name}`", "Keep one of them.", name)


def _venue(content: Section, name: str) -> VenueEntry:
    section = require_section(content, name)
    check_keys(section, required=("type", "aliases", "reason"), optional=("exact",), what=f"`{name}`")
    if section["type"] not in VENUE_TYPES:
        raise section.error(f"`{name}` has the type `{section['type']}`", f"Use one of {', '.join(VENUE_TYPES)}.")
    return VenueEntry(name, section["type"], texts(section, "aliases"), bool(section.get("exact")))


def _topics(path: Path) -> TopicReader:
    content = read_yaml(path)
    return TopicReader(_topic(content, name) for name in content)


def _topic(content: Section, name: str) -> Topic:
    section = require_section(content, name)
    check_keys(section, required=("patterns", "reason"), optional=("unless",), what=f"`{name}`")
    if SEPARATOR in name:
        remedy = f"Name it without `{SEPARATOR}`."
        raise content.error(f"`{name}` contains the sign that separates the topics of a paper", remedy, name)
    for key in ("patterns", "unless"):
        for pattern in filter(is_empty, texts(section, key)):
            remedy = "Write a letter or a digit, on both sides of `&`."
            raise section.error(f"the pattern `{pattern}` of `{name}` would match any title", remedy, key)
    if not texts(section, "patterns"):
        raise content.error(f"`{name}` has no patterns", "Add one, such as `- survey`.", name)
    return Topic(name, texts(section, "patterns"), texts(section, "unless"))
