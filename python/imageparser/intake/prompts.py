"""Read what generators wrote into files, and store it as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imageparser import _core, clock
from imageparser.errors import CancelledError
from imageparser.library import files as file_table
from imageparser.library import fulltext, prompts, scan
from imageparser.library.prompts import Kept, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from imageparser._core import CancelToken, Failure, PromptRead
    from imageparser.library.connection import Database, Transaction
    from imageparser.library.prompts import Unread

BATCH = 256  # files read at a time
MOST = 10_000  # files in one commit at most, so that memory stays bounded
COMMIT = 200


class Taken(NamedTuple):
    """A file that was looked into: its state and what was kept, or why it could not be read."""

    file: Unread
    read: PromptRead | None
    kept: Kept | None
    failure: Failure | None


def read(
    database: Database, files: Sequence[Unread], *, cancel: CancelToken, threads: int = 0, commit_step: int = COMMIT
) -> Iterator[list[Taken]]:
    """Look into files and yield them in their order, `commit_step` at a time, each batch when it is stored.

    While one batch is being stored the next one is read.

    Raises:
        CancelledError: the token was raised; what had been read by then was stored and yielded.
    """
    step = max(1, min(commit_step, MOST))
    batch: list[tuple[Unread, PromptRead | Failure]] = []
    waiting: Future[list[Taken]] | None = None
    for begin in range(0, len(files), min(step, BATCH)):
        batch += _look(files[begin : begin + min(step, BATCH)], threads, cancel)
        while len(batch) >= step:
            if waiting is not None:
                yield waiting.result()
            waiting, batch = _storing(database, batch[:step]), batch[step:]
        if cancel.cancelled:
            break
    if waiting is not None:
        yield waiting.result()
    if batch:
        yield _storing(database, batch).result()
    if cancel.cancelled:
        raise CancelledError


def _look(some: Sequence[Unread], threads: int, cancel: CancelToken) -> list[tuple[Unread, PromptRead | Failure]]:
    reads = _core.read_prompts([file.raw for file in some], threads=threads, cancel=cancel)
    pairs = zip(some, reads, strict=True)
    return [(file, found) for file, found in pairs if not isinstance(found, _core.Failure) or found.code != "cancelled"]


def _storing(database: Database, batch: list[tuple[Unread, PromptRead | Failure]]) -> Future[list[Taken]]:
    return database.submit(lambda tx: _store(tx, batch))


def _store(tx: Transaction, batch: Sequence[tuple[Unread, PromptRead | Failure]]) -> list[Taken]:
    """Store what was read; a file that cannot be read stays unread, one that is gone is marked missing."""
    readings = [
        Reading(file.id, found.size, found.mtime_ns, found.generator)
        for file, found in batch
        if not isinstance(found, _core.Failure)
    ]
    kept = iter(prompts.put(tx, readings))
    fulltext.refresh(tx, file_table.parsed(tx, [reading.file_id for reading in readings]))
    taken = []
    for file, found in batch:
        if isinstance(found, _core.Failure):
            if found.code == "not_found":
                scan.vanished(tx, file.id, clock.now_ms())
            taken.append(Taken(file, None, None, found))
        else:
            taken.append(Taken(file, found, next(kept), None))
    return taken
