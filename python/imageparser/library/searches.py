"""What people searched for, where they let it be remembered: a few hundred queries in a small file beside the library.

It is no part of the library itself: no backup and no package holds it, and remembering a search does not make what is
kept in memory of the library's state worthless. Of two processes that remember at the same moment, one may lose.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, NamedTuple

from imageparser import clock
from imageparser.errors import LibraryReadOnlyError
from imageparser.hangul import plain
from imageparser.library import switches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from imageparser.library.connection import Database, Reader, Transaction

MOST = 500
LONGEST = 1_000  # characters; what is longer was pasted, not typed


class Search(NamedTuple):
    """A query, how often it was asked, and when it was asked last."""

    query: str
    uses: int
    at: int


def remember(database: Database, query: str) -> bool:
    """Remember a query where the library wants it and something was asked, and tell whether that was done."""
    text = " ".join(query.split())
    if not text or len(text) > LONGEST or database.read_only or not wanted(database.read()):
        return False
    known = listed(database)
    former = next((one for one in known if plain(one.query) == plain(text)), Search(text, 0, 0))
    others = [one for one in known if one is not former]
    _write(database, [Search(text, former.uses + 1, clock.now_ms()), *others][:MOST])
    return True


def wanted(reader: Reader) -> bool:
    """Tell whether queries may be remembered in this library."""
    return switches.NO_HISTORY not in switches.on(reader)


def keep(tx: Transaction, *, on: bool) -> None:
    """Let queries be remembered from now on, or no more; what is remembered stays until it is forgotten."""
    switches.switch(tx, switches.NO_HISTORY, to=not on)


def listed(database: Database, limit: int = MOST) -> list[Search]:
    """Return the queries, the latest first; none where the file cannot be read."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        rows = json.loads(place(database).read_bytes())
        return [Search(str(query), int(uses), int(at)) for query, uses, at in rows][:limit]
    return []


def forget(database: Database, queries: Iterable[str]) -> int:
    """Forget some queries and return how many were known."""
    gone = {plain(query) for query in queries}
    known = listed(database)
    left = [one for one in known if plain(one.query) not in gone]
    if len(left) < len(known):
        _write(database, left)
    return len(known) - len(left)


def clear(database: Database) -> int:
    """Forget every query and return how many there were."""
    known = listed(database)
    place(database).unlink(missing_ok=True)
    return len(known)


def place(database: Database) -> Path:
    """Return the file of the searches."""
    return database.path.with_name(f"{database.path.name}.searches.json")


def _write(database: Database, searches: Sequence[Search]) -> None:
    target = place(database)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        part.write_text(json.dumps(searches, ensure_ascii=False), encoding="utf-8")
        part.replace(target)
    except OSError as error:
        raise LibraryReadOnlyError(f"the searches cannot be written: {error.strerror}", path=str(target)) from None
