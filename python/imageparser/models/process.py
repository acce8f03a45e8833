"""The parent's side of one model process: start, ask, bound in time and memory, end."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import psutil

from imageparser import clock
from imageparser.errors import ImageParserError, ModelDiedError, error_for
from imageparser.models.wire import Message, WireError, read_message, write_message
from imageparser.settings import child_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imageparser.models.backends.table import HostOptions

HOST = "imageparser.models.host"
_PATIENCE = 2.0
_BLAS_VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_CREATE_NO_WINDOW = 0x08000000


class UnloadedError(Exception):
    """The process was ended on purpose; a new one can answer."""


class ModelProcess:
    """One child with one model; questions come from any thread, one at a time.

    `about` is what the model last said of itself, `first_s` the seconds from the start to the first answer, `unload_s`
    those that the end took. `module` is what the child runs: `host`, or in tests one that knows more backends.
    """

    def __init__(self, model_id: str, options: HostOptions, *, timeout: float, module: str = HOST) -> None:
        self.model_id = model_id
        self.last_used = clock.monotonic()
        self.about: Mapping[str, Any] = {}
        self.calls = 0
        self.first_s: float | None = None
        self.unload_s: float | None = None
        self._began = clock.monotonic()
        self._timeout = timeout
        self._lock = threading.Lock()
        self._deadline: float | None = None
        self._reason = ""
        self._closed = False
        self._child = self._start(module, options)

    def _start(self, module: str, options: HostOptions) -> subprocess.Popen[bytes]:
        given = {**options.to_dict(), "parent": os.getpid()}
        command = [sys.executable, "-X", "utf8", "-m", module, self.model_id, json.dumps(given)]
        # One BLAS thread: with more, a query on a busy machine takes twenty times as long. Batches use our own threads.
        environment = child_environment(**dict.fromkeys(_BLAS_VARIABLES, "1"))
        # Its own process group: Ctrl-C in the terminal reaches us alone, and we end the child in order.
        group: dict[str, Any] = (
            {"creationflags": _CREATE_NO_WINDOW} if sys.platform == "win32" else {"process_group": 0}
        )
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, **group)  # noqa: S603

    @property
    def pid(self) -> int:
        """Return the process id of the child."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Return whether the child runs."""
        return not self._closed and not self._reason and self._child.poll() is None

    @property
    def closed(self) -> bool:
        """Return whether the child was ended, or found dead, and everything of it is gone."""
        return self._closed

    @property
    def busy(self) -> bool:
        """Return whether a question is being answered."""
        return self._deadline is not None

    def ask(self, operation: str, message: Message) -> Message:
        """Send one question and wait for its answer.

        Raises:
            UnloadedError: the process was ended on purpose before the question came.
            ModelDiedError: the process died, hung or answered nonsense; it is then gone.
            ImageParserError: whatever the model itself reported.
        """
        with self._lock:
            if self._closed:
                raise UnloadedError(self.model_id)
            self._deadline = clock.monotonic() + self._timeout
            try:
                answer = self._exchange(Message({**message.values, "op": operation}, message.parts))
            finally:
                self._deadline = None
                self.last_used = clock.monotonic()
                self.calls += 1
            if self.first_s is None:
                self.first_s = round(clock.monotonic() - self._began, 3)
            self.about = answer.values.pop("about", self.about)
        if error := answer.values.get("error"):
            raise error_for(error["code"], error["message"], error["path"])
        return answer

    def _exchange(self, question: Message) -> Message:
        assert self._child.stdin is not None  # noqa: S101
        assert self._child.stdout is not None  # noqa: S101
        try:
            write_message(self._child.stdin, question)
            answer = read_message(self._child.stdout)
        except (OSError, ValueError, WireError) as error:
            raise self._failed(str(error)) from None
        if answer is None:
            raise self._failed("it closed the pipe")
        return answer

    def _failed(self, detail: str) -> ImageParserError:
        reason = self._reason or detail
        self.kill(reason)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(_PATIENCE)
        return ModelDiedError(f"The process of {self.model_id} ended ({reason}, exit code {self._child.poll()}).")

    def kill_if_late(self) -> None:
        """End the child where its answer is overdue; the waiting thread then gets the error."""
        deadline = self._deadline
        if deadline is not None and clock.monotonic() > deadline:
            self.kill(f"no answer within {self._timeout:g} s")

    def kill(self, reason: str) -> None:
        """End the child at once."""
        self._reason = self._reason or reason
        self._child.kill()

    def close_if_idle(self, limit: float) -> None:
        """End the child where nobody has asked for `limit` seconds, or it is dead; never wait for a question."""
        if self._lock.acquire(blocking=False):
            try:
                idle = clock.monotonic() - self.last_used > limit
                if not self._closed and (idle or not self.alive):
                    self._end()
            finally:
                self._lock.release()

    def close(self) -> None:
        """Let the child finish its question and end; kill it where that takes long."""
        if not self._lock.acquire(timeout=_PATIENCE):
            self.kill("it was unloaded")
            self._lock.acquire()
        try:
            self._end()
        finally:
            self._lock.release()

    def _end(self) -> None:
        began = clock.monotonic()
        self._closed = True
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                # What was buffered for a child that is gone has no reader.
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self._child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self.unload_s is None:
            self.unload_s = round(clock.monotonic() - began, 3)

    def rss(self) -> int:
        """Return the bytes of memory that the child holds; 0 where it is gone."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return 0

    @property
    def idle_s(self) -> float:
        """Return for how many seconds nobody has asked."""
        return 0.0 if self.busy else clock.monotonic() - self.last_used
