"""What the operations on a library's health share: findings as shapes, and steps and pages as progress of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser import clock
from imageparser.errors import CancelledError
from imageparser.ipc.op import Claims
from imageparser.ipc.protocol import Done, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from imageparser.ipc.job import Job
    from imageparser.library.backup_files import Backup

# Everything waits while what a library holds is another one.
EVERYTHING = Claims(rows=("files", "edits", "templates", "presets"))
_PARTS = 100

Reason = Literal["asked", "migration", "repair", "restore", "schedule"]


class HealthFinding(Shape):
    """Something that was found, by its code (`doctor.*` of the locales), with the first examples.

    `repair` says whether all repairs mend it, only one that names it, or none. `repaired` says what was done.
    """

    code: str
    count: int
    examples: list[str]
    repair: Literal["always", "named", "never"]
    repaired: str | None


class HealthFailure(Shape):
    """What a phase could not do with a file, and why."""

    path: str
    phase: str
    code: str
    reason: str
    attempts: int


class HealthSkip(Shape):
    """A path that walks left out, and why."""

    path: str
    code: str
    reason: str


class HealthService(Shape):
    """What answers searches for a slot, what is to answer, and how many files are left to do until then."""

    slot: str
    served: str
    current: str
    left: int


class HealthDisk(Shape):
    """Bytes of the library, of what lies beside it, of models and of what can be made again; and what is free.

    `tables` tells the library file by kind of table, where it was read whole.
    """

    library: int
    thumbnails: int
    codes: int
    backups: int
    models: int
    cache: int
    free: int
    tables: dict[str, int] | None


class HealthAnswer(Done):
    """How a library is: `ok` where nothing is wrong, `notices` are no faults; `build` names versions."""

    library: str
    ok: bool
    findings: list[HealthFinding]
    notices: list[HealthFinding]
    failures: list[HealthFailure]
    skipped: list[HealthSkip]
    build: dict[str, int | str | bool]
    disk: HealthDisk
    serving: list[HealthService]


class ListedBackup(Shape):
    """A backup: when and why it was made, and how large it is."""

    name: str
    path: str
    reason: Reason
    at: str
    bytes: int


def told(backup: Backup) -> dict[str, Any]:
    """Return a backup in the form of ListedBackup."""
    return {**backup._asdict(), "path": str(backup.path), "at": clock.iso(backup.at)}


def stepping(job: Job, steps: int) -> Callable[[], None]:
    """Return what counts one of some steps; it ends the work when the job is cancelled."""
    job.begin(steps)

    def step() -> None:
        if job.cancel.cancelled:
            raise CancelledError
        job.passed()

    return step


def copying(job: Job, copies: int = 1) -> Callable[[int, int], None]:
    """Return what counts the pages of some copies in percent; it ends the work when the job is cancelled."""
    if job.cancel.cancelled:
        raise CancelledError
    job.begin(_PARTS * copies)
    last = counted = 0

    def tell(done: int, every: int) -> None:
        nonlocal last, counted
        if job.cancel.cancelled:
            raise CancelledError
        if done < last:  # the next copy
            counted = 0
        last = done
        more = done * _PARTS // every - counted
        if more > 0:
            counted += more
            job.passed(more)

    return tell
