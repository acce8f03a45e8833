"""Graphs that load and run, and those that do not."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from fixtures import tiny_graphs
from imageparser.errors import ModelFailedError
from imageparser.models.backends.onnx.providers import Device
from imageparser.models.backends.onnx.session import Graph, OutOfMemoryError
from imageparser.models.backends.onnx.tower import Tower
from imageparser.models.backends.table import HostOptions

if TYPE_CHECKING:
    from pathlib import Path

    from imageparser.models.catalog import Model

PIXELS = {"pixels": "uint8"}
# What onnxruntime 1.9 to 1.31 and its providers wrote where memory ended, as people reported it.
NO_MEMORY = [
    "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Non-zero status code returned while running Conv node. Name:'/conv' "
    "Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::"
    "AllocateRawInternal(size_t, bool, onnxruntime::Stream*, bool, onnxruntime::WaitNotificationFn) Failed to allocate "
    "memory for requested buffer of size 8388608000",
    "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Non-zero status code returned while running MatMul node. Name:'/m' "
    "Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::"
    "AllocateRawInternal(size_t, bool, onnxruntime::Stream*, bool, onnxruntime::WaitNotificationFn) Available memory "
    "of 0 is smaller than requested bytes of 135383040",
    "[ONNXRuntimeError] : 1 : FAIL : CUDA failure 2: out of memory ; GPU=0 ; hostname=a ; expr=cudaMalloc((void**)&p)",
    "[ONNXRuntimeError] : 1 : FAIL : CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; expr=cublasCreate(&handle)",
    "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Non-zero status code returned while running MemcpyToHost node. "
    "Status Message: DmlExecutionProvider\\src\\MLOperatorAuthorImpl.cpp(1978) Exception(3) tid(4) 8007000E Not enough "
    "memory resources are available to complete this operation.",
    "std::bad_alloc",
]


@pytest.fixture
def options(tmp_path: Path) -> HostOptions:
    return HostOptions(1, tmp_path / "cache", device="cpu")


@pytest.fixture
def entry(tmp_path: Path) -> Model:
    return tiny_graphs.dual(tmp_path / "tiny")


class Double:
    """A session whose batches above a number fail with a text."""

    def __init__(self, most: int, text: str) -> None:
        self.most, self.text, self.runs = most, text, 0
        self.given: dict[str, Any] = {}

    def io_binding(self) -> Double:
        return self

    def bind_cpu_input(self, name: str, array: Any) -> None:
        self.given[name] = array

    def bind_output(self, _name: str) -> None:
        pass

    def run_with_iobinding(self, _binding: object) -> None:
        self.runs += 1
        if len(self.given["pixels"]) > self.most:
            raise RuntimeError(self.text)

    def copy_outputs_to_cpu(self) -> list[Any]:
        first = self.given["pixels"][:, 0, 0, :1].astype(np.float32)
        return [np.concatenate([first, np.ones((len(first), tiny_graphs.DIMENSION - 1), np.float32)], 1)]


def pixels(count: int) -> Any:
    ramp = np.arange(count, dtype=np.uint8)[:, None, None, None]
    return np.broadcast_to(ramp, (count, tiny_graphs.SIDE, tiny_graphs.SIDE, 3)).copy()


def tower(entry: Model, options: HostOptions, first: int = 64) -> Tower:
    empty = {"pixels": pixels(1)}
    return Tower(entry, options, "image.onnx", empty=empty, first=lambda _free, _cpu: first)


def embed(loaded: Tower, given: Any) -> Any:
    return loaded.vectors(len(given), lambda part: {"pixels": given[part]})


@pytest.mark.parametrize("text", NO_MEMORY)
def test_no_file_is_lost_where_the_memory_ends(entry: Model, options: HostOptions, text: str) -> None:
    loaded = tower(entry, options)
    graph, batches = loaded.load()
    graph._session = Double(5, text)
    rows = embed(loaded, pixels(20))
    # The double's vectors tell which picture each is of: the first number against the others.
    assert (rows[:, 0] / rows[:, 1]).round().tolist() == list(range(20))
    assert batches.size == 4


def test_what_was_learned_holds_for_the_next_process(entry: Model, options: HostOptions) -> None:
    loaded = tower(entry, options)
    loaded.load()[0]._session = Double(5, NO_MEMORY[0])
    embed(loaded, pixels(20))
    again = tower(entry, options)
    double = again.load()[0]._session = Double(5, NO_MEMORY[0])
    embed(again, pixels(20))
    assert double.runs == 5


def test_one_picture_that_does_not_fit_is_an_error(entry: Model, options: HostOptions) -> None:
    loaded = tower(entry, options)
    loaded.load()[0]._session = Double(0, NO_MEMORY[0])
    with pytest.raises(ModelFailedError, match="single"):
        embed(loaded, pixels(3))


def test_another_failure_is_no_matter_of_size(entry: Model, options: HostOptions) -> None:
    loaded = tower(entry, options)
    double = loaded.load()[0]._session = Double(0, "Non-zero status code returned while running Reshape node")
    with pytest.raises(ModelFailedError, match="Reshape"):
        embed(loaded, pixels(8))
    assert double.runs == 1


@pytest.mark.parametrize("text", ["CUDA failure 700: an illegal memory access was encountered", "Exception 887A0005"])
def test_a_lost_device_ends_the_process(entry: Model, options: HostOptions, text: str) -> None:
    loaded = tower(entry, options)
    loaded.load()[0]._session = Double(0, text)
    with pytest.raises(SystemExit):
        embed(loaded, pixels(1))


ARENA = """
import sys
import numpy as np
import onnxruntime
from imageparser.models.backends.builtin.onnx_writer import GraphWriter
from imageparser.models.backends.onnx.providers import Device
from imageparser.models.backends.onnx.session import Graph, OutOfMemoryError
from imageparser.models.backends.table import HostOptions
from pathlib import Path

kind = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR
info = onnxruntime.OrtMemoryInfo("Cpu", kind, 0, onnxruntime.OrtMemType.DEFAULT)
onnxruntime.create_and_register_allocator(info, onnxruntime.OrtArenaCfg(1 << 20, 1, -1, -1))
plain = onnxruntime.SessionOptions
def shared():
    options = plain()
    options.add_session_config_entry("session.use_env_allocators", "1")
    return options
onnxruntime.SessionOptions = shared
graph = Graph(Path(sys.argv[1]), {"pixels": "uint8"}, HostOptions(1, Path("."), device="cpu"))
def run(count):
    return graph.run({"pixels": np.zeros((count, 16, 16, 3), np.uint8) + 7})
assert run(4).shape == (4, 8)
try:
    run(2000)
except OutOfMemoryError as error:
    print(error)
else:
    sys.exit("two thousand pictures fit into a megabyte")
assert run(4).shape == (4, 8)
"""


def test_a_real_arena_that_is_full_is_out_of_memory_and_works_on(entry: Model) -> None:
    command = [sys.executable, "-c", ARENA, str(entry.path("image.onnx"))]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "memory" in done.stdout


def load(path: Path, options: HostOptions) -> Graph:
    return Graph(path, PIXELS, options)


def test_a_truncated_file_is_named(entry: Model, options: HostOptions, tmp_path: Path) -> None:
    whole = entry.path("image.onnx").read_bytes()
    broken = tmp_path / "image.onnx"
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        broken.write_bytes(whole[:length])
        with pytest.raises(ModelFailedError) as caught:
            load(broken, options)
        assert caught.value.path == str(broken)


def test_an_opset_of_the_future_is_named(entry: Model, options: HostOptions, tmp_path: Path) -> None:
    whole = entry.path("image.onnx").read_bytes()
    future = tmp_path / "image.onnx"
    future.write_bytes(whole[:-1] + bytes([99]))  # the last byte is the version of the operators
    with pytest.raises(ModelFailedError, match=r"(?i)opset") as caught:
        load(future, options)
    assert caught.value.path == str(future)


def test_a_graph_of_another_kind_is_named(entry: Model, options: HostOptions) -> None:
    with pytest.raises(ModelFailedError, match=r"ids.*pixels") as caught:
        load(entry.path("text.onnx"), options)
    assert caught.value.path == str(entry.path("text.onnx"))


def test_a_file_that_is_missing_is_named(options: HostOptions, tmp_path: Path) -> None:
    with pytest.raises(ModelFailedError) as caught:
        load(tmp_path / "none.onnx", options)
    assert caught.value.path == str(tmp_path / "none.onnx")


@pytest.mark.parametrize("value", [0.0, float("nan"), float("inf")])
def test_vectors_that_are_none_are_refused(tmp_path: Path, options: HostOptions, value: float) -> None:
    files = {"fp32/image.onnx": tiny_graphs.constant_graph(value)}
    entry = tiny_graphs.installed(tmp_path / "constant", "onnx.dual", files)
    with pytest.raises(ModelFailedError, match="zero or not finite"):
        embed(tower(entry, options), pixels(3))


def test_vectors_that_are_too_short_are_refused(tmp_path: Path, options: HostOptions) -> None:
    entry = tiny_graphs.dual(tmp_path / "short", dimension=tiny_graphs.DIMENSION + 1)
    with pytest.raises(ModelFailedError, match="9") as caught:
        embed(tower(entry, options), pixels(3))
    assert caught.value.path == str(entry.path("image.onnx"))


def test_longer_vectors_are_cut_and_made_unit_again(tmp_path: Path, options: HostOptions) -> None:
    whole = embed(tower(tiny_graphs.dual(tmp_path / "whole"), options), pixels(6)[1:])
    cut = embed(tower(tiny_graphs.dual(tmp_path / "cut", dimension=3), options), pixels(6)[1:])
    wanted = whole[:, :3] / np.linalg.norm(whole[:, :3], axis=1, keepdims=True)
    assert np.allclose(cut, wanted, atol=1e-6)


def test_a_tower_tells_what_it_runs_on(entry: Model, options: HostOptions) -> None:
    loaded = tower(entry, options, first=7)
    assert loaded.about() == {}
    graph, batches = loaded.load()
    assert (loaded.about()["device"], loaded.about()["batch"]) == ("cpu", None)
    graph.device = Device("cuda")
    assert loaded.about(each=2)["batch"] == batches.size // 2 == 3


def test_no_memory_is_told_from_a_failure(entry: Model, options: HostOptions) -> None:
    graph = load(entry.path("image.onnx"), options)
    graph._session = Double(0, NO_MEMORY[0])
    with pytest.raises(OutOfMemoryError):
        graph.run({"pixels": pixels(1)})
