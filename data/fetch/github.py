"""GitHub's API: the newest commit of a file, and the name of a repository's README."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from data.errors import InputError
from data.fetch.download import BRIEF, Limits, Say, download
from data.schema import DATE


@dataclass(frozen=True)
class GitHub:
    """Where GitHub answers; a token raises the number of questions an hour from 60 to 5,000."""

    api: str = "https://api.github.com"
    token: str = field(default="", repr=False)
    limits: Limits = BRIEF

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> GitHub:
        """Return GitHub as GITHUB_API_URL and GITHUB_TOKEN say, which Actions set."""
        api = environment.get("GITHUB_API_URL", "").rstrip("/") or GitHub.api
        return GitHub(api, environment.get("GITHUB_TOKEN", "").strip())


def newest_commit(github: GitHub, repository: str, branch: str, file: str, say: Say) -> tuple[str, str]:
    """Return commit and date (YYYY-MM-DD) of the newest version of a file; InputError if the API does not say."""
    branched = f"&sha={quote(branch, safe='')}" if branch else ""
    url = f"{github.api}/repos/{repository}/commits?path={quote(file, safe='')}&per_page=1{branched}"
    answer = _ask(github, url, say)
    try:
        commit, date = str(answer[0]["sha"]), str(answer[0]["commit"]["committer"]["date"])[:10]
    except (LookupError, TypeError) as error:
        raise _unexpected(url) from error
    if not (re.fullmatch(r"[0-9a-f]{40}", commit) and re.fullmatch(DATE, date)):
        raise _unexpected(url)
    return commit, date


def readme_path(github: GitHub, repository: str, branch: str, say: Say) -> str:
    """Return the path of a repository's README, whatever its spelling; InputError if the API does not say."""
    url = f"{github.api}/repos/{repository}/readme" + (f"?ref={quote(branch, safe='')}" if branch else "")
    answer = _ask(github, url, say)
    path = answer.get("path") if isinstance(answer, dict) else None
    if not isinstance(path, str) or not path:
        raise _unexpected(url)
    return path


def _ask(github: GitHub, url: str, say: Say) -> Any:  # Any: JSON, checked by those who ask
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    if github.token:
        headers["Authorization"] = f"Bearer {github.token}"
    try:
        return json.loads(download(url, limits=github.limits, headers=headers, say=say))
    except (ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise _unexpected(url) from error


def _unexpected(url: str) -> InputError:
    return InputError("does not answer as expected", file=url, remedy="Check the repository, branch and file.")
