"""Answers over HTTP: a function on a thread of the pool, its errors as JSON with their code."""

from __future__ import annotations

import asyncio
import json
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from imageparser._core import CancelToken
from imageparser.errors import ImageParserError, InternalError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from imageparser.server.app import Context

log = logging.getLogger(__name__)

_STATUS = {"usage": 400, "denied": 403, "not_found": 404, "cancelled": 499, "too_large": 413, "unsupported": 415}
_FAULT = 500


def answered(
    context: Context, function: Callable[[Context, Request], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that runs a function which may wait for the disk or the core."""

    async def endpoint(request: Request) -> Response:
        loop = asyncio.get_running_loop()
        request.state.cancel = cancel = CancelToken()
        leaving = loop.create_task(_leave(request, cancel))
        try:
            return await loop.run_in_executor(context.pool, partial(function, context, request))
        except ImageParserError as error:
            return refusal(error)
        except Exception:
            log.exception("a request failed: %s", request.url.path)
            return refusal(InternalError())
        finally:
            leaving.cancel()

    return endpoint


async def _leave(request: Request, cancel: CancelToken) -> None:
    """Raise the flag when nobody waits for the answer any more: the page went on before it was there."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    cancel.cancel()


def refusal(error: ImageParserError) -> Response:
    """Return an error as the body of an answer."""
    value = {"error": {"code": error.code, "message": error.message, "path": error.path}}
    return told(value, _STATUS.get(error.code, _FAULT))


def told(value: dict[str, Any], status: int = 200) -> Response:
    """Return an object as the body of an answer; what is no Unicode in a path becomes a question mark."""
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, media_type="application/json")
