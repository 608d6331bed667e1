"""The documents of earlier downloads, kept in a folder that may be deleted at any time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Seen:
    """What an address gave last: how its server marks that version, and the hash of the document."""

    etag: str = ""
    last_modified: str = ""
    sha256: str = ""


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a document in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class Cache:
    """A folder of documents by their hash and of addresses by theirs; None keeps nothing.

    Files that cannot be written or read are ignored: a download works without them.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def document(self, digest: str) -> bytes | None:
        """Return the document with this hash, or None."""
        content = self._read("documents", digest) if digest else None
        return content if content is not None and sha256(content) == digest else None

    def keep(self, url: str, content: bytes, seen: Seen) -> None:
        """Keep a document as the last version of `url`."""
        self._write("documents", seen.sha256, content)
        self._write("addresses", f"{_name(url)}.json", json.dumps(asdict(seen)).encode())

    def seen(self, url: str) -> Seen:
        """Return how `url` was seen last, empty if its document is no longer kept."""
        try:
            seen = Seen(**json.loads(self._read("addresses", f"{_name(url)}.json") or b"{}"))
        except (ValueError, TypeError):
            return Seen()
        return seen if all(isinstance(text, str) for text in asdict(seen).values()) else Seen()

    def prune(self, digests: Collection[str]) -> None:
        """Delete every document whose hash is not among `digests`."""
        if self._folder:
            with contextlib.suppress(OSError):
                for file in self._folder.glob("documents/*"):
                    if file.name not in digests:
                        file.unlink()

    def _read(self, *names: str) -> bytes | None:
        try:
            return self._folder.joinpath(*names).read_bytes() if self._folder else None
        except (OSError, ValueError):
            return None

    def _write(self, folder: str, name: str, content: bytes) -> None:
        if not self._folder:
            return
        with contextlib.suppress(OSError):
            target = self._folder / folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{name}.{os.getpid()}")
            part.write_bytes(content)
            part.replace(target)


def _name(url: str) -> str:
    return sha256(url.encode("utf-8", "replace"))[:32]
