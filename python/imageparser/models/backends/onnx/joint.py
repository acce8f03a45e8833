"""What models of two towers share, whatever the shape in which they take their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from imageparser.models.backends.onnx.batching import first_pictures
from imageparser.models.backends.onnx.tower import Tower
from imageparser.models.backends.onnx.words import Words
from imageparser.models.backends.table import LOAD
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.catalog import Model


class JointBackend:
    """The tower of the pictures (VV) and that of the texts (VT); each loads when it is first needed."""

    def __init__(
        self,
        model: Model,
        options: HostOptions,
        empty: tuple[NDArray[Any], ...],
        feeds: Callable[..., Mapping[str, NDArray[Any]]],
    ) -> None:
        """Look for the files; `feeds` makes the graph's inputs of what comes, `empty` is one such picture."""
        self._feeds = feeds
        size = empty[0].nbytes
        self._pictures = Tower(
            model,
            options,
            "image.onnx",
            empty=feeds(*empty),
            first=lambda free_mb, cpu: first_pictures(free_mb, model.precision, size, cpu=cpu),
        )
        self._words = Words(model, options, masked=False)

    @property
    def about(self) -> Mapping[str, Any]:
        """Return how the pictures' tower runs, or that of the texts where only that was needed."""
        return self._pictures.about() or {**self._words.tower.about(), "batch": None}

    @property
    def operations(self) -> Mapping[str, Callable[[Message], Message]]:
        """Return `embed` (prepared pictures), `embed_visual` (texts) and `load` (a slot)."""
        return {
            "embed": self._embed,
            "embed_visual": lambda message: Message(parts=[self._words.embed(message.values["texts"])]),
            LOAD: self._load,
        }

    def _embed(self, message: Message) -> Message:
        arrays = [np.asarray(part) for part in message.parts]
        rows = self._pictures.vectors(len(arrays[0]), lambda part: self._feeds(*(array[part] for array in arrays)))
        return Message(parts=[rows])

    def _load(self, message: Message) -> Message:
        (self._words.tower if message.values["slot"] == "VT" else self._pictures).load()
        return Message()
