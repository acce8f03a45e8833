"""The phases of a run wired together: each feeds those that need it while it is still at work."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from imageparser.pipeline import table
from imageparser.pipeline.inbox import Inbox
from imageparser.pipeline.progress import Meter
from imageparser.pipeline.stage import Stage, ends_the_run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from imageparser.pipeline.phase import Context, Phase
    from imageparser.pipeline.progress import Progress
    from imageparser.pipeline.source import WorkSource

POLL = 0.1  # seconds; how soon Ctrl-C and a cancelled token are noticed


class Flow:
    """Run some phases over what a source has, all at the same time; `ended` is told of each that came to its end."""

    def __init__(
        self,
        phases: Sequence[Phase],
        context: Context,
        keys: Mapping[str, str],
        source: WorkSource,
        progress: Callable[[Progress], None] | None,
        *,
        ended: Callable[[Phase], None] = lambda _: None,
    ) -> None:
        self._phases = phases
        self._cancel = context.cancel
        self._source = source
        self._phase_ended = ended
        self._inboxes = {phase.id: Inbox(1 + len(self._feeders(phase))) for phase in phases}
        self.meters = {phase.id: Meter(phase.id, progress) for phase in phases}
        self.stages = [self._stage(phase, replace(context, version_key=keys[phase.id])) for phase in phases]

    def run(self) -> None:
        """Take everything through the phases; returns when all is done or the run was cancelled.

        Raises:
            ImageParserError: what ended a phase: a full disk, a locked library, a missing model.
            KeyboardInterrupt: Ctrl-C, after every phase has ended within its batch.
        """
        threads: list[threading.Thread] = []
        try:  # from the first thread on: an interrupt between two starts would leave the first waiting for ever
            for phase in self._phases:
                self._fill(phase)
            for stage in self.stages:
                threads.append(self._start(stage))  # noqa: PERF401  # those started before an interrupt are joined
            self._wait(threads)
        except BaseException:
            self._end()
            for thread in threads:
                thread.join()
            raise
        errors = [stage.error for stage in self.stages if stage.error is not None]
        if errors:
            raise next((error for error in errors if ends_the_run(error)), errors[0])

    def _feeders(self, phase: Phase) -> list[Phase]:
        return [other for other in self._phases if other.id in phase.needs]

    def _fed(self, phase: Phase) -> list[Phase]:
        return [other for other in self._phases if phase.id in other.needs]

    def _stage(self, phase: Phase, context: Context) -> Stage:
        fed = [self._inboxes[other.id] for other in self._fed(phase)]
        later = [self.meters[other] for other in table.dependents(phase.id, self._phases)]

        def hand_on(ids: Sequence[int]) -> None:
            for inbox in fed:
                inbox.put(ids)

        def expect_less(count: int) -> None:
            for meter in later:
                meter.expect(-count)

        meter = self.meters[phase.id]
        context = replace(context, tick=meter.tick)
        inbox = self._inboxes[phase.id]
        return Stage(phase, context, self._source, inbox, meter, hand_on=hand_on, expect_less=expect_less)

    def _fill(self, phase: Phase) -> None:
        """Queue what can be done already; what the others will hand on is expected too."""
        ids = self._source.backlog(phase)
        for name in (phase.id, *table.dependents(phase.id, self._phases)):
            self.meters[name].expect(len(ids))
        self._inboxes[phase.id].put(ids)
        self._inboxes[phase.id].close()

    def _start(self, stage: Stage) -> threading.Thread:
        def work() -> None:
            try:
                stage.work()
            finally:
                self._ended(stage)

        thread = threading.Thread(target=work, name=f"phase-{stage.phase.id}", daemon=True)
        thread.start()
        return thread

    def _ended(self, stage: Stage) -> None:
        if stage.error is not None and ends_the_run(stage.error):
            self._end()
        for other in self._fed(stage.phase):
            self._inboxes[other.id].close()
        if stage.error is None and not self._cancel.cancelled:
            try:
                self._phase_ended(stage.phase)
            except BaseException as error:  # noqa: BLE001  # as the errors of a stage: raised once all have ended
                stage.error = error

    def _wait(self, threads: Sequence[threading.Thread]) -> None:
        for thread in threads:
            while thread.is_alive():
                thread.join(POLL)
                if self._cancel.cancelled:
                    self._end()

    def _end(self) -> None:
        self._cancel.cancel()
        for inbox in self._inboxes.values():
            inbox.stop()
