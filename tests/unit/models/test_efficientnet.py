"""The ONNX that we write, against plain numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from imageparser.errors import ModelFailedError
from imageparser.models import catalog
from imageparser.models.backends.builtin import efficientnet
from imageparser.models.backends.builtin.checkpoint import read_checkpoint
from imageparser.models.backends.builtin.efficientnet import _Builder, _Stage
from imageparser.models.backends.builtin.onnx_writer import GraphWriter

Array = NDArray[Any]


@pytest.fixture(scope="module")
def weights() -> dict[str, Array]:
    model = catalog.model("builtin-efficientnet-lite0")
    return read_checkpoint(model.path(model.files[0].name))


def run(graph: bytes, output: str, **inputs: Array) -> Array:
    result: Array = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"]).run([output], inputs)[0]
    return result


def conv(x: Array, kernel: Array, stride: int) -> Array:
    """Convolve (channels, height, width) the slow way, padded as TensorFlow does, in double precision."""
    side, size = x.shape[1], kernel.shape[2]
    out = -(-side // stride)
    pad = max((out - 1) * stride + size - side, 0)
    x = np.pad(x.astype(np.float64), ((0, 0), (pad // 2, pad - pad // 2), (pad // 2, pad - pad // 2)))
    depthwise = kernel.shape[1] == 1 and len(kernel) == len(x)
    result = np.zeros((len(kernel), out, out))
    for row in range(size):
        for column in range(size):
            part = x[:, row : row + out * stride : stride, column : column + out * stride : stride]
            tap = kernel[:, :, row, column].astype(np.float64)
            result += (
                part * tap
                if tap.ndim == 3
                else part * tap[:, 0, None, None]
                if depthwise
                else np.tensordot(tap, part, 1)
            )
    return result


def norm(x: Array, weights: dict[str, Array], name: str) -> Array:
    w = {
        key: weights[f"{name}.{key}"].astype(np.float64)[:, None, None]
        for key in ("weight", "bias", "running_mean", "running_var")
    }
    result: Array = (x - w["running_mean"]) / np.sqrt(w["running_var"] + 1e-3) * w["weight"] + w["bias"]
    return result


def reference(x: Array, weights: dict[str, Array]) -> Array:
    """Stem, block 0 (no expansion), block 1 (stride 2), block 2 (with a shortcut)."""
    relu6 = lambda value: np.clip(value, 0, 6)  # noqa: E731
    x = relu6(norm(conv(x, weights["_conv_stem.weight"], 2), weights, "_bn0"))
    for index, (stride, expand, shortcut) in enumerate([(1, False, False), (2, True, False), (1, True, True)]):
        name, before = f"_blocks.{index}", x
        if expand:
            x = relu6(norm(conv(x, weights[f"{name}._expand_conv.weight"], 1), weights, f"{name}._bn0"))
        x = relu6(norm(conv(x, weights[f"{name}._depthwise_conv.weight"], stride), weights, f"{name}._bn1"))
        x = norm(conv(x, weights[f"{name}._project_conv.weight"], 1), weights, f"{name}._bn2")
        x = x + before if shortcut else x
    return x


@pytest.mark.parametrize("side", [16, 17, 30])
def test_blocks_equal_plain_numpy(weights: dict[str, Array], side: int) -> None:
    make = _Builder(weights)
    value = make.graph.input("x", "float32", ["batch", 3, side, side])
    value = make.relu6(make.conv(value, "_conv_stem", "_bn0", stride=2))
    value = make.block(value, "_blocks.0", _Stage(1, 3, 1, 1, 32, 16), first=True)
    value = make.block(value, "_blocks.1", _Stage(2, 3, 2, 6, 16, 24), first=True)
    value = make.block(value, "_blocks.2", _Stage(2, 3, 2, 6, 16, 24), first=False)
    final = (side + 3) // 4
    make.graph.output(value, "float32", ["batch", 24, final, final])
    x = np.random.default_rng(side).normal(size=(2, 3, side, side)).astype(np.float32)
    got = run(make.graph.to_bytes(), value, x=x)
    wanted = np.stack([reference(picture, weights) for picture in x])
    assert np.abs(got - wanted).max() < 2e-5 * max(1, np.abs(wanted).max())


def test_the_whole_model_normalises_pools_and_classifies(weights: dict[str, Array]) -> None:
    graph = efficientnet.build_onnx(weights, [127.0] * 3, [128.0] * 3)
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    picture = np.random.default_rng(1).integers(0, 256, (3, 224, 224, 3), np.uint8)
    vectors, probabilities = session.run(["vector", "probabilities"], {"pixels": picture})
    assert vectors.shape == (3, 1280)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    # The pooled vector is what the classifier reads, but for its length: one scale explains every logit.
    bias = weights["_fc.bias"]
    logits = np.log(probabilities[0].astype(np.float64))
    direction = vectors[0] @ weights["_fc.weight"].T
    design = np.stack([direction, np.ones(1000)], axis=1)
    fitted = design @ np.linalg.lstsq(design, logits - bias, rcond=None)[0]
    assert np.abs(fitted - (logits - bias)).max() < 1e-2


def test_a_missing_weight_is_named(weights: dict[str, Array]) -> None:
    short = {name: array for name, array in weights.items() if name != "_blocks.3._bn1.bias"}
    with pytest.raises(ModelFailedError, match=r"_blocks\.3\._bn1\.bias"):
        efficientnet.build_onnx(short, [0.0] * 3, [1.0] * 3)


def test_every_kind_of_attribute_is_written() -> None:
    graph = GraphWriter("small")
    x = graph.input("x", "float32", ["n", 4])
    leaky = graph.node("LeakyRelu", [x], alpha=0.25)
    turned = graph.node("Transpose", [leaky], perm=[1, 0])
    cast = graph.node("Cast", [turned], to=7)
    shape = graph.weight(np.array([-1], np.int64))
    flat = graph.node("Reshape", [cast, shape], name="y", allowzero=0)
    graph.output(flat, "int64", ["m"])
    got = run(graph.to_bytes(), "y", x=np.array([[-8, 1, -4, 300]], np.float32))
    assert got.tolist() == [-2, 1, -1, 300]
