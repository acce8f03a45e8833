"""Every request and every websocket passes here: place, cookie, and the headers that lock an answer down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from imageparser import clock
from imageparser.errors import DeniedError
from imageparser.server.answers import refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from imageparser.server.app import Context

_SOCKET, _HTTP = "websocket", "http"
_READING = ("GET", "HEAD")


class Gate:
    """An application that only our own page reaches."""

    def __init__(self, inner: ASGIApp, context: Context) -> None:
        self._inner = inner
        self.context = context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] not in (_HTTP, _SOCKET):
            await self._inner(scope, receive, send)
            return
        self.context.asked_at = clock.monotonic()
        locked = self._locking(send)
        try:
            self._check(scope)
        except DeniedError as error:
            if scope["type"] == _SOCKET:
                await send({"type": "websocket.close", "code": 1008, "reason": error.message})
            else:
                await refusal(error)(scope, receive, locked)
            return
        await self._inner(scope, receive, locked)

    def _check(self, scope: Scope) -> None:
        headers, guard = Headers(scope=scope), self.context.guard
        changing = scope["type"] == _SOCKET or scope["method"] not in _READING
        guard.check_place(headers, origin_needed=changing)
        entering = scope["type"] == _HTTP and scope["path"] == "/" and "token" in Request(scope).query_params
        if not entering and not guard.knows(headers):
            raise guard.stranger(self.context.language)

    def _locking(self, send: Send) -> Send:
        async def locked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.context.guard.headers.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return locked
