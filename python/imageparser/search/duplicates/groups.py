"""Groups of duplicates: same bytes, same pixels, near hashes, near vectors, in one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.errors import UsageError
from imageparser.library import duplicates, vectors
from imageparser.search import language
from imageparser.search.axes.visual import KIND
from imageparser.search.candidates import members
from imageparser.search.duplicates import equal, near
from imageparser.search.duplicates.stars import joined, stars
from imageparser.search.spaces import spaces

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser import _core
    from imageparser.library.connection import Database, Reader
    from imageparser.library.duplicates import Looks
    from imageparser.library.vectors import State
    from imageparser.models.lifecycle import Models
    from imageparser.search.memory import Memory

    Places = NDArray[np.int64]

KINDS = ("exact", "pixels", "hash", "vector")
MOST_BITS = 11


@dataclass(frozen=True)
class Wanted:
    """Which pictures count as duplicates: of one of these kinds, with so many bits or this cosine, within a query.

    exact: the same bytes; pixels: the same pixels, as they are shown; hash: perceptual hashes that differ in at most
    `bits` of 64; vector: visual vectors with at least this `cosine`.
    """

    kinds: tuple[str, ...] = ("exact", "hash")
    bits: int = 6
    cosine: float = 0.97
    query: str = ""

    def __post_init__(self) -> None:
        unknown = [kind for kind in self.kinds if kind not in KINDS]
        if unknown or not self.kinds:
            raise UsageError(f"kinds: one or more of {', '.join(KINDS)}")
        if not 0 <= self.bits <= MOST_BITS:
            raise UsageError(f"bits: a number from 0 to {MOST_BITS}")
        if not 0.5 <= self.cosine <= 1:
            raise UsageError("cosine: a number from 0.5 to 1")


@dataclass(frozen=True)
class Groups:
    """The groups by the bytes that all but the largest take, the most first; each begins with its middle.

    `pixels` tells for pictures with the same pixels as another which one is the first of them; `crowded` counts
    pictures that have more near ones than were looked at.
    """

    groups: Sequence[tuple[int, ...]]
    spare: Sequence[int]
    pixels: Mapping[int, int]
    crowded: int
    apart: int
    notes: Sequence[str] = field(default=())


class Relation(NamedTuple):
    """How a picture is a duplicate of the middle of its group: the kind, the differing bits, the cosine."""

    kind: str
    bits: int | None
    cosine: float | None


@dataclass(frozen=True)
class Watch:
    """Who may stop a search for duplicates; who is told of how many more pictures and of those looked at of them.

    They are pictures that are decoded, and twice those of large libraries whose vectors are compared.
    """

    cancel: _core.CancelToken | None = None
    begin: Callable[[int], None] = lambda _: None
    passed: Callable[[int], None] = lambda _: None


def find(database: Database, models: Models, memory: Memory, wanted: Wanted, watch: Watch | None = None) -> Groups:
    """Return the groups of duplicates among the present pictures that a query describes; nothing asks for all.

    The groups of one library do not depend on how they are asked for, and are remembered until it changes.

    Raises:
        TooLargeError: so many pictures are near to each other that the limits are too wide.
        CancelledError: the token of `watch` was raised.
    """
    reader = database.read()
    with reader.snapshot():
        key = spaces(reader, models)["visual"].key
        run = _Run(reader, memory, wanted, vectors.state(reader, KIND, key), watch or Watch())
        return memory.groups.get((wanted, key), database.version(), run.find)


def relations(
    database: Database, models: Models, wanted: Wanted, found: Groups, groups: Sequence[Sequence[int]]
) -> dict[int, Relation]:
    """Return how each picture of some groups is a duplicate of its middle, which is one of itself."""
    reader = database.read()
    looks = duplicates.looks(reader, [item for group in groups for item in group])
    at = {item: place for place, item in enumerate(looks.ids.tolist())}
    pairs = [(item, group[0]) for group in groups if group[0] in at for item in group if item in at]
    state = vectors.state(reader, KIND, spaces(reader, models)["visual"].key) if "vector" in wanted.kinds else None
    likes = _cosines(reader, state, pairs)
    told = {}
    for item, middle in pairs:
        bits = int(np.bitwise_count(looks.hashes[at[item]] ^ looks.hashes[at[middle]]))
        same = bool((looks.contents[at[item]] == looks.contents[at[middle]]).all())
        kind = _kind(wanted, same=same, pixels=_pixels(found, item, middle), bits=bits, cosine=likes.get(item))
        told[item] = Relation(kind, bits, likes.get(item))
    return told


def _kind(wanted: Wanted, *, same: bool, pixels: bool, bits: int, cosine: float | None) -> str:
    holds = {
        "exact": same,
        "pixels": pixels,
        "hash": bits <= wanted.bits,
        "vector": cosine is not None and cosine >= wanted.cosine,
    }
    asked = [kind for kind in KINDS if kind in wanted.kinds]
    return next((kind for kind in asked if holds[kind]), asked[-1])


def _pixels(found: Groups, item: int, middle: int) -> bool:
    return found.pixels.get(item, item) == found.pixels.get(middle, middle)


def _cosines(reader: Reader, state: State | None, pairs: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return the cosine of each picture and its middle, where both have a vector."""
    if state is None or not pairs:
        return {}
    items, middles = np.array(pairs, np.int64).T
    found = near.cosines(reader, state, items, middles)
    return {int(item): float(value) for item, value in zip(items, found, strict=True) if not np.isnan(value)}


@dataclass(frozen=True)
class _Run:
    reader: Reader
    memory: Memory
    wanted: Wanted
    state: State | None
    watch: Watch

    def find(self) -> Groups:
        wanted, reader = self.wanted, self.reader
        ids = members(reader, language.parse(wanted.query)) if wanted.query.strip() else None
        looks = duplicates.looks(reader, None if ids is None else ids.tolist())
        count = len(looks.ids)
        contents = joined(count, *equal.by_rows(looks.contents))
        firsts = joined(count, *_hash_equal(looks))
        pixels = self._pixels(looks, contents, firsts)
        nodes = self._nodes(looks, contents, firsts, pixels)
        near_by = self._near(looks, contents, firsts)
        groups = _stars(nodes, [nodes[pairs.first] for pairs in near_by], [nodes[pairs.second] for pairs in near_by])
        apart = duplicates.apart(reader)
        found = [tuple(looks.ids[group].tolist()) for group in groups]
        kept = _kept_apart(found, apart, dict(zip(looks.ids.tolist(), nodes.tolist(), strict=True)) if apart else {})
        notes = ["no_vectors"] if "vector" in wanted.kinds and self.state is None else []
        notes += ["bits_lowered" for pairs in near_by if pairs.bits not in (None, wanted.bits)]
        same = {int(looks.ids[a]): int(looks.ids[b]) for a, b in enumerate(pixels.tolist()) if a != b}
        order, spare = _by_spare(kept, looks)
        return Groups(order, spare, same, sum(pairs.crowded for pairs in near_by), len(apart), notes)

    def _pixels(self, looks: Looks, contents: Places, firsts: Places) -> Places:
        """Return for each place the first one with the same pixels."""
        if "pixels" not in self.wanted.kinds:
            return np.arange(len(looks.ids))
        alone = np.unique(contents)
        hashed = near.by_hash(looks, equal.HASH_BITS, np.unique(firsts[alone]), shape=0.0)
        others = alone[firsts[alone] != alone]
        first, second = np.append(hashed.first, firsts[others]), np.append(hashed.second, others)
        pairs = equal.by_pixels(self.reader, self.memory, looks, (first, second), self.watch)
        return joined(len(looks.ids), *pairs)

    def _nodes(self, looks: Looks, contents: Places, firsts: Places, pixels: Places) -> Places:
        """Return for each place the first one that it is equal to, by any of the kinds that were asked for."""
        # The same bytes have one vector and the same pixels, which are looked at once for all of them.
        kinds = {"exact": [contents], "pixels": [contents, pixels], "hash": [firsts], "vector": [contents]}
        every = np.arange(len(looks.ids))
        asked = [equal for kind in self.wanted.kinds for equal in kinds[kind]]
        first = np.concatenate([one[one != every] for one in asked]) if asked else every[:0]
        second = np.concatenate([every[one != every] for one in asked]) if asked else every[:0]
        return joined(len(looks.ids), first, second)

    def _near(self, looks: Looks, contents: Places, firsts: Places) -> list[near.Pairs]:
        """Return the pairs of near places; equal ones have one place that stands for them."""
        found = []
        if "hash" in self.wanted.kinds:
            found.append(near.by_hash(looks, self.wanted.bits, np.unique(firsts)))
        if "vector" in self.wanted.kinds and self.state is not None:
            alone = np.unique(contents)
            some = looks.at(alone)
            if len(alone) > near.FEW:
                self.watch.begin(2 * len(alone))
            watch = self.watch
            pairs = near.by_vector(self.reader, self.state, some, self.wanted.cosine, watch.cancel, passed=watch.passed)
            found.append(near.Pairs(alone[pairs.first], alone[pairs.second], pairs.crowded))
        return found


def _hash_equal(looks: Looks) -> tuple[Places, Places]:
    """Return the pairs with equal hashes and sides, where the hashes say anything."""
    telling = near.telling(looks, np.arange(len(looks.ids)))
    rows = np.column_stack([looks.hashes[telling].view(np.int64), looks.sides[telling]])
    first, second = equal.by_rows(rows)
    return telling[first], telling[second]


def _stars(nodes: Places, firsts: Sequence[Places], seconds: Sequence[Places]) -> list[Places]:
    """Return the groups of more than one place, each with its middle first, from the pairs of near nodes."""
    none = np.empty(0, np.int64)
    first, second = np.concatenate([none, *firsts]), np.concatenate([none, *seconds])
    codes = np.unique(np.minimum(first, second) * len(nodes) + np.maximum(first, second))
    low, high = codes // max(len(nodes), 1), codes % max(len(nodes), 1)
    middles = stars(len(nodes), low[low != high], high[low != high])[nodes]
    order = np.argsort(middles, kind="stable")
    bounds = np.flatnonzero(np.diff(middles[order])) + 1
    groups = np.split(order, bounds) if len(order) else []
    return [np.append(middles[group[0]], group[group != middles[group[0]]]) for group in groups if len(group) > 1]


def _kept_apart(
    groups: Sequence[tuple[int, ...]], apart: Collection[tuple[int, int]], nodes: Mapping[int, int]
) -> list[tuple[int, ...]]:
    """Return the groups without pairs that are no duplicates; who leaves takes along those that equal it."""
    marked = {item for pair in apart for item in pair}
    pairs = {*apart, *((second, first) for first, second in apart)}
    kept: list[tuple[int, ...]] = []
    for group in groups:
        if len(marked.intersection(group)) < 2:
            kept.append(group)
            continue
        blocks: list[list[int]] = []
        for item in group:
            for place, block in enumerate(blocks):
                near_enough = place == 0 or nodes[item] == nodes[block[0]]
                if near_enough and not any((item, other) in pairs for other in block):
                    block.append(item)
                    break
            else:
                blocks.append([item])
        kept += [tuple(block) for block in blocks if len(block) > 1]
    return kept


def _by_spare(groups: Sequence[tuple[int, ...]], looks: Looks) -> tuple[list[tuple[int, ...]], list[int]]:
    """Return the groups by the bytes that all but their largest take, the most first, and these bytes."""
    sizes = dict(zip(looks.ids.tolist(), looks.sizes.tolist(), strict=True)) if groups else {}
    spare = {group: sum(sizes[item] for item in group) - max(sizes[item] for item in group) for group in groups}
    order = sorted(groups, key=lambda group: (-spare[group], group[0]))
    return order, [spare[group] for group in order]
