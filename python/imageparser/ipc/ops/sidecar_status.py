"""`sidecar_status`: which sidecars are behind, and which could not be read or written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row, Shape
from imageparser.library import sidecars
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class SidecarStatusPayload(Payload):
    """`limit` failures are told; what the sidecars of `ids` said last is told, too."""

    limit: Annotated[int, Field(ge=0, le=10_000)] = 100
    ids: list[Row] = Field(default_factory=list)


class SidecarFailure(Shape):
    """A picture whose sidecar could not be read or written (`doing`), and why."""

    id: int
    path: str
    doing: str
    code: str
    message: str


class SidecarSaid(Shape):
    """What the sidecar of a picture said when it was last read or written; tags are paths."""

    id: int
    path: str
    rating: int | None
    label: str | None
    tags: list[list[str]]
    title: str | None
    description: str | None
    waits: bool


class SidecarStatusDone(Done):
    """When sidecars are written (the setting), how many pictures wait for that, and how many sidecars are known."""

    write: str
    queued: int
    unwritable: int
    sidecars: int
    unreadable: int
    failures: list[SidecarFailure]
    said: list[SidecarSaid]


@op("sidecar_status", payload=SidecarStatusPayload, done=SidecarStatusDone)
def sidecar_status(job: Job, payload: SidecarStatusPayload) -> dict[str, Any]:
    """Tell which sidecars are behind the library, and which could not be read or written."""
    reader = job.library.database.read()
    with reader.snapshot():
        numbers = sidecars.numbers(reader)
        failures = sidecars.failures(reader, payload.limit)
        said, own = sidecars.get(reader, payload.ids), sidecars.own(reader, payload.ids)
    return {
        "write": job.library.settings.sidecars.write,
        **numbers._asdict(),
        "failures": [{"id": one.file_id, "path": path_text(one.raw), **_reason(one)} for one in failures],
        "said": [_told(one, waits=own[one.file_id].at is not None) for one in said.values()],
    }


def _reason(failure: sidecars.Failure) -> dict[str, str]:
    return {"doing": failure.doing, "code": failure.code, "message": failure.message}


def _told(said: sidecars.Said, *, waits: bool) -> dict[str, Any]:
    words = {"rating": said.rating, "label": said.label, "title": said.title, "description": said.description}
    tags = [list(path) for path in said.tags]
    return {"id": said.file_id, "path": path_text(said.raw), **words, "tags": tags, "waits": waits}
