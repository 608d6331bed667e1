"""Parts → the links of an entry, each with its role."""

from __future__ import annotations

import re
from dataclasses import replace

from data.ingest.entry.entry_parts import LABEL_KINDS, Part, Parts
from data.ingest.entry.link_roles import LinkRoles, as_role, says_nothing
from data.ingest.entry.title_choice import Title
from data.ingest.markdown.inline import Link
from data.normalise.title import fold
from data.record import LabelledLink, LinkRole

_DOCUMENT_LABEL = re.compile(r"suppl|slide|poster|appendix|bib|dataset|data set|cite|citation", re.IGNORECASE)
# The home page of a venue is no paper.
_HOME = re.compile(r"https?://[^/?#]+/?(?:[^?#]*/index\.\w+)?", re.IGNORECASE)
_POINTERS = ("link", "url", "here", "official", "doi")
_ARXIV = "https://arxiv.org/abs/"
_ARXIV_NUMBER = re.compile(r"\d{4}\.\d{4,5}")


class EntryLinks:
    """Tells the roles of the links of an entry."""

    def __init__(self, roles: LinkRoles) -> None:
        self._roles = roles

    def labelled(self, cut: Parts, title: Title | None) -> tuple[LabelledLink, ...]:
        """Return the links in their order, each with the role that its label, position or address gives it."""
        found = []
        label: Part | None = None
        for part in cut.parts:
            if part.link is not None:
                is_title = title is not None and part.link is title.link
                read = self._of_title(part.link, label) if is_title else self._labelled(part, part.link, label)
                found.append(read)
            elif part.kind in LABEL_KINDS:
                label = part
            elif part.kind not in ("noise", "tag"):
                label = None
        if title is not None and not any(link.role == "paper" for link in found):
            found = _guessed(found) if title.link is None else found
            # An arXiv id stands for the link that it lacks.
            numbers = (_ARXIV_NUMBER.search(part.text) for part in cut.parts if part.kind == "arxiv")
            found += [LabelledLink(number.string, _ARXIV + number[0], "paper") for number in numbers if number][:1]
        return tuple(found)

    def is_guessed(self, link: LabelledLink) -> bool:
        """Say whether a link is taken for the paper though neither its label nor its address says so."""
        says_more = not _is_number(link.label) and fold(link.label) not in _POINTERS
        return link.role == "paper" and not says_more and self._roles.by_target(link.url) != "paper"

    def _of_title(self, link: Link, label: Part | None) -> LabelledLink:
        """Return the link whose label is the title: the paper, unless it leads to code."""
        says_paper = label is not None and self._roles.by_label(label.text.strip(" :")) == "paper"
        is_code = not says_paper and self._roles.by_target(link.url) == "code"
        return LabelledLink("", link.url, "code" if is_code else "paper")

    def _labelled(self, part: Part, link: Link, label: Part | None) -> LabelledLink:
        """Return a link with the role that its label gives, else the label before it, else its address."""
        target = self._roles.by_target(link.url)
        role = self._roles.by_badge(link) if link.badge else self._roles.by_label(link.label)
        if label is not None and not role and label.kind != "label":
            return LabelledLink(link.label, link.url, "other")
        if label is not None and (not role or says_nothing(link.label)):
            role = self._roles.by_label(label.text.strip(" :")) or role
        if part.kind == "venue-link" and (not role or role == "paper"):
            role = "code" if target == "code" else "project" if _HOME.fullmatch(link.url) else "paper"
        if role in ("project", "other") and target == "paper" and not _DOCUMENT_LABEL.search(link.label):
            role = "paper"
        return LabelledLink(link.label, link.url, role or self._role_of_unlabelled(part, link))

    def _role_of_unlabelled(self, part: Part, link: Link) -> LinkRole:
        """Return what the address gives away; names of people lead to their pages, not to papers."""
        target = self._roles.by_target(link.url)
        is_page = part.kind in ("name-link", "short-link") and target == "blog"
        return "other" if is_page else as_role(target)


def _is_number(label: str) -> bool:
    return not fold(label).strip("0123456789 ")


def _guessed(links: list[LabelledLink]) -> list[LabelledLink]:
    """Return the links, the first that says no more than that it is one taken for the paper."""
    for position, link in enumerate(links):
        says_nothing_more = _is_number(link.label) and link.url and not link.url.startswith("#")
        if link.role == "other" and (says_nothing_more or fold(link.label) in _POINTERS):
            return [*links[:position], replace(link, role="paper"), *links[position + 1 :]]
    return links
