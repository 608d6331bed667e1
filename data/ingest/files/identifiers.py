"""Addresses, DOIs and arXiv ids in the fields of a bibliography → addresses."""

from __future__ import annotations

import re
from urllib.parse import quote

from data.normalise.link import arxiv_month

_URL = re.compile(r"https?://[^\s<>\"\\^`{|}\[\]]+", re.IGNORECASE)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi\s*+(?:[:=]\s*+)?)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ID = r"(\d{4}\.\d{4,5}|[a-z-]{1,20}(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?!\d)"
_ARXIV = re.compile(rf"(?:arxiv\s*+(?::\s*+)?)?{_ID}(?:\.pdf)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_ARXIV_IN_TEXT = re.compile(rf"(?:arxiv\s*+(?:[:.]\s*+)?(?:abs/)?|\babs/){_ID}", re.IGNORECASE)


def address(text: str) -> str:
    """Return the address that a field as a whole names (a DOI, an arXiv id), or ""."""
    text = text.strip()
    if found := _DOI.fullmatch(text):
        return "https://doi.org/" + quote(found[1].rstrip(".,;"), safe="/:;()._-+,~!*'@&=$%")
    return _arxiv(found[1]) if (found := _ARXIV.fullmatch(text)) else ""


def arxiv_address(text: str) -> str:
    """Return the address of the arXiv paper that a venue or a remark names, or ""."""
    found = _ARXIV_IN_TEXT.search(text)
    return _arxiv(found[1]) if found else ""


def urls_in(text: str) -> list[str]:
    """Return the http addresses in a text, without the punctuation of its sentences."""
    return [_trimmed(url) for url in _URL.findall(text)]


def _arxiv(arxiv_id: str) -> str:
    return f"https://arxiv.org/abs/{arxiv_id.lower()}" if arxiv_month(arxiv_id.lower()) else ""


def _trimmed(url: str) -> str:
    """Return `url` without punctuation at its end and without brackets that it does not open."""
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'*" or (url[end - 1] == ")" and surplus > 0)):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]
