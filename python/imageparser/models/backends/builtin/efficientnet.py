"""The graph of EfficientNet-lite0 from its torch weights: no squeeze-excite, ReLU6, TensorFlow "same" padding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.errors import ModelFailedError
from imageparser.models.backends.builtin.onnx_writer import GraphWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

SIDE = 224
WIDTH = 1280
CLASSES = 1000
_EPSILON = 1e-3


@dataclass(frozen=True)
class _Stage:
    repeats: int
    kernel: int
    stride: int
    expand: int
    inputs: int
    outputs: int


_STAGES = (
    _Stage(1, 3, 1, 1, 32, 16),
    _Stage(2, 3, 2, 6, 16, 24),
    _Stage(2, 5, 2, 6, 24, 40),
    _Stage(3, 3, 2, 6, 40, 80),
    _Stage(3, 5, 1, 6, 80, 112),
    _Stage(4, 5, 2, 6, 112, 192),
    _Stage(1, 3, 1, 6, 192, 320),
)


class _Builder:
    """Write convolutions with their batch norm folded in."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self.graph = GraphWriter("efficientnet-lite0")
        self._weights = weights

    def array(self, name: str) -> NDArray[np.float32]:
        """Return a weight by its torch name."""
        try:
            return self._weights[name].astype(np.float32, copy=False)
        except KeyError:
            raise ModelFailedError(f"The checkpoint has no weight {name}.") from None

    def conv(self, source: str, conv: str, norm: str, *, stride: int = 1, depthwise: bool = False) -> str:
        """Add a convolution without bias and the batch norm behind it as one convolution."""
        kernel = self.array(f"{conv}.weight")
        scale = self.array(f"{norm}.weight") / np.sqrt(self.array(f"{norm}.running_var") + np.float32(_EPSILON))
        shift = self.array(f"{norm}.bias") - self.array(f"{norm}.running_mean") * scale
        folded = np.asarray(kernel * scale[:, None, None, None], np.float32)
        return self.graph.node(
            "Conv",
            [source, self.graph.weight(folded), self.graph.weight(np.asarray(shift, np.float32))],
            auto_pad="SAME_UPPER",
            strides=[stride, stride],
            group=kernel.shape[0] if depthwise else 1,
        )

    def relu6(self, source: str) -> str:
        """Add a ReLU that ends at 6."""
        low, high = (self.graph.weight(np.array(value, np.float32)) for value in (0, 6))
        return self.graph.node("Clip", [source, low, high])

    def block(self, source: str, prefix: str, stage: _Stage, *, first: bool) -> str:
        """Add one inverted bottleneck; only the first of a stage changes size and width."""
        value = source
        if stage.expand != 1:
            value = self.relu6(self.conv(value, f"{prefix}._expand_conv", f"{prefix}._bn0"))
        stride = stage.stride if first else 1
        deep = self.conv(value, f"{prefix}._depthwise_conv", f"{prefix}._bn1", stride=stride, depthwise=True)
        value = self.conv(self.relu6(deep), f"{prefix}._project_conv", f"{prefix}._bn2")
        same = stride == 1 and (not first or stage.inputs == stage.outputs)
        return self.graph.node("Add", [value, source]) if same else value


def build_onnx(weights: Mapping[str, NDArray[Any]], mean: Sequence[float], deviation: Sequence[float]) -> bytes:
    """Return the model as ONNX: uint8 RGB pictures in, unit vectors and class probabilities out."""
    make = _Builder(weights)
    graph = make.graph
    pixels = graph.input("pixels", "uint8", ["batch", SIDE, SIDE, 3])
    value = graph.node("Cast", [pixels], to=1)
    value = graph.node("Sub", [value, graph.weight(np.array(mean, np.float32))])
    value = graph.node("Div", [value, graph.weight(np.array(deviation, np.float32))])
    value = graph.node("Transpose", [value], perm=[0, 3, 1, 2])
    value = make.relu6(make.conv(value, "_conv_stem", "_bn0", stride=2))
    index = 0
    for stage in _STAGES:
        for repeat in range(stage.repeats):
            value = make.block(value, f"_blocks.{index}", stage, first=repeat == 0)
            index += 1
    value = make.relu6(make.conv(value, "_conv_head", "_bn1"))
    pooled = graph.node("Flatten", [graph.node("GlobalAveragePool", [value])])
    graph.node("LpNormalization", [pooled], name="vector", axis=1, p=2)
    head = [pooled, graph.weight(make.array("_fc.weight")), graph.weight(make.array("_fc.bias"))]
    graph.node("Softmax", [graph.node("Gemm", head, transB=1)], name="probabilities", axis=1)
    graph.output("vector", "float32", ["batch", WIDTH])
    graph.output("probabilities", "float32", ["batch", CLASSES])
    return graph.to_bytes()
