"""What somebody could go on typing: terms by kind, found by the keys that type them; `term_counts` counts them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from imageparser.hangul import begins, initials, keystrokes, plain, speaks_initials
from imageparser.library.queries import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from imageparser.library.connection import Reader, Transaction

Q = load("terms")
TAG = "tag"
_STARTS = 4  # words of a term from which it can be typed
_LONGEST = 80  # characters of a key
_LOOKED_AT = 8  # times the wanted number, where not everything that is read fits
# Few keys begin many terms: for so many an index holds those of most files first.
_NEAR = {0: Q["every"], 1: Q["near_1"], 2: Q["near_2"], 3: Q["near_3"]}


class Term(NamedTuple):
    """A term that fits; `inner` where what was typed begins one of its words but not the first.

    `stands_for` is the folded form of the tag of an alias.
    """

    name: str
    files: int
    inner: bool
    stands_for: str | None


def nearest(reader: Reader, kind: str, typed: str, limit: int) -> list[Term]:
    """Return the terms of a kind that what was typed begins: from their first word on, then by files; each once.

    Nothing typed fits everything.
    """
    wanted = plain(typed)
    rows = _by_keys(reader, kind, keystrokes(wanted), limit * _STARTS)
    if speaks_initials(wanted):
        rows += _by_initials(reader, kind, wanted, limit)
    best: dict[str, Term] = {}
    for name, files, inner, stands_for in sorted(rows, key=lambda row: (row[2], -row[1], row[0])):
        best.setdefault(name, Term(name, files, bool(inner), stands_for))
    return list(best.values())[:limit]


def starts(text: str) -> list[str]:
    """Return a text from each of its words on: the places from which it can be typed."""
    words = text.split()
    return [" ".join(words[place:])[:_LONGEST] for place in range(min(len(words), _STARTS))]


def numbered(tx: Transaction, wanted: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], int]:
    """Return the numbers of some terms, given as (kind, folded) with their spelling; new ones get one."""
    rows = tx.rows(Q["numbers"], (json.dumps(list(wanted)),))
    found = {(kind, folded): number for kind, folded, number in rows}
    for (kind, folded), name in wanted.items():
        if (kind, folded) not in found:
            found[kind, folded] = add(tx, kind, folded, name)
    return found


def known(reader: Reader, wanted: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of some (kind, folded) that are terms."""
    return {(row[0], row[1]) for row in reader.rows(Q["numbers"], (json.dumps(wanted),))}


def add(tx: Transaction, kind: str, folded: str, name: str, stands_for: str | None = None) -> int:
    """Let something be suggested, and return its number."""
    number = tx.insert(Q["add"], {"kind": kind, "folded": folded, "name": name, "stands_for": stands_for})
    tx.run(Q["drop_keys"], (number,))
    parts = enumerate(starts(plain(name)))
    keys = [(number, kind, keystrokes(part), initials(part), int(place > 0)) for place, part in parts]
    tx.run_many(Q["add_key"], keys)
    return number


def name_tags(tx: Transaction) -> None:
    """Bring the names and aliases of the user's tags up to date; there are thousands at most."""
    known = {(row[0], row[1], row[2]): row[3] for row in tx.rows(Q["kind"], (TAG,))}
    wanted = set(tx.rows(Q["names"]))
    for gone in known.keys() - wanted:
        tx.run(Q["delete"], (known[gone],))
    for folded, name, stands_for in sorted(wanted - known.keys(), key=lambda row: row[0]):
        add(tx, TAG, folded, name, stands_for)


def _by_keys(reader: Reader, kind: str, key: str, limit: int) -> list[tuple[Any, ...]]:
    if kind == TAG:
        return reader.rows(Q["tags"], {"key": key, "limit": limit})
    return reader.rows(_NEAR.get(len(key), Q["near"]), {"kind": kind, "key": key, "limit": limit})


def _by_initials(reader: Reader, kind: str, wanted: str, limit: int) -> list[tuple[Any, ...]]:
    consonants = (initials(f"{wanted}가") or "")[:-1]  # a syllable at the end, since a text without one has none
    sql = Q["tags_by_initials"] if kind == TAG else Q["by_initials"]
    if consonants == keystrokes(wanted):  # no syllable is among them, so that all that is found fits
        return reader.rows(sql, {"kind": kind, "key": consonants, "limit": limit * _STARTS})
    found = reader.rows(sql, {"kind": kind, "key": consonants, "limit": limit * _LOOKED_AT})
    return [row for row in found if any(begins(wanted, part) for part in starts(plain(row[0])))]
