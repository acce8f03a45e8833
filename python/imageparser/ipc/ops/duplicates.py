"""`duplicates`: pictures that are there more than once, in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.doubles import Duplicate, DuplicatesPage, WantedPayload, found_by, page, told
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Shape

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class DuplicatesPayload(WantedPayload):
    """What counts as a duplicate; the groups that waste most come first."""


class DuplicateGroup(Shape):
    """A group: every picture in it is near to the `middle`; `spare` bytes are taken by all but its largest."""

    middle: int
    spare: int
    pictures: list[Duplicate]


class DuplicatesDone(DuplicatesPage):
    """A page of groups."""

    groups: list[DuplicateGroup]


@op("duplicates", payload=DuplicatesPayload, done=DuplicatesDone, claims=lambda _: Claims(reads=("edits",)))
def duplicates(job: Job, payload: DuplicatesPayload) -> dict[str, Any]:
    """Find pictures that are there more than once: the same bytes or pixels, or nearly the same looks."""
    wanted, found = found_by(job, payload)
    shown, about = page(payload, found)
    spare = found.spare[payload.offset :]
    groups = [
        {"middle": group[0], "spare": saved, "pictures": one.pictures}
        for group, saved, one in zip(shown, spare, told(job, wanted, found, shown), strict=False)
    ]
    return {**about, "groups": groups}
