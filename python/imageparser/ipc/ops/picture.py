"""`picture`: everything that the library knows of one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Row, Shape

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class PicturePayload(Payload):
    """The number of a picture."""

    id: Row


class PictureLayer(Shape):
    """One layer or group; `path` holds the numbers of the groups around it, `bbox` is left, top, right, bottom."""

    id: int
    path: list[int]
    name: str
    kind: str
    visible: bool
    opacity: int
    fill: int
    blend: str
    bbox: tuple[int, int, int, int]
    clipping: bool
    mask: bool
    text: str | None
    fonts: list[str]
    effects: list[str]
    locks: list[str]
    color_label: str | None
    smart_object: str | None


class PicturePrompt(Shape):
    """What a generator wrote into the file; `tags` by the sets that they stand in."""

    generator: str
    prompt: str | None
    negative: str | None
    tags: dict[str, list[str]]
    settings: dict[str, str | float | bool]


class PictureDone(Done):
    """The picture; width and height are upright, `layers` stand from the bottom, a group before its members."""

    id: int
    path: str
    missing: bool
    bytes: int
    date_ms: int
    rating: int | None
    label: str | None
    digest: str | None
    format: str | None
    width: int | None
    height: int | None
    depth: int | None
    color_mode: str | None
    icc: str | None
    layer_count: int
    camera: str
    exif: dict[str, Any]
    text: dict[str, str]
    palette: list[tuple[str, float]]
    caption: str | None
    caption_source: str | None
    tags: list[str]
    warnings: list[str]
    thumbnail: str | None
    layers: list[PictureLayer]
    prompt: PicturePrompt | None


@op("picture", payload=PicturePayload, done=PictureDone, claims=lambda _: Claims(reads=("edits",)))
def picture(job: Job, payload: PicturePayload) -> dict[str, Any]:
    """Tell everything that the library knows of one picture, with its layers and its prompt."""
    return dict(job.library.picture(payload.id))
