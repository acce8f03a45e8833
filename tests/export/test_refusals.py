"""What must not be written, and what is written in another way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import onnxruntime
import pytest

from fixtures import checkpoints
from imageparser.errors import CorruptError, ModelFailedError
from imageparser.models.catalog import read_model
from imageparser.models.export import run, samples

if TYPE_CHECKING:
    from pathlib import Path

onnx = pytest.importorskip("onnx", reason="the export extra is not installed: make test-export")
from imageparser.models.export import checkpoint, conversion, graphs  # noqa: E402 - loads torch

pytestmark = pytest.mark.filterwarnings("default")


def damaged(model: Any) -> Any:
    """Turn a model's largest weight round."""
    largest = max(model.graph.initializer, key=lambda one: len(one.raw_data))
    values = onnx.numpy_helper.to_array(largest)
    largest.CopyFrom(onnx.numpy_helper.from_array(values[::-1].copy(), largest.name))
    return model


@pytest.mark.parametrize("precision", ["fp32", "fp16", "int8"])
def test_a_model_that_differs_from_torch_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, precision: str
) -> None:
    monkeypatch.setitem(conversion.RECIPES, precision, {"wrong": damaged})
    folder = checkpoints.qwen3(tmp_path / "in")
    with pytest.raises(ModelFailedError, match=f"text in {precision} is not the model"):
        run(folder, id="wrong", precisions=("fp32", precision), out=tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_first_recipe_that_is_near_enough_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipes = {"wrong": damaged, **conversion.RECIPES["int8"]}
    monkeypatch.setitem(conversion.RECIPES, "int8", recipes)
    report = run(checkpoints.siglip(tmp_path / "in"), id="x", precisions=("int8",), out=tmp_path / "out")
    assert {one.recipe for one in report.parity["int8"]} <= {"dynamic", "blocks", "weights"}
    assert [path.name for path in sorted((report.folder / "int8").iterdir())] == ["image.onnx", "text.onnx"]


def test_a_tokenizer_file_that_needs_more_than_our_rules_is_refused(tmp_path: Path) -> None:
    folder = checkpoints.siglip(tmp_path / "in")
    path = folder / "tokenizer.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    start = {"SpecialToken": {"id": "<bos>", "type_id": 0}}
    values["post_processor"]["single"].insert(0, start)
    values["post_processor"]["special_tokens"]["<bos>"] = {"id": "<bos>", "ids": [2], "tokens": ["<bos>"]}
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(CorruptError, match="other ids"):
        run(folder, id="x", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_large_weights_lie_beside_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphs, "LARGEST", 10_000)
    folder = checkpoints.qwen3(tmp_path / "in")
    report = run(folder, id="big", precisions=("fp16", "int8"), out=tmp_path / "out")
    names = {file.name for one in read_model(report.entry).precisions for file in one.files}
    assert names == {f"{precision}/text.onnx{end}" for precision in ("fp16", "int8") for end in ("", ".data")}
    path = report.folder / "fp16" / "text.onnx"
    assert path.stat().st_size < path.with_name("text.onnx.data").stat().st_size * 2
    inputs = samples.of(checkpoint.read(folder), "text")[0]
    assert onnxruntime.InferenceSession(str(path)).run(None, inputs)[0].shape == (3, 32)
