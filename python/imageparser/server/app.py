"""The server's one table of routes behind its guard."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from imageparser import clock, locale
from imageparser.errors import NotFoundError
from imageparser.ipc.schedule import Schedule
from imageparser.server.answers import answered, refusal
from imageparser.server.conversation import converse
from imageparser.server.gate import Gate
from imageparser.server.pictures import preview, thumbnail, tile

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.websockets import WebSocket

    from imageparser.facade import Library
    from imageparser.server.guard import Guard
    from imageparser.server.uploads import Uploads

log = logging.getLogger(__name__)

APP = Path(__file__).with_name("static") / "app"
# Each thread keeps its own reader of the library, so there is a fixed number of them.
_THREADS = 12


@dataclass
class Context:
    """What the routes work with."""

    library: Library
    guard: Guard
    uploads: Uploads
    language: str = locale.DEFAULT
    schedule: Schedule = field(default_factory=Schedule)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_THREADS, "server"))
    asked_at: float = field(default_factory=clock.monotonic)
    talking: set[Callable[[], None]] = field(default_factory=set)

    @property
    def idle_seconds(self) -> float:
        """How long nobody has asked for anything; no time at all while a page is connected or a job runs."""
        return 0.0 if self.talking or self.schedule.busy else clock.monotonic() - self.asked_at


def application(context: Context) -> Gate:
    """Return the whole server as an ASGI application."""

    async def page(request: Request) -> Response:
        token = request.query_params.get("token")
        if token is not None:
            return _entered(context, request, token)
        index = APP / "index.html"
        if not index.is_file():
            return PlainTextResponse(locale.texts(context.language)["page.not_built"], 503)
        return HTMLResponse(index.read_bytes())

    async def talk(socket: WebSocket) -> None:
        await converse(context, socket)

    async def nothing(_request: Request, _error: Exception) -> Response:
        return refusal(NotFoundError("there is nothing at this address"))

    routes = [
        Route("/", page),
        Route("/icon.svg", answered(context, _icon)),
        Mount("/assets", _Assets(directory=APP / "assets", check_dir=False)),
        Route("/thumb/{digest}.webp", answered(context, thumbnail)),
        Route("/preview/{item:int}", answered(context, preview)),
        Route("/tile/{item:int}/{level:int}/{x:int}_{y:int}", answered(context, tile)),
        Route("/upload", context.uploads.take, methods=["POST"]),
        WebSocketRoute("/ws", talk),
    ]
    return Gate(Starlette(routes=routes, exception_handlers={404: nothing}), context)


class _Assets(StaticFiles):
    """The built files: their names change with their content."""

    async def check_config(self) -> None:
        """Find nothing, rather than fail, where the app was not built."""

    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return response


def _entered(context: Context, request: Request, token: str) -> Response:
    """Trade the token for the cookie and take it out of the address bar; the gate let only those in who may."""
    cookie = context.guard.redeem(token)
    response = RedirectResponse("/", 303)
    if cookie is not None:
        response.headers["Set-Cookie"] = cookie
    elif not context.guard.knows(request.headers):
        return refusal(context.guard.stranger(context.language))
    return response


def _icon(_context: Context, _request: Request) -> Response:
    icon = APP / "icon.svg"
    if not icon.is_file():
        raise NotFoundError("there is nothing at this address")
    return Response(icon.read_bytes(), media_type="image/svg+xml")
