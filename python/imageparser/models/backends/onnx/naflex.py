"""Two towers into one space, pictures as squares with their aspect kept: SigLIP2 NaFlex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.models.backends.onnx.joint import JointBackend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.catalog import Model


class NaflexBackend(JointBackend):
    """Pictures come as squares (n, most, samples of a square) and grids (n, 2), rows and columns of squares."""

    def __init__(self, model: Model, options: HostOptions) -> None:
        most, side = int(model.preprocess["max_patches"]), int(model.preprocess["patch"])
        empty = (np.zeros((1, most, side * side * 3), np.uint8), np.ones((1, 2), np.int64))
        super().__init__(model, options, empty, feeds)


def feeds(squares: NDArray[np.uint8], grids: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Return the inputs of the graph: the squares, 1 where one is real, and rows and columns of each picture."""
    real = np.arange(squares.shape[1])[None, :] < grids.prod(axis=1)[:, None]
    return {"patches": squares, "mask": real.astype(np.int64), "shapes": grids}
