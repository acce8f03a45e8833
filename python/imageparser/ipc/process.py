"""The process that other programs start: the conversation over stdin and stdout, from first line to exit code."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import threading
from typing import TYPE_CHECKING

from imageparser.ipc import transport
from imageparser.ipc.lazy import LazyLibrary
from imageparser.ipc.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

OK, INTERRUPTED = 0, 130
# Windows tells Python of a Ctrl-C only between waits.
_TICK = 0.5
_ENDED, _LOST = 0, -1


def serve(library: str | None) -> int:
    """Talk until the input ends, a signal comes or nobody listens any more; return the exit code.

    The end of the input lets the jobs finish. SIGTERM (exit code 0) and SIGINT (130) cancel them; so does a reader
    that went away (0). A second signal ends the process at once.
    """
    source, sink = transport.take_over()
    events: queue.SimpleQueue[int] = queue.SimpleQueue()
    with _signals(events), LazyLibrary(library) as opened:
        writer = transport.LineWriter(transport.into(sink), lambda: events.put(_LOST))
        session = Session(writer, opened.get, lambda: events.put(_ENDED))
        threading.Thread(target=_listen, args=(source, session), name="ipc-reader", daemon=True).start()
        code = _until_the_end(events, session)
        session.close()
        writer.close()
    return code


def _listen(source: int, session: Session) -> None:
    for line in transport.lines(source):
        session.receive(line)
    session.end_input()


def _until_the_end(events: queue.SimpleQueue[int], session: Session) -> int:
    code, stopping = OK, False
    while True:
        try:
            event = events.get(timeout=_TICK)
        except queue.Empty:
            continue
        if event == _ENDED:
            return code
        if event > 0:
            if stopping:
                os._exit(128 + event)
            code = INTERRUPTED if event == signal.SIGINT else OK
            stopping = True
        session.stop()


@contextlib.contextmanager
def _signals(events: queue.SimpleQueue[int]) -> Iterator[None]:
    """Turn signals into events; putting into this queue is the one thing that is safe at any moment."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda number, _frame: events.put(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
