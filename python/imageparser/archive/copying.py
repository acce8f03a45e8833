"""Files that go to another device: copied, looked at again, and only then taken away from where they were."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.archive.walk import OURS, join, marks_of
from imageparser.errors import CancelledError, CorruptError, NotFoundError
from imageparser.intake import disk
from imageparser.library.journal import State

if TYPE_CHECKING:
    from imageparser.archive.journal import Journal
    from imageparser.archive.walk import Marks
    from imageparser.library.journal import Item


PIECE = 1 << 20


def across(job: Journal, item: Item, here: str, cancel: _core.CancelToken) -> Marks:
    """Bring a file to its target on another device and return its marks there.

    Raises:
        ExistsError: something has the target's path.
        CorruptError: what was written is not what was read.
    """
    part = part_of(job, item)
    drop_part(job, item)  # of a run that was killed here
    before = item.state
    try:
        item.digest = _copy(here, part, cancel)
        item.state = State.COPIED
        job.note(item)
        job.write()
        disk.rename(part, item.target)
    except BaseException:
        item.state = before
        drop_part(job, item)
        raise
    disk.sync_folder(os.path.dirname(item.target))
    os.unlink(here)
    marks = marks_of(item.target)
    if marks is None:
        raise NotFoundError("the file is gone")
    return marks


def finish(job: Journal, item: Item) -> Marks | None:
    """End a copy that was cut off: where the target is the whole file, the source goes; return its marks then."""
    drop_part(job, item)
    marks = marks_of(item.target)
    if item.digest is None or marks is None or _core.digest(item.target) != item.digest:
        return None
    for here in (item.temporary, item.source):
        if here and marks_of(here) == (item.size, item.mtime_ns, item.file_id) and _core.digest(here) == item.digest:
            os.unlink(here)
    return marks


def part_of(job: Journal, item: Item) -> str:
    """Return where the copy of a file grows, beside its target."""
    return join(os.path.dirname(item.target), f"{OURS}{job.id}-{item.number}.part")


def drop_part(job: Journal, item: Item) -> None:
    """Remove a copy that never became whole."""
    with contextlib.suppress(OSError):
        os.unlink(part_of(job, item))


def _copy(source: str, part: str, cancel: _core.CancelToken) -> str:
    """Write a second file with the same content, times and rights; return the digest that both have."""
    with open(source, "rb") as reading, open(part, "xb") as writing:
        while piece := reading.read(PIECE):
            if cancel.cancelled:
                raise CancelledError
            writing.write(piece)
        writing.flush()
        shutil.copystat(source, part, follow_symlinks=False)
        os.fsync(writing.fileno())
    digest = _core.digest(source)
    if _core.digest(part) != digest:
        raise CorruptError("the copy differs from the file")
    return digest
