"""Pictures that are the same: by the digest of their bytes, or by that of their pixels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from imageparser import _core
from imageparser.errors import CancelledError, ImageParserError
from imageparser.library import duplicates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.library.duplicates import Looks
    from imageparser.search.duplicates.groups import Watch
    from imageparser.search.memory import Memory

    Places = NDArray[np.int64]

# Bits in which the hashes of equal pixels may differ: a JPEG's is made of its means, a PNG's of its pixels.
HASH_BITS = 6
_THREADS = 4


def by_rows(rows: NDArray[np.integer]) -> tuple[Places, Places]:
    """Return pairs (first with a row, another with the same one) of the rows that occur more than once."""
    order = np.lexsort(rows.T[::-1])
    same = (rows[order][1:] == rows[order][:-1]).all(axis=1)
    begins = np.flatnonzero(np.append(np.ones(min(1, len(order)), bool), ~same))
    lengths = np.diff(np.append(begins, len(order)))
    # Sorting is stable, so the first of each run is the first of all.
    heads = np.repeat(order[begins], lengths)
    return heads[heads != order], order[heads != order]


def by_pixels(
    reader: Reader, memory: Memory, looks: Looks, pairs: tuple[Places, Places], watch: Watch
) -> tuple[Places, Places]:
    """Return the pairs of those given that have equal pixels, as they are shown; both are decoded.

    A file that cannot be read now is equal to none. What a file's pixels are is remembered.
    """
    first, second = pairs
    sides = looks.sides[first] == looks.sides[second]
    first, second = first[sides.all(axis=1)], second[sides.all(axis=1)]
    places = np.unique(np.concatenate([first, second]))
    facts = duplicates.facts(reader, looks.ids[places])
    cancel, made = watch.cancel, []
    if len(places):
        watch.begin(len(places))
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="pixels") as executor:
        digest = partial(_digest, memory, cancel)
        for one in executor.map(digest, (facts[int(looks.ids[place])] for place in places)):
            made.append(one)
            watch.passed(1)
    if cancel is not None and cancel.cancelled:
        raise CancelledError
    known = dict(zip(places.tolist(), made, strict=True))
    same = [known[a] is not None and known[a] == known[b] for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    return first[np.array(same, bool)], second[np.array(same, bool)]


def _digest(memory: Memory, cancel: _core.CancelToken | None, file: duplicates.Facts) -> bytes | None:
    def look() -> bytes | None:
        try:
            pixels = _core.render(file.raw, cancel=cancel).pixels
        except ImageParserError:
            return None
        return blake2b(pixels.tobytes(), digest_size=16, key=str(pixels.shape).encode()).digest()

    return None if cancel is not None and cancel.cancelled else memory.pixels.get(file.digest, 0, look)
