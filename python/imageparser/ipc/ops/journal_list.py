"""`journal_list`: the jobs that moved files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser import clock
from imageparser.archive.walk import absolute, shown
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import MAX_ROW, Done, PathText, Payload, Row, Shape
from imageparser.library import journal

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.journal import Listed

DEFAULT_LIMIT = 100


class JournalListPayload(Payload):
    """Which jobs: those of one folder where it is given; `limit` 0 means 100."""

    folder: PathText | None = None
    limit: Annotated[int, Field(ge=0, le=MAX_ROW)] = DEFAULT_LIMIT
    offset: Annotated[int, Field(ge=0, le=MAX_ROW)] = 0


class JournalJob(Shape):
    """A job: how many pictures it was to move, has moved, could not move.

    `state` is applying, done, cancelled, interrupted or undone; `undoes` the job that it took back.
    """

    id: Row
    kind: str
    folder: str
    state: str
    items: int
    done: int
    failed: int
    undoable: bool
    undoes: int | None
    created_at: str
    finished_at: str | None


class JournalListDone(Done):
    """Jobs, the newest first, and how many there are without the limit."""

    jobs: list[JournalJob]
    total: int


@op(
    "journal_list",
    payload=JournalListPayload,
    done=JournalListDone,
    claims=lambda _: Claims(),
)
def journal_list(job: Job, payload: JournalListPayload) -> dict[str, Any]:
    """List the jobs that moved files; `undo` takes one back."""
    reader = job.library.database.read()
    folder = None if payload.folder is None else shown(absolute(payload.folder))
    with reader.snapshot():
        found = journal.listed(reader, folder, payload.limit or DEFAULT_LIMIT, payload.offset)
        total = journal.count(reader, folder)
    return {"jobs": [_told(one) for one in found], "total": total}


def _told(one: Listed) -> dict[str, Any]:
    row = one.job
    return {
        "id": row.id,
        "kind": row.kind,
        "folder": row.folder,
        "state": row.state,
        "items": one.items,
        "done": one.done,
        "failed": one.failed,
        "undoable": one.done > 0 and row.state not in {journal.JobState.APPLYING, journal.JobState.UNDONE},
        "undoes": row.undoes,
        "created_at": clock.iso(row.created_at),
        "finished_at": None if row.finished_at is None else clock.iso(row.finished_at),
    }
