"""A websocket as one conversation of the protocol: frames of whole lines, and the end of it cancels its jobs."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from starlette.websockets import WebSocketDisconnect

from imageparser.ipc.session import Session
from imageparser.ipc.transport import MAX_LINE, LineWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from starlette.websockets import WebSocket

    from imageparser.server.app import Context

log = logging.getLogger(__name__)

# A frame over the protocol's limit is answered; one over this ends the connection.
MAX_FRAME = 2 * MAX_LINE
# Bytes of lines that travel in one frame: each frame costs turns of two threads, results come by the ten thousand.
TOGETHER = 64 * 1024
_WAITING = 64


async def converse(context: Context, socket: WebSocket) -> None:
    """Talk until the other side goes away; its jobs are cancelled then but for those that have a name."""
    await socket.accept()
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    outlet = Outlet(socket, loop)
    writer = LineWriter(outlet.put, lambda: None)
    session = Session(writer, lambda: context.library, lambda: _tell(loop, ended), context.schedule)
    # The page's frames wait here while it does not read our answers; a full queue stops reading from it.
    frames: asyncio.Queue[bytes | None] = asyncio.Queue(_WAITING)
    context.talking.add(session.stop)
    # A thread of its own: it may wait for the page as long as that takes.
    own = ThreadPoolExecutor(1, "page")
    feeding = asyncio.create_task(_feed(session, frames, own))
    try:
        await _listen(socket, frames)
    finally:
        feeding.cancel()
        context.talking.discard(session.stop)
        outlet.close()
        session.leave()
        await ended.wait()
        await asyncio.to_thread(writer.close)
        own.shutdown(wait=False)


async def _listen(socket: WebSocket, frames: asyncio.Queue[bytes | None]) -> None:
    while True:
        try:
            message = await socket.receive()
        except (WebSocketDisconnect, RuntimeError):
            return
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        # Bytes that are no text are nothing that the session understands, which it says.
        data = text.encode("utf-8", "replace") if text is not None else b"\xff"
        await frames.put(data if len(data) <= MAX_LINE else None)


async def _feed(session: Session, frames: asyncio.Queue[bytes | None], own: ThreadPoolExecutor) -> None:
    loop = asyncio.get_running_loop()
    while True:
        await loop.run_in_executor(own, session.receive, await frames.get())


class Outlet:
    """Sends whole lines as frames, from a thread that waits until the connection has taken them."""

    def __init__(self, socket: WebSocket, loop: asyncio.AbstractEventLoop) -> None:
        self._socket = socket
        self._loop = loop
        self._sending: Future[None] | None = None
        self._closed = False

    def put(self, data: bytearray) -> None:
        """Send lines.

        Raises:
            ConnectionError: nobody is there any more.
        """
        if self._closed:
            raise ConnectionError
        self._sending = asyncio.run_coroutine_threadsafe(self._send(bytes(data)), self._loop)
        try:
            self._sending.result()
        except Exception as error:  # each way in which a connection can be gone means the same here
            log.debug("a page went away", exc_info=True)
            raise ConnectionError(str(error)) from error

    def close(self) -> None:
        """Send nothing more; who waits for a page that takes nothing is let go."""
        self._closed = True
        if self._sending is not None:
            self._sending.cancel()

    async def _send(self, data: bytes) -> None:
        for frame in frames(data):
            await self._socket.send_text(frame.decode("utf-8"))


def frames(data: bytes) -> Iterator[bytes]:
    """Yield whole lines as frames of `TOGETHER` bytes at most; a longer line is a frame of its own."""
    begin = 0
    while begin < len(data):
        end = data.rfind(b"\n", begin, begin + TOGETHER)
        if end < 0:
            end = data.index(b"\n", begin)
        yield data[begin:end]
        begin = end + 1


def _tell(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    loop.call_soon_threadsafe(ended.set)
