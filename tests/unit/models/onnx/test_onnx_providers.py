"""Which device runs a model, from what is there and from what was asked."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from fixtures import tiny_graphs
from imageparser.errors import ModelMissingError, UsageError
from imageparser.models.backends.onnx import providers
from imageparser.models.backends.onnx.session import Graph
from imageparser.models.backends.table import HostOptions

if TYPE_CHECKING:
    from pathlib import Path

CPU = "CPUExecutionProvider"
ALL = [*providers.PROVIDERS.values(), "AzureExecutionProvider"]


@pytest.mark.parametrize(
    ("there", "names"),
    [
        ([CPU], ["cpu"]),
        ([CPU, "CUDAExecutionProvider"], ["cuda", "cpu"]),
        (["CoreMLExecutionProvider", CPU], ["coreml", "cpu"]),
        (ALL, ["cuda", "directml", "coreml", "openvino", "cpu"]),
    ],
)
def test_auto_takes_the_fastest_first(there: list[str], names: list[str]) -> None:
    assert [device.name for device in providers.candidates("auto", there)] == names


def test_a_named_device_is_the_only_one() -> None:
    assert [device.name for device in providers.candidates("cpu", ALL)] == ["cpu"]
    assert [device.name for device in providers.candidates("directml", ALL)] == ["directml"]


def test_a_named_device_that_is_missing_is_no_night_on_the_processor() -> None:
    with pytest.raises(ModelMissingError, match=r"cuda is not there.*models\.device"):
        providers.candidates("cuda", [CPU])
    with pytest.raises(UsageError, match="toaster"):
        providers.candidates("toaster", ALL)


def test_the_limit_leaves_room_for_the_driver() -> None:
    cuda = providers.Device("cuda")
    assert cuda.options(6144)["gpu_mem_limit"] == str((6144 - 512) << 20)
    assert cuda.options(600)["gpu_mem_limit"] == str(300 << 20)
    assert "gpu_mem_limit" not in cuda.options(0)
    assert providers.Device("cpu").options(6144) == {}


def fake_session(works: str) -> Any:
    """Return a stand-in for onnxruntime's session whose only working provider is `works`."""

    def session(_path: Path, _options: object, providers: list[tuple[str, dict[str, str]]]) -> SimpleNamespace:
        name = providers[0][0]
        if name == "DmlExecutionProvider":
            raise RuntimeError("no adapter")
        return SimpleNamespace(
            get_providers=lambda: [name if name == works else CPU],
            get_inputs=lambda: [SimpleNamespace(name="pixels", type="tensor(uint8)")],
            get_outputs=lambda: [SimpleNamespace(name="vector", shape=["n", 8])],
        )

    return session


def graph(tmp_path: Path, device: str) -> Graph:
    return Graph(tmp_path / "image.onnx", {"pixels": "uint8"}, HostOptions(1, tmp_path, device=device))


def test_auto_goes_on_where_a_device_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ALL)
    monkeypatch.setattr("onnxruntime.InferenceSession", fake_session("OpenVINOExecutionProvider"))
    assert graph(tmp_path, "auto").device.name == "openvino"
    monkeypatch.setattr("onnxruntime.InferenceSession", fake_session(CPU))
    assert graph(tmp_path, "auto").device.name == "cpu"


def test_a_device_whose_libraries_are_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ALL)
    monkeypatch.setattr("onnxruntime.InferenceSession", fake_session(CPU))
    with pytest.raises(ModelMissingError, match="libraries"):
        graph(tmp_path, "cuda")


def test_a_real_session_shows_its_device(tmp_path: Path) -> None:
    model = tiny_graphs.dual(tmp_path)
    loaded = Graph(model.path("image.onnx"), {"pixels": "uint8"}, HostOptions(1, tmp_path, device="cpu"))
    assert (loaded.device.name, loaded.dimension) == ("cpu", tiny_graphs.DIMENSION)


def nvml(**changed: Any) -> SimpleNamespace:
    memory = SimpleNamespace(total=8 << 30, free=6 << 30)
    calls = {
        "nvmlInit": lambda: None,
        "nvmlShutdown": lambda: None,
        "nvmlDeviceGetHandleByIndex": lambda number: number,
        "nvmlDeviceGetMemoryInfo": lambda _handle: memory,
        "nvmlDeviceGetName": lambda _handle: b"Card",
        "NVMLError": RuntimeError,
    }
    return SimpleNamespace(**{**calls, **changed})


def test_a_card_tells_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", nvml())
    assert providers.card() == providers.Card("Card", 8192, 6144)


def fail(*_: object) -> None:
    raise RuntimeError("no driver")


@pytest.mark.parametrize("call", ["nvmlInit", "nvmlDeviceGetHandleByIndex", "nvmlDeviceGetMemoryInfo"])
def test_a_driver_that_fails_is_no_card(monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", nvml(**{call: fail}))
    assert providers.card() is None


def test_no_package_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert providers.card() is None
