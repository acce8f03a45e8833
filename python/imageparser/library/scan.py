"""What a walk over folders found, recorded: which files are present, moved or missing."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from imageparser.library import fulltext, paths, roots, tasks
from imageparser.library.integers import signed
from imageparser.library.queries import load
from imageparser.text import key_of, parent_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser._core import Found, Moved, ScanBatch
    from imageparser.library.connection import Reader, Transaction

Q = load("scan")


@dataclass
class ScanCounts:
    """How many files a scan saw, by what had become of them; `seen` are those that are there."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    gone: int = 0
    unchanged: int = 0

    @property
    def seen(self) -> int:
        """Files that exist now."""
        return self.added + self.changed + self.moved + self.unchanged

    def __iadd__(self, other: ScanCounts) -> ScanCounts:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self


def known(reader: Reader, root_keys: Iterable[str]) -> list[tuple[str, bytes]]:
    """Return the recorded folder states below some roots, for the scanner to compare with."""
    return [(key, blob) for key, blob in reader.rows(Q["known"], {"roots": roots.as_json(root_keys)})]


def begin(tx: Transaction, root_keys: Iterable[str]) -> None:
    """Prepare for a scan of some roots.

    The notes on left-out paths go: the scan makes new ones. Files that had vanished when they were to be read
    count as present again, as their folder states say: the scan finds out which of them are gone.
    """
    below = {"roots": roots.as_json(root_keys)}
    tx.run(Q["forget_skipped"], below)
    if tx.run(Q["revive"], below):
        paths.touch(tx)


def record(tx: Transaction, batch: ScanBatch, now_ms: int, *, reading: Iterable[str]) -> ScanCounts:
    """Record one batch of a scan: folder states and files together, so that none is lost between.

    `reading` are the phases that read the files themselves: they look at a changed file again, and only
    when its content turns out to differ do the others.
    """
    counts = ScanCounts(unchanged=batch.unchanged)
    for key in batch.gone:
        counts.gone += tx.run(Q["lose_key"], {"key": key, "now": now_ms})
    taking = _Taking(tx, counts, tuple(reading), now_ms)
    taking.move(batch.moved)
    taking.add(batch.added)
    for found in batch.changed:
        taking.change(found)
    if counts.seen + counts.gone > counts.unchanged:
        paths.touch(tx)
    _put_directories(tx, batch.directories)
    tx.run_many(Q["put_skipped"], ((key_of(s.path), s.code, s.reason, now_ms) for s in batch.skipped))
    return counts


def vanished(tx: Transaction, file_id: int, now_ms: int) -> None:
    """Mark a file as missing that was gone when it was to be read; the next scan looks for it again."""
    tx.run(Q["vanish"], {"id": file_id, "now": now_ms})
    paths.touch(tx)


def distrust(tx: Transaction, folder: str, now_ms: int) -> int:
    """Drop the state of a folder and mark its files as missing; the next scan finds those that exist unharmed."""
    tx.run(Q["drop_directory"], (folder,))
    paths.touch(tx)
    return tx.run(Q["lose_folder"], {"folder": folder, "now": now_ms})


def _put_directories(tx: Transaction, directories: list[tuple[str, bytes, bytes | None]]) -> None:
    for key, raw, blob in directories:
        if blob is None:
            tx.run(Q["drop_directory"], (key,))
        else:
            tx.run(Q["put_directory"], (key, raw, blob))


def _marks(found: Found) -> tuple[int, int, int]:
    return (found.size, found.mtime_ns, signed(found.file_id))


def _place(found: Found) -> tuple[Any, ...]:
    return (found.key, found.raw, parent_key(found.key), *_marks(found))


class _Taking:
    """Take what a scan found into the table of files."""

    def __init__(self, tx: Transaction, counts: ScanCounts, reading: tuple[str, ...], now_ms: int) -> None:
        self._tx = tx
        self._counts = counts
        self._reading = reading
        self._now_ms = now_ms

    def add(self, added: Iterable[Found]) -> None:
        """Take files that the recorded folder states do not hold; most of them nobody has seen before."""
        by_key = {found.key: found for found in added}
        keys = json.dumps(list(by_key), ensure_ascii=False)
        seen = {row[0] for row in self._tx.rows(Q["seen"], (keys,))}
        new = [found for key, found in by_key.items() if key not in seen]
        self._tx.run_many(Q["insert"], ((*_place(found), self._now_ms) for found in new))
        self._counts.added += len(new)
        rest = {id(found) for found in new}
        for found in added:
            if id(found) not in rest:
                self._take(found)

    def _take(self, found: Found) -> None:
        present = self._tx.row(Q["present"], (found.key,))
        if present is None:
            self._counts.added += 1
            self._bring_back(found)
        elif present[1:] == _marks(found):
            self._counts.unchanged += 1
        else:
            self._counts.changed += 1
            self._replace(present[0], found)

    def change(self, found: Found) -> None:
        """Take a file whose marks differ from those of the recorded folder state."""
        present = self._tx.row(Q["present"], (found.key,))
        if present is None:
            self.add([found])
            return
        self._counts.changed += 1
        self._replace(present[0], found)

    def move(self, moves: list[Moved]) -> None:
        """Give moved files their new paths; all leave the old ones first, so that they can trade places."""
        owners = [(move.found, self._tx.row(Q["present"], (move.old_key,))) for move in moves]
        for _, owner in owners:
            if owner is not None:
                self._tx.run(Q["lose"], {"id": owner[0], "now": self._now_ms})
        for found, owner in owners:
            if owner is None:
                self.add([found])
                continue
            self._tx.run(Q["lose_key"], {"key": found.key, "now": self._now_ms})
            self._tx.run(Q["place"], (owner[0], *_place(found)))
            self._counts.moved += 1
        fulltext.refresh(self._tx, [owner[0] for _, owner in owners if owner is not None])

    def _bring_back(self, found: Found) -> None:
        """Give the path to the file that was missing from it."""
        lost = self._tx.rows(Q["missing"], (found.key,))
        same = [row for row in lost if row[1:] == _marks(found)]
        if same:
            self._tx.run(Q["place"], (same[0][0], *_place(found)))
            tasks.reset_failed(self._tx, same[0][0])
        else:
            self._replace(lost[0][0], found)

    def _replace(self, file_id: int, found: Found) -> None:
        """Keep the row; whether its content really differs shows when it is read."""
        self._tx.run(Q["place"], (file_id, *_place(found)))
        tasks.reset(self._tx, file_id, self._reading)
