"""`layer_list`: the layers of a document, as a tree is drawn from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import NotFoundError
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row, Shape
from imageparser.library import files, layers

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.layers import LayerRow

_TOLD = ("path", "name", "kind", "visible", "opacity", "blend", "clipping", "mask", "text")


class LayerListPayload(Payload):
    """The number of the picture."""

    picture: Row


class ListedLayer(Shape):
    """A layer or group; `path` holds the groups around it, the outermost first, `bbox` is left, top, right, bottom.

    `opacity` is 0-255; `visible` is its own eye, whatever the groups around it say.
    """

    id: int
    path: list[int]
    name: str
    kind: str
    visible: bool
    opacity: int
    blend: str
    bbox: list[int]
    clipping: bool
    mask: bool
    text: str | None


class LayerListDone(Done):
    """The layers, bottom to top, a group before its members; none where the picture is no document."""

    layers: list[ListedLayer]


@op("layer_list", payload=LayerListPayload, done=LayerListDone)
def layer_list(job: Job, payload: LayerListPayload) -> dict[str, Any]:
    """List the layers of a document with their groups, boxes and switches."""
    reader = job.library.database.read()
    with reader.snapshot():
        if files.get(reader, payload.picture) is None:
            raise NotFoundError(f"the library has no picture {payload.picture}")
        found = layers.of_file(reader, payload.picture)
    return {"layers": [_told(one) for one in found]}


def _told(row: LayerRow) -> dict[str, Any]:
    return {"id": row.layer_id, "bbox": list(row.bbox), **{name: getattr(row, name) for name in _TOLD}}
