"""What an export says when it is done, and the file `parity.json` beside the model."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from imageparser.models.export.checkpoint import Checkpoint

FORMAT = 1


@dataclass(frozen=True, slots=True)
class GraphParity:
    """One graph in one precision against torch, over all inputs that were tried."""

    graph: str
    max_difference: float
    min_cosine: float
    recipe: str


@dataclass(frozen=True, slots=True)
class ExportReport:
    """A finished export: `folder` holds the model in its installed layout, `entry` is its catalogue file.

    `differences` are the fields in which the package's own entry of this id disagrees with the checkpoint.
    """

    id: str
    folder: Path
    entry: Path
    size: int
    parity: Mapping[str, tuple[GraphParity, ...]]
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    differences: tuple[str, ...] = ()


def parity_record(
    checkpoint: Checkpoint,
    parity: Mapping[str, tuple[GraphParity, ...]],
    inputs: Mapping[str, tuple[str, ...]],
    versions: Mapping[str, str],
) -> dict[str, Any]:
    """Return what `parity.json` says."""
    return {
        "format": FORMAT,
        "checkpoint": {"family": checkpoint.family, "dimension": checkpoint.dimension, "digest": checkpoint.digest},
        "precisions": {name: [asdict(one) for one in found] for name, found in parity.items()},
        "inputs": {name: list(described) for name, described in inputs.items()},
        "versions": dict(versions),
    }
