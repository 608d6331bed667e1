"""Links: which paper or code a link leads to, and one spelling for all links to the same place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from data.normalise.unseen import without_unseen

_ARXIV = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:arxiv\.org/(?:abs|pdf|html|ps|format|e-print)|huggingface\.co/papers|alphaxiv\.org/(?:abs|overview)"
    r"|(?:doi\.org/10\.48550/arxiv\.))(?:/{1,3}|\.)?(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?!\d)",
    re.IGNORECASE,
)
_ARXIV_ID = re.compile(r"(?:(?P<new>\d{4})\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/(?P<old>\d{4})\d{3})", re.IGNORECASE)
_OPENREVIEW = re.compile(r"openreview\.net/(?:forum|pdf)\?(?:[^?]*&)?id=(?P<id>[\w-]+)", re.IGNORECASE)
_DOI = re.compile(r"(?:doi\.org|dl\.acm\.org/doi(?:/(?:abs|pdf|full))?)/(?P<id>10\.\d{4,9}/[^?#\s]+)", re.IGNORECASE)
_ANTHOLOGY = re.compile(r"aclanthology\.org/(?P<id>[\w.-]+?)(?:\.pdf|/)?(?:[?#].*)?$", re.IGNORECASE)

_FORGES = {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com"}
_PAPER_HOSTS = {
    "arxiv.org",
    "doi.org",
    "aclanthology.org",
    "papers.nips.cc",
    "proceedings.mlr.press",
    "openaccess.thecvf.com",
}
_TRACKING = re.compile(r"^(?:utm_\w+|casa_token|fbclid|gclid)?$")

# An address is looked at several times while its entry is read, and again when entries are merged.
_REMEMBERED = 10_000


@dataclass(frozen=True)
class PaperLink:
    """A link to a paper in its usual spelling; `key` is equal for all links to the same paper."""

    url: str
    key: str
    arxiv_id: str = ""


@lru_cache(maxsize=_REMEMBERED)
def is_safe(url: str) -> bool:
    """Return whether `url` is http or https and names a host; Surveyor leaves out all other links."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return (
        parts.scheme.lower() in ("http", "https")
        and bool(parts.hostname)
        and not re.search(r"[\s<>\"\\^`{|}]", url.strip())
    )


@lru_cache(maxsize=_REMEMBERED)
def public(url: str) -> str:
    """Return `url` without a user's name and password, and without characters that are not seen."""
    url = without_unseen(url)
    if "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return url.replace(parts.netloc, parts.netloc.rpartition("@")[2], 1) if "@" in parts.netloc else url


@lru_cache(maxsize=_REMEMBERED)
def host(url: str) -> str:
    """Return the lower-case host of `url` without `www.`, or "" if there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def arxiv_month(arxiv_id: str) -> str:
    """Return YYYY-MM, the month that an arXiv id names (https://info.arxiv.org/help/arxiv_identifier.html), or ""."""
    match = _ARXIV_ID.fullmatch(arxiv_id)
    digits = (match["new"] or match["old"]) if match else ""
    if not digits or not 1 <= int(digits[2:]) <= 12 or (match and match["new"] and not "0704" <= digits < "7000"):
        return ""
    century = "19" if int(digits[:2]) >= 91 else "20"
    return f"{century}{digits[:2]}-{digits[2:]}"


@lru_cache(maxsize=_REMEMBERED)
def paper_link(url: str) -> PaperLink:
    """Return the paper that `url` names; an unsafe or empty `url` gives an empty link."""
    url = url.strip()
    if not is_safe(url):
        return PaperLink("", "")
    if found := _ARXIV.search(url):
        arxiv_id = found["id"].lower()
        if arxiv_month(arxiv_id):
            return PaperLink(f"https://arxiv.org/abs/{arxiv_id}", f"arxiv:{arxiv_id}", arxiv_id)
    if found := _OPENREVIEW.search(url):
        return PaperLink(f"https://openreview.net/forum?id={found['id']}", f"openreview:{found['id']}")
    if found := _ANTHOLOGY.search(url):
        return PaperLink(f"https://aclanthology.org/{found['id']}/", f"anthology:{found['id'].lower()}")
    if found := _DOI.search(url):
        return PaperLink(_tidy(url), f"doi:{found['id'].lower().rstrip('/')}")
    tidy = _tidy(url)
    return PaperLink(tidy, "url:" + re.sub(r"^https?://(?:www\.)?", "", tidy).rstrip("/"))


@lru_cache(maxsize=_REMEMBERED)
def code_url(url: str) -> str:
    """Return the tidy address of code, or "" if `url` is a placeholder, leads to a paper, or is unsafe."""
    url = url.strip()
    if (
        not is_safe(url)
        or is_placeholder(url)
        or host(url) in _PAPER_HOSTS
        or not paper_link(url).key.startswith("url:")
    ):
        return ""
    tidy = _tidy(url)
    if host(url) not in _FORGES:
        return tidy
    tidy = re.sub(r"/tree/(?:main|master)/?$", "", tidy.split("#")[0].rstrip("/"))
    return re.sub(r"\.git$", "", tidy).replace("http://", "https://", 1).replace("://www.", "://", 1)


def forget_links() -> None:
    """Give back the memory of the addresses that were looked at."""
    for remembered in (is_safe, host, paper_link, code_url):
        remembered.cache_clear()


def code_key(url: str) -> str:
    """Return the form in which links to the same code are equal: case does not matter in a repository's name."""
    if host(url) not in _FORGES:
        return url
    scheme, rest = url.split("://", 1)
    parts = rest.split("/")
    return f"{scheme}://" + "/".join([*(part.lower() for part in parts[:3]), *parts[3:]])


def is_repository(url: str) -> bool:
    """Return whether `url` is on a code host such as GitHub."""
    return host(url) in _FORGES


def owner(url: str) -> str:
    """Return `host/owner` for a repository, the person or organisation it belongs to; "" for any other address."""
    parts = url.split("/")
    return f"{host(url)}/{parts[3].lower()}" if is_repository(url) and len(parts) > 4 else ""


def is_page(url: str) -> bool:
    """Return whether `url` is a page that GitHub or GitLab shows for a project: no code, but a page about it."""
    return host(url).endswith((".github.io", ".gitlab.io"))


def is_placeholder(url: str) -> bool:
    """Return whether `url` is the front page of a code host or of one of its users, which names no code."""
    return host(url) in _FORGES and "/" not in urlsplit(url).path.strip("/")


def _tidy(url: str) -> str:
    parts = urlsplit(url)
    query = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.match(pair.split("=")[0]))
    return urlunsplit(
        (parts.scheme.lower(), parts.netloc.rpartition("@")[2].lower(), parts.path, query, parts.fragment)
    )
