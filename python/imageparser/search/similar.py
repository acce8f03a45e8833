"""What a given picture looks like: one of the library, one from outside, or a layer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from imageparser import _core
from imageparser.errors import ImageParserError, NotFoundError, UnsupportedError
from imageparser.library import layers, vectors
from imageparser.search.axes import visual
from imageparser.text import path_text

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
    return _of_encoded(models, space, _core.thumbnail(os.fsencode(path), size=_SIZE, quality=_QUALITY, method=_METHOD))


def of_layer(models: Models, space: Space, path: bytes, layer: int) -> NDArray[np.float32]:
    """Return the visual vector of a layer of a document whose layers the library keeps no vectors of.

    Raises:
        UnsupportedError: the layer shows nothing by itself.
        ImageParserError: the document cannot be read.
    """
    for picture in _core.layer_pictures(path, least=layers.LEAST, edge=layers.EDGE, ids=[layer]):
        return _of_encoded(models, space, picture.webp)
    raise UnsupportedError(f"layer {layer} shows nothing by itself", path=path_text(path))


def _of_encoded(models: Models, space: Space, picture: bytes) -> NDArray[np.float32]:
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
