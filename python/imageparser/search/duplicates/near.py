"""Pictures that are nearly the same: by their perceptual hashes, or by their visual vectors.

Hashes are compared with all others by their parts (`rank`). Vectors of all pictures cannot be: each would have to scan
the codes of all. So pictures are sorted into drawers by the sides of random planes on which they lie, many times with
other planes, and only those that share a drawer are compared (Charikar 2002, "Similarity Estimation Techniques from
Rounding Algorithms"; banding as in Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4). Of few pictures
all pairs are compared.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser import _core
from imageparser.errors import CancelledError, TooLargeError
from imageparser.library import vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.library.duplicates import Looks
    from imageparser.library.vectors import State

    Places = NDArray[np.int64]
    Rows = NDArray[np.float32]

# Shapes (logarithms of width / height) that belong to one picture: a side more or less where a small one was rounded.
SHAPE = 0.03
# A hash with so few or so many bits set is of a picture without structure: it says nothing.
LEAST_BITS = 6
MOST_PAIRS = 1 << 24
# All pairs of so many vectors are compared.
FEW = 4096
BATCH = 8192
# Pairs at the limit that are found, at least.
RECALL = 0.99
MOST_DRAWERS, DRAWER_BITS = 160, (8, 20)
# Neighbours in a drawer that each is compared with.
REACH = 48


class Pairs(NamedTuple):
    """Pairs of places; `crowded` pictures have more near ones than were looked at, `bits` were compared by."""

    first: Places
    second: Places
    crowded: int = 0
    bits: int | None = None


def by_hash(looks: Looks, bits: int, places: Places, *, shape: float = SHAPE) -> Pairs:
    """Return the pairs among some places whose hashes differ in at most `bits`, and that have the same shape.

    Where they are too many, as where a library is full of nearly empty pages, fewer bits count; `bits` tells.
    """
    chosen = telling(looks, places)
    shapes = np.log(looks.sides[chosen, 0] / looks.sides[chosen, 1]).astype(np.float32)
    hashes = np.ascontiguousarray(looks.hashes[chosen])
    while True:
        try:
            first, second = _core.near_hashes(hashes, shapes, bits=bits, shape=shape, most=MOST_PAIRS)
            return Pairs(chosen[first], chosen[second], bits=bits)
        except TooLargeError:
            if bits == 0:
                raise
            bits -= 1


def telling(looks: Looks, places: Places) -> Places:
    """Return those of some places whose hashes say something, and whose shape is known."""
    bits = np.bitwise_count(looks.hashes[places])
    return places[(bits >= LEAST_BITS) & (bits <= 64 - LEAST_BITS) & (looks.sides[places] > 0).all(axis=1)]


def by_vector(
    reader: Reader,
    state: State,
    looks: Looks,
    cosine: float,
    cancel: _core.CancelToken | None,
    *,
    passed: Callable[[int], None] = lambda _: None,
) -> Pairs:
    """Return the pairs of places whose vectors have at least this cosine; `passed` counts more than `FEW` twice.

    Raises:
        TooLargeError: they are more than can be kept.
        CancelledError: `cancel` was raised.
    """
    if len(looks.ids) <= FEW:
        return _all_pairs(reader, state, looks, cosine)
    planes = _Planes.of(reader, state, looks, cosine)
    places, drawers = planes.sort(reader, state, looks, cancel)
    rows, crowded = _sharing(drawers, planes.differing, cancel, passed)
    first, second = places[rows[0]], places[rows[1]]
    flags = np.zeros(len(first), bool)
    for start in range(0, len(first), BATCH):
        _stop(cancel)
        some = slice(start, start + BATCH)
        flags[some] = cosines(reader, state, looks.ids[first[some]], looks.ids[second[some]]) >= cosine
        passed(_part(len(looks.ids), min(start + BATCH, len(first)), start, len(first)))
    return Pairs(first[flags], second[flags], crowded)


def cosines(reader: Reader, state: State, ids: Places, others: Places) -> NDArray[np.float64]:
    """Return the cosines of pairs of pictures, NaN where one has no vector."""
    unique = np.unique(np.concatenate([ids, others]))
    having, rows = vectors.some(reader, state.name, state.dim, unique)
    at = np.full(len(unique), len(having))
    at[np.searchsorted(unique, having)] = np.arange(len(having))
    rows = np.concatenate([rows, np.full((1, state.dim), np.nan, np.float32)])
    left, right = (rows[at[np.searchsorted(unique, side)]] for side in (ids, others))
    found: NDArray[np.float64] = np.einsum("ij,ij->i", left, right).astype(np.float64)
    return found


def _all_pairs(reader: Reader, state: State, looks: Looks, cosine: float) -> Pairs:
    having, rows = vectors.some(reader, state.name, state.dim, looks.ids)
    places = np.searchsorted(looks.ids, having)
    first, second = np.nonzero(np.triu(rows @ rows.T >= cosine, 1))
    return Pairs(places[first], places[second])


class _Planes(NamedTuple):
    """Random planes through the mean of the vectors, and by how many of them a drawer is told.

    Near vectors lie on different sides of at most `differing` planes, but for one pair in 10,000.
    """

    mean: Rows
    normals: Rows
    bits: int
    differing: int

    @classmethod
    def of(cls, reader: Reader, state: State, looks: Looks, cosine: float) -> _Planes:
        """Make so many drawers that a pair at the limit shares one with probability `RECALL`."""
        dice = np.random.default_rng(0)
        sample = vectors.some(reader, state.name, state.dim, dice.choice(looks.ids, 1024, replace=False))[1]
        mean = sample.mean(axis=0) if len(sample) else np.zeros(state.dim, np.float32)
        # Around the mean the same distance is a larger angle; most vectors are at least so far from it.
        radius = float(np.quantile(np.linalg.norm(sample - mean, axis=1), 0.05)) if len(sample) else 1.0
        angle = 2 * math.asin(min(1.0, math.sqrt(max(0.0, 2 - 2 * cosine)) / 2 / max(radius, 1e-3)))
        bits = int(np.clip(math.ceil(math.log2(len(looks.ids))), *DRAWER_BITS))
        same = (1 - angle / math.pi) ** bits
        drawers = math.ceil(math.log(1 - RECALL) / math.log1p(-min(same, 0.99))) if same > 0 else MOST_DRAWERS
        planes, share = bits * min(drawers, MOST_DRAWERS), angle / math.pi
        normals = dice.normal(size=(state.dim, planes)).astype(np.float32)
        return cls(mean, normals, bits, math.ceil(planes * share + 4 * math.sqrt(planes * share * (1 - share))))

    def sort(
        self, reader: Reader, state: State, looks: Looks, cancel: _core.CancelToken | None
    ) -> tuple[Places, NDArray[np.uint32]]:
        """Return the places that have a vector, and their drawers (pictures x drawers)."""
        places, drawers = [], []
        values = (1 << np.arange(self.bits)).astype(np.float32)
        for ids, rows in _rows(reader, state, looks):
            _stop(cancel)
            sides = ((rows - self.mean) @ self.normals > 0).reshape(len(ids), -1, self.bits)
            drawers.append((sides @ values).astype(np.uint32))
            places.append(np.searchsorted(looks.ids, ids))
        if not places:
            return np.empty(0, np.int64), np.empty((0, 0), np.uint32)
        return np.concatenate(places), np.concatenate(drawers)


def _rows(reader: Reader, state: State, looks: Looks) -> Iterator[tuple[Places, Rows]]:
    """Yield the vectors of the pictures, by a walk over all where most are wanted."""
    if len(looks.ids) * 2 > vectors.count(reader, state.kind, state.version_key):
        for ids, rows in vectors.batches(reader, state.name, state.dim, BATCH):
            wanted = np.isin(ids, looks.ids)
            if wanted.any():
                yield ids[wanted], rows[wanted]
        return
    for start in range(0, len(looks.ids), BATCH):
        having, rows = vectors.some(reader, state.name, state.dim, looks.ids[start : start + BATCH])
        if having:
            yield np.array(having, np.int64), rows


def _sharing(
    drawers: NDArray[np.uint32], differing: int, cancel: _core.CancelToken | None, passed: Callable[[int], None]
) -> tuple[tuple[Places, Places], int]:
    """Return the pairs of rows that share a drawer and differ in few others, and how many rows have too full ones."""
    count, found = len(drawers), [np.empty(0, np.int64)]
    crowded = np.zeros(count, bool)
    for at in range(drawers.shape[1]):
        _stop(cancel)
        # In a full drawer, those that share the next one, too, lie beside each other.
        order = np.lexsort((drawers[:, (at + 1) % drawers.shape[1]], drawers[:, at]))
        keys = drawers[order, at]
        rows, reach = np.arange(count), 0
        while len(rows) and reach < REACH:
            reach += 1
            rows = rows[: np.searchsorted(rows, count - reach)]
            rows = rows[keys[rows] == keys[rows + reach]]
            found.append(_alike(drawers, order[rows], order[rows + reach], differing))
        crowded[order[rows]] = True
        if sum(map(len, found)) > MOST_PAIRS:
            found = [_once(found)]
        passed(_part(count, at + 1, at, drawers.shape[1]))
    codes = _once(found)
    if len(codes) > MOST_PAIRS:
        raise TooLargeError(f"more than {MOST_PAIRS} pairs of vectors may be near to each other")
    return (codes // max(count, 1), codes % max(count, 1)), int(crowded.sum())


def _part(whole: int, done: int, before: int, steps: int) -> int:
    """Return how many of a whole were passed with the steps since the ones before."""
    return whole * done // steps - whole * before // steps


def _alike(drawers: NDArray[np.uint32], one: Places, two: Places, differing: int) -> Places:
    """Return those of some pairs whose drawers differ in few bits, as first * rows + second."""
    found = []
    for start in range(0, len(one), BATCH * 16):
        left, right = one[start : start + BATCH * 16], two[start : start + BATCH * 16]
        near = np.bitwise_count(drawers[left] ^ drawers[right]).sum(axis=1) <= differing
        found.append(np.minimum(left, right)[near] * len(drawers) + np.maximum(left, right)[near])
    return np.concatenate([np.empty(0, np.int64), *found])


def _once(parts: list[Places]) -> Places:
    codes = np.sort(np.concatenate(parts))
    once: Places = codes[np.append(np.ones(min(1, len(codes)), bool), codes[1:] != codes[:-1])]
    return once


def _stop(cancel: _core.CancelToken | None) -> None:
    if cancel is not None and cancel.cancelled:
        raise CancelledError
