"""Parts → the links of an entry, each with its role."""

from __future__ import annotations

import re
from dataclasses import replace

from data.ingest.entry.entry_parts import Part, Parts
from data.ingest.entry.link_roles import by_badge, by_label, by_target, says_nothing
from data.ingest.entry.part_kinds import is_note
from data.ingest.entry.title_choice import Run
from data.knowledge.curated import Knowledge
from data.normalise.title import fold
from data.record import LabelledLink

_DOCUMENT_LABEL = re.compile(r"suppl|slide|poster|appendix|bib|dataset|data set|cite|citation", re.IGNORECASE)
# The home page of a venue is no paper.
_HOME = re.compile(r"https?://[^/?#]+/?(?:[^?#]*/index\.\w+)?", re.IGNORECASE)
_POINTERS = ("link", "url", "here", "official", "doi")
_ARXIV_NUMBER = re.compile(r"\d{4}\.\d{4,5}")


def labelled_links(cut: Parts, title: Run | None, knowledge: Knowledge) -> tuple[LabelledLink, ...]:
    """Return the links of an entry in their order, each with the role that its label, place or address gives it."""
    found = []
    label_before: Part | None = None
    for part in cut.parts:
        if part.kind == "label":
            label_before = part
            continue
        if part.link is None:
            if part.kind not in ("noise", "tag"):
                label_before = None
            continue
        found.append(_labelled(part, label_before, title, knowledge))
    if title is not None and not any(link.role == "paper" for link in found):
        found = _guessed(found) if title.link is None else found
        found += _from_arxiv_id(cut)
    return tuple(found)


def is_guessed(link: LabelledLink, knowledge: Knowledge) -> bool:
    """Say whether a link is taken for the paper though neither its label nor its address says so."""
    says_more = bool(fold(link.label).strip("0123456789 ")) and fold(link.label) not in _POINTERS
    return link.role == "paper" and not says_more and by_target(link.url, knowledge) != "paper"


def _from_arxiv_id(cut: Parts) -> list[LabelledLink]:
    """Return the link that an arXiv id without one stands for."""
    numbers = ((part, _ARXIV_NUMBER.search(part.text)) for part in cut.parts if part.kind == "arxiv")
    return [
        LabelledLink(part.text, f"https://arxiv.org/abs/{number[0]}", "paper") for part, number in numbers if number
    ][:1]


def _labelled(part: Part, before: Part | None, title: Run | None, knowledge: Knowledge) -> LabelledLink:
    link = part.link
    assert link is not None
    target = by_target(link.url, knowledge)
    if title is not None and link is title.link:
        stated = by_label(before.text.strip(" :"), knowledge) if before is not None else ""
        role = stated if stated in ("paper",) else "code" if target == "code" else "paper"
        return LabelledLink("", link.url, role)
    role = by_badge(link, knowledge) if link.badge else by_label(link.label, knowledge)
    if before is not None and not role and is_note(before.text, knowledge):
        return LabelledLink(link.label, link.url, "other")
    if before is not None and (not role or says_nothing(link)):
        role = by_label(before.text.strip(" :"), knowledge) or role
    if part.kind == "venue-link" and (not role or role == "paper"):
        role = "code" if target == "code" else "project" if _HOME.fullmatch(link.url) else "paper"
    if role in ("project", "other") and target == "paper" and not _DOCUMENT_LABEL.search(link.label):
        role = "paper"
    if not role:
        role = target if target in ("paper", "code", "project", "video", "model", "blog") else "other"
        if role in ("paper", "blog") and part.kind in ("name-link", "short-link") and target != "paper":
            role = "other"
    return LabelledLink(link.label, link.url, role)


def _guessed(links: list[LabelledLink]) -> list[LabelledLink]:
    """Return the links, a link that says no more than that it is one taken for the paper."""
    for place, link in enumerate(links):
        if (
            link.role == "other"
            and link.url
            and not link.url.startswith("#")
            and not fold(link.label).strip("0123456789 ")
        ):
            return [*links[:place], replace(link, role="paper"), *links[place + 1 :]]
        if link.role == "other" and fold(link.label) in _POINTERS:
            return [*links[:place], replace(link, role="paper"), *links[place + 1 :]]
    return links
