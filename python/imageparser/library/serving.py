"""Which vectors answer searches: those of the model in use, or those of the former one until the new ones are there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from imageparser.library import vectors
from imageparser.library.queries import load
from imageparser.library.tasks import FINAL_CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.vectors import VectorTable

Q = load("serving")
# What one transaction may take away: other writers wait for it.
TASKS_AT_ONCE = 5_000
ROWS_AT_ONCE = 256
# A table of this many bytes is dropped in about a second; rows of a larger one go first, which is far slower each.
DROPPED_AT_ONCE = 1 << 30


class Renewal(NamedTuple):
    """A phase that makes vectors, its current version key, and the (phase, version key) that it needs, all of them."""

    phase: str
    version_key: str
    needs: Sequence[tuple[str, str]]


def noted(reader: Reader, slot: str) -> str | None:
    """Return the version key that was noted for a slot, or None."""
    found = reader.value(Q["get"], (slot,))
    return None if found is None else str(found)


def in_force(reader: Reader, slot: str, current: str) -> str:
    """Return the version key whose vectors answer for a slot; `current` is that of the model in the settings.

    It is the noted one as long as it has vectors, else the current one, else (no run has noted anything yet, and the
    settings have changed) the one with the most vectors.
    """
    served = noted(reader, slot)
    for key in (served, current):
        if key is not None and vectors.present(reader, slot, key):
            return key
    others = [table.version_key for table in vectors.tables(reader) if table.kind == slot]
    counts = {key: vectors.count(reader, slot, key) for key in others}
    return max(counts, key=lambda key: counts[key]) if any(counts.values()) else current


def serve(tx: Transaction, slot: str, version_key: str, now_ms: int) -> None:
    """Let the vectors under a version key answer for a slot from now on."""
    tx.run(Q["put"], (slot, version_key, now_ms))


def since(reader: Reader, slot: str) -> int | None:
    """Return when the present key began to answer, in milliseconds since the epoch; None before anything was noted."""
    found = reader.value(Q["since"], (slot,))
    return None if found is None else int(found)


def left(reader: Reader, served: str, renewals: Iterable[Renewal], *, max_attempts: int) -> int:
    """Return how many present files would lose a vector if the current keys answered now, and may still get a new one.

    A file counts while it has a vector under the served key, none under the current one, and neither that phase nor
    one that it needs has failed for good there (a final code, or as many attempts as allowed): a file that cannot be
    done keeps nothing waiting for ever.
    """
    phases = json.dumps([(one.phase, one.version_key, list(one.needs)) for one in renewals])
    values = {"phases": phases, "served": served, "max_attempts": max_attempts, "final_codes": json.dumps(FINAL_CODES)}
    return int(reader.value(Q["left"], values))


def obsolete(reader: Reader, phases: Iterable[str], keep: Iterable[str]) -> list[VectorTable]:
    """Return the vector tables of some phases under other keys than those to keep."""
    kinds, keys = set(phases), set(keep)
    return [table for table in vectors.tables(reader) if table.kind in kinds and table.version_key not in keys]


def clear_some(tx: Transaction, table: VectorTable) -> bool:
    """Take away a part of a table that serves no more; True while there is something left of it.

    First its tasks: what is cut off half-way leaves no file that counts as done without a vector.
    """
    values = {"phase": table.kind, "version_key": table.version_key, "limit": TASKS_AT_ONCE}
    if tx.run(Q["forget_tasks"], values):
        return True
    if vectors.at_least(tx, table.name, DROPPED_AT_ONCE // (4 * table.dim) + 1):
        vectors.remove(tx, table.name, vectors.ids(tx, table.name, limit=ROWS_AT_ONCE))
        return True
    vectors.drop(tx, table.name)
    return False
