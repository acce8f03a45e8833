"""Texts into the meaning space: Qwen3-Embedding and what else is one graph of ids and mask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.models.backends.onnx.words import Words
from imageparser.models.backends.table import LOAD
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imageparser.models.backends.table import HostOptions
    from imageparser.models.catalog import Model

# Of the text that stands for a picture: caption, tags in two languages, prompt.
_TOKENS_EACH = 128


class TextBackend:
    """The encoder of texts (MV); queries carry their task, documents are plain."""

    def __init__(self, model: Model, options: HostOptions) -> None:
        self._prompt = model.prompt
        self._words = Words(model, options, masked=True)

    @property
    def about(self) -> Mapping[str, Any]:
        """Return how the graph runs; the size of its runs counts tokens."""
        return self._words.tower.about(each=_TOKENS_EACH)

    @property
    def operations(self) -> Mapping[str, Callable[[Message], Message]]:
        """Return `embed` (texts in a role) and `load`."""
        return {"embed": self._embed, LOAD: self._load}

    def _embed(self, message: Message) -> Message:
        template = str(self._prompt[message.values["role"]]).replace("{task}", str(self._prompt.get("task", "")))
        before, _, behind = template.partition("{text}")
        return Message(parts=[self._words.embed([before + text + behind for text in message.values["texts"]])])

    def _load(self, _message: Message) -> Message:
        self._words.tower.load()
        return Message()
