"""`tile`: one tile of one level of a picture as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser.ipc.op import op
from imageparser.ipc.ops.preview import PreviewDone
from imageparser.ipc.protocol import Payload, Row
from imageparser.ipc.showing import file_of

if TYPE_CHECKING:
    from imageparser.ipc.job import Job

Place = Annotated[int, Field(ge=0, le=1 << 20)]


class TilePayload(Payload):
    """The column `x` and row `y` of tiles of 512 pixels; level 0 is full size, each further one half of it."""

    picture: Row
    level: Place
    x: Place
    y: Place


class TileDone(PreviewDone):
    """Where the tile is; at the right and lower edge it is smaller than the others."""


@op("tile", payload=TilePayload, done=TileDone)
def tile(job: Job, payload: TilePayload) -> dict[str, Any]:
    """Cut a tile out of a picture for a screen."""
    return file_of(
        job.library.previews.tile(payload.picture, payload.level, payload.x, payload.y), job.library.settings
    )
