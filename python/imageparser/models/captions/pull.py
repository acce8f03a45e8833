"""Fetching a model into an Ollama server, when somebody asks for it, and listing what it has."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ollama

from imageparser.errors import CancelledError, CaptionServerAbsentError, ModelFailedError, ModelMissingError
from imageparser.models.captions.http import Line, translated
from imageparser.models.captions.ollama import parts_of, understood
from imageparser.models.captions.server import ConnectionLostError, SilentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imageparser.settings import CaptionSettings

RESUMES = 5  # a broken pull goes on where it was; so often without a byte more, and it is given up
_UNKNOWN = ("file does not exist", "not found")


@dataclass(frozen=True, slots=True)
class Pulling:
    """How far a pull is: what the server does, and bytes over all layers that it has named so far."""

    status: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ServerModel:
    """A model that a server has; `digest` is what the server calls its content."""

    name: str
    size: int
    digest: str


def listed(settings: CaptionSettings) -> list[ServerModel]:
    """Return the models of the Ollama server.

    Raises:
        CaptionsWaitingError: the server is absent or refuses us.
        ModelFailedError: what answers is no Ollama server.
    """
    with _client(settings) as client, _spoken(settings):
        found = client.list().models
    return [ServerModel(one.model or "", int(one.size or 0), one.digest or "") for one in found]


def pull(
    settings: CaptionSettings,
    model: str,
    progress: Callable[[Pulling], None] | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> ServerModel:
    """Let the Ollama server fetch a model and return what it has then; what a dropped pull fetched is kept.

    Raises:
        CaptionsWaitingError: the server is absent or refuses us.
        ModelMissingError: there is no model of this name to be had.
        ModelFailedError: the server failed, out of disk for instance.
        CancelledError: `cancelled` became true.
    """
    layers: dict[str, tuple[int, int]] = {}
    vain = 0
    while True:
        before = sum(done for done, _ in layers.values())
        try:
            _once(settings, model, layers, progress, cancelled)
            break
        except ConnectionLostError as error:
            vain = 0 if sum(done for done, _ in layers.values()) > before else vain + 1
            if vain >= RESUMES:
                raise CaptionServerAbsentError(f"The connection broke {vain} times: {error}") from None
    names = (model, model if ":" in model else f"{model}:latest")
    return next((one for one in listed(settings) if one.name in names), ServerModel(model, 0, ""))


def _once(
    settings: CaptionSettings,
    model: str,
    layers: dict[str, tuple[int, int]],
    progress: Callable[[Pulling], None] | None,
    cancelled: Callable[[], bool],
) -> None:
    status = ""
    with _client(settings) as client, _spoken(settings, model):
        for part in client.pull(model, stream=True):
            if cancelled():
                raise CancelledError
            status, digest, total, done = parts_of(part)
            if digest:
                layers[digest] = (max(done, layers.get(digest, (0, 0))[0]), total)
            if progress is not None:
                sums = [sum(numbers) for numbers in zip(*layers.values(), strict=True)] or [0, 0]
                progress(Pulling(status, sums[0], sums[1]))
    if status != "success":
        raise ConnectionLostError(f"the pull ended at {status!r}")


@contextlib.contextmanager
def _client(settings: CaptionSettings) -> Iterator[ollama.Client]:
    with translated(settings.url, settings.timeout):
        client = ollama.Client(settings.url, **Line(settings.timeout, settings.api_key).options())
    try:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def _spoken(settings: CaptionSettings, model: str = "") -> Iterator[None]:
    try:
        with translated(settings.url, settings.timeout), understood():
            yield
    except SilentError as error:
        raise CaptionServerAbsentError(str(error)) from None
    except (ModelFailedError, CaptionServerAbsentError) as error:
        if model and any(words in error.message for words in _UNKNOWN):
            message = f"There is no model {model} to be had: {error.message}"
            raise ModelMissingError(message, about=model) from None
        raise
