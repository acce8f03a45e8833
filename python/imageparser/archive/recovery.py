"""Jobs that were cut off: where their files really are, and whether the job goes on or ends there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.archive import apply, copying, journal
from imageparser.archive.journal import Journal
from imageparser.archive.walk import Marks, marks_of
from imageparser.errors import LibraryLockedError
from imageparser.library import journal as rows
from imageparser.library.journal import JobState, Move, State
from imageparser.text import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imageparser.archive.journal import Request
    from imageparser.library.connection import Database
    from imageparser.library.journal import Item, JobRow


def left_over(database: Database, request: Request, folders: Iterable[str], *, resume: bool) -> Journal | None:
    """Bring jobs to an end that were cut off in some folders; return the one that the request asks for again.

    With `resume` that may also be one that was cancelled.

    Raises:
        LibraryLockedError: another process moves files in one of the folders at this moment.
    """
    keys = [key_of(folder) for folder in folders]
    found = None
    for job in rows.applying(database.read()):
        same = job.kind == request.kind and job.digest == request.digest
        if not same and not any(_overlap(key_of(job.folder), key) for key in keys):
            continue
        if journal.is_at_work(database, job):
            raise LibraryLockedError(f"job {job.id} is moving files in {job.folder}")
        opened = _opened(database, job)
        if same:
            found = opened
        else:
            _end(opened)
    if found is None and resume:
        last = rows.latest(database.read(), request.kind, request.digest)
        if last is not None and last.state == JobState.CANCELLED:
            found = _opened(database, last)
    return found


def _opened(database: Database, job: JobRow) -> Journal:
    opened = Journal.take_over(database, job)
    for item in opened.items:
        if item.state in apply.OPEN:
            _look(opened, item)
    opened.write()
    return opened


def _end(job: Journal) -> None:
    """Let no file keep a temporary name, and do no more."""
    token = _core.CancelToken()
    token.cancel()
    apply.Applier(job, token, lambda _: None).run()
    job.finish(JobState.INTERRUPTED)


def _look(job: Journal, item: Item) -> None:
    """See where a file is, and write that where the journal does not say it yet."""
    known = item.temporary if item.state is State.HELD and item.temporary else item.source
    state, here, marks = _found(job, item)
    if marks is None or (state is item.state and here == known):
        return
    item.state = state
    # By way of a name that nobody has: the files of a job may have traded places.
    between = f"{here}\n{item.number}"
    job.note(item, journal.moved(item, known, between, marks))
    job.note(item, Move(between, here, *marks))


def _found(job: Journal, item: Item) -> tuple[State, str, Marks | None]:
    marks = Marks(item.size, item.mtime_ns, item.file_id)
    if item.state is State.COPIED:
        copied = copying.finish(job, item)
        if copied is not None:
            return State.DONE, item.target, copied
    copying.drop_part(job, item)
    at_source = marks_of(item.source) == marks
    if marks_of(item.target) == marks and _listed(item.target):
        # A second name was made and the first one not yet taken away.
        if at_source and _listed(item.source) and os.path.samefile(item.source, item.target):
            os.unlink(item.source)
        return State.DONE, item.target, marks
    if item.temporary and marks_of(item.temporary) == marks:
        return State.HELD, item.temporary, marks
    return State.PENDING, item.source, marks if at_source else None


def _listed(path: str) -> bool:
    """Return whether a folder has a name in just this spelling; some systems find a file by others too."""
    folder, name = os.path.split(path)
    return name in os.listdir(folder)


def _overlap(one: str, other: str) -> bool:
    outer, inner = sorted((one.rstrip("/"), other.rstrip("/")), key=len)
    return inner == outer or inner.startswith(outer + "/")
