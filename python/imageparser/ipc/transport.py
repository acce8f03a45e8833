"""The only door to stdin and stdout of the protocol: whole lines in, whole lines out, nothing else between them."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_LINE = 16 * 1024 * 1024
CHUNK = 64 * 1024
# Bytes that may wait for a slow reader before the jobs wait too.
ROOM = 256 * 1024
# Seconds that a reader gets at the end to take what is left.
FAREWELL = 5.0
_STDIN, _STDOUT, _STDERR = 0, 1, 2
# orjson writes no deeper than 254.
_DEEPEST = 200


def take_over() -> tuple[int, int]:
    """Return descriptors for lines in and out, and turn the usual ones away.

    A stray print, or a library that writes to descriptor 1, goes to stderr from now on; nobody else reads our input.
    """
    source, sink = os.dup(_STDIN), os.dup(_STDOUT)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, _STDIN)
    try:
        os.dup2(_STDERR, _STDOUT)
    except OSError:  # started without a stderr
        os.dup2(nothing, _STDOUT)
    os.close(nothing)
    for descriptor in (source, sink):
        _make_plain(descriptor)
    return source, sink


def _make_plain(descriptor: int) -> None:
    """Make reads and writes wait, and keep Windows from changing line ends."""
    with contextlib.suppress(OSError, AttributeError):
        os.set_blocking(descriptor, True)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # exists there only

        msvcrt.setmode(descriptor, os.O_BINARY)


def lines(source: int, limit: int = MAX_LINE) -> Iterator[bytes | None]:
    """Yield each line without its end, or None for one that is longer than `limit`, which is not kept in memory."""
    pending, dropping = bytearray(), False
    while chunk := _read(source):
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            if not dropping:
                pending += part
                yield bytes(pending) if len(pending) <= limit else None
            pending, dropping = bytearray(), False
        if dropping:
            continue
        pending += rest
        if len(pending) > limit:
            yield None
            pending, dropping = bytearray(), True
    if pending:
        yield bytes(pending)


def _read(source: int) -> bytes:
    try:
        return os.read(source, CHUNK)
    except OSError:  # the other side broke the line; all the same, nothing more will come
        return b""


def _sayable(value: Any, depth: int = 0) -> Any:
    """Return what JSON can hold in the place of a value: half a character of a broken name is spelled out."""
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {str(_sayable(key)): _sayable(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_sayable(one, depth + 1) for one in value]
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
        return str(value)
    return value


def into(sink: int) -> Callable[[bytearray], None]:
    """Return what writes lines to a descriptor."""

    def put(data: bytearray) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(sink, rest) :]

    return put


class LineWriter:
    """The one writer: lines from any thread, written in order, many at once when they come fast.

    They gather in one buffer: a line kept as an object of its own costs several times what it takes to make it,
    since each then lies on memory that was not touched before. `put` takes whole lines and waits until they are gone;
    its OSError means that nobody reads any more, which `on_lost` is told.
    """

    def __init__(self, put: Callable[[bytearray], None], on_lost: Callable[[], None]) -> None:
        self._put = put
        self._on_lost = on_lost
        self._lock = threading.Lock()
        self._room = threading.Condition(self._lock)
        self._ready = threading.Event()
        self._buffer = bytearray()
        self._idle = self._patient = True
        self._closed = self._lost = False
        self._thread = threading.Thread(target=self._work, name="ipc-writer", daemon=True)
        self._thread.start()

    def send(self, line: dict[str, Any], *, wait: bool = True) -> None:
        """Write a line; unless it must not (`wait`), the caller waits where the reader is far behind."""
        try:
            data = orjson.dumps(line, str, orjson.OPT_APPEND_NEWLINE)
        except TypeError:
            data = orjson.dumps(_sayable(line), str, orjson.OPT_APPEND_NEWLINE)
        with self._lock:
            if self._lost:
                return
            self._buffer += data
            if self._idle:
                self._idle = False
                self._ready.set()
            if not wait or len(self._buffer) <= ROOM:
                return
            self._room.wait_for(lambda: len(self._buffer) <= ROOM or not self._patient)

    def hurry(self) -> None:
        """Let nobody wait for the reader any more: the end has come."""
        with self._room:
            self._patient = False
            self._room.notify_all()

    def close(self) -> None:
        """Write what is left, as long as the reader takes it."""
        with self._lock:
            self._closed = True
        self._ready.set()
        self._thread.join(FAREWELL)

    def _work(self) -> None:
        while (data := self._gathered()) and self._write(data):
            pass

    def _gathered(self) -> bytearray:
        """Wait for lines and take all that are there; nothing means that the end has come."""
        while True:
            self._ready.wait()
            with self._room:
                if self._buffer or self._closed:
                    data, self._buffer = self._buffer, bytearray()
                    self._room.notify_all()
                    return data
                self._idle = True
                self._ready.clear()

    def _write(self, data: bytearray) -> bool:
        try:
            self._put(data)
        except OSError:
            with self._room:
                self._lost, self._patient = True, False
                self._buffer = bytearray()
                self._room.notify_all()
            self._on_lost()
            return False
        return True
