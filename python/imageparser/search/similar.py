"""Pictures that look like a given one: a picture of the library, or one from outside."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.errors import ImageParserError, NotFoundError
from imageparser.library import vectors
from imageparser.search.axes import visual

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from imageparser.library.connection import Reader
    from imageparser.models.lifecycle import Models
    from imageparser.search.spaces import Space

# What the phase VV embeds is the stored thumbnail; an outside picture must take the same way.
_SIZE, _QUALITY, _METHOD = 512, 85, 2


def of_file(models: Models, space: Space, path: str | os.PathLike[str]) -> NDArray[np.float32]:
    """Return the visual vector of a picture outside the library.

    Raises:
        ImageParserError: the file cannot be read as a picture.
    """
    picture = _core.thumbnail(os.fsencode(path), size=_SIZE, quality=_QUALITY, method=_METHOD)
    encoder = models.visual(space.model)
    (prepared,) = encoder.prepare([picture])
    if isinstance(prepared, ImageParserError):
        raise prepared
    vector: NDArray[np.float32] = encoder.embed([prepared])[0]
    return vector


def of_picture(reader: Reader, space: Space, item: int) -> NDArray[np.float32]:
    """Return the visual vector of a picture of the library.

    Raises:
        NotFoundError: no such picture, or it has no visual vector yet.
    """
    found = vectors.get(reader, visual.KIND, space.key, [item]).get(item)
    if found is None:
        raise NotFoundError(f"picture {item} is not in the library or has no visual vector yet")
    return found
