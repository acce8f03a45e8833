"""Text in the visual space without a joint model.

A text is compared with the names of the classes, and the closest classes lend it their rows of the classifier, which
live in the same space as the vectors of the pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from imageparser.models.backends.builtin.checkpoint import read_checkpoint
from imageparser.models.backends.builtin.labels import kind_texts, labels, own_texts
from imageparser.models.version_key import digest, version_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.models.backends.builtin.use_encoder import SentenceEncoder
    from imageparser.models.cache import ArrayCache, Arrays
    from imageparser.models.catalog import Model

# Raise when `_derive` changes.
_FORM = 1


class LabelText:
    """The label vectors in the meaning space and the classifier rows in the visual space, class by class."""

    def __init__(self, encoder: SentenceEncoder, tower: Model, space: Model, text: Model, cache: ArrayCache) -> None:
        self._encoder = encoder
        self._sharpness = float(tower.prompt["sharpness"])
        self._count = int(tower.prompt["labels"])
        space.path(space.files[0].name)
        keys = digest([version_key(tower), version_key(space), version_key(text)])
        arrays = cache.load(
            f"{tower.id}-{keys}-{_FORM}", lambda: _derive(encoder, space, int(tower.prompt["own_weight"]))
        )
        self._names, self._rows = arrays["names"], arrays["rows"]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector of the visual space for each text."""
        near = self._encoder.embed(texts) @ np.asarray(self._names).T
        chosen = np.argpartition(-near, self._count, axis=1)[:, : self._count]
        share = np.take_along_axis(near, chosen, axis=1)
        share = np.exp(self._sharpness * (share - share.max(axis=1, keepdims=True)))
        vectors = np.einsum("nk,nkd->nd", share, self._rows[chosen])
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit.astype(np.float32)


def _derive(encoder: SentenceEncoder, space: Model, own_weight: int) -> Arrays:
    texts = [own_texts(label) * own_weight + kind_texts(label) for label in labels()]
    flat = sorted({text for group in texts for text in group})
    place = {text: i for i, text in enumerate(flat)}
    vectors = encoder.embed(flat)
    names = np.stack([vectors[[place[text] for text in group]].mean(axis=0) for group in texts])
    rows = read_checkpoint(space.verified(space.files[0].name))["_fc.weight"]
    # What all classes share tells none of them apart.
    return {"names": _unit(names), "rows": _unit(rows - rows.mean(axis=0))}


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    scaled: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled
