"""Where a runner gets files from and where results go: here the library itself, elsewhere a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from imageparser import clock
from imageparser.library import scan, tasks
from imageparser.pipeline.phase import Storing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from imageparser.library.connection import Database, Reader, Transaction
    from imageparser.library.tasks import FileRef
    from imageparser.pipeline.phase import Done, Failed, Phase, Result, Waiting


class WorkSource(Protocol):
    """Files for a phase, and a place for what became of them."""

    def backlog(self, phase: Phase) -> list[int]:
        """Return the ids of all files that a phase can do now."""

    def claim(self, phase: Phase, ids: Sequence[int]) -> list[FileRef]:
        """Return those of some files that are still to be done and can be."""

    def complete(self, phase: Phase, results: Sequence[Result], took_ms: int) -> list[Done]:
        """Store results; what is returned is safe."""

    def fail(self, phase: Phase, failures: Sequence[Failed]) -> None:
        """Note failures."""

    def wait(self, phase: Phase, waiting: Sequence[Waiting], took_ms: int) -> None:
        """Note what has to wait for another run, and store what stands in for it."""

    def reader(self) -> Reader:
        """Return what the phases read their inputs from."""


class LocalSource:
    """Work on the files of one library below some roots.

    Phases of `held` have to wait: they are given only what nothing stands in for yet.
    """

    def __init__(
        self,
        database: Database,
        keys: Mapping[str, str],
        dependents: Mapping[str, tuple[str, ...]],
        *,
        roots: Iterable[str] | None,
        max_attempts: int,
        started_ms: int,
        held: Collection[str] = (),
    ) -> None:
        self._database = database
        self._keys = keys
        self._dependents = dependents
        self._roots = None if roots is None else list(roots)
        self._max_attempts = max_attempts
        self._started_ms = started_ms
        self._held = held

    def backlog(self, phase: Phase) -> list[int]:
        """Return the ids of all files that a phase can do now; what failed in this run waits for the next."""
        reader, rules = self._database.read(), self._rules(phase)
        return [ref.id for ref in tasks.pending(reader, phase.id, self._keys[phase.id], roots=self._roots, **rules)]

    def claim(self, phase: Phase, ids: Sequence[int]) -> list[FileRef]:
        """Return those of some files that are still to be done and can be."""
        reader, rules = self._database.read(), self._rules(phase)
        return tasks.claim(reader, phase.id, self._keys[phase.id], ids, **rules)

    def complete(self, phase: Phase, results: Sequence[Result], took_ms: int) -> list[Done]:
        """Store results and mark their tasks done, in one transaction."""
        task = (phase.id, self._keys[phase.id])
        storing = Storing(task, self._dependents[phase.id], clock.now_ms(), took_ms)
        return self._database.write(lambda tx: phase.store(storing, tx, results))

    def wait(self, phase: Phase, waiting: Sequence[Waiting], took_ms: int) -> None:
        """Note what has to wait for another run, and store what stands in for it."""
        task = (phase.id, self._keys[phase.id])
        storing = Storing(task, self._dependents[phase.id], clock.now_ms(), took_ms)
        self._database.write(lambda tx: _wait(tx, phase, storing, waiting))

    def fail(self, phase: Phase, failures: Sequence[Failed]) -> None:
        """Note failures; a file that is not there any more is marked missing."""
        if failures:
            self._database.write(lambda tx: self._note(tx, phase, failures))

    def reader(self) -> Reader:
        """Return the library's reader of the calling thread."""
        return self._database.read()

    def _note(self, tx: Transaction, phase: Phase, failures: Sequence[Failed]) -> None:
        now_ms, task = clock.now_ms(), (phase.id, self._keys[phase.id])
        for failure in failures:
            tasks.failed(tx, failure.ref.id, task, now_ms, code=failure.code, message=failure.message)
            if phase.reads_files and failure.code == "not_found":
                scan.vanished(tx, failure.ref.id, now_ms)

    def _rules(self, phase: Phase) -> dict[str, Any]:
        return {
            "needs": [(need, self._keys[need]) for need in phase.needs],
            "max_attempts": self._max_attempts,
            "failed_before": self._started_ms,
            "waiting": phase.id not in self._held,
        }


def _wait(tx: Transaction, phase: Phase, storing: Storing, waiting: Sequence[Waiting]) -> None:
    if phase.stand_in is not None:
        phase.stand_in(storing, tx, [one for one in waiting if one.value is not None])
    for one in waiting:
        tasks.wait(tx, one.ref.id, storing.task, storing.now_ms, code=one.code, message=one.message)
