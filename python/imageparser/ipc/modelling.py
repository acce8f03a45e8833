"""What the operations on models share: their words, a model's line, and progress as lines of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from imageparser.errors import CancelledError
from imageparser.ipc.protocol import Shape

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.models.progress import Progress, Step

PrecisionName = Literal["fp32", "fp16", "int8"]
SlotName = Literal["VV", "VT", "MV", "MC"]
_BYTES = {"download", "copy", "pull"}


class ModelLine(Shape):
    """One model; `package` means that an installed package brings it, `serves` tells the slots that it serves now.

    `size` counts the bytes of its files, `memory_mb` is the memory that it is expected to take, `problem` says what is
    wrong where `state` is `damaged`.
    """

    id: str
    title: str
    slots: list[SlotName]
    tiers: list[str]
    backend: str
    dimension: int
    licence: str
    state: Literal["package", "installed", "absent", "damaged"]
    problem: str
    precision: str
    precisions: list[str]
    installed: list[PrecisionName]
    size: int
    memory_mb: int
    serves: list[SlotName]


def stopping(job: Job) -> Progress:
    """Return a progress that shows nothing and ends the work when the job is cancelled."""

    def tell(_step: Step) -> None:
        if job.cancel.cancelled:
            raise CancelledError

    return tell


def telling(job: Job) -> Progress:
    """Return a progress that logs each new step and counts MiB; it ends the work when the job is cancelled."""
    seen: dict[str, int] = {}
    last = ""
    counted = 0

    def tell(step: Step) -> None:
        nonlocal last, counted
        if job.cancel.cancelled:
            raise CancelledError
        if last != f"{step.what} {step.name}":
            last = f"{step.what} {step.name}"
            job.log(last)
        if step.what not in _BYTES or not step.total:
            return
        if seen.get(step.what) != step.total:
            counted = 0
            seen[step.what] = step.total
            job.begin(job.processed + (step.total >> 20))
        if (more := (step.done >> 20) - counted) > 0:
            counted += more
            job.passed(more)

    return tell
