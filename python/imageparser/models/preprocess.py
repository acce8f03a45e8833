"""Pictures as a model wants them: one array of a fixed size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser import _core

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.models.catalog import Model


def pixels(images: Sequence[bytes], model: Model) -> NDArray[np.uint8]:
    """Return the pictures as (n, size, size, 3) RGB, scaled the way the model was trained; alpha lies on white.

    Mean and deviation are no business of this function: they are part of the model's graph.
    """
    size = int(model.preprocess["size"])
    return _core.decode_rgb(images, width=size, height=size, fit=str(model.preprocess["fit"]))
