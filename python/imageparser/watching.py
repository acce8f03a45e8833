"""Hints that something below some folders may have changed; a rescan finds out what."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import watchfiles

from imageparser import clock
from imageparser.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from imageparser._core import CancelToken

# Events get lost (network drives, full queues), so a rescan is due after this time without one.
RESCAN_SECONDS = 300.0
DEBOUNCE_MS = 1600
_TICK_MS = 500


def hints(
    folders: Sequence[str | os.PathLike[str]],
    cancel: CancelToken,
    *,
    ignore: Path,
    debounce_ms: int = DEBOUNCE_MS,
    rescan_seconds: float = RESCAN_SECONDS,
) -> Iterator[None]:
    """Yield whenever a rescan is due: once at the start, after changes have settled, and now and then.

    Watching begins before the first yield, so that no change falls between a scan and the watch. What
    happens to `ignore` and to files whose names begin with its name (our own library) is no hint.

    Raises:
        UsageError: a folder cannot be watched.
    """
    paths = [_watchable(folder) for folder in folders]
    last: float | None = None
    for changes in watchfiles.watch(
        *paths,
        watch_filter=_unless_below(str(ignore)),
        debounce=debounce_ms,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    ):
        if cancel.cancelled:
            return
        if changes or last is None or clock.monotonic() - last >= rescan_seconds:
            yield
            last = clock.monotonic()


def _watchable(folder: str | os.PathLike[str]) -> str:
    path = os.fspath(folder)
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
        raise UsageError("a folder whose name is no UTF-8 cannot be watched", path=shown) from None
    return path


def _unless_below(ours: str) -> Callable[[watchfiles.Change, str], bool]:
    return lambda _change, path: not path.startswith(ours)
