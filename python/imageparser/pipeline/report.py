"""What an index run did, in the shape that the command line and the library promise."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from imageparser.pipeline.cost import LayerCost


class Skipped(TypedDict):
    """A path that was left out."""

    path: str
    code: str
    reason: str


class FailedFile(TypedDict):
    """A file that a phase could not do."""

    path: str
    phase: str
    code: str
    reason: str


class WaitingPhase(TypedDict):
    """With how many files below the roots a phase waits, and why."""

    files: int
    code: str
    reason: str


class ReadSidecars(TypedDict):
    """How many sidecars were read, how many pictures that changed, and which could not be read."""

    read: int
    changed: int
    failed: list[Skipped]


class IndexAnswer(TypedDict):
    """What an index run did; `phases` counts this run, `failed` lists what stands as failed below the folders.

    `waiting` are the phases that wait for a server with some of the files; what stands in for them serves meanwhile.
    `layer_vectors` is what the vectors of single layers were to cost, or would cost where they are off.
    """

    seen: int
    added: int
    changed: int
    moved: int
    gone: int
    unchanged: int
    skipped: list[Skipped]
    failed: list[FailedFile]
    phases: dict[str, dict[str, int]]
    waiting: dict[str, WaitingPhase]
    layer_vectors: dict[str, Any] | None
    sidecars: ReadSidecars
    elapsed_s: float


@dataclass
class IndexReport:
    """The final report.

    `phases` counts what this run did; `failed` lists what stands as failed below the roots, also where an
    earlier run found it and nothing has changed since. `waiting` are the phases that could not do all their files for
    want of a server; the next run tries again. `layer_vectors` is what the layers were to cost when the run
    came to them.
    """

    seen: int = 0
    added: int = 0
    changed: int = 0
    moved: int = 0
    gone: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    failed: list[FailedFile] = field(default_factory=list)
    phases: dict[str, dict[str, int]] = field(default_factory=dict)
    waiting: dict[str, WaitingPhase] = field(default_factory=dict)
    layer_vectors: LayerCost | None = None
    sidecars: ReadSidecars = field(default_factory=lambda: ReadSidecars(read=0, changed=0, failed=[]))
    elapsed_s: float = 0.0
    cancelled: bool = False

    @property
    def nothing_to_do(self) -> bool:
        """Whether nothing differed and no phase had anything to do."""
        differing = self.added or self.changed or self.moved or self.gone or self.sidecars["read"]
        return not differing and not any(count for counts in self.phases.values() for count in counts.values())

    def as_dict(self) -> dict[str, Any]:
        """Return the report as the command line prints it; a cancelled run is told by the exit code."""
        fields = asdict(self)
        del fields["cancelled"]
        return fields
