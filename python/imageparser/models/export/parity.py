"""Finished graphs against torch, and the refusal of those that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime

from imageparser.errors import ModelFailedError
from imageparser.models.export.report import GraphParity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from imageparser.models.export.samples import Inputs

LARGEST_DIFFERENCE = 1e-4
LEAST_COSINE = 0.999


def measure(path: Path, inputs: Sequence[Inputs], expected: Sequence[NDArray[np.float32]], recipe: str) -> GraphParity:
    """Run a graph over all inputs and compare its vectors with those of torch.

    Raises:
        ModelFailedError: ONNX Runtime cannot load or run the graph.
    """
    try:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        found = [session.run(["vector"], dict(given))[0] for given in inputs]
    except Exception as error:  # noqa: BLE001 - the run time raises bare exceptions of its own
        raise ModelFailedError(f"ONNX Runtime cannot run the exported graph: {error}", path=str(path)) from None
    return compared(path.stem, found, expected, recipe)


def compared(graph: str, found: Sequence[Any], expected: Sequence[NDArray[np.float32]], recipe: str) -> GraphParity:
    """Return the largest difference of a number and the smallest cosine of two vectors; shapes must be equal."""
    pairs = list(zip(found, expected, strict=True))
    if any(ours.shape != theirs.shape or ours.dtype != np.float32 for ours, theirs in pairs):
        return GraphParity(graph, float("inf"), -1.0, recipe)
    difference = max(float(np.abs(ours - theirs).max()) for ours, theirs in pairs)
    cosine = min(float((ours * theirs).sum(axis=1).min()) for ours, theirs in pairs)
    return GraphParity(graph, difference, cosine, recipe)


def holds(precision: str, found: GraphParity) -> bool:
    """Return whether a graph is near enough: 1e-4 in every number for fp32, cosine 0.999 for the others."""
    if precision == "fp32":
        return found.max_difference <= LARGEST_DIFFERENCE  # false for NaN
    return found.min_cosine >= LEAST_COSINE


def refuse(precision: str, found: GraphParity) -> ModelFailedError:
    """Return the error of a graph that does not hold."""
    wanted = f"difference {LARGEST_DIFFERENCE:g}" if precision == "fp32" else f"cosine {LEAST_COSINE:g}"
    return ModelFailedError(
        f"{found.graph} in {precision} is not the model: largest difference {found.max_difference:.3g}, "
        f"smallest cosine {found.min_cosine:.6f}, wanted {wanted}; nothing was written"
    )
