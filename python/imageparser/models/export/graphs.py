"""ONNX files: one graph and, where it is large, one file with its weights beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import onnx
from onnx import external_data_helper

if TYPE_CHECKING:
    from pathlib import Path

# A protobuf message ends at 2 GiB; some room is left for the graph itself.
LARGEST = (2 << 30) - (64 << 20)


def load(path: Path) -> Any:
    """Read a model with all its weights."""
    return onnx.load(str(path))


def save(model: Any, path: Path) -> None:
    """Write a model to `path`; weights that do not fit go to `<name>.data` beside it, in one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if weights_size(model) <= LARGEST:
        onnx.save_model(model, str(path))
        return
    name = f"{path.name}.data"
    external_data_helper.convert_model_to_external_data(model, all_tensors_to_one_file=True, location=name)
    onnx.save_model(model, str(path))


def weights_size(model: Any) -> int:
    """Return the bytes of all weights."""
    return sum(len(one.raw_data) for one in model.graph.initializer)


def files(path: Path) -> list[Path]:
    """Return the files of a written model."""
    return [one for one in (path, path.with_name(f"{path.name}.data")) if one.is_file()]
