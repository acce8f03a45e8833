"""How many files have each term: files whose texts change are noted, and counted again later, many together.

`file_terms` holds what each file was counted for, so that every count is right after that, whatever happened to the
file meanwhile. The tags of prompts are counted from their sets of files (`library.postings`), the user's own by
triggers. Counts are of all files that the library knows, missing ones too.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from imageparser.hangul import plain
from imageparser.library import bitsets, term_words, terms
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from imageparser.library.connection import Database, Reader, Transaction

    Codes = NDArray[np.uint32]
    Deltas = dict[int, int]

Q = load("term_counts")
SLICE = 1_000  # files, or sets of files, that are counted in one transaction
_CODE = np.dtype("<u4")
# The sets of a prompt by their place in a code (`library.postings`) as kinds of terms.
PROMPT_KINDS = ("prompt_tag", "character_tag", "negative_tag", "character_negative_tag")


def expect(tx: Transaction, file_ids: Iterable[int]) -> None:
    """Note that some files may say something else from now on."""
    tx.run(Q["expect"], (json.dumps(list(file_ids)),))


def expect_sets(tx: Transaction, codes: Iterable[int]) -> None:
    """Note that the sets of files of some prompt tags have changed."""
    tx.run(Q["expect_sets"], (json.dumps(sorted(set(codes))),))


def expect_all(tx: Transaction) -> None:
    """Let everything be counted anew."""
    tx.run(Q["expect_all"])
    tx.run(Q["expect_all_sets"])
    tx.run(Q["set_state"], ("behind",))


def is_behind(reader: Reader) -> bool:
    """Tell whether anything is to be counted again."""
    return bool(reader.value(Q["is_behind"]))


def pending(reader: Reader, most: int) -> int:
    """Return how many files are to be counted again, counted up to `most`."""
    return int(reader.value(Q["pending_count"], (most,)))


def settle(database: Database, stop: Callable[[], bool] = lambda: False) -> None:
    """Count everything that is behind, some in each transaction, until `stop()` says so."""
    while is_behind(database.read()) and not stop():
        database.write(settle_some)


def settle_some(tx: Transaction) -> None:
    """Count some of what is behind."""
    if tx.value(Q["state"]) == "behind":
        terms.name_tags(tx)
        tx.run(Q["set_state"], ("counted",))
    _count_sets(tx)
    ids = [row[0] for row in tx.rows(Q["pending"], (SLICE,))]
    if ids:
        _count_files(tx, json.dumps(ids))


def _count_files(tx: Transaction, ids: str) -> None:
    before = [np.frombuffer(row[0], _CODE) for row in tx.rows(Q["codes"], (ids,))]
    after = _codes(tx, term_words.of_files(tx.rows(Q["of_files"], (ids,))))
    _change(tx, _deltas(before, after.values()))
    tx.run(Q["drop_codes"], (ids,))
    tx.run_many(Q["put_codes"], ((item, codes.tobytes()) for item, codes in after.items()))
    tx.run(Q["counted"], (ids,))


def _codes(tx: Transaction, said: Mapping[int, Collection[tuple[str, str]]]) -> dict[int, Codes]:
    """Return the numbers of what files say, given as (kind, name)."""
    spelled = {(kind, name): (kind, plain(name)) for kind, name in sorted(set(chain.from_iterable(said.values())))}
    known = terms.numbered(tx, {folded: one[1] for one, folded in spelled.items() if folded[1]})
    return {
        item: np.array(sorted({known[spelled[one]] for one in some if spelled[one] in known}), _CODE)
        for item, some in said.items()
    }


def _deltas(before: Iterable[Codes], after: Iterable[Codes]) -> Deltas:
    nothing = np.empty(0, _CODE)
    gone, come = np.concatenate([nothing, *before]), np.concatenate([nothing, *after])
    numbers, places = np.unique(np.concatenate([gone, come]), return_inverse=True)
    sums = np.bincount(places, np.repeat([-1, 1], [len(gone), len(come)]), len(numbers)).astype(np.int64)
    return {number: delta for number, delta in zip(numbers.tolist(), sums.tolist(), strict=True) if delta}


def _count_sets(tx: Transaction) -> None:
    """Count the files of some prompt tags whose sets have changed."""
    wanted = dict(tx.rows(Q["sets_pending"], (SLICE,)))
    if not wanted:
        return
    sizes: Counter[int] = Counter(dict.fromkeys(wanted, 0))
    for code, packed in tx.rows(Q["sets"], (json.dumps(list(wanted)),)):
        sizes[code] += bitsets.size(packed)
    names = {code: (PROMPT_KINDS[code % len(PROMPT_KINDS)], plain(tag)) for code, tag in wanted.items()}
    rows = tx.rows(Q["held"], (json.dumps(list(names.values())),))
    held = {(kind, folded): files for kind, folded, files in rows}
    # Tags that differ in marks alone are one term.
    totals: Counter[tuple[str, str]] = Counter()
    for code, size in sizes.items():
        totals[names[code]] += size
    changed = {name: size - held.get(name, 0) for name, size in totals.items() if size != held.get(name, 0)}
    known = terms.numbered(tx, {names[code]: tag for code, tag in wanted.items() if names[code] in changed})
    _change(tx, {known[name]: delta for name, delta in changed.items()})
    tx.run(Q["sets_counted"], (max(wanted),))


def _change(tx: Transaction, deltas: Deltas) -> None:
    changed = json.dumps(list(deltas))
    tx.run_many(Q["change"], ((delta, number) for number, delta in deltas.items()))
    tx.run(Q["forget_empty"], (changed,))
    tx.run(Q["spread"], (changed,))
