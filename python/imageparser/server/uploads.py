"""Files that were brought into the page, pictures and presets: kept while the server runs, so that it can read them."""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect

from imageparser import _core
from imageparser.errors import ImageParserError, InternalError, TooLargeError
from imageparser.server.answers import refusal, told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger(__name__)

LARGEST = 512 << 20
KEPT = 20


class Uploads:
    """A folder of its own for what was brought in; only the latest stay."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="imageparser-", ignore_cleanup_errors=True)
        self._paths: deque[str] = deque()

    async def take(self, request: Request) -> Response:
        """Store the body of a request; the answer holds its `path`, of a picture its `format` and size, too."""
        handle, path = tempfile.mkstemp(dir=self._folder.name)
        try:
            with os.fdopen(handle, "wb") as file:
                await _fill(request, file.fileno())
            told_of = {} if _is_json(request) else await asyncio.to_thread(_picture, path)
        except ImageParserError as error:
            Path(path).unlink(missing_ok=True)
            # Nobody has to know where it was kept.
            error.path = None
            return refusal(error)
        except (OSError, ClientDisconnect):
            log.exception("an upload failed")
            Path(path).unlink(missing_ok=True)
            return refusal(InternalError())
        self._keep(path)
        return told({"path": path, **told_of})

    def close(self) -> None:
        """Delete everything."""
        self._folder.cleanup()

    def _keep(self, path: str) -> None:
        self._paths.append(path)
        while len(self._paths) > KEPT:
            Path(self._paths.popleft()).unlink(missing_ok=True)


def _is_json(request: Request) -> bool:
    """Return whether a file says that it is JSON; what reads it later finds out what it holds."""
    return request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"


def _picture(path: str) -> dict[str, Any]:
    probe = _core.probe(path)
    return {"format": probe.format, "width": probe.width, "height": probe.height}


async def _fill(request: Request, handle: int) -> None:
    stored = 0
    async for chunk in request.stream():
        stored += len(chunk)
        if stored > LARGEST:
            raise TooLargeError(f"more than {LARGEST >> 20} MiB")
        await asyncio.to_thread(_write, handle, chunk)


def _write(handle: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(handle, rest) :]
