"""What both protocols share of HTTP: bounded waiting, breaking off, and what an error means for the captions."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any

import httpx

from imageparser.errors import (
    CaptionModelAbsentError,
    CaptionModelUnfitError,
    CaptionServerAbsentError,
    CaptionServerBusyError,
    CaptionServerDeniedError,
    ModelFailedError,
)
from imageparser.models.captions.server import ConnectionLostError, SilentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imageparser.errors import ImageParserError

CONNECT_SECONDS = 5.0
QUICK_SECONDS = 10.0  # for questions that need no model
_BUSY = (429, 503)
_DENIED = (401, 403)
_UNFIT = ("does not support", "image input is not supported", "not a multimodal model")
_MOST = 300  # characters of a server's own words that a message keeps


class Line:
    """The connections of one client, so that they can be broken off while another thread reads from them."""

    def __init__(self, timeout: float, api_key: str = "") -> None:
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._timeout = httpx.Timeout(timeout, connect=CONNECT_SECONDS)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def options(self) -> dict[str, Any]:
        """Return what to make the client with; proxies of the environment are for the web, not for a model server."""
        hooks = {"request": [self._watch]}
        return {"timeout": self._timeout, "trust_env": False, "event_hooks": hooks, "headers": self._headers}

    def abort(self) -> None:
        """Shut every open connection down; whoever reads from one gets an error at once."""
        with self._lock:
            found, self._open = self._open, set()
        for connection in found:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _watch(self, request: httpx.Request) -> None:
        request.extensions["trace"] = self._note

    def _note(self, event: str, info: dict[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            connection = info["return_value"].get_extra_info("socket")
            with self._lock:
                self._open = {one for one in self._open if one.fileno() >= 0} | {connection}


@contextlib.contextmanager
def translated(url: str, timeout: float) -> Iterator[None]:
    """Turn what the HTTP client raises into what it means for the captions."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise CaptionServerAbsentError(f"Nothing answers at {url} ({error}).") from None
    except ConnectionError:  # as the client of Ollama says it, with advice that fits no server elsewhere
        raise CaptionServerAbsentError(f"Nothing answers at {url}.") from None
    except httpx.TimeoutException:
        raise SilentError(f"The caption server was silent for {timeout:g} s.") from None
    except httpx.HTTPError as error:
        raise ConnectionLostError(f"{type(error).__name__}: {error}") from None


def refusal(status: int, text: str) -> ImageParserError:
    """Return the error for an answer that is none: an HTTP status, -1 in the middle of a stream, with its text."""
    said = _short(text) or f"HTTP {status}"
    if status in _BUSY:
        return CaptionServerBusyError(f"The caption server says: {said}")
    if status in _DENIED:
        return CaptionServerDeniedError(f"The caption server says: {said}")
    if status == 404 and "model" in said.lower():
        return CaptionModelAbsentError(f"The caption server says: {said}")
    if status in (404, 405):
        return CaptionServerAbsentError(f"What answers is no such server: {said}")
    if status >= 400 and any(words in said.lower() for words in _UNFIT):  # llama.cpp says it with 500
        return CaptionModelUnfitError(f"The caption server says: {said}")
    return ModelFailedError(f"The caption server says: {said}")


def _short(text: str) -> str:
    return " ".join(text.split())[:_MOST]
