"""`sidecar_read`: what the XMP beside pictures says, into the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser.archive.report import Outcome, Status
from imageparser.exchange import sidecars
from imageparser.ipc.asking import ChosenPayload, chosen
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class SidecarReadPayload(ChosenPayload):
    """The pictures, and who wins where both sides have changed: the later one, the library or the sidecar.

    `sidecar` also brings back what was taken away in the library since.
    """

    prefer: Literal["newer", "library", "sidecar"] = "newer"


class SidecarReadDone(Done):
    """Sidecars that were read, pictures that changed, and ratings and labels that had changed on both sides.

    `edits` are the numbers to take it back by.
    """

    sidecars: int
    changed: int
    conflicts: int
    edits: list[int]


@op("sidecar_read", payload=SidecarReadPayload, done=SidecarReadDone, claims=lambda _: Claims(rows=("edits", "files")))
def sidecar_read(job: Job, payload: SidecarReadPayload) -> dict[str, Any]:
    """Read the sidecars of pictures again, whether they have changed or not; those that cannot be read are told."""
    taken = sidecars.read(job.library.database, chosen(job, payload), prefer=payload.prefer, cancel=job.cancel)
    job.begin(taken.read + len(taken.failed))
    for failed in taken.failed:
        message = f"{failed.code}: {failed.message}"
        job.result(Outcome(Status.ERROR, path_text(failed.raw), message=message))
    job.passed(taken.read)
    return {"sidecars": taken.read, "changed": taken.changed, "conflicts": taken.conflicts, "edits": taken.edits}
