"""float16 where values leave its range, and 8 bits where a few channels are far larger than the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import checkpoints

onnx = pytest.importorskip("onnx", reason="the export extra is not installed: make test-export")
import onnxruntime  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from imageparser.models.export import eight, run  # noqa: E402
from imageparser.models.export.half import half  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("default")


def scaled(folder: Path, name: str, factor: float) -> None:
    """Multiply the weights whose name ends with `name`."""
    from safetensors.torch import load_file, save_file  # noqa: PLC0415 - torch

    path = folder / "model.safetensors"
    weights = {key: value * factor if key.endswith(name) else value for key, value in load_file(path).items()}
    save_file(weights, path, metadata={"format": "pt"})


def test_squares_beyond_the_range_of_float16_change_nothing(tmp_path: Path) -> None:
    folder = checkpoints.qwen3(tmp_path / "in")
    scaled(folder, "embed_tokens.weight", 3000.0)  # squares of some ten millions
    report = run(folder, id="x", precisions=("fp16",), out=tmp_path / "out")
    assert report.parity["fp16"][0].min_cosine > 0.9999


def test_positions_far_into_a_text_keep_their_angle(tmp_path: Path) -> None:
    folder = checkpoints.qwen3(tmp_path / "in", max_position_embeddings=4096)
    report = run(folder, id="x", precisions=("fp32", "fp16"), out=tmp_path / "out")
    ids = np.random.default_rng(1).integers(0, 340, (1, 2500), np.int64)
    inputs = {"ids": ids, "mask": np.ones_like(ids)}
    whole, narrow = (
        onnxruntime.InferenceSession(str(report.folder / precision / "text.onnx")).run(None, inputs)[0][0]
        for precision in ("fp32", "fp16")
    )
    assert float(whole @ narrow) > 0.9999


@pytest.mark.parametrize("kind", ["bfloat16", "float16"])
def test_a_checkpoint_in_fewer_bits_is_computed_in_float32(tmp_path: Path, kind: str) -> None:
    report = run(checkpoints.siglip(tmp_path / "in", kind=kind), id="x", out=tmp_path / "out")
    assert all(one.max_difference < 1e-5 for one in report.parity["fp32"])
    assert "logit_bias = -16.5" in report.entry.read_text(encoding="utf-8")


def product(weights: np.ndarray) -> Any:
    """Return a graph that multiplies by `weights`."""
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, None]) for name in ("x", "y")]
    node = helper.make_node("MatMul", ["x", "w"], ["y"], "product")
    graph = helper.make_graph([node], "g", values[:1], values[1:], [numpy_helper.from_array(weights, "w")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def worst_cosine(model: Any, given: np.ndarray, wanted: np.ndarray) -> float:
    found = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": given})[0]
    norms = np.linalg.norm(found, axis=1) * np.linalg.norm(wanted, axis=1)
    return float(((found * wanted).sum(1) / norms).min())


def test_eight_bits_are_near_and_blocks_bear_outliers() -> None:
    random = np.random.default_rng(3)
    weights = random.normal(size=(256, 64)).astype(np.float32) * 10 ** random.uniform(-2, 2, 64).astype(np.float32)
    given = random.normal(size=(9, 256)).astype(np.float32)
    assert worst_cosine(eight.dynamic(product(weights)), given, given @ weights) > 0.999
    assert worst_cosine(eight.blocks(product(weights)), given, given @ weights) > 0.999
    given[:, 5] *= 40  # one channel takes the whole range of a tensor
    weights[5] = 0
    assert worst_cosine(eight.dynamic(product(weights)), given, given @ weights) < 0.99
    assert worst_cosine(eight.blocks(product(weights)), given, given @ weights) > 0.99
    assert worst_cosine(eight.weights(product(weights)), given, given @ weights) > 0.9999


@pytest.mark.parametrize("columns", [31, 32, 100])
def test_blocks_take_any_width(columns: int) -> None:
    random = np.random.default_rng(4)
    weights = random.normal(size=(columns, 7)).astype(np.float32)
    given = random.normal(size=(3, columns)).astype(np.float32)
    assert worst_cosine(eight.blocks(product(weights)), given, given @ weights) > 0.999


def test_a_weight_that_only_wide_nodes_read_keeps_its_bits() -> None:
    """`Pow` stays in float32, so its exponent's neighbour does too; the product behind it is narrow."""
    nodes = [
        helper.make_node("Add", ["x", "tiny"], ["a"], "add"),
        helper.make_node("Pow", ["a", "two"], ["p"], "pow"),
        helper.make_node("ReduceMean", ["p"], ["m"], "mean"),
        helper.make_node("Add", ["m", "epsilon"], ["e"], "epsilon"),
        helper.make_node("Mul", ["x", "e"], ["y"], "mul"),
        helper.make_node("ReduceL2", ["y"], ["n"], "length", keepdims=1),
        helper.make_node("Div", ["y", "n"], ["z"], "unit"),
    ]
    given = {"tiny": 1e-3, "two": 2.0, "epsilon": 1e-9}
    weights = [numpy_helper.from_array(np.float32(value), name) for name, value in given.items()]
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None]) for name in ("x", "z")]
    graph = helper.make_graph(nodes, "g", values[:1], values[1:], weights)
    model = half(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9))
    kinds = {one.name: one.data_type for one in model.graph.initializer}
    assert kinds == {"tiny": TensorProto.FLOAT16, "two": TensorProto.FLOAT, "epsilon": TensorProto.FLOAT}
    found = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": np.float32([3e2, 4e2])})[0]
    np.testing.assert_allclose(found, [0.6, 0.8], atol=1e-3)
