"""The checkpoint in torch: reference vectors by the model's own code, and its towers as ONNX files.

The exporter is the tracing one (`dynamo=False`). Both were tried on all four kinds of graph with torch 2.13: equal to
torch within 5e-7 at every shape, but the newer one took ten to twenty times as long and needs another package.
What tracing could freeze by mistake (a batch, a length) is found by the parity check, which uses several of each.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoModel

from imageparser.models.export import towers

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from imageparser.models.export.checkpoint import Checkpoint
    from imageparser.models.export.samples import Inputs

OPSET = 20
_AXES = {
    "pixels": {0: "batch"},
    "patches": {0: "batch", 1: "patches"},
    "ids": {0: "batch", 1: "length"},
    "mask": {0: "batch", 1: "length"},
    "shapes": {0: "batch"},
    "vector": {0: "batch"},
}


class Original:
    """A loaded checkpoint."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        # Attention written out in plain products: the fused one traces into shapes that are fixed.
        self._model: Any = AutoModel.from_pretrained(
            str(checkpoint.folder), attn_implementation="eager", dtype=torch.float32, local_files_only=True
        ).eval()

    def vectors(self, graph: str, inputs: Inputs) -> NDArray[np.float32]:
        """Return the unit vectors that the model's own code gives, not that of the towers."""
        tensors = {name: torch.from_numpy(array) for name, array in inputs.items()}
        with torch.inference_mode():
            found = self._pooled(graph, tensors)
            result: NDArray[np.float32] = torch.nn.functional.normalize(found.float(), dim=-1).numpy()
        return result

    def write(self, graph: str, inputs: Inputs, path: Path) -> None:
        """Trace one tower into an ONNX file; weights above 2 GB go into files beside it."""
        names = tuple(inputs)
        axes = {name: _AXES["patches"] if "patches" in names and name == "mask" else _AXES[name] for name in names}
        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # shapes in Python code of the model: the parity check is the judge
            torch.onnx.export(
                self._tower(graph),
                tuple(torch.from_numpy(array) for array in inputs.values()),
                str(path),
                input_names=list(names),
                output_names=["vector"],
                dynamic_axes={**axes, "vector": _AXES["vector"]},
                opset_version=OPSET,
                dynamo=False,
            )

    def _tower(self, graph: str) -> Any:
        if self._checkpoint.family == "qwen3":
            return towers.Qwen3Encoder(self._model).eval()
        if graph == "text":
            return towers.TextTower(self._model).eval()
        kind = towers.ImageTower if self._checkpoint.family == "siglip" else towers.NaflexTower
        facts = self._checkpoint.preprocess
        return kind(self._model, facts["mean"], facts["deviation"]).eval()

    def _pooled(self, graph: str, tensors: dict[str, Any]) -> Any:
        if self._checkpoint.family == "qwen3":
            hidden = self._model(input_ids=tensors["ids"], attention_mask=tensors["mask"]).last_hidden_state
            return hidden[torch.arange(len(hidden)), tensors["mask"].sum(1) - 1]
        if graph == "text":
            return self._model.get_text_features(input_ids=tensors["ids"]).pooler_output
        if self._checkpoint.family == "siglip":
            colours = self._colours(tensors["pixels"]).permute(0, 3, 1, 2)
            return self._model.get_image_features(pixel_values=colours).pooler_output
        # The reference processor pads with zeros after the colours are normalised.
        patches = self._colours(tensors["patches"].unflatten(-1, (-1, 3))).flatten(2) * tensors["mask"][..., None]
        return self._model.get_image_features(
            pixel_values=patches, pixel_attention_mask=tensors["mask"], spatial_shapes=tensors["shapes"]
        ).pooler_output

    def _colours(self, pixels: Any) -> Any:
        facts = self._checkpoint.preprocess
        return (pixels.float() / 255 - torch.tensor(facts["mean"])) / torch.tensor(facts["deviation"])
