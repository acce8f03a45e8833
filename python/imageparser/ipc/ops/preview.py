"""`preview`: a rendering of a picture as a file, with layers switched as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.ipc.showing import file_of

if TYPE_CHECKING:
    from imageparser.ipc.job import Job

Number = Annotated[int, Field(ge=0, le=0xFFFF_FFFF)]


class PreviewPayload(Payload):
    """Which picture, reduced by a whole factor to at least `size` pixels on its longer side; null is full size.

    `hidden` and `shown` are layers whose eye is switched, `only` is the one layer to show.
    """

    picture: Row
    size: Annotated[int, Field(ge=1)] | None = None
    hidden: list[Number] = Field(default_factory=list)
    shown: list[Number] = Field(default_factory=list)
    only: Number | None = None


class PreviewDone(Done):
    """Where the rendering is: the user's file itself, or one that may be deleted at any time."""

    path: str
    media_type: str
    width: int
    height: int


@op("preview", payload=PreviewPayload, done=PreviewDone)
def preview(job: Job, payload: PreviewPayload) -> dict[str, Any]:
    """Render a picture for a screen."""
    made = job.library.previews.preview(
        payload.picture, size=payload.size, hidden=payload.hidden, shown=payload.shown, only=payload.only
    )
    return file_of(made, job.library.settings)
