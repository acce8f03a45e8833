"""The HTTP server of the page: loopback only, a few threads, reading requests only."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from imageparser import clock, locale
from imageparser.errors import DeniedError, ImageParserError, InternalError, NotFoundError
from imageparser.server.guard import HEADERS, Guard
from imageparser.server.routes import JSON, Request, Response, route_of

if TYPE_CHECKING:
    from imageparser.facade import Library

log = logging.getLogger(__name__)

# Each thread keeps its own reader of the library, so there is a fixed number of them.
_THREADS = 12
_STATUS = {
    "usage": HTTPStatus.BAD_REQUEST,
    "denied": HTTPStatus.FORBIDDEN,
    "not_found": HTTPStatus.NOT_FOUND,
}


class Server(HTTPServer):
    """Serves one open library; `address` is what to open in a browser."""

    allow_reuse_address = True

    def __init__(self, library: Library, *, port: int = 0, language: str = locale.DEFAULT) -> None:
        self.library = library
        self.language = language
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="page")
        super().__init__(("127.0.0.1", port), Handler)
        self.guard = Guard(self.server_port)
        self._asked_at = clock.monotonic()

    @property
    def address(self) -> str:
        """The address that opens the page once."""
        return self.guard.address

    @property
    def idle_seconds(self) -> float:
        """How long nobody has asked for anything."""
        return clock.monotonic() - self._asked_at

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of the pool."""
        self._asked_at = clock.monotonic()
        self._pool.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except OSError:
            log.debug("the browser went away", exc_info=True)
        finally:
            self.shutdown_request(request)

    def server_close(self) -> None:
        """Stop listening and let the running answers end."""
        super().server_close()
        self._pool.shutdown(wait=True, cancel_futures=True)


class Handler(BaseHTTPRequestHandler):
    """One request: guard, route, response."""

    server: Server
    server_version = "ImageParser"
    sys_version = ""
    timeout = 5

    def do_GET(self) -> None:
        """Answer a GET."""
        try:
            self._get()
        except ImageParserError as error:
            self._refuse(error)
        except OSError:
            raise
        except Exception:
            log.exception("a request failed: %s", urlsplit(self.path).path)
            self._refuse(InternalError())

    do_HEAD = do_GET  # noqa: N815  # the base class names it so

    def _get(self) -> None:
        guard = self.server.guard
        guard.check_place(self.headers)  # type: ignore[arg-type]  # a message reads like a mapping
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        if parts.path == "/" and "token" in query and self._enter(query["token"][0]):
            return
        if not guard.knows(self.headers):  # type: ignore[arg-type]
            raise DeniedError(locale.texts(self.server.language)["page.no_session"])
        found = route_of(parts.path)
        if found is None:
            raise NotFoundError("there is nothing at this address")
        route, rest = found
        language = locale.normalize(query.get("lang", [""])[0]) or self.server.language
        self._send(HTTPStatus.OK, route(Request(self.server.library, language, rest, query)))

    def _enter(self, token: str) -> bool:
        """Trade the token for the cookie and take it out of the address bar."""
        cookie = self.server.guard.redeem(token)
        if cookie is None and not self.server.guard.knows(self.headers):  # type: ignore[arg-type]
            return False
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", "/")
        if cookie is not None:
            self.send_header("Set-Cookie", cookie)
        self._end("no-store", 0)
        return True

    def _refuse(self, error: ImageParserError) -> None:
        value = {"error": {"code": error.code, "message": error.message, "path": error.path}}
        status = _STATUS.get(error.code, HTTPStatus.INTERNAL_SERVER_ERROR)
        self._send(status, Response(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), JSON))

    def _send(self, status: HTTPStatus, response: Response) -> None:
        self.send_response(status)
        self.send_header("Content-Type", response.media_type)
        self._end("private, max-age=31536000, immutable" if response.keep else "no-store", len(response.body))
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _end(self, cache: str, length: int) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", cache)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ARG002  # the base class names it so
        """Log without the address, which may hold the token."""
        log.debug("%s %s", self.command, args[-2] if len(args) > 1 else "")
