"""Pictures as a visual model wants them, made in our process: the next batch is decoded while the model works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser import _core
from imageparser.errors import UnsupportedError
from imageparser.models.protocol import Prepared
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from imageparser.errors import ImageParserError
    from imageparser.models.catalog import Model


def prepare(images: Sequence[bytes], model: Model) -> list[Prepared | ImageParserError]:
    """Return each encoded picture scaled the way the model was trained, alpha on white, or why it cannot be decoded.

    Mean and deviation are no business of this function: they are part of the model's graph.

    Raises:
        UnsupportedError: the entry asks for another fit than `squash`.
    """
    asked = model.preprocess
    if asked["fit"] != "squash":
        raise UnsupportedError(f"{model.id} asks for the unknown fit {asked['fit']}")
    if "patch" in asked:
        data, grids, errors = _core.prepare_patches(
            images, patch=int(asked["patch"]), max_patches=int(asked["max_patches"]), filter=asked["filter"]
        )
        return _each(data, grids, errors)
    size = int(asked["size"])
    data, errors = _core.prepare_pictures(images, width=size, height=size, filter=asked["filter"])
    return _each(data, [None] * len(images), errors)


def _each(
    data: NDArray[np.uint8], grids: Iterable[NDArray[np.int64] | None], errors: Sequence[ImageParserError | None]
) -> list[Prepared | ImageParserError]:
    rows = zip(data, grids, errors, strict=True)
    return [Prepared(pixels, grid) if error is None else error for pixels, grid, error in rows]


def question(pictures: Sequence[Prepared]) -> Message:
    """Return the arrays that go to the model's process: pixels (n, ...) and, where there are squares, grids (n, 2)."""
    parts: list[NDArray[np.uint8] | NDArray[np.int64]] = [np.stack([picture.pixels for picture in pictures])]
    grids = [picture.grid for picture in pictures if picture.grid is not None]
    if grids:
        parts.append(np.stack(grids))
    return Message(parts=parts)
