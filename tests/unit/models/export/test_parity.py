from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from imageparser.errors import ModelFailedError
from imageparser.models.export import checkpoint, parity, samples
from imageparser.models.export.report import GraphParity

if TYPE_CHECKING:
    from pathlib import Path

UNIT = np.eye(3, 4, dtype=np.float32)


@pytest.mark.parametrize(
    ("precision", "difference", "cosine", "held"),
    [
        ("fp32", 1e-4, 0.5, True),
        ("fp32", 1.1e-4, 1.0, False),
        ("fp32", float("nan"), float("nan"), False),
        ("fp16", 0.5, 0.999, True),
        ("fp16", 0.0, 0.9989, False),
        ("int8", 0.1, 0.9991, True),
        ("int8", 0.1, float("nan"), False),
    ],
)
def test_the_limits(precision: str, difference: float, cosine: float, held: bool) -> None:  # noqa: FBT001
    assert parity.holds(precision, GraphParity("image", difference, cosine, "x")) is held


def test_the_worst_of_all_inputs_counts() -> None:
    other = UNIT.copy()
    other[2] = [0, 0, 0.6, 0.8]
    found = parity.compared("text", [UNIT, other], [UNIT, UNIT], "x")
    assert found.max_difference == pytest.approx(0.8)
    assert found.min_cosine == pytest.approx(0.6)


@pytest.mark.parametrize("wrong", [UNIT[:2], UNIT[:, :3], UNIT.astype(np.float16)])
def test_another_shape_or_type_is_never_near(wrong: np.ndarray) -> None:
    found = parity.compared("text", [wrong], [UNIT], "x")
    assert not parity.holds("fp32", found)
    assert not parity.holds("int8", found)


def test_a_refusal_names_numbers_and_limit() -> None:
    told = str(parity.refuse("int8", GraphParity("image", 0.25, 0.91, "dynamic")))
    assert all(part in told for part in ("image", "int8", "0.910000", "0.999"))


def test_a_graph_that_cannot_be_loaded_is_an_error_of_the_model(tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelFailedError):
        parity.measure(tmp_path / "text.onnx", [], [], "x")


def test_inputs_have_several_batches_lengths_and_uneven_padding(tmp_path: Path) -> None:
    from fixtures import paper_checkpoint  # noqa: PLC0415

    texts = samples.of(checkpoint.read(paper_checkpoint.qwen3(tmp_path / "q")), "text")
    assert len({len(one["ids"]) for one in texts}) == 3
    assert any(len(set(one["mask"].sum(1))) > 1 for one in texts)
    patches = samples.of(checkpoint.read(paper_checkpoint.naflex(tmp_path / "n")), "image")
    assert len({one["patches"].shape[1] for one in patches}) > 1
    for one in patches:
        assert (one["mask"].sum(1) == one["shapes"].prod(1)).all()
        assert not one["patches"][one["mask"] == 0].any()
