"""A finding, and the kinds there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data.schema import line_of


@dataclass(frozen=True)
class Kind:
    """What a person reads for a kind of finding; `about` is one sentence."""

    title: str
    about: str


# Every kind, in the order in which findings are shown.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "shared-link": Kind(
            "Wrong link suspected", "One link stands under unlike titles: a link is wrong, or a work was renamed."
        ),
        "twice-in-section": Kind("Twice in a section", "One section of a list has the paper more than once."),
        "in-several-sections": Kind(
            "In several sections", "A list has the paper in more than one section, perhaps on purpose."
        ),
        "near-titles": Kind("Titles alike", "Two papers that are kept apart have nearly the same title."),
        "stale-preprint": Kind(
            "Venue outdated", "An entry still says preprint although another names where the paper was published."
        ),
        "old-preprint": Kind(
            "Old preprint",
            "Every entry says preprint more than 18 months after the arXiv month, on the date of the list as read.",
        ),
        "venue-conflict": Kind("Venues disagree", "The entries name different published venues or tracks."),
        "track-conflict": Kind(
            "Track disagrees", "The list names the main conference, but the link leads to a Findings volume."
        ),
        "year-conflict": Kind("Years disagree", "The entries, the link or the arXiv id name different years."),
        "unknown-venue": Kind("Venue unknown", "venues.yaml does not know the venue, so its type is not stated."),
        "venue-spelling": Kind("Venue spelling", "An entry spells a venue otherwise than its list mostly does."),
        "code-placeholder": Kind(
            "Code link without code", "A link labelled as code leads nowhere, to a bare code host or to a paper."
        ),
        "code-conflict": Kind("Code disagrees", "The entries link different code."),
        "id-conflict": Kind("Ids disagree", "Entries of one title link to different arXiv ids."),
        "renamed": Kind("Titles disagree", "The entries give the work different titles."),
        "misspelt-label": Kind("Label misspelt", "The label of a link is one letter away from a known one."),
        "unsafe-link": Kind("Unsafe link", "A link that was neither http nor https was left out."),
        "unreadable": Kind("Not read", "A line looks like an entry and is in no shape that can be read."),
        "doubtful-reading": Kind("Read with doubt", "An entry was read, and reading it was unsure."),
        "doubtful": Kind(
            "Statement doubted", "A statement of the list looks wrong and cannot be settled; see corrections.yaml."
        ),
        "wrong-link": Kind("Wrong link, settled", "A link leads to another work; corrections.yaml puts it right."),
        "idle-correction": Kind("Correction idle", "A decision of corrections.yaml meets no entry any more."),
    }
)


@dataclass(frozen=True)
class Finding:
    """Something to look at: its kind and what it is.

    `records` are the lines concerned as list:line, `papers` the ids. Where statements disagree, `won` is the entry
    that holds, or "", and `why` says what the table keeps and by which rule.
    """

    kind: str
    text: str
    records: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    why: str = ""
    won: str = ""

    @property
    def lists(self) -> tuple[str, ...]:
        """The keys of the lists whose lines are concerned."""
        return tuple(dict.fromkeys(line_of(record)[0] for record in self.records))


def quoted(title: str) -> str:
    """Return a title or a listed text in quotation marks."""
    return f"“{title}”"
