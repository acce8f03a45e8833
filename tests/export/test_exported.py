"""Exported graphs: inputs and outputs as the run time reads them, near torch in every precision."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from imageparser.models.catalog import read_model
from imageparser.models.export import ExportReport, checkpoint, run, samples

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "fixtures" / "models"
sys.path.insert(0, str(ROOT))

pytestmark = pytest.mark.filterwarnings("default")
ALL = ("fp32", "fp16", "int8")
BORDERS = {
    "siglip/image": {"pixels": ("tensor(uint8)", ["batch", 32, 32, 3])},
    "siglip2/image": {
        "patches": ("tensor(uint8)", ["batch", "patches", 192]),
        "mask": ("tensor(int64)", ["batch", "patches"]),
        "shapes": ("tensor(int64)", ["batch", 2]),
    },
    "siglip/text": {"ids": ("tensor(int64)", ["batch", "length"])},
    "siglip2/text": {"ids": ("tensor(int64)", ["batch", "length"])},
    "qwen3/text": {"ids": ("tensor(int64)", ["batch", "length"]), "mask": ("tensor(int64)", ["batch", "length"])},
}


@dataclass
class Made:
    facts: checkpoint.Checkpoint
    report: ExportReport
    steps: list[tuple[str, int, int]]

    @property
    def graphs(self) -> tuple[str, ...]:
        return ("image", "text") if self.facts.visual else ("text",)

    def session(self, graph: str, precision: str = "fp32") -> onnxruntime.InferenceSession:
        return onnxruntime.InferenceSession(str(self.report.folder / precision / f"{graph}.onnx"))


@pytest.fixture(scope="session")
def made(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    steps: list[tuple[str, int, int]] = []
    out = tmp_path_factory.mktemp("out")
    report = run(tiny, id="tiny", precisions=ALL, out=out, progress=lambda *step: steps.append(step))
    return Made(checkpoint.read(tiny), report, steps)


def test_checkpoints_are_small(tiny: Path) -> None:
    assert sum(path.stat().st_size for path in tiny.iterdir()) < 1_000_000


def test_every_precision_is_near_torch(made: Made) -> None:
    assert tuple(made.report.parity) == ALL
    for precision, found in made.report.parity.items():
        assert tuple(one.graph for one in found) == made.graphs
        for one in found:
            assert one.max_difference < 1e-4 if precision == "fp32" else one.min_cosine > 0.999
    assert {"torch", "onnx", "onnxruntime", "transformers"} <= set(made.report.versions)


def test_the_folder_is_whole_and_the_entry_lists_it(made: Made) -> None:
    out = made.report.folder.parent
    assert sorted(path.name for path in out.iterdir()) == ["catalog", "tiny"]  # nothing of the work is left
    entry = read_model(made.report.entry)
    listed = {file.name for file in entry.files} | {file.name for one in entry.precisions for file in one.files}
    there = {path.relative_to(made.report.folder).as_posix() for path in made.report.folder.rglob("*.*")}
    assert listed == there
    assert [one.name for one in entry.precisions] == list(ALL)
    record = json.loads((made.report.folder / "parity.json").read_text(encoding="utf-8"))
    assert record["precisions"]["int8"][0]["min_cosine"] == made.report.parity["int8"][0].min_cosine
    assert set(record["inputs"]) == set(made.graphs)
    assert made.steps[-1] == ("done", 4 * len(made.graphs), 4 * len(made.graphs))


@pytest.mark.parametrize("precision", ALL)
def test_borders_are_those_that_the_run_time_reads(made: Made, precision: str) -> None:
    for graph in made.graphs:
        session = made.session(graph, precision)
        found = {one.name: (one.type, one.shape) for one in session.get_inputs()}
        assert found == BORDERS[f"{made.facts.family}/{graph}"]
        (vector,) = session.get_outputs()
        assert (vector.name, vector.type, vector.shape[0]) == ("vector", "tensor(float)", "batch")


@pytest.mark.parametrize("precision", ["fp32", "fp16"])
def test_a_row_does_not_depend_on_its_batch_or_its_padding(made: Made, precision: str) -> None:
    for graph in made.graphs:
        session = made.session(graph, precision)
        for inputs in samples.of(made.facts, graph):
            together = session.run(None, inputs)[0]
            np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-3)
            for index, vector in enumerate(together):
                alone = {name: array[index : index + 1] for name, array in inputs.items()}
                if "mask" in alone:  # without any padding
                    length = int(alone["mask"].sum())
                    alone = {name: a if name == "shapes" else a[:, :length] for name, a in alone.items()}
                assert float(session.run(None, alone)[0][0] @ vector) > 0.9999


def test_different_inputs_have_different_vectors(made: Made) -> None:
    for graph in made.graphs:
        vectors = np.concatenate([made.session(graph).run(None, one)[0] for one in samples.of(made.facts, graph)])
        distinct = np.unique(vectors.round(3), axis=0)
        assert len(distinct) >= 5


def test_the_committed_models_are_what_the_export_writes_now(tmp_path: Path) -> None:
    """Else `make tiny-models`: their golden vectors would be those of another code."""
    from scripts import tiny_models  # noqa: PLC0415 - loads torch

    tiny_models.make(tmp_path)
    for path in sorted((tmp_path / "golden").glob("*.json")):
        fresh, kept = (json.loads((one / path.name).read_text("utf-8")) for one in (path.parent, FOLDER / "golden"))
        for kind in ("texts", "pictures"):
            assert len(fresh[kind]) == len(kept[kind])
            for ours, theirs in zip(fresh[kind], kept[kind], strict=True):
                np.testing.assert_allclose(ours.pop("vector"), theirs.pop("vector"), atol=1e-5)
                assert ours == theirs
