"""Walk folders and record what differs from last time."""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.errors import NotFoundError
from imageparser.library import scan
from imageparser.text import key_of, path_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from imageparser._core import CancelToken, ScanBatch
    from imageparser.library.connection import Database, Transaction
    from imageparser.library.scan import ScanCounts
    from imageparser.settings import ScanSettings

WAITING = 4  # batches that may wait for the writer, so that memory stays bounded


@dataclass
class Walked:
    """What a walk found; `skipped` are the paths that it left out, with the reasons."""

    counts: ScanCounts = field(default_factory=scan.ScanCounts)
    skipped: list[_core.Skip] = field(default_factory=list)


def absolute_roots(paths: Sequence[str | bytes | os.PathLike[str]]) -> list[bytes]:
    """Return the folders as absolute raw paths.

    Raises:
        NotFoundError: one does not exist; finding nothing in silence would hide a mistyped name.
    """
    roots = [os.path.abspath(os.fsencode(path)) for path in paths]  # on raw bytes
    for root in roots:
        if not os.path.exists(root):  # on raw bytes
            raise NotFoundError("the folder does not exist", path=path_text(root))
    return roots


def walk(
    database: Database,
    roots: Sequence[bytes],
    *,
    settings: ScanSettings,
    reading: Sequence[str],
    now_ms: int,
    cancel: CancelToken,
    exclude: Sequence[str] = (),
    threads: int = 0,
    seen: Callable[[int], None] | None = None,
) -> Walked:
    """Walk the roots and record every batch of differences in a transaction of its own.

    `reading` are the phases that read the files themselves and look again at what has changed; `seen` is told how
    many more files were found.
    """
    root_keys = [key_of(root) for root in roots]
    database.write(lambda tx: scan.begin(tx, root_keys))
    scanner = _core.Scanner(
        roots,
        known=scan.known(database.read(), root_keys),
        exclude=[*settings.exclude, *exclude],
        default_excludes=settings.default_excludes,
        hidden=settings.hidden,
        threads=threads,
        cancel=cancel,
    )
    found, tell = Walked(), seen or (lambda _: None)
    waiting: deque[Future[ScanCounts]] = deque()
    for batch in scanner:
        found.skipped += batch.skipped
        waiting.append(database.submit(_recording(batch, now_ms, reading)))
        if len(waiting) > WAITING:
            _collect(waiting.popleft(), found, tell)
    for recorded in waiting:
        _collect(recorded, found, tell)
    return found


def _recording(batch: ScanBatch, now_ms: int, reading: Sequence[str]) -> Callable[[Transaction], ScanCounts]:
    return lambda tx: scan.record(tx, batch, now_ms, reading=reading)


def _collect(recorded: Future[ScanCounts], found: Walked, tell: Callable[[int], None]) -> None:
    counts = recorded.result()
    found.counts += counts
    tell(counts.seen)
