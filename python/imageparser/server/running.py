"""The running server: one socket on the loopback address, its own thread, an orderly end."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING, Self

import uvicorn

from imageparser import locale
from imageparser.ipc import watcher
from imageparser.server.app import Context, application
from imageparser.server.conversation import MAX_FRAME
from imageparser.server.guard import Guard
from imageparser.server.uploads import Uploads

if TYPE_CHECKING:
    from types import TracebackType

    from imageparser.facade import Library

_BACKLOG = 128
_FAREWELL = 5


class Server:
    """Serves one open library while it is entered as a context; `address` is what to open in a browser."""

    def __init__(self, library: Library, *, port: int = 0, language: str = locale.DEFAULT) -> None:
        self._socket = _listening(port)
        self.port: int = self._socket.getsockname()[1]
        self._uploads = Uploads()
        self._context = Context(library, Guard(self.port), self._uploads, language)
        config = uvicorn.Config(
            application(self._context),
            ws="websockets-sansio",
            ws_max_size=MAX_FRAME,
            ws_per_message_deflate=False,
            lifespan="off",
            proxy_headers=False,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_FAREWELL,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="server")

    @property
    def address(self) -> str:
        """The address that opens the app once."""
        return self._context.guard.address

    @property
    def idle_seconds(self) -> float:
        """How long nobody has asked for anything."""
        return self._context.idle_seconds

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._context.library.database.read_only:
            watcher.of(self._context.schedule, lambda: self._context.library).begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for stop in list(self._context.talking):
            stop()
        self._server.should_exit = True
        self._thread.join()
        self._context.schedule.close()
        self._context.pool.shutdown(wait=True, cancel_futures=True)
        self._socket.close()
        self._uploads.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))


def _listening(port: int) -> socket.socket:
    """Return a socket that takes connections of this machine only, from now on."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
        made.listen(_BACKLOG)
    except OSError:
        made.close()
        raise
    return made
