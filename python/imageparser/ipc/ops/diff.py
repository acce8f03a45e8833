"""`diff`: what changed from one layered document to another, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser.documents.diff import compare
from imageparser.errors import NotFoundError
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Payload, Row, Shape
from imageparser.library import files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.ipc.job import Job


class DiffPayload(Payload):
    """Two pictures of the library that are layered documents: what changed from `a` to `b`."""

    a: Row
    b: Row


class DiffLayer(Shape):
    """A layer that is in one of them only; `path` holds the names of the groups around it."""

    id: int
    name: str
    kind: str
    path: list[str]


class DiffRenamed(Shape):
    """A layer with another name; `id` is its number in `b`, `was` that in `a`, here as below."""

    id: int
    was: int
    before: str
    after: str


class DiffPlace(Shape):
    """The names of the groups around a layer and its box: left, top, right, bottom."""

    path: list[str]
    bbox: tuple[int, int, int, int]


class DiffMoved(Shape):
    """A layer in another group (tree), at another place among its neighbours (order) or on the canvas (place)."""

    id: int
    was: int
    name: str
    how: list[Literal["tree", "order", "place"]]
    before: DiffPlace
    after: DiffPlace


class DiffValue(Shape):
    """What something was and is."""

    before: str | bool | int | None
    after: str | bool | int | None


class DiffChanged(Shape):
    """A layer that looks otherwise: `what` of it, and of that what can be told in a word the `values`."""

    id: int
    was: int
    name: str
    what: list[str]
    values: dict[str, DiffValue]


class DiffPicture(Shape):
    """Mean and greatest difference of a pixel, 0 to 1, and the share of pixels that differ noticeably."""

    mean: float
    greatest: float
    share: float


class DiffDone(Done):
    """What became of the layers, and how far the pictures differ; null where one cannot be rendered.

    `preview` with `against` shows the difference of the pictures.
    """

    added: list[DiffLayer]
    removed: list[DiffLayer]
    renamed: list[DiffRenamed]
    moved: list[DiffMoved]
    changed: list[DiffChanged]
    unchanged: int
    picture: DiffPicture | None
    warnings: list[str]


@op("diff", payload=DiffPayload, done=DiffDone)
def diff(job: Job, payload: DiffPayload) -> dict[str, Any]:
    """Compare two layered documents layer by layer."""
    reader = job.library.database.read()
    rows = [files.get(reader, item) for item in (payload.a, payload.b)]
    for item, row in zip((payload.a, payload.b), rows, strict=True):
        if row is None:
            raise NotFoundError(f"the library has no picture {item}")
    made = compare(*(row.raw for row in rows if row is not None), cancel=job.cancel)
    changed = [
        {**one, "values": {name: _sides(value) for name, value in one["values"].items()}} for one in made["changed"]
    ]
    same = ("added", "removed", "unchanged", "picture", "warnings")
    return {
        **{name: made[name] for name in same},  # type: ignore[literal-required]
        "renamed": [_sides(one) for one in made["renamed"]],
        "moved": [_sides(one) for one in made["moved"]],
        "changed": changed,
    }


def _sides(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry with names that a program can use: `from` is a word of its language."""
    return {{"from": "before", "to": "after"}.get(name, name): value for name, value in entry.items()}
