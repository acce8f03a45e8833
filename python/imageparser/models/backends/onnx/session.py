"""One ONNX file, loaded on a device: options, borders that are checked, and errors that tell what happened."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime

from imageparser import log
from imageparser.errors import ModelFailedError
from imageparser.models.backends.onnx import providers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from imageparser.models.backends.onnx.providers import Device
    from imageparser.models.backends.table import HostOptions

LOG = log.get("models.onnx")
OUTPUT = "vector"
_TYPES = {"uint8": "tensor(uint8)", "int64": "tensor(int64)"}
# What onnxruntime and the drivers write where memory ends; their types of exception say less.
_OUT_OF_MEMORY = (
    "failed to allocate memory",
    "is smaller than requested bytes",
    "out of memory",
    "not enough memory",
    "8007000e",
    "alloc_failed",
    "bad_alloc",
    "bad allocation",
)
# After these the driver answers nothing else to this process.
_LOST = ("cuda failure 700", "illegal memory access", "device lost", "887a0005", "887a0006", "887a0007")


class OutOfMemoryError(Exception):
    """A run needed more memory than there is; a smaller batch may do."""


class Graph:
    """A loaded graph: named arrays in, one row of a vector for each item out."""

    def __init__(self, path: Path, inputs: Mapping[str, str], options: HostOptions, *, share: float = 1.0) -> None:
        """Load a graph.

        Args:
            path: the file.
            inputs: name and type (`uint8`, `int64`) of every input that the graph must have.
            options: threads, device and limits.
            share: which part of the memory limit is this graph's.

        Raises:
            ModelMissingError: the device that was asked for is not there.
            ModelFailedError: the file is no graph that can be run, or one of another kind.
        """
        self.path = path
        self.device, self._session = _open(path, options, share)
        self._check(inputs)

    @property
    def dimension(self) -> int | None:
        """Return the length of a vector, where the graph tells it."""
        size = self._session.get_outputs()[0].shape[-1]
        return size if isinstance(size, int) else None

    def run(self, feeds: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of a batch.

        Raises:
            OutOfMemoryError: the batch is too large for the memory.
            ModelFailedError: the graph failed otherwise.
        """
        try:
            binding = self._session.io_binding()
            for name, array in feeds.items():
                binding.bind_cpu_input(name, np.ascontiguousarray(array))
            binding.bind_output(OUTPUT)
            self._session.run_with_iobinding(binding)
            return np.asarray(binding.copy_outputs_to_cpu()[0], np.float32)
        except Exception as error:
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> Exception:
        text = f"{type(error).__name__}: {error}".lower()
        if isinstance(error, MemoryError) or any(mark in text for mark in _OUT_OF_MEMORY):
            return OutOfMemoryError(str(error))
        if any(mark in text for mark in _LOST):
            LOG.error("%s: the device is lost: %s", self.path, error)
            # A new process gets the device back; this one never does.
            sys.exit(1)
        return ModelFailedError(f"The graph failed: {error}", path=str(self.path))

    def _check(self, inputs: Mapping[str, str]) -> None:
        has = {given.name: given.type for given in self._session.get_inputs()}
        wants = {name: _TYPES[kind] for name, kind in inputs.items()}
        outputs = [given.name for given in self._session.get_outputs()]
        if has != wants or outputs != [OUTPUT]:
            message = f"The graph takes {has} and gives {outputs}; {wants} and {OUTPUT} were expected."
            raise ModelFailedError(message, path=str(self.path))


def _open(path: Path, options: HostOptions, share: float) -> tuple[Device, onnxruntime.InferenceSession]:
    devices = providers.candidates(options.device)
    for device in devices:
        try:
            session = onnxruntime.InferenceSession(
                path,
                _session_options(device, options.threads),
                providers=[(device.provider, dict(device.options(int(options.memory_limit_mb * share))))],
            )
        except Exception as error:  # noqa: BLE001  # onnxruntime raises a dozen kinds without a common base
            if device is not devices[-1]:
                LOG.warning("%s: %s cannot run it: %s", path, device.name, error)
                continue
            raise ModelFailedError(f"The graph cannot be loaded: {error}", path=str(path)) from None
        # A provider whose libraries are missing leaves the graph to the processor and says so only on stderr.
        if session.get_providers()[0] == device.provider:
            return device, session
        if options.device != "auto":
            raise providers.missing(device.name, "its libraries cannot be loaded")
        LOG.warning("%s: the libraries of %s cannot be loaded", path, device.name)
    raise providers.missing(options.device, "no provider of onnxruntime works")


def _session_options(device: Device, threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A thread that spins while it waits takes the core from the decoders.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    if device.name == "directml":
        options.enable_mem_pattern = False
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    return options
