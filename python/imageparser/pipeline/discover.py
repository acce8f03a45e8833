"""The first step of a run: walk the folders, record what differs from last time and tell how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imageparser.intake.walk import walk
from imageparser.pipeline.progress import SCAN, Meter
from imageparser.pipeline.report import Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser._core import CancelToken
    from imageparser.library.connection import Database
    from imageparser.library.scan import ScanCounts
    from imageparser.pipeline.progress import Progress
    from imageparser.settings import ScanSettings


@dataclass(frozen=True)
class Discovered:
    """What a walk found."""

    counts: ScanCounts
    skipped: list[Skipped]


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
    """Walk the roots; `reading` are the phases that read the files themselves and look again at what has changed."""
    meter = Meter(SCAN, progress)
    found = walk(
        database,
        roots,
        settings=settings,
        exclude=exclude,
        reading=reading,
        threads=threads,
        now_ms=now_ms,
        cancel=cancel,
        seen=lambda count: meter.add(count, 0),
    )
    meter.finish()
    return Discovered(
        found.counts, [Skipped(path=skip.path, code=skip.code, reason=skip.reason) for skip in found.skipped]
    )
