"""Records from a model behind a server: asks, checks, asks once more, and tells a bad answer from an absent server.

What happens to a question:

- busy server: waits in growing steps, up to `BUSY_SECONDS` in all, then the captions wait;
- broken connection: if the server is back within `RETURN_SECONDS` the question is put again, `LOST` times at most;
- absent server, no such model: nothing more is asked, and what was not answered waits for the next run;
- answer cut or invalid: once more with twice the tokens, told what was wrong; then this picture fails, visibly;
- the model fails: once more, then this picture fails; one that is silent for the whole time-out is not asked again.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.errors import (
    CancelledError,
    CaptionInvalidError,
    CaptionServerAbsentError,
    CaptionServerBusyError,
    CaptionsWaitingError,
    ImageParserError,
    ModelFailedError,
)
from imageparser.models.captions import answer, prompt
from imageparser.models.captions.picture import png_of
from imageparser.models.captions.record import record_of
from imageparser.models.captions.server import ConnectionLostError, Question, SilentError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser.models.captions.answer import Answer
    from imageparser.models.captions.server import CaptionServer, Resident, Said
    from imageparser.models.catalog import Model
    from imageparser.models.protocol import CaptionInput
    from imageparser.models.record import CaptionRecord

BUSY_SECONDS = 60.0
RETURN_SECONDS = 5.0
REST_SECONDS = 5.0  # an absent server is not looked for more often
LOST = 2
PER_WORKER = 8  # pictures of one batch for each question at a time: what a kill costs
TOKENS, CONTEXT, EDGE = 900, 4096, 512
_STEP = 0.1
_FIRST_WAIT = 0.25


class ServerCaptioner:
    """Write records through one server; works from one thread at a time and asks from several."""

    def __init__(self, model: Model, server: CaptionServer, *, concurrency: int = 1) -> None:
        self.source = model.id
        self.edge = int(model.preprocess.get("edge", EDGE))
        self.batch = PER_WORKER * concurrency
        self._tokens = int(model.prompt.get("tokens", TOKENS))
        self._context = int(model.prompt.get("context", CONTEXT))
        self._server = server
        self._pool = ThreadPoolExecutor(concurrency, thread_name_prefix="captions")
        self._door = _Door(server)

    def ready(self) -> None:
        """Return if pictures can be captioned now.

        Raises:
            CaptionsWaitingError: the server is absent, or has no such model.
        """
        self._door.look()

    def caption(
        self, inputs: Sequence[CaptionInput], *, cancelled: Callable[[], bool] = lambda: False
    ) -> list[CaptionRecord | ImageParserError]:
        """Return a record for each input, in order, or why there is none.

        A `CaptionsWaitingError` says nothing against the picture. After `cancelled` became true, answers under way
        are broken off; what was answered before is returned.
        """
        asked = [self._pool.submit(self._one, given, cancelled) for given in inputs]
        return [self._outcome(future, cancelled) for future in asked]

    def load(self) -> None:
        """Let the server load the model."""
        self._server.load()

    def unload(self) -> None:
        """Let the server give the memory of the model back."""
        self._server.unload()

    def resident(self) -> list[Resident]:
        """Return what the server keeps loaded."""
        return self._server.resident()

    def close(self) -> None:
        """Break off what is under way and give up the connections."""
        self._server.close()
        self._pool.shutdown(cancel_futures=True)

    def _outcome(
        self, future: Future[CaptionRecord], cancelled: Callable[[], bool]
    ) -> CaptionRecord | ImageParserError:
        while not future.done():
            if cancelled():
                self._server.abort()
            wait([future], timeout=_STEP)
        try:
            return future.result()
        except ImageParserError as error:
            return CancelledError() if cancelled() else error

    def _one(self, given: CaptionInput, cancelled: Callable[[], bool]) -> CaptionRecord:
        problem, shown = "", png_of(given.image, self.edge)
        for tokens in (self._tokens, 2 * self._tokens):
            question = Question(shown, prompt.text(problem), answer.schema(), tokens, context=self._context)
            said = self._said(question, cancelled)
            try:
                return record_of(_checked(said, tokens), given, self.source)
            except CaptionInvalidError as error:
                problem = error.message
        raise CaptionInvalidError(f"Twice no usable answer. {problem}")

    def _said(self, question: Question, cancelled: Callable[[], bool]) -> Said:
        """Return what the model said, with patience for the server and one more try for the model."""
        waited, lost, failed = 0.0, 0, False
        while True:
            if cancelled():
                raise CancelledError
            try:
                self._door.enter()
                return self._server.ask(question)
            except CaptionServerBusyError:
                pause = max(_FIRST_WAIT, waited)
                if waited + pause > BUSY_SECONDS:
                    raise
                waited += pause
                _rest(pause, cancelled)
            except CaptionsWaitingError as error:
                self._door.shut(error)
                raise
            except ConnectionLostError as error:
                lost += 1
                self._door.returned(cancelled)
                if lost > LOST:
                    raise ModelFailedError(f"The connection broke {lost} times: {error}") from None
            except SilentError as error:
                self._door.look()
                raise ModelFailedError(str(error)) from None
            except ModelFailedError:
                if failed:
                    raise
                failed = True
                self._door.returned(cancelled)


class _Door:
    """Whether the server is there: once it is not, nobody knocks for a while."""

    def __init__(self, server: CaptionServer) -> None:
        self._server = server
        self._error: CaptionsWaitingError | None = None
        self._looked: float | None = None
        self._lock = threading.Lock()

    def enter(self) -> None:
        """Return at once where the server was there the last time; else look, but not too often."""
        with self._lock:
            if self._looked is None or (self._error and clock.monotonic() - self._looked >= REST_SECONDS):
                self._ask()
            if self._error is not None:
                raise self._error

    def look(self) -> None:
        """Ask the server now."""
        with self._lock:
            self._ask()
            if self._error is not None:
                raise self._error

    def shut(self, error: CaptionsWaitingError) -> None:
        """Note that the server is not to be asked."""
        with self._lock:
            self._error, self._looked = error, clock.monotonic()

    def returned(self, cancelled: Callable[[], bool]) -> None:
        """Wait a little for a server that broke off; one that is started anew is back soon."""
        until = clock.monotonic() + RETURN_SECONDS
        while True:
            try:
                self.look()
            except CaptionServerAbsentError:
                if cancelled() or clock.monotonic() > until:
                    raise
                clock.sleep(_STEP)
            else:
                return

    def _ask(self) -> None:
        self._looked = clock.monotonic()
        try:
            self._server.ready()
        except CaptionsWaitingError as error:
            self._error = error
        else:
            self._error = None


def _checked(said: Said, tokens: int) -> Answer:
    if said.cut:
        raise CaptionInvalidError(f"The answer was cut after {tokens} tokens.")
    return answer.read(said.text)


def _rest(seconds: float, cancelled: Callable[[], bool]) -> None:
    until = clock.monotonic() + seconds
    while not cancelled() and clock.monotonic() < until:
        clock.sleep(_STEP)
