"""Pictures that are there more than once: what tells it, which ones the user keeps apart, and how two become one."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from imageparser.errors import NotFoundError, UsageError
from imageparser.library import collections, fulltext, marks, tags
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from imageparser.library.connection import Reader, Transaction

Q = load("duplicates")
# Pictures of which each is kept apart from each: half a square of rows.
MOST_APART = 300


class Looks(NamedTuple):
    """Columns of all files that may be duplicates, in the order of their ids.

    `hashes` are perceptual ones, 0 where there is none; `sides` width and height, 0 where unknown; `contents` the first
    16 bytes of the digests as two numbers.
    """

    ids: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    sides: NDArray[np.int64]
    sizes: NDArray[np.int64]
    contents: NDArray[np.uint64]

    def at(self, places: NDArray[np.int64]) -> Looks:
        """Return the rows at some places."""
        ids, hashes, sides, sizes, contents = self
        return Looks(ids[places], hashes[places], sides[places], sizes[places], contents[places])


class Facts(NamedTuple):
    """What the choice among duplicates goes by; times are milliseconds since the epoch, `tags` the user's own."""

    id: int
    key: str
    raw: bytes
    folder: str
    digest: bytes
    format: str | None
    width: int | None
    height: int | None
    depth: int | None
    size: int
    mtime_ns: int
    layers: int | None
    date_ms: int
    added_ms: int
    rating: int | None
    label: str | None
    tags: int


class Said(NamedTuple):
    """What the user says of a picture beyond its facts; `collections` by number, `noted` where there is a note."""

    tags: Sequence[str]
    collections: Sequence[int]
    comments: int
    noted: bool


class Decision(NamedTuple):
    """Pictures of which the user said at one moment that they are no duplicates, in how many pairs."""

    at: int
    pairs: int
    ids: Sequence[int]


class Group(NamedTuple):
    """Pictures that become one: the kept one, and the others in the order in which they count."""

    keep: int
    others: Sequence[int]


class Merged(NamedTuple):
    """How many of each noun the kept pictures were given."""

    tags: int
    collections: int
    comments: int
    notes: int
    ratings: int
    labels: int


def looks(reader: Reader, ids: Iterable[int] | None = None) -> Looks:
    """Return what all present files that were read look like, or some of them."""
    rows = reader.rows(Q["looks"]) if ids is None else reader.rows(Q["looks_of"], (_json(ids),))
    hashes = np.array([row[1] or 0 for row in rows], np.int64).view(np.uint64)
    sides = np.array([(row[2] or 0, row[3] or 0) for row in rows], np.int64).reshape(-1, 2)
    contents = np.frombuffer(b"".join(row[5][:16] for row in rows), np.uint64).reshape(-1, 2)
    numbers, sizes = (np.array([row[at] for row in rows], np.int64) for at in (0, 4))
    return Looks(numbers, hashes, sides, sizes, contents)


def facts(reader: Reader, ids: Iterable[int]) -> dict[int, Facts]:
    """Return what is known of some files, by number."""
    return {row[0]: Facts(*row) for row in reader.rows(Q["facts"], (_json(ids),))}


def said(reader: Reader, ids: Iterable[int]) -> dict[int, Said]:
    """Return what the user says of some files, by number."""
    wanted = sorted(set(ids))
    named = tags.of_files(reader, wanted, (tags.USER,))
    placed: dict[int, list[int]] = {}
    for file_id, collection in reader.rows(Q["placed"], (_json(wanted),)):
        placed.setdefault(file_id, []).append(collection)
    return {
        file_id: Said(named.get(file_id, []), placed.get(file_id, []), comments, bool(noted))
        for file_id, comments, noted in reader.rows(Q["said"], (_json(wanted),))
    }


def apart(reader: Reader) -> list[tuple[int, int]]:
    """Return the pairs that are no duplicates, the smaller number first."""
    return [(row[0], row[1]) for row in reader.rows(Q["apart"])]


def count_apart(reader: Reader) -> int:
    """Return how many pairs are no duplicates."""
    return int(reader.value(Q["count_apart"]))


def decisions(reader: Reader) -> list[Decision]:
    """Return what the user keeps apart as it was said, the newest first: pairs of one moment that hang together."""
    found = []
    for at, rows in groupby(reader.rows(Q["decided"]), key=itemgetter(2)):
        pairs = [(first, second) for first, second, _ in rows]
        around: dict[int, set[int]] = {}
        for first, second in pairs:
            one, two = around.get(first, {first}), around.get(second, {second})
            if one is not two:
                both = one | two
                around.update(dict.fromkeys(both, both))
        sizes = Counter(min(around[first]) for first, _ in pairs)
        found += [Decision(at, sizes[least], sorted(around[least])) for least in sorted(sizes)]
    return found


def keep_apart(tx: Transaction, ids: Sequence[int], now_ms: int) -> int:
    """Let no two of some pictures be duplicates; return how many pairs that were new.

    Raises:
        UsageError: fewer than two pictures, or more than `MOST_APART`.
        NotFoundError: one is not in the library.
    """
    chosen = sorted(set(ids))
    if not 2 <= len(chosen) <= MOST_APART:
        raise UsageError(f"ids: between 2 and {MOST_APART} pictures")
    _known(tx, chosen)
    return tx.run(Q["keep_apart"], {"ids": _json(chosen), "now": now_ms})


def let_together(tx: Transaction, ids: Sequence[int]) -> int:
    """Let some pictures be duplicates again; return how many pairs had been kept apart."""
    return tx.run(Q["let_together"], {"ids": _json(ids)})


def merge(tx: Transaction, groups: Sequence[Group], now_ms: int) -> Merged:
    """Give each kept picture what the user said of the others: tags, collections, comments, notes, rating and label.

    Tags, places in collections, ratings, labels and notes stay with the others, too; comments, which are threads, move.
    The best rating wins; a label, and what a note says already, stays.

    Raises:
        UsageError: a picture is in two groups, or is to be kept and not.
        NotFoundError: one is not in the library.
    """
    members = [item for group in groups for item in (group.keep, *group.others)]
    if len(set(members)) != len(members):
        raise UsageError("groups: a picture stands in them twice")
    _known(tx, members)
    pairs = {"pairs": json.dumps([(group.keep, other) for group in groups for other in group.others])}
    spoken = [row[0] for row in tx.rows(Q["commented"], pairs)]
    touched = [row[0] for row in tx.rows(Q["collections_to"], pairs)]
    tags = tx.run(Q["give_tags"], pairs)
    placed = tx.run(Q["give_collections"], {**pairs, "now": now_ms})
    for collection in touched:
        tx.run(collections.Q["touch"], (now_ms, collection))
    tx.run(Q["give_covers"], pairs)
    comments = tx.run(Q["give_comments"], pairs)
    ratings = tx.run(Q["give_ratings"], pairs)
    labels = _labels(tx, groups)
    notes = _notes(tx, groups, now_ms)
    keeps = {other: group.keep for group in groups for other in group.others}
    fulltext.refresh(tx, sorted({*spoken, *(keeps[item] for item in spoken)}))
    return Merged(tags, placed, comments, notes, ratings, labels)


def _labels(tx: Transaction, groups: Sequence[Group]) -> int:
    """Give those kept without a label the one of the first other that has one."""
    known = dict(tx.rows(Q["labels"], (_json(item for group in groups for item in (group.keep, *group.others)),)))
    given = 0
    for group in groups:
        label = next((known[other] for other in group.others if other in known), None)
        if group.keep not in known and label is not None:
            given += marks.set_label(tx, [group.keep], label)
    return given


def _notes(tx: Transaction, groups: Sequence[Group], now_ms: int) -> int:
    """Put below the note of the kept one what the notes of the others say beyond it."""
    known = dict(tx.rows(Q["notes"], (_json(item for group in groups for item in (group.keep, *group.others)),)))
    given = 0
    for group in groups:
        body = known.get(group.keep, "")
        for other in group.others:
            if known.get(other, "") not in body:
                body = f"{body}\n\n{known[other]}".strip()
        if body != known.get(group.keep, ""):
            given += marks.set_note(tx, group.keep, body, now_ms)
    return given


def _known(reader: Reader, ids: Sequence[int]) -> None:
    if reader.value(Q["known"], (_json(ids),)) != len(set(ids)):
        raise NotFoundError("a picture is not in the library")


def _json(ids: Iterable[int]) -> str:
    return json.dumps([int(item) for item in ids])
