"""What a caption server can be asked, whichever protocol it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one picture (PNG), with the JSON schema of the answer and how many tokens it may take."""

    image: bytes
    prompt: str
    schema: Mapping[str, Any]
    tokens: int
    seed: int = 0
    context: int = 4096


@dataclass(frozen=True, slots=True)
class Said:
    """What came back; `cut` where the tokens ran out before the end."""

    text: str
    cut: bool


class Resident(TypedDict):
    """A model that a server keeps loaded; the numbers are bytes, 0 where the server does not tell."""

    model: str
    size: int
    size_vram: int
    expires_at: str


class CaptionServer(Protocol):
    """One model on one server. Works from several threads at once."""

    def ready(self) -> None:
        """Return if the server answers and has the model.

        Raises:
            CaptionsWaitingError: the server is absent, refuses us, or has no such model that takes pictures.
        """

    def ask(self, question: Question) -> Said:
        """Put a question and wait for the whole answer.

        Raises:
            CaptionServerBusyError: ask again later.
            CaptionsWaitingError: as `ready`.
            ConnectionLostError: the connection broke before the answer was whole.
            SilentError: the answer was not whole within the time-out.
            ModelFailedError: the model failed.
        """

    def load(self) -> None:
        """Let the server load the model, where its protocol knows that."""

    def unload(self) -> None:
        """Let the server give the memory of the model back, where its protocol knows that."""

    def resident(self) -> list[Resident]:
        """Return what the server keeps loaded, where its protocol tells."""

    def abort(self) -> None:
        """Break off every answer that is under way."""

    def close(self) -> None:
        """Give up the connections."""


class ConnectionLostError(Exception):
    """The connection broke in the middle of an answer; never leaves `captions`."""


class SilentError(Exception):
    """An answer took longer than the time-out; never leaves `captions`."""
