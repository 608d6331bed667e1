"""The two lists that Surveyor ships with, as published: other people's prose, so not part of this repository."""

from __future__ import annotations

import os
from pathlib import Path

from data.fetch.cache import Cache
from data.fetch.download import Limits, download
from data.lists.list_source import ListSource

ROOT = Path(__file__).parent.parent
SEEDS = Path(os.environ.get("SURVEYOR_REAL_LISTS", ROOT.parent / "shared" / "seeds"))
# The lists at the commits that the committed tables are of.
SHIPPED = {
    source.key: source
    for source in (
        ListSource(
            "efficient-aigc",
            "Awesome Efficient AIGC",
            repository="htqin/awesome-efficient-aigc",
            commit="ce9cccc0ee6f7f5f73e061646a4f7f20f61f31e5",
        ),
        ListSource(
            "llm-compression",
            "Awesome LLM Compression",
            repository="HuangOwen/Awesome-LLM-Compression",
            commit="a5b76ff6e73643f62cbfcbfc7bef21b73fb4822c",
        ),
    )
}
BEGINNINGS = {
    "efficient-aigc": "# Awesome Efficient AIGC",
    "llm-compression": '<div align="center">\n    <h1>Awesome LLM',
}
# Where there is no network, tests should say so soon.
BRIEF = Limits(connect=5, read=10, total=30, attempts=2)


def lists_in(folder: Path) -> dict[str, Path]:
    """The files in a folder that are these lists, whatever they are called."""
    found = {}
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        beginning = file.read_bytes()[:200].decode("utf-8", "replace")
        found |= {key: file for key, start in BEGINNINGS.items() if beginning.startswith(start)}
    return found


def fetch_lists(folder: Path, cache: Cache, limits: Limits = BRIEF) -> dict[str, Path]:
    """The lists, written to a folder: from the cache, else from GitHub; InputError where there is no network."""
    for key, source in SHIPPED.items():
        kept = cache.document(cache.seen(source.raw_url).sha256)
        content = download(source.raw_url, cache=cache, limits=limits) if kept is None else kept
        (folder / f"{key}.md").write_bytes(content)
    return lists_in(folder)
