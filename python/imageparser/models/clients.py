"""Our side of the encoders: each puts its questions to the process of its model and checks what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from imageparser.errors import ImageParserError, ModelFailedError
from imageparser.models import catalog, preprocess
from imageparser.models.protocol import Prepared
from imageparser.models.wire import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from imageparser.models.catalog import Model
    from imageparser.models.protocol import Role


class Owner(Protocol):
    """Who knows the processes; `lifecycle.Models` is one."""

    def ask(self, entry: Model, operation: str, message: Message) -> Message:
        """Put a question to the process of a model."""


@dataclass(frozen=True, slots=True)
class Client:
    """What all remote encoders share."""

    owner: Owner
    model: Model

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""
        return self.model.dimension

    def _vectors(self, operation: str, message: Message, count: int) -> NDArray[np.float32]:
        if count == 0:
            return np.empty((0, self.dimension), np.float32)
        rows = np.asarray(self.owner.ask(self.model, operation, message).parts[0], np.float32)
        if rows.shape != (count, self.dimension):
            raise ModelFailedError(f"{self.model.id} gave vectors of shape {rows.shape}.")
        length = np.einsum("ij,ij->i", rows, rows)
        if not np.allclose(length, 1, atol=1e-3):
            raise ModelFailedError(f"{self.model.id} gave a vector that is zero, not finite or not of length one.")
        return rows


class Images(Client):
    """Pictures to vectors (VV)."""

    def prepare(self, images: Sequence[bytes]) -> list[Prepared | ImageParserError]:
        """Return each encoded picture as the model wants it, or why it cannot be decoded."""
        return preprocess.prepare(images, self.model)

    def embed(self, pictures: Sequence[Prepared]) -> NDArray[np.float32]:
        """Return one row for each prepared picture."""
        question = preprocess.question(pictures) if pictures else Message()
        return self._vectors("embed", question, len(pictures))


class Labels(Client):
    """Pictures to the probabilities of classes, from which the built-in captioner writes."""

    def ask(self, images: Sequence[bytes]) -> Message:
        """Return one row of probabilities for each encoded picture.

        Raises:
            ImageParserError: a picture cannot be decoded.
        """
        prepared = preprocess.prepare(images, catalog.model(self.model.host))
        if broken := next((picture for picture in prepared if isinstance(picture, ImageParserError)), None):
            raise broken
        pictures = [picture for picture in prepared if isinstance(picture, Prepared)]
        return self.owner.ask(self.model, "labels", preprocess.question(pictures))


class Texts(Client):
    """Texts to vectors (MV)."""

    def embed(self, texts: Sequence[str], role: Role = "document") -> NDArray[np.float32]:
        """Return one row for each text."""
        return self._vectors("embed", Message({"texts": list(texts), "role": role}), len(texts))


class VisualTexts(Client):
    """Texts to vectors in the space of the pictures (VT)."""

    @property
    def approximate(self) -> bool:
        """Return whether text reaches the space by way of labels only."""
        return bool(self.model.space) and self.model.host != self.model.space

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each text."""
        message = Message({"texts": list(texts), "tower": self.model.id})
        return self._vectors("embed_visual", message, len(texts))
