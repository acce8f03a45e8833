"""The first step of a run: walk the folders and record what differs from last time."""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.errors import NotFoundError
from imageparser.library import scan
from imageparser.pipeline.progress import SCAN, Meter
from imageparser.pipeline.report import Skipped
from imageparser.text import key_of, path_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from imageparser._core import CancelToken, ScanBatch
    from imageparser.library.connection import Database, Transaction
    from imageparser.library.scan import ScanCounts
    from imageparser.pipeline.progress import Progress
    from imageparser.settings import ScanSettings

WAITING = 4  # batches that may wait for the writer, so that memory stays bounded


@dataclass
class Discovered:
    """What a walk found."""

    counts: ScanCounts = field(default_factory=scan.ScanCounts)
    skipped: list[Skipped] = field(default_factory=list)


def absolute_roots(paths: Sequence[str | bytes | os.PathLike[str]]) -> list[bytes]:
    """Return the folders as absolute raw paths.

    Raises:
        NotFoundError: one does not exist; indexing nothing in silence would hide a mistyped name.
    """
    roots = [os.path.abspath(os.fsencode(path)) for path in paths]  # noqa: PTH100  # on raw bytes
    for root in roots:
        if not os.path.exists(root):  # noqa: PTH110  # on raw bytes
            raise NotFoundError("the folder does not exist", path=path_text(root))
    return roots


def discover(
    database: Database,
    roots: Sequence[bytes],
    *,
    settings: ScanSettings,
    exclude: Sequence[str],
    reading: Sequence[str],
    threads: int,
    now_ms: int,
    cancel: CancelToken,
    progress: Callable[[Progress], None] | None,
) -> Discovered:
    """Walk the roots and record every batch of differences in a transaction of its own.

    `reading` are the phases that read the files themselves and look again at what has changed.
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
    found, meter = Discovered(), Meter(SCAN, progress)
    waiting: deque[Future[ScanCounts]] = deque()
    for batch in scanner:
        found.skipped += [Skipped(path=skip.path, code=skip.code, reason=skip.reason) for skip in batch.skipped]
        waiting.append(database.submit(_recording(batch, now_ms, reading)))
        if len(waiting) > WAITING:
            _collect(waiting.popleft(), found, meter)
    for recorded in waiting:
        _collect(recorded, found, meter)
    meter.finish()
    return found


def _recording(batch: ScanBatch, now_ms: int, reading: Sequence[str]) -> Callable[[Transaction], ScanCounts]:
    return lambda tx: scan.record(tx, batch, now_ms, reading=reading)


def _collect(recorded: Future[ScanCounts], found: Discovered, meter: Meter) -> None:
    counts = recorded.result()
    found.counts += counts
    meter.add(counts.seen, 0)
