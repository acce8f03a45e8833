"""Pictures to vectors and class probabilities by one run of EfficientNet-lite0 on onnxruntime."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime

from imageparser.models.backends.builtin.checkpoint import read_checkpoint
from imageparser.models.backends.builtin.efficientnet import build_onnx
from imageparser.models.cache import ArrayCache
from imageparser.models.version_key import version_key
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.catalog import Model

# Raise when the graph that `build_onnx` writes changes.
_GRAPH = 1
# Larger batches are no quicker per picture and hold up to 150 MB more.
_BATCH = 4
# Pictures whose outputs are remembered, so that caption and vector of one picture cost one run: 9 KB each.
_REMEMBERED = 1024


class ImageBackend:
    """The loaded graph and the outputs of the last pictures."""

    def __init__(self, model: Model, options: HostOptions) -> None:
        self._model = model
        model.path(model.files[0].name)
        arrays = ArrayCache(options.cache).load(cache_name(model), lambda: {"onnx": self._build()})
        self._session = _open_session(arrays["onnx"].tobytes(), options.threads)
        self._known: OrderedDict[bytes, tuple[NDArray[Any], NDArray[Any]]] = OrderedDict()

    @property
    def operations(self) -> Mapping[str, Callable[[Message], Message]]:
        """Return `embed` (unit vectors) and `labels` (class probabilities) of prepared pictures."""
        return {"embed": lambda message: self._answer(message, 0), "labels": lambda message: self._answer(message, 1)}

    def _build(self) -> NDArray[np.uint8]:
        weights = read_checkpoint(self._model.verified(self._model.files[0].name))
        preprocess = self._model.preprocess
        return np.frombuffer(build_onnx(weights, preprocess["mean"], preprocess["deviation"]), np.uint8)

    def _answer(self, message: Message, output: int) -> Message:
        pictures = np.asarray(message.parts[0])
        keys = [hashlib.blake2b(picture.data, digest_size=16).digest() for picture in pictures]
        found = {key: self._known[key] for key in keys if key in self._known}
        missing = {key: place for place, key in enumerate(keys) if key not in found}
        if missing:
            found |= dict(zip(missing, self._run(pictures[list(missing.values())]), strict=True))
        self._remember(found)
        return Message(parts=[np.stack([found[key][output] for key in keys])])

    def _run(self, pictures: NDArray[np.uint8]) -> list[tuple[NDArray[Any], NDArray[Any]]]:
        results = []
        for start in range(0, len(pictures), _BATCH):
            batch = pictures[start : start + _BATCH]
            vectors, probabilities = self._session.run(["vector", "probabilities"], {"pixels": batch})
            results += list(zip(vectors, probabilities, strict=True))
        return results

    def _remember(self, found: Mapping[bytes, tuple[NDArray[Any], NDArray[Any]]]) -> None:
        for key, value in found.items():
            self._known[key] = value
            self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)


def cache_name(model: Model) -> str:
    """Return the name of the derived files: it changes with the weights, the preprocessing and our graph."""
    return f"{version_key(model).replace(':', '-')}-{_GRAPH}"


def _open_session(graph: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A thread that spins while it waits takes the core from the decoders.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
