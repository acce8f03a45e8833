"""Where a model computes: the execution providers of onnxruntime, chosen by what is there and by the setting."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import onnxruntime

from imageparser.errors import ModelMissingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# By speed: `auto` takes the first that works.
PROVIDERS = {
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
# What the driver's context and the kernels take on a card beside the arena, in MB.
_CONTEXT = 512


@dataclass(frozen=True, slots=True)
class Device:
    """A device by the name that the settings use."""

    name: str

    @property
    def provider(self) -> str:
        """Return onnxruntime's name."""
        return PROVIDERS[self.name]

    def options(self, limit_mb: int) -> Mapping[str, Any]:
        """Return what the provider is told; `limit_mb` bounds the card's memory where the provider can (0 = never)."""
        if self.name == "cuda":
            # The arena grows by what is asked for, not by doubling; the search for the best convolution would need more
            # memory than the convolution.
            told = {"arena_extend_strategy": "kSameAsRequested", "cudnn_conv_algo_search": "HEURISTIC"}
            limit = max(limit_mb - _CONTEXT, limit_mb // 2) << 20
            return {**told, "gpu_mem_limit": str(limit)} if limit else told
        if self.name == "coreml":
            return {"ModelFormat": "MLProgram", "MLComputeUnits": "ALL"}
        return {"device_type": "AUTO"} if self.name == "openvino" else {}


def candidates(asked: str, available: Sequence[str] | None = None) -> list[Device]:
    """Return the devices to try, best first; one that is asked for by name is the only one.

    Raises:
        UsageError: no device has this name.
        ModelMissingError: the asked device is not there; nobody wants a night on the processor by surprise.
    """
    there = onnxruntime.get_available_providers() if available is None else available
    if asked == "auto":
        return [Device(name) for name, provider in PROVIDERS.items() if provider in there]
    if asked not in PROVIDERS:
        raise UsageError(f"there is no device {asked}; known are auto, {', '.join(PROVIDERS)}")
    if PROVIDERS[asked] not in there:
        raise missing(asked, f"this onnxruntime has only {', '.join(there)}")
    return [Device(asked)]


def missing(asked: str, why: str) -> ModelMissingError:
    """Return the error of a device that was asked for and cannot be had."""
    message = f"The device {asked} is not there: {why}. Set models.device to auto or cpu to go without."
    return ModelMissingError(message, about=asked)


@dataclass(frozen=True, slots=True)
class Card:
    """A graphics card as its driver sees it, in MB."""

    name: str
    total_mb: int
    free_mb: int


def card() -> Card | None:
    """Return the first NVIDIA card; None where there is none, or no package `nvidia-ml-py` to ask it with."""
    try:
        pynvml: Any = import_module("pynvml")
    except ImportError:
        return None
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return None
    try:
        handle = pynvml.nvmlDeviceGetHandleByIndex(0)
        memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
        name = pynvml.nvmlDeviceGetName(handle)
        return Card(name if isinstance(name, str) else name.decode(), memory.total >> 20, memory.free >> 20)
    except pynvml.NVMLError:
        return None
    finally:
        pynvml.nvmlShutdown()
