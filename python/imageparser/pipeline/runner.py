"""An index run: walk the folders, take what differs through the phases, report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser import _core, clock
from imageparser.errors import CancelledError
from imageparser.intake import prompts as intake
from imageparser.intake import sidecars
from imageparser.intake.walk import absolute_roots
from imageparser.library import beats, postings, prompts, runs, switches, tasks
from imageparser.library.thumbnails import Thumbnails
from imageparser.pipeline import cost, handover, table, turns
from imageparser.pipeline.discover import Discovered, discover
from imageparser.pipeline.flow import Flow
from imageparser.pipeline.phase import Context
from imageparser.pipeline.progress import Latest
from imageparser.pipeline.report import FailedFile, IndexReport, ReadSidecars, Skipped, WaitingPhase
from imageparser.pipeline.source import LocalSource
from imageparser.text import key_of, path_text

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from imageparser._core import CancelToken
    from imageparser.library.connection import Database
    from imageparser.library.files import Refound
    from imageparser.models.lifecycle import Models
    from imageparser.pipeline.cost import LayerCost
    from imageparser.pipeline.phase import Phase
    from imageparser.pipeline.progress import Progress
    from imageparser.settings import Settings

    type_path = str | bytes | os.PathLike[str]


class Runner:
    """Index folders into one library with one set of models."""

    def __init__(self, database: Database, models: Models, settings: Settings) -> None:
        self._database = database
        self._models = models
        self._settings = settings

    def index(
        self,
        roots: Sequence[type_path],
        *,
        phases: Iterable[str] | None = None,
        exclude: Sequence[str] = (),
        force: bool = False,
        workers: int | None = None,
        progress: Callable[[Progress], None] | None = None,
        cancel: CancelToken | None = None,
        layer_vectors: bool | None = None,
        announce: Callable[[LayerCost], None] | None = None,
    ) -> IndexReport:
        """Bring the library up to date with some folders and return what was done.

        `layer_vectors` switches the vectors of single layers on or off for this library, from this run on; what
        they will cost goes to `announce` before they are begun, after all other phases. A run can end at any moment
        and the next one goes on from there. A cancelled run returns its report with `cancelled` set; Ctrl-C ends it
        within a batch and is raised again.

        Raises:
            NotFoundError: one of the folders does not exist.
            UsageError: a phase is unknown.
            DiskFullError, LibraryLockedError, LibraryReadOnlyError, ModelMissingError: the run cannot go on;
                what is stored stays.
        """
        places = absolute_roots(roots)
        if layer_vectors is not None:
            to = layer_vectors
            self._database.write(lambda tx: switches.switch(tx, switches.LAYER_VECTORS, to=to))
        switched = switches.on(self._database.read())
        run = _Run(self._database, self._models, self._settings, table.chosen(self._settings, phases, switched))
        run.announce = announce or run.announce
        run.cancel = cancel or run.cancel
        run.workers = self._settings.pipeline.workers if workers is None else workers
        return run.go(places, exclude=exclude, force=force, progress=progress)


class _Run:
    """The state of one run."""

    def __init__(self, database: Database, models: Models, settings: Settings, phases: tuple[Phase, ...]) -> None:
        self.cancel = _core.CancelToken()
        self.workers = 0
        self.since = 0
        self.announce: Callable[[LayerCost], None] = lambda _: None
        self._database = database
        self._models = models
        self._settings = settings
        self._phases = phases
        self._began = clock.monotonic()
        self._started_ms = clock.now_ms()
        self._sidecars_read = False
        self._report = IndexReport(phases={phase.id: {"done": 0, "failed": 0} for phase in phases})

    def go(
        self, roots: list[bytes], *, exclude: Sequence[str], force: bool, progress: Callable[[Progress], None] | None
    ) -> IndexReport:
        """Do it."""
        root_keys = [key_of(root) for root in roots]
        keep = self._settings.reports.keep
        run_id = self._database.write(lambda tx: runs.start(tx, root_keys, self._started_ms, keep=keep))
        folders = [path_text(root) for root in roots]
        beat = beats.Beat(self._database.path, runs.INDEX, folders, self._started_ms)
        with runs.noting(self._database, run_id, self._told), beat:
            self._go(roots, root_keys, exclude=exclude, force=force, progress=_heard(beat, progress))
        return self._report

    def _told(self) -> dict[str, Any]:
        return {**self._report.as_dict(), **({"cancelled": True} if self._report.cancelled else {})}

    def _go(
        self,
        roots: list[bytes],
        root_keys: list[str],
        *,
        exclude: Sequence[str],
        force: bool,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        try:
            self._scan(roots, exclude, progress)
            self._read_prompts(root_keys)
            if force:
                self.since = self._started_ms
                names = [phase.id for phase in self._phases]
                self._database.write(lambda tx: tasks.reset_roots(tx, names, root_keys))
            self._handover = handover.prepare(self._database, self._models, self._settings)
            self._handover.begin()
            self._take([phase for phase in self._phases if phase.switch is None], root_keys, progress)
            self._read_sidecars(root_keys)
            self._look_at_layers(root_keys, progress)
            self._handover.switch()
            self._handover.clear(self.cancel)
        except CancelledError:
            self._report.cancelled = True
        self._database.write(postings.settle)
        self._conclude(root_keys)

    def _scan(self, roots: list[bytes], exclude: Sequence[str], progress: Callable[[Progress], None] | None) -> None:
        found = discover(
            self._database,
            roots,
            settings=self._settings.scan,
            exclude=exclude,
            reading=table.reading(self._settings),
            threads=self.workers,
            now_ms=self._started_ms,
            cancel=self.cancel,
            progress=progress,
        )
        self._count(found)

    def _count(self, found: Discovered) -> None:
        report, counts = self._report, found.counts
        report.added, report.changed, report.moved = counts.added, counts.changed, counts.moved
        report.gone, report.unchanged, report.seen = counts.gone, counts.unchanged, counts.seen
        report.skipped = found.skipped

    def _read_prompts(self, root_keys: list[str]) -> None:
        """Look for prompts where an older version did not, or not as well; new and changed files get there by P."""
        self._database.write(prompts.forget_older)
        for key in root_keys:
            files = prompts.unread(self._database.read(), key, parsed_only=True)
            for _ in intake.read(self._database, files, cancel=self.cancel, threads=self.workers):
                pass

    def _phase_ended(self, phase: Phase, root_keys: list[str]) -> None:
        """Only after P is it known which file is another one moved; captions may come days later."""
        self._handover.switch()
        if phase.reads_files:
            self._read_sidecars(root_keys)

    def _read_sidecars(self, root_keys: list[str]) -> None:
        if not self._sidecars_read:
            taken = sidecars.read_changed(self._database, root_keys, cancel=self.cancel)
            failed = [Skipped(path=path_text(f.raw), code=f.code or "", reason=f.message or "") for f in taken.failed]
            self._report.sidecars = ReadSidecars(read=taken.read, changed=taken.changed, failed=failed)
            self._sidecars_read = True

    def _look_at_layers(self, root_keys: list[str], progress: Callable[[Progress], None] | None) -> None:
        """Run what was switched on, after the rest: only then is it known how much it is."""
        reader = self._database.read()
        before = self._report.layer_vectors = cost.estimate(reader, self._models, roots=root_keys)
        chosen = [phase for phase in self._phases if phase.switch is not None]
        if not chosen or self.cancel.cancelled:
            return
        self.announce(before)
        began = clock.monotonic()
        self._take(chosen, root_keys, progress)
        looked_at = before.layers - cost.estimate(reader, self._models, roots=root_keys).layers
        if looked_at >= cost.ENOUGH:
            each = (clock.monotonic() - began) * 1000 / looked_at
            self._database.write(lambda tx: switches.note(tx, switches.LAYER_MS, each))

    def _take(self, phases: Sequence[Phase], root_keys: list[str], progress: Callable[[Progress], None] | None) -> None:
        turns.take(phases, self._models, lambda turn: self._flow(turn, root_keys, progress), self.cancel)

    def _flow(self, phases: Sequence[Phase], root_keys: list[str], progress: Callable[[Progress], None] | None) -> None:
        every = table.phases(self._settings, switches.on(self._database.read()))
        keys, context = self._keys(), self._context()
        source = LocalSource(
            self._database,
            keys,
            {phase.id: table.dependents(phase.id, every) for phase in every},
            roots=root_keys,
            max_attempts=self._settings.pipeline.max_attempts,
            started_ms=self._started_ms,
            held=[phase.id for phase in phases if phase.waits is not None and phase.waits(context)],
        )
        flow = Flow(phases, context, keys, source, progress, ended=lambda phase: self._phase_ended(phase, root_keys))
        try:
            flow.run()
        finally:
            for name, meter in flow.meters.items():
                self._report.phases[name] = {"done": meter.done, "failed": meter.failed}
            for stage in flow.stages:
                for refound in stage.refound:
                    self._count_as_moved(refound)
        self._report.cancelled = self.cancel.cancelled

    def _context(self) -> Context:
        return Context(
            settings=self._settings,
            models=self._models,
            thumbnails=Thumbnails(self._database.thumbnails),
            cancel=self.cancel,
            workers=self.workers,
            version_key="",
            tick=lambda done, failed: None,  # noqa: ARG005  # each stage has its own
            since=self.since,
        )

    def _keys(self) -> Mapping[str, str]:
        """Return the version keys of the phases of this run and of those that they need."""
        wanted = {name for phase in self._phases for name in (phase.id, *phase.needs)}
        every = table.version_keys(self._models, self._settings, switches.on(self._database.read()))
        return {name: key for name, key in every if name in wanted}

    def _count_as_moved(self, refound: Refound) -> None:
        """Correct what the walk said: by its content the file turned out to be a known one."""
        report = self._report
        counted_as = "added" if refound.was_new else "changed"
        if not getattr(report, counted_as):  # counted by an earlier run that was cut off
            counted_as = "unchanged"
        setattr(report, counted_as, getattr(report, counted_as) - 1)
        report.moved += 1
        if refound.missing_since >= self._started_ms:
            report.gone -= 1

    def _conclude(self, root_keys: list[str]) -> None:
        keys = list(self._keys().items())
        chosen = [(name, key) for name, key in keys if name in self._report.phases]
        failures = tasks.failures(self._database.read(), chosen, roots=root_keys, since=self._started_ms)
        self._report.failed = [
            FailedFile(path=path_text(f.raw), phase=f.phase, code=f.code, reason=f.message) for f in failures
        ]
        waiting = tasks.waiting(self._database.read(), chosen, roots=root_keys)
        self._report.waiting = {
            name: WaitingPhase(files=w.files, code=w.code, reason=w.message) for name, w in waiting.items()
        }
        self._report.elapsed_s = round(clock.monotonic() - self._began, 3)


def _heard(beat: beats.Beat, progress: Callable[[Progress], None] | None) -> Callable[[Progress], None]:
    """Return what hears of progress: other processes, and whoever asked for the run."""
    latest = Latest(table.PHASES[0].id)

    def hear(one: Progress) -> None:
        latest.note(one)
        beat.tell(latest.told)
        if progress is not None:
            progress(one)

    return hear
