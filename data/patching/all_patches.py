"""The patches that stand beside the tables, one for each Markdown list with something to fix."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data.ingest.bounded_cost import bounded_cost
from data.ingest.file_format import MARKDOWN, format_of
from data.knowledge.load_knowledge import Knowledge
from data.lists.list_source import ListSource
from data.lists.parallel import Progress, parallel_map
from data.patching.make_patch import make_patch, read_header

FOLDER = "patches"
# A patch costs about as much as reading its list this often.
_READINGS = 4


def patch_file(folder: Path, key: str) -> Path:
    """Return where the patch of a list stands beside the tables in `folder`."""
    return folder / FOLDER / f"{key}.patch"


def patch_files(folder: Path) -> list[Path]:
    """Return the patches beside the tables in `folder`, sorted by name."""
    return sorted((folder / FOLDER).glob("*.patch"))


def written_patch(file: Path) -> bytes | None:
    """Return a patch as written, b"" where it is broken or cannot be read; None where there is none."""
    try:
        text = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return b""
    return text if read_header(text.decode("utf-8", "replace")) else b""


def patches(
    sources: Mapping[str, ListSource],
    documents: Mapping[str, bytes],
    knowledge: Knowledge,
    folder: Path,
    progress: Progress,
) -> dict[Path, bytes | None]:
    """Return `patches/KEY.patch` in `folder` for each Markdown list with something to fix; None for all others there.

    `documents` are the lists as read.
    """
    files: dict[Path, bytes | None] = dict.fromkeys(patch_files(folder))
    inputs = [(sources[key], content) for key, content in documents.items()]
    size = _READINGS * sum(map(len, documents.values()))
    made = parallel_map(_text, inputs, knowledge, size)
    for number, (source, _) in enumerate(inputs, 1):
        progress(f"Making patch {number} of {len(inputs)}: {source.title}")
        text = next(made)
        if text:
            files[patch_file(folder, source.key)] = text
    return files


def _text(given: tuple[ListSource, bytes], knowledge: Knowledge) -> bytes:
    source, content = given
    if format_of(content, source.place) != MARKDOWN:
        return b""
    with bounded_cost(source.place):
        return make_patch(content, source, knowledge).text
