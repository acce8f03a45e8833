"""A model behind an Ollama server, asked through its official client."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import ollama
from pydantic import ValidationError

from imageparser import clock
from imageparser.errors import CaptionModelUnfitError, CaptionServerAbsentError, CaptionsWaitingError, ModelFailedError
from imageparser.models.captions.http import QUICK_SECONDS, Line, refusal, translated
from imageparser.models.captions.server import ConnectionLostError, Resident, Said, SilentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.models.captions.server import Question
    from imageparser.settings import CaptionSettings

VISION, CHAT = "vision", "completion"


class Ollama:
    """One model on one Ollama server (see `server.CaptionServer`)."""

    def __init__(self, settings: CaptionSettings, model: str) -> None:
        self._url, self._timeout, self._model = settings.url, settings.timeout, model
        self._keep_alive = keep_alive(settings.keep_alive)
        self._line = Line(settings.timeout, settings.api_key)
        quick = Line(min(settings.timeout, QUICK_SECONDS), settings.api_key)
        with translated(settings.url, settings.timeout):
            self._client = ollama.Client(settings.url, **self._line.options())
            self._quick = ollama.Client(settings.url, **quick.options())

    def ready(self) -> None:
        """Return if the server answers and has the model, and the model takes pictures.

        Raises:
            CaptionsWaitingError: it is not so.
        """
        try:
            with self._translated():
                shown = self._quick.show(self._model)
        except (ModelFailedError, ConnectionLostError, SilentError) as error:
            # A server that does not say what it has is none that we can use.
            raise CaptionServerAbsentError(str(error)) from None
        able = shown.capabilities
        if able is not None and not {VISION, CHAT} <= set(able):
            raise CaptionModelUnfitError(f"{self._model} can do {', '.join(able) or 'nothing'}, not look at pictures.")

    def ask(self, question: Question) -> Said:
        """Put a question (see `CaptionServer.ask`); an answer that trickles is given up after twice the time-out."""
        deadline = clock.monotonic() + self._timeout
        parts: list[str] = []
        with self._translated():
            for part in self._chat(question):
                parts.append(part.message.content or "")
                if part.done:
                    return Said("".join(parts), part.done_reason == "length")
                if clock.monotonic() > deadline:
                    raise SilentError(f"The answer was not whole after {self._timeout:g} s.")
        raise ConnectionLostError("the stream ended before the answer did")

    def _chat(self, question: Question) -> Iterator[ollama.ChatResponse]:
        message = {"role": "user", "content": question.prompt, "images": [question.image] if question.image else None}
        options = {
            "temperature": 0,
            "seed": question.seed,
            # One size for every question: another one would let the server load the model anew.
            "num_ctx": question.context,
            "num_predict": question.tokens,
        }
        return self._client.chat(
            self._model,
            [message],
            stream=True,
            think=False,
            format=dict(question.schema),
            options=options,
            keep_alive=self._keep_alive,
        )

    def load(self) -> None:
        """Let the server load the model and wait until it is there.

        Raises:
            CaptionsWaitingError, ModelFailedError: it cannot.
        """
        self._nothing(self._keep_alive)

    def unload(self) -> None:
        """Let the server give the memory of the model back; nothing happens where the server is gone."""
        with contextlib.suppress(CaptionsWaitingError, ModelFailedError):
            self._nothing(0)

    def _nothing(self, stay: float | str) -> None:
        try:
            with self._translated():
                self._client.chat(self._model, [], keep_alive=stay)
        except (ConnectionLostError, SilentError) as error:
            raise CaptionServerAbsentError(f"{self._url} did not answer: {error}") from None

    def resident(self) -> list[Resident]:
        """Return the models that the server keeps loaded; none where it does not answer."""
        absent = (CaptionsWaitingError, ModelFailedError, ConnectionLostError, SilentError)
        with contextlib.suppress(*absent), self._translated():
            return [
                Resident(
                    model=one.name or one.model or "",
                    size=int(one.size or 0),
                    size_vram=int(one.size_vram or 0),
                    expires_at=one.expires_at.isoformat(timespec="seconds") if one.expires_at else "",
                )
                for one in self._quick.ps().models
            ]
        return []

    def abort(self) -> None:
        """Break off every answer that is under way."""
        self._line.abort()

    def close(self) -> None:
        """Give up the connections."""
        self._line.abort()
        self._client.close()  # type: ignore[no-untyped-call]
        self._quick.close()  # type: ignore[no-untyped-call]

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        with translated(self._url, self._timeout), understood():
            yield


@contextlib.contextmanager
def understood() -> Iterator[None]:
    """Turn what Ollama's client says of an answer into what it means for the captions."""
    try:
        yield
    except ollama.ResponseError as error:
        raise refusal(error.status_code, str(error.error)) from None
    except (json.JSONDecodeError, ValidationError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise ModelFailedError(
            f"The caption server does not speak Ollama's protocol ({type(error).__name__})."
        ) from None


def keep_alive(text: str) -> float | str:
    """Return a keep-alive as Ollama takes it: plain numbers are seconds, others such as `10m` stay texts."""
    try:
        return float(text)
    except ValueError:
        return text


def parts_of(response: Any) -> tuple[str, str, int, int]:
    """Return (status, digest, total, completed) of a line of a pull."""
    return response.status or "", response.digest or "", int(response.total or 0), int(response.completed or 0)
