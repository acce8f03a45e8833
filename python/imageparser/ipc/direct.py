"""One operation run at once, without a conversation: for Python and for `imageparser op`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import UsageError
from imageparser.ipc import ops
from imageparser.ipc.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imageparser import _core
    from imageparser.facade import Library


def run(
    library: Callable[[], Library],
    name: str,
    payload: Mapping[str, Any] | None = None,
    *,
    on_line: Callable[[dict[str, Any]], None] | None = None,
    cancel: _core.CancelToken | None = None,
) -> dict[str, Any]:
    """Run an operation and return its `done` line; every line before goes to `on_line` as it comes.

    Raises:
        UsageError: there is no such operation, or its payload is wrong.
        ImageParserError: the operation failed.
    """
    op = ops.named(name)
    if op is None:
        raise UsageError(f"unknown op: {name}")
    job = Job(op, name, on_line or _ignore, library, cancel=cancel)
    last = job.work(dict(payload or {}))
    if job.failure is not None:
        raise job.failure
    return last


def _ignore(_line: dict[str, Any]) -> None:
    pass
