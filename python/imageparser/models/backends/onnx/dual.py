"""Two towers into one space, pictures of a fixed size: SigLIP and SigLIP2 with `patchNN-SSS` in their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.models.backends.onnx.joint import JointBackend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.catalog import Model


class DualBackend(JointBackend):
    """Pictures come as pixels (n, size, size, 3)."""

    def __init__(self, model: Model, options: HostOptions) -> None:
        side = int(model.preprocess["size"])
        super().__init__(model, options, (np.zeros((1, side, side, 3), np.uint8),), feeds)


def feeds(pixels: NDArray[np.uint8]) -> dict[str, NDArray[Any]]:
    """Return the inputs of the graph."""
    return {"pixels": pixels}
