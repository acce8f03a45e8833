"""Texts to vectors by the sentence encoder, and through class labels to vectors of the visual space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imageparser.models.backends.builtin.label_text import LabelText
from imageparser.models.backends.builtin.use_encoder import SentenceEncoder
from imageparser.models.backends.builtin.use_weights import convert
from imageparser.models.cache import ArrayCache
from imageparser.models.catalog import model as catalogue_model
from imageparser.models.version_key import version_key
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.cache import Arrays
    from imageparser.models.catalog import Model

# Raise when `convert` writes other arrays.
_FORM = 1


class TextBackend:
    """The mapped encoder; the label tables are made ready by the first text that needs them."""

    def __init__(self, model: Model, options: HostOptions) -> None:
        self._model = model
        self._cache = ArrayCache(options.cache)
        self._towers: dict[str, LabelText] = {}
        for file in model.files:
            model.path(file.name)
        arrays = self._cache.load(f"{version_key(model).replace(':', '-')}-{_FORM}", self._convert)
        self._encoder = SentenceEncoder(arrays, options.threads)
        self._limit = int(model.preprocess["max_characters"])

    @property
    def operations(self) -> Mapping[str, Callable[[Message], Message]]:
        """Return `embed` (meaning space) and `embed_visual` (space of the pictures)."""
        return {"embed": self._embed, "embed_visual": self._embed_visual}

    def _convert(self) -> Arrays:
        weights, pieces = (self._model.verified(file.name) for file in self._model.files)
        return convert(weights, pieces)

    def _embed(self, message: Message) -> Message:
        template = str(self._model.prompt[message.values["role"]])
        texts = [template.replace("{text}", text[: self._limit]) for text in message.values["texts"]]
        return Message(parts=[self._encoder.embed(texts)])

    def _embed_visual(self, message: Message) -> Message:
        name = message.values["tower"]
        if name not in self._towers:
            tower = catalogue_model(name)
            space = catalogue_model(tower.space)
            self._towers[name] = LabelText(self._encoder, tower, space, self._model, self._cache)
        texts = [text[: self._limit] for text in message.values["texts"]]
        return Message(parts=[self._towers[name].embed(texts)])
