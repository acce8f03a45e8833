"""Which files have which tag: sets of file ids that answer `all of these tags, or any` over a million files at once.

The table `prompts` holds the tags of each file as a list of codes; the postings are made of it. They may be behind:
every file whose codes change is noted (by `changing`, for deleted rows by a trigger) with the codes that the postings
still hold of it, and `settle` brings them up to date for many files together. `find` takes the noted files from their
own rows, so that it is always right.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from imageparser import _core
from imageparser.library import bitsets, term_counts
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from imageparser._core import Generator
    from imageparser.library.connection import Reader, Transaction

Q = load("postings")
# The sets of a prompt in which a tag can stand; a code is the number of a tag times four plus one of these.
KINDS = {name: number for number, name in enumerate(_core.TAG_SETS)}
KIND_BITS = 2
SHOWN = (KINDS["positive"], KINDS["character"])
EVERY = tuple(KINDS.values())
MANY = 10_000  # files that may be behind before they are settled: `find` looks at each of them
_CHUNK_BITS = 24  # a posting's id is code << 24 | file id >> 16
_FILE_BITS = 16
_MOST_CHUNKS = 1 << 15  # more than files that are ever settled together
_KEY_BITS = 31  # of a file beside its code: which of these chunks, and where in it
_SLICE = 2_000  # sets held in memory at a time
CODE = np.dtype("<u4")  # of the list of a file's codes

Ids = NDArray[np.int64]
Changes = dict[int, NDArray[np.uint16]]


def number(tx: Transaction, tags: Iterable[str]) -> dict[str, int]:
    """Return the numbers of some canonical tags; unknown ones get one."""
    wanted = list(dict.fromkeys(tags))
    found = numbers(tx, wanted)
    new = [tag for tag in wanted if tag not in found]
    tx.run_many(Q["number"], ((tag,) for tag in new))
    return {**found, **numbers(tx, new)} if new else found


def numbers(reader: Reader, tags: Iterable[str]) -> dict[str, int]:
    """Return the numbers of those of some canonical tags that any file ever had."""
    return dict(reader.rows(Q["numbers"], (json.dumps(list(tags), ensure_ascii=False),)))


class Packed(NamedTuple):
    """The codes of a file's tags as they are stored, None where it has no record; how many different tags it has."""

    codes: bytes | None
    tags: int


def pack(tx: Transaction, records: Sequence[Generator | None]) -> list[Packed]:
    """Return the codes of the tags of some records."""

    def numbers_of(tags: list[str]) -> list[int]:
        known = number(tx, tags)
        return [known[tag] for tag in tags]

    return [Packed(*packed) for packed in _core.pack_tags(records, numbers_of)]


def set_names(*, negative: bool) -> tuple[str, ...]:
    """Return the sets in which a tag is looked for."""
    return tuple(name for name, kind in KINDS.items() if negative or kind in SHOWN)


def named(reader: Reader, packed: Iterable[bytes | None]) -> list[dict[str, list[str]]]:
    """Return the tags of some files, given their codes, by the names of the sets."""
    lists = [np.frombuffer(blob or b"", CODE).tolist() for blob in packed]
    wanted = json.dumps(sorted({value // len(KINDS) for values in lists for value in values}))
    tags = dict(reader.rows(Q["tags"], (wanted,)))
    kinds = list(KINDS)
    found: list[dict[str, list[str]]] = []
    for values in lists:
        sets: dict[str, list[str]] = {kind: [] for kind in kinds}
        for value in values:
            sets[kinds[value % len(kinds)]].append(tags[value // len(kinds)])
        found.append(sets)
    return found


def matched(reader: Reader, packed: Sequence[bytes | None], tags: Sequence[str]) -> list[dict[str, list[str]]]:
    """Return, for some files given their codes, in which sets each of some tags stands."""
    names = list(KINDS)
    known = {number: tag for tag, number in numbers(reader, tags).items()}
    owners, codes = _flat(range(len(packed)), packed)
    asked = np.isin(codes // len(KINDS), list(known))
    found: list[dict[str, list[str]]] = [{tag: [] for tag in tags} for _ in packed]
    for owner, value in zip(owners[asked].tolist(), codes[asked].tolist(), strict=True):
        found[owner][known[value // len(KINDS)]].append(names[value % len(KINDS)])
    return found


def find(reader: Reader, groups: Sequence[Sequence[str]], *, negative: bool = False) -> Ids:
    """Return the ids of all files that have a tag of every group of canonical tags, ascending, missing files too.

    Looked for in the positive prompt and in the characters', with `negative` in what is unwanted too. The reader
    should be in a snapshot: postings and the files that they are behind with must belong together.
    """
    known = numbers(reader, dict.fromkeys(tag for group in groups for tag in group))
    wanted = [[known[tag] for tag in group if tag in known] for group in groups]
    if not wanted or not all(wanted):
        return np.empty(0, np.int64)
    kinds = EVERY if negative else SHOWN
    posted = _posted(reader, wanted, kinds)
    behind = reader.rows(Q["pending"])
    if not behind:
        return posted
    ids = np.array([row[0] for row in behind], np.int64)
    fresh = ids[_having([row[2] for row in behind], wanted, kinds)]
    return np.union1d(posted[~np.isin(posted, ids)], fresh)


def shown(packed: Sequence[bytes | None]) -> tuple[Ids, Ids]:
    """Return (place, number of a tag) for each tag that some files show, given their codes."""
    owners, codes = _flat(range(len(packed)), packed)
    held = np.isin(codes % len(KINDS), SHOWN)
    return owners[held], codes[held] // len(KINDS)


def tags_in_use(reader: Reader) -> int:
    """Return how many different tags the postings hold."""
    return int(reader.value(Q["in_use"], (_CHUNK_BITS + KIND_BITS,)))


@contextmanager
def changing(tx: Transaction, file_ids: str) -> Iterator[None]:
    """Let the codes of some files (ids as JSON) change inside: until settled the postings are behind with them."""
    tx.run(Q["expect"], (file_ids,))
    yield
    tx.run(Q["same"], (file_ids,))
    if int(tx.value(Q["pending_count"])) >= MANY:
        settle(tx)


def settle(tx: Transaction) -> int:
    """Bring the postings up to date and return for how many files they were behind."""
    behind = tx.rows(Q["pending"])
    if behind:
        ids = [row[0] for row in behind]
        remove, add = _by_row(ids, [row[1] for row in behind]), _by_row(ids, [row[2] for row in behind])
        _apply(tx, remove, add)
        tx.run(Q["clear_pending"])
    return len(behind)


def wrong(reader: Reader) -> list[int]:
    """Return the ids of postings that differ from what the files' codes say, but for files known to be behind."""
    behind = np.array([row[0] for row in reader.rows(Q["pending"])], np.int64)
    bad: list[int] = []
    for chunk in range(_chunks(reader)):
        late = _low(behind[behind >> _FILE_BITS == chunk])
        held = {row: np.setdiff1d(bitsets.unpack(packed), late) for row, packed in reader.rows(Q["chunk"], (chunk,))}
        wanted = {row: np.setdiff1d(files, late) for row, files in _wanted(reader, chunk).items()}
        nothing = np.empty(0, np.uint16)
        rows = held.keys() | wanted.keys()
        bad += [row for row in rows if not np.array_equal(held.get(row, nothing), wanted.get(row, nothing))]
    return sorted(bad)


def rebuild(tx: Transaction) -> None:
    """Make every posting anew from the files' codes."""
    term_counts.expect_all(tx)
    tx.run(Q["clear"])
    tx.run(Q["clear_pending"])
    for chunk in range(_chunks(tx)):
        _apply(tx, {}, _wanted(tx, chunk))


def _chunks(reader: Reader) -> int:
    return 1 + max(int(reader.value(Q["last_file"])) >> _FILE_BITS, int(reader.value(Q["last_chunk"])))


def _wanted(reader: Reader, chunk: int) -> Changes:
    rows = reader.rows(Q["wanted"], (chunk << _FILE_BITS, (chunk + 1) << _FILE_BITS))
    return _by_row([row[0] for row in rows], [row[1] for row in rows])


def _low(ids: Ids) -> NDArray[np.uint16]:
    return (ids & (bitsets.WIDTH - 1)).astype(np.uint16)


def _posted(reader: Reader, groups: Sequence[Sequence[int]], kinds: Sequence[int]) -> Ids:
    """Meet the sets of the groups, each joined over its tags and the kinds, chunk by chunk."""
    common: dict[int, NDArray[np.uint8]] | None = None
    for group in groups:
        joined: dict[int, NDArray[np.uint8]] = {}
        for tag_number, kind in product(group, kinds):
            first = (tag_number * len(KINDS) + kind) << _CHUNK_BITS
            for row, packed in reader.rows(Q["between"], (first, first + (1 << _CHUNK_BITS) - 1)):
                chunk, bits = row - first, bitsets.bits(packed)
                joined[chunk] = joined[chunk] | bits if chunk in joined else bits
        common = joined if common is None else {i: common[i] & joined[i] for i in common.keys() & joined.keys()}
    parts = [bitsets.numbers_of(bits) + (chunk << _FILE_BITS) for chunk, bits in sorted((common or {}).items())]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _having(packed: Sequence[bytes | None], groups: Sequence[Sequence[int]], kinds: Sequence[int]) -> NDArray[np.bool_]:
    """Return which of some files have a tag of every group, given their codes."""
    owners, codes = _flat(range(len(packed)), packed)
    shown = np.isin(codes % len(KINDS), kinds)
    every = np.ones(len(packed), np.bool_)
    for group in groups:
        has = np.zeros(len(packed), np.bool_)
        has[owners[shown & np.isin(codes // len(KINDS), group)]] = True
        every &= has
    return every


def _flat(owners: Iterable[int], packed: Sequence[bytes | None]) -> tuple[Ids, Ids]:
    """Return (owner, code) of every code of some files."""
    lengths = [len(blob or b"") // CODE.itemsize for blob in packed]
    codes = np.frombuffer(b"".join(blob or b"" for blob in packed), CODE).astype(np.int64)
    return np.repeat(np.fromiter(owners, np.int64), lengths), codes


def _by_row(ids: Sequence[int], packed: Sequence[bytes | None]) -> Changes:
    """Return, for each posting, the files out of its chunk that have its code, ascending."""
    owners, codes = _flat(range(len(ids)), packed)
    if not len(codes):
        return {}
    files = np.array(ids, np.int64)
    chunks, chunk = np.unique(files >> _FILE_BITS, return_inverse=True)
    spots = chunk << _FILE_BITS | _low(files)
    keys = np.sort(codes << _KEY_BITS | spots[owners])
    places = keys >> _FILE_BITS  # of the postings: code, number of the chunk
    starts = np.r_[0, np.flatnonzero(places[1:] != places[:-1]) + 1]
    rows = (keys[starts] >> _KEY_BITS << _CHUNK_BITS) | chunks[places[starts] & (_MOST_CHUNKS - 1)]
    return dict(zip(rows.tolist(), np.split(_low(keys), starts[1:]), strict=True))


def _apply(tx: Transaction, remove: Changes, add: Changes) -> None:
    """Change the postings, some at a time."""
    nothing = np.empty(0, np.uint16)
    rows = sorted(remove.keys() | add.keys())
    term_counts.expect_sets(tx, (row >> _CHUNK_BITS for row in rows))
    for begin in range(0, len(rows), _SLICE):
        some = rows[begin : begin + _SLICE]
        held = dict(tx.rows(Q["some"], (json.dumps(some),)))
        after = [
            (row, bitsets.change(held.get(row), remove=remove.get(row, nothing), add=add.get(row, nothing)))
            for row in some
        ]
        tx.run_many(Q["put"], ((row, packed) for row, packed in after if packed))
        tx.run_many(Q["delete"], ((row,) for row, packed in after if not packed))
