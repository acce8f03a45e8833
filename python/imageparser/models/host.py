"""A model process: `python -m imageparser.models.host MODEL OPTIONS`.

It loads on the first question and ends when its parent closes the pipe or dies. One thread only: reading a pipe beside
native threads blocks on Windows.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from imageparser import clock
from imageparser.errors import ImageParserError, ModelFailedError
from imageparser.models.backends.table import LOAD, HostOptions, Telling, open_backend
from imageparser.models.store import Store
from imageparser.models.wire import Message, read_message, write_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.models.backends.table import Backend

_PR_SET_PDEATHSIG = 1


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the parent and put harmless files in their place: no stray print can reach them."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return source, sink


def end_with_parent(parent: int) -> None:
    """Let the system end this process with the thread that started it, and leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            raise SystemExit(0)


class Host:
    """The process's one model and its loop."""

    def __init__(self, model_id: str, options: HostOptions) -> None:
        self._model = Store(options.folder, precision=options.precision).model(model_id)
        self._options = options
        self._backend: Backend | None = None
        self._about: dict[str, Any] = {}

    def serve(self, source: BinaryIO, sink: BinaryIO) -> None:
        """Answer questions until the pipe is closed."""
        while (question := read_message(source)) is not None:
            try:
                write_message(sink, self._answer(question))
            except BrokenPipeError:
                return

    def _answer(self, question: Message) -> Message:
        try:
            answer = self._operation(str(question.values.get("op")))(question)
        except ImageParserError as error:
            answer = _failure(error.code, error.message, error.path)
        except Exception as error:  # noqa: BLE001  # whatever a native library throws belongs to this question
            answer = _failure(ModelFailedError.code, f"{type(error).__name__}: {error}", None)
        return Message({**answer.values, "about": self._told()}, answer.parts)

    def _operation(self, name: str) -> Callable[[Message], Message]:
        backend = self._loaded()
        if name in backend.operations:
            return backend.operations[name]
        if name == LOAD:
            return lambda _: Message()
        raise ModelFailedError(f"{self._model.id} has no operation {name}")

    def _loaded(self) -> Backend:
        if self._backend is None:
            began = clock.monotonic()
            self._backend = open_backend(self._model, self._options)
            self._about = {"device": "cpu", "load_s": round(clock.monotonic() - began, 3)}
        return self._backend

    def _told(self) -> dict[str, Any]:
        """Return what the model says of itself; batch sizes and devices may change while it works."""
        return {**self._about, **self._backend.about} if isinstance(self._backend, Telling) else self._about


def _failure(code: str, message: str, path: str | None) -> Message:
    return Message({"error": {"code": code, "message": message, "path": path}})


def main(arguments: list[str]) -> None:
    """Run one model process."""
    model_id, text = arguments
    given: dict[str, Any] = json.loads(text)
    source, sink = take_pipes()
    end_with_parent(int(given["parent"]))
    Host(model_id, HostOptions.from_dict(given)).serve(source, sink)


if __name__ == "__main__":
    main(sys.argv[1:])
