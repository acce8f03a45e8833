"""`sidecar_write`: what the user says of pictures, into the XMP beside them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from imageparser.archive.report import Outcome, Status
from imageparser.exchange import sidecars
from imageparser.exchange.sidecars import State
from imageparser.ipc.asking import ChosenPayload, chosen
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Details, Done
from imageparser.library import sidecars as rows
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job

_EVERY = -1  # SQLite's word for "no limit"
_STATUS = {State.NEW: Status.OK, State.CHANGED: Status.OK, State.FAILED: Status.ERROR}


class SidecarWritePayload(ChosenPayload):
    """The pictures; without any, all whose sidecars are behind. With `dry_run` nothing is written."""

    dry_run: bool = True


class SidecarWriteDetails(Details):
    """What became of the sidecar: new, changed, the same, or nothing where there is none and nothing to say."""

    state: str


class SidecarWriteDone(Done):
    """How many sidecars are new, changed, as they were, and could not be written."""

    new: int
    changed: int
    same: int
    failed: int


@op(
    "sidecar_write",
    payload=SidecarWritePayload,
    done=SidecarWriteDone,
    details=SidecarWriteDetails,
    claims=lambda _: Claims(rows=("edits", "files")),
)
def sidecar_write(job: Job, payload: SidecarWritePayload) -> dict[str, Any]:
    """Write rating, label and tags into the sidecars of pictures; everything else in them stays."""
    database = job.library.database
    if payload.ids is None and payload.query is None:
        ids = rows.queued(database.read(), _EVERY, failed=True)
    else:
        ids = chosen(job, payload)
    job.begin(len(ids))
    counts: Counter[State] = Counter()
    for one in sidecars.write(database, ids, dry_run=payload.dry_run, cancel=job.cancel):
        counts[one.state] += 1
        message = None if one.error is None else f"{one.error.code}: {one.error.message}"
        status = _STATUS.get(one.state, Status.SKIP)
        source, target = path_text(one.place.raw), path_text(one.path)
        job.result(Outcome(status, source, target, message, details={"state": one.state.value}))
    same = counts[State.SAME] + counts[State.NOTHING]
    return {"new": counts[State.NEW], "changed": counts[State.CHANGED], "same": same, "failed": counts[State.FAILED]}
