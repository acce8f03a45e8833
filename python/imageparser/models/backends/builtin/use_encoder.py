"""The forward pass of Universal Sentence Encoder multilingual v3: n-gram convolutions, averaged, then dense layers.

Texts run as one flat row of tokens; a window that would reach into a neighbour reads a row of zeros instead, so the
vector of a text does not depend on its company.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from imageparser.models.backends.builtin.use_tokenizer import Tokenizer
from imageparser.models.backends.builtin.use_weights import CHUNKS, ORDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.models.cache import Arrays

DIMENSION = 512
_WIDTH = 256
# Words to the left of the middle, for each n-gram order.
_LEFT = {2: 0, 3: 1, 5: 2}
# More tokens at once are no quicker, and these stay in the cache of the processor.
_TOKEN_BUDGET = 384


class SentenceEncoder:
    """Turn texts into unit vectors of 512 numbers."""

    def __init__(self, arrays: Arrays, threads: int = 1) -> None:
        self.tokenizer = Tokenizer(arrays)
        # The big table stays mapped (a query reads a dozen of its rows); the dense layers are read once.
        self._table = arrays["table"]
        self._w = {name: np.array(array) for name, array in arrays.items() if _is_dense(name)}
        self._epsilon = np.float32(arrays["epsilon"][0])
        self._threads = threads

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text, independent of the other texts."""
        groups = _groups([self.tokenizer.encode(text) for text in texts])
        if len(groups) == 1 or self._threads == 1:
            rows = [self._forward(group) for group in groups]
        else:
            with ThreadPoolExecutor(min(self._threads, len(groups))) as pool:
                rows = list(pool.map(self._forward, groups))
        return np.concatenate(rows) if rows else np.empty((0, DIMENSION), np.float32)

    def _forward(self, group: list[list[int]]) -> NDArray[np.float32]:
        w = self._w
        lengths = np.array([len(ids) for ids in group])
        starts = np.cumsum(lengths) - lengths
        features = self._features(np.concatenate([np.array(ids) for ids in group]), starts, lengths)
        counts = lengths.astype(np.float32)[:, None]
        # The sum over tokens commutes with the projection behind it, which then has a row for each text only.
        mean = np.add.reduceat(features, starts, axis=0) @ w["cnn_W"]
        mean = (mean + counts * w["cnn_b"]) / np.sqrt(counts)
        inner = np.maximum(mean @ w["p1"] + np.maximum(mean @ w["d0"], 0) @ w["d1"], 0)
        value = np.tanh(inner @ w["p3"] + np.maximum(inner @ w["d2"], 0) @ w["d3"])
        squares = np.einsum("ij,ij->i", value, value)
        unit: NDArray[np.float32] = value / np.sqrt(np.maximum(squares, self._epsilon))[:, None]
        return unit

    def _features(
        self, ids: NDArray[np.int64], starts: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        w, count = self._w, len(ids)
        features = np.empty((count, DIMENSION + len(ORDERS) * _WIDTH), np.float32)
        words = features[:, :DIMENSION]
        chunk = ids % CHUNKS
        words[:] = self._table[ids]
        words *= w["scale"][chunk, None]
        words += w["lo"][chunk, None]
        projected = words @ w["proj_W"]
        projected += w["proj_b"]
        self._layer_norm(projected, "proj_ln_g", "proj_ln_b")
        windows = _windows(starts, lengths)
        padded = np.zeros((count + 1, _WIDTH), np.float32)
        for branch, order in enumerate(ORDERS):
            value = projected[:, branch * _WIDTH : (branch + 1) * _WIDTH]
            columns = windows[:, 2 - _LEFT[order] : 2 - _LEFT[order] + order]
            for layer in (1, 2):
                padded[:count] = value
                grams = padded[columns].reshape(count, order * _WIDTH)
                deep = grams @ w[f"conv{layer}_{order}"]
                deep += w[f"conv_b{layer}_{order}"]
                np.maximum(deep, 0, out=deep)
                deep += value
                value = deep
            at = DIMENSION + branch * _WIDTH
            features[:, at : at + _WIDTH] = value
        self._layer_norm(features, "ln_g", "ln_b")
        return features

    def _layer_norm(self, rows: NDArray[np.float32], gain: str, shift: str) -> None:
        rows -= rows.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[1])
        rows *= (1 / np.sqrt(variance + self._epsilon))[:, None]
        rows *= self._w[gain]
        rows += self._w[shift]


def _groups(texts: list[list[int]]) -> list[list[list[int]]]:
    """Return the texts in runs of about as many tokens as are computed at once."""
    groups: list[list[list[int]]] = []
    room = 0
    for ids in texts:
        if not groups or len(ids) > room:
            groups.append([])
            room = _TOKEN_BUDGET
        groups[-1].append(ids)
        room -= len(ids)
    return groups


def _is_dense(name: str) -> bool:
    return name not in {"table", "epsilon", "charsmap"} and not name.startswith("piece_")


def _windows(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each token the five tokens around it; places outside its text point behind the last token."""
    count = int(lengths.sum())
    places = np.arange(count)[:, None] + np.arange(-2, 3)
    low = np.repeat(starts, lengths)[:, None]
    high = np.repeat(starts + lengths, lengths)[:, None]
    return np.where((places >= low) & (places < high), places, count)
