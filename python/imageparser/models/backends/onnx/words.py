"""Texts through a graph, whatever their lengths: equally long ones run together, so that padding is small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.models.backends.onnx.batching import first_tokens
from imageparser.models.backends.onnx.tokenizer import FILE, Tokenizer
from imageparser.models.backends.onnx.tower import Tower

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.catalog import Model


class Words:
    """The text graph of a model and its tokenizer."""

    def __init__(self, model: Model, options: HostOptions, *, masked: bool) -> None:
        """Look for the files; `masked` graphs take a mask beside the ids."""
        self._masked = masked
        self._model = model
        self._tokenizer: Tokenizer | None = None
        self.tower = Tower(
            model,
            options,
            "text.onnx",
            empty=self._feeds(np.zeros((1, 1), np.int64), np.ones((1, 1), np.int64)),
            first=lambda free_mb, cpu: first_tokens(free_mb, model.precision, cpu=cpu),
        )
        model.path(FILE)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector for each text, in order."""
        tokenizer = self._tokenizer = self._tokenizer or Tokenizer(self._model.path(FILE), self._model.prompt)
        rows = tokenizer.encode(texts)
        # Long ones first: the memory of the first run then serves all others.
        order = sorted(range(len(rows)), key=lambda place: -len(rows[place]))
        ordered = [rows[place] for place in order]
        found = self.tower.vectors(
            len(rows),
            lambda part: self._feeds(*tokenizer.padded(ordered[part])),
            lambda place, size: size // tokenizer.padded_length(len(ordered[place])),
        )
        vectors = np.empty_like(found)
        vectors[order] = found
        return vectors

    def _feeds(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Mapping[str, NDArray[Any]]:
        return {"ids": ids, "mask": mask} if self._masked else {"ids": ids}
