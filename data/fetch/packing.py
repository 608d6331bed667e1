"""What a server packed with gzip or deflate → the whole of it, or an error."""

from __future__ import annotations

import zlib

_EITHER = zlib.MAX_WBITS | 32


def unpack(content: bytes, most: int) -> bytes:
    """Return what is packed in `content`, of more than `most` bytes only the first `most` + 1.

    Raises ValueError where it is not packed, or where its end is missing.
    """
    unpacked = bytearray()
    while content and len(unpacked) <= most:
        stream = zlib.decompressobj(_EITHER)
        try:
            unpacked += stream.decompress(content, most + 1 - len(unpacked))
        except zlib.error as error:
            raise ValueError(f"cannot be unpacked ({error})") from error
        if not stream.eof and len(unpacked) <= most:
            raise ValueError("was cut off, the end of what is packed is missing")
        # A file may be packed in several streams, and be filled up with zeros.
        content = stream.unused_data.lstrip(b"\0")
    return bytes(unpacked)
