"""One graph of a model with everything around it: loaded when first needed, run in batches that fit, rows checked."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser import clock
from imageparser.errors import ModelFailedError
from imageparser.models.backends.onnx import providers
from imageparser.models.backends.onnx.batching import Batches
from imageparser.models.backends.onnx.session import Graph
from imageparser.models.version_key import version_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.catalog import Model

    Feeds = Mapping[str, NDArray[Any]]

_SHORTEST = 1e-6
_UNSAFE = re.compile(r"[^\w.@-]+")


class Tower:
    """A graph that gives one vector for each item."""

    def __init__(
        self,
        model: Model,
        options: HostOptions,
        file: str,
        *,
        empty: Feeds,
        first: Callable[[int | None, bool], int],
    ) -> None:
        """Look for the file; loading waits for the first item.

        Args:
            model: the catalogue entry.
            options: what the process may use.
            file: name of the graph, `image.onnx` or `text.onnx`.
            empty: the inputs of one item that says nothing; names and types must be those of the graph.
            first: gives the size of a first run from the free memory of the card in MB and whether there is none.

        Raises:
            ModelMissingError: the file is not there.
        """
        self._model, self._options, self._file = model, options, file
        self._empty, self._first = empty, first
        self._loaded: tuple[Graph, Batches] | None = None
        self._load_s = 0.0
        model.path(file)

    def load(self) -> tuple[Graph, Batches]:
        """Return the graph, loaded and ready for its first batch, and the size of its runs.

        Raises:
            ModelMissingError: the device that was asked for is not there.
            ModelFailedError: the file cannot be run.
        """
        if self._loaded is None:
            began = clock.monotonic()
            kinds = {name: array.dtype.name for name, array in self._empty.items()}
            graph = Graph(self._model.path(self._file), kinds, self._options, share=self._share())
            if graph.dimension is not None and graph.dimension < self._model.dimension:
                raise self._shorter(graph.dimension)
            on_card = graph.device.name != "cpu"
            if on_card:
                # Libraries of the card load their kernels with the first run.
                graph.run(self._empty)
            free_mb = self._free_mb() if on_card else None
            place = self._options.cache / "batch-sizes" / f"{self._name(graph)}.json"
            self._loaded = graph, Batches(place, self._first(free_mb, not on_card), free_mb)
            self._load_s = clock.monotonic() - began
        return self._loaded

    def vectors(
        self,
        count: int,
        feeds: Callable[[slice], Feeds],
        many: Callable[[int, int], int] = lambda _place, size: size,
    ) -> NDArray[np.float32]:
        """Return one unit vector (n, dimension) for each of `count` items, of which `feeds` makes the inputs.

        Raises:
            ModelFailedError: the graph fails, or gives a vector that is too short, zero or not finite.
        """
        if count == 0:
            return np.empty((0, self._model.dimension), np.float32)
        graph, batches = self.load()
        rows = batches.over(count, lambda part: graph.run(feeds(part)), many)
        if rows.ndim != 2 or len(rows) != count:
            raise ModelFailedError(f"{count} vectors were asked for, an array of shape {rows.shape} came.")
        if rows.shape[1] < self._model.dimension:
            raise self._shorter(rows.shape[1])
        return self._cut(rows)

    def about(self, each: int = 1) -> dict[str, Any]:
        """Return what the life cycle wants to know once the graph is loaded; an item is `each` of the run's size.

        A processor takes what it is given in small runs: how much it is given at once does not matter there.
        """
        if self._loaded is None:
            return {}
        graph, batches = self._loaded
        device = graph.device.name
        return {
            "device": device,
            "batch": None if device == "cpu" else max(1, batches.size // each),
            "load_s": round(self._load_s, 3),
        }

    def _cut(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the first numbers of each vector as a unit vector, as models of nested sizes (MRL) are trained for."""
        rows = rows[:, : self._model.dimension]
        length = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.all(np.isfinite(length) & (length > _SHORTEST)):
            raise ModelFailedError(f"{self._model.id} gave a vector that is zero or not finite.")
        return np.ascontiguousarray(rows / length, np.float32)

    def _share(self) -> float:
        """Return which part of the model's bytes is this graph's."""
        stem = PurePosixPath(self._file).stem
        graphs = [file for file in self._model.files if ".onnx" in file.name]
        own = [file.size for file in graphs if PurePosixPath(file.name).name.startswith(f"{stem}.")]
        return sum(own) / max(1, sum(file.size for file in graphs)) if own else 1.0

    def _free_mb(self) -> int | None:
        card = providers.card()
        limit = self._options.memory_limit_mb
        if card is None:
            return limit or None
        return min(card.free_mb, limit) if limit else card.free_mb

    def _name(self, graph: Graph) -> str:
        return _UNSAFE.sub("-", f"{version_key(self._model)}-{self._file}-{graph.device.name}")

    def _shorter(self, dimension: int) -> ModelFailedError:
        message = f"The graph gives vectors of {dimension} numbers, {self._model.id} has {self._model.dimension}."
        return ModelFailedError(message, path=str(self._model.path(self._file)))
