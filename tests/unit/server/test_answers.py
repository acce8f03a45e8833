"""Answers: whoever does not wait for one any more ends the work for it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from imageparser.errors import CancelledError
from imageparser.server.answers import answered

LIMIT = 20


def asked(work: Any, *, leaves: bool) -> Response:
    async def ask() -> Response:
        begun = asyncio.Event()
        first = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict[str, Any]:
            for message in first:
                return message
            if not leaves:
                await begun.wait()  # for ever
            return {"type": "http.disconnect"}

        request = Request({"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}, receive)
        return await answered(SimpleNamespace(pool=pool), work)(request)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as pool:
        return asyncio.run(asyncio.wait_for(ask(), LIMIT))


def test_work_for_a_page_that_left_is_cancelled():
    waiting = threading.Event()

    def work(_context: Any, request: Request) -> Response:
        for _ in range(LIMIT * 100):
            if request.state.cancel.cancelled:
                raise CancelledError
            waiting.wait(0.01)
        return Response("nobody left")

    assert asked(work, leaves=True).status_code == 499


def test_a_page_that_waits_gets_its_answer():
    def work(_context: Any, request: Request) -> Response:
        return Response(str(request.state.cancel.cancelled))

    assert asked(work, leaves=False).body == b"False"
