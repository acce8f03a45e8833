"""`preview`: a rendering of a picture as a file, with layers switched as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row
from imageparser.ipc.showing import file_of
from imageparser.previews import View

if TYPE_CHECKING:
    from imageparser.ipc.job import Job

Number = Annotated[int, Field(ge=0, le=0xFFFF_FFFF)]
Edge = Annotated[int, Field(ge=0, le=1 << 20)]


class PreviewPayload(Payload):
    """Which picture, reduced by a whole factor to at least `size` pixels on its longer side; null is full size.

    `hidden` and `shown` are layers whose eye is switched, `only` is the one layer to show, with `crop` cut to its box;
    with `layers` the picture is made from its layers though none is switched. `region` (left, top, right, bottom) is
    the only part that is wanted. `against` is another picture: the difference is shown, black where both are alike.
    """

    picture: Row
    size: Annotated[int, Field(ge=1)] | None = None
    hidden: list[Number] = Field(default_factory=list)
    shown: list[Number] = Field(default_factory=list)
    only: Number | None = None
    crop: bool = False
    region: Annotated[list[Edge], Field(min_length=4, max_length=4)] | None = None
    layers: bool = False
    against: Row | None = None


class PreviewDone(Done):
    """Where the rendering is: the user's file itself, or one that may be deleted at any time."""

    path: str
    media_type: str
    width: int
    height: int


@op("preview", payload=PreviewPayload, done=PreviewDone)
def preview(job: Job, payload: PreviewPayload) -> dict[str, Any]:
    """Render a picture for a screen."""
    region = payload.region and (payload.region[0], payload.region[1], payload.region[2], payload.region[3])
    view = View(**payload.model_dump(exclude={"picture", "region"}), region=region or None)
    return file_of(job.library.previews.preview(payload.picture, view, cancel=job.cancel), job.library.settings)
