"""One phase at work on its own thread: the next batch is read while the current one is worked on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.errors import CancelledError, CaptionInvalidError, ModelDiedError, ModelFailedError, ModelMissingError
from imageparser.pipeline.attempts import FATAL, Attempts
from imageparser.pipeline.phase import Failed, Item, Result, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser.library.files import Refound
    from imageparser.pipeline.inbox import Inbox
    from imageparser.pipeline.phase import Context, Phase
    from imageparser.pipeline.progress import Meter
    from imageparser.pipeline.source import WorkSource

# A model that failed whole batches this often in a row is broken, not the pictures.
HOPELESS_BATCHES = 3
BROKEN = (ModelFailedError.code, ModelDiedError.code, CaptionInvalidError.code)


class Stage:
    """Take files from an inbox through one phase and hand those that are done to the phases behind it."""

    def __init__(
        self,
        phase: Phase,
        context: Context,
        source: WorkSource,
        inbox: Inbox,
        meter: Meter,
        *,
        hand_on: Callable[[Sequence[int]], None],
        expect_less: Callable[[int], None],
    ) -> None:
        self.phase = phase
        self.error: BaseException | None = None
        self.refound: list[Refound] = []
        self._context = context
        self._source = source
        self._inbox = inbox
        self._meter = meter
        self._hand_on = hand_on
        self._expect_less = expect_less
        self._hopeless = 0
        self._batch = _batch(phase, context)
        self._attempts = Attempts(phase.id, lambda items: phase.run(context, items), context.cancel)

    def work(self) -> None:
        """Do everything that comes, until the inbox ends or the run is cancelled."""
        with ThreadPoolExecutor(1, thread_name_prefix=f"{self.phase.id}-input") as loading:
            upcoming = loading.submit(self._load)
            try:
                while (batch := upcoming.result()) is not None and not self._context.cancel.cancelled:
                    upcoming = loading.submit(self._load)
                    self._do(batch)
            except CancelledError:
                pass
            except BaseException as error:  # noqa: BLE001  # the runner raises it once every stage has ended
                self.error = error
            finally:
                self._inbox.stop()
        self._meter.finish()

    def _load(self) -> list[Item | Failed] | None:
        ids = self._inbox.take(self._most())
        if not ids:
            return None
        refs = self._source.claim(self.phase, ids)
        if len(refs) < len(ids):  # done already, the content of a touched file being the same
            self._meter.expect(len(refs) - len(ids))
            self._expect_less(len(ids) - len(refs))
        return self.phase.input(self._context, self._source.reader(), refs) if refs else []

    def _most(self) -> int:
        """Return how many files a batch has: at least as many as the model takes at once, where it has said so."""
        said = self._context.models.batch(self.phase.slot) if self.phase.slot else None
        return max(self._batch, said or 0)

    def _do(self, batch: list[Item | Failed]) -> None:
        began = clock.monotonic()
        items = [item for item in batch if isinstance(item, Item)]
        failures = [item for item in batch if isinstance(item, Failed)]
        outcomes = self._attempts.outcomes(items) if items else []
        results = [outcome for outcome in outcomes if isinstance(outcome, Result)]
        failures += [o for o in outcomes if isinstance(o, Failed) and o.code != CancelledError.code]
        took_ms = int((clock.monotonic() - began) * 1000) // max(1, len(items))
        stored = self._store(results, took_ms, failures)
        self._source.fail(self.phase, failures)
        self._meter.add(stored, len(failures))
        self._wait([outcome for outcome in outcomes if isinstance(outcome, Waiting)], took_ms)
        if untried := len(items) - len(outcomes):
            self._meter.expect(-untried)
        if lost := len(failures) + untried:
            self._expect_less(lost)
        self._give_up_on_a_broken_model(stored, failures)

    def _store(self, results: Sequence[Result], took_ms: int, failures: list[Failed]) -> int:
        """Store what was made; where that fails as a whole, store one by one."""
        if not results:
            return 0
        try:
            done = self._source.complete(self.phase, results, took_ms)
        except (CancelledError, *FATAL):
            raise
        except Exception as error:  # noqa: BLE001  # as above
            if len(results) == 1:
                failures.append(Failed.of(results[0].ref, error))
                return 0
            return sum(self._store([result], took_ms, failures) for result in results)
        self.refound += [one.refound for one in done if one.refound is not None]
        self._hand_on([one.file_id for one in done])
        return len(done)

    def _wait(self, waiting: Sequence[Waiting], took_ms: int) -> None:
        """Note what has to wait; the phases behind go on with what stands in for it."""
        if waiting:
            self._source.wait(self.phase, waiting, took_ms)
            self._meter.wait(len(waiting), waiting[-1].code)
            self._hand_on([one.ref.id for one in waiting])

    def _give_up_on_a_broken_model(self, stored: int, failures: Sequence[Failed]) -> None:
        broken = not stored and any(failure.code in BROKEN for failure in failures)
        self._hopeless = self._hopeless + 1 if broken else 0
        if self._hopeless >= HOPELESS_BATCHES:
            raise ModelFailedError(f"the model of {self.phase.id} fails on every picture: {failures[-1].message}")


def _batch(phase: Phase, context: Context) -> int:
    most = 0 if phase.most is None else phase.most(context)
    return min(phase.batch, most or phase.batch)


def ends_the_run(error: BaseException) -> bool:
    """Whether an error of one phase ends the others too; a missing or broken model only ends its own."""
    return not isinstance(error, ModelMissingError | ModelFailedError)
