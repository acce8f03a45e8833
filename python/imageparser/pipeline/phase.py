"""What a phase is: a row of the table, with the functions that take files through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imageparser.errors import ImageParserError, InternalError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imageparser._core import CancelToken
    from imageparser.library.connection import Reader, Transaction
    from imageparser.library.files import Refound
    from imageparser.library.tasks import FileRef
    from imageparser.library.thumbnails import Thumbnails
    from imageparser.models.lifecycle import Models
    from imageparser.settings import Settings


@dataclass(frozen=True, slots=True)
class Item:
    """One file with what a phase needs to work on it."""

    ref: FileRef
    value: Any


@dataclass(frozen=True, slots=True)
class Result:
    """One file with what a phase made of it."""

    ref: FileRef
    value: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """One file that a phase could not do."""

    ref: FileRef
    code: str
    message: str

    @classmethod
    def of(cls, ref: FileRef, error: Exception) -> Failed:
        """Describe an error of this file; one that is none of ours is an internal one."""
        if not isinstance(error, ImageParserError):
            error = InternalError(f"{type(error).__name__}: {error}")
        return cls(ref, error.code, error.message)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file that a phase cannot do for now, through no fault of the file.

    `value` is what stands in for the result, None where something does already; the next run tries again.
    """

    ref: FileRef
    code: str
    message: str
    value: Any = None


Outcome = Result | Failed | Waiting


@dataclass(frozen=True, slots=True)
class Done:
    """A file whose result is stored; `refound` where that made another row of it, one that had been missing."""

    file_id: int
    refound: Refound | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the phases work with, the database excepted.

    What models said before `since` is asked again: the run was forced. `heard` is what a phase remembers from batch to
    batch, by its id.
    """

    settings: Settings
    models: Models
    thumbnails: Thumbnails
    cancel: CancelToken
    workers: int
    version_key: str
    tick: Callable[[int, int], None]
    since: int = 0
    heard: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Storing:
    """What storing a result needs to know: the task that it completes and the phases that build on it."""

    task: tuple[str, str]
    dependents: tuple[str, ...]
    now_ms: int
    took_ms: int


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of every file.

    `input` reads what the step needs, `run` works without the database, `store` is the only one that writes: it
    marks the task done in the same transaction and refuses empty results. A phase with a `switch` is only there for
    libraries that have it on; one that `embeds` stores vectors in the space of its slot's model. A phase that may have
    to wait says with `waits` why it has to now, and stores with `stand_in` what stands in for its results. `most`
    limits the batch where the model does (0: it does not).
    """

    id: str
    needs: tuple[str, ...]
    slot: str | None
    resource: str
    batch: int
    input: Callable[[Context, Reader, Sequence[FileRef]], list[Item | Failed]]
    result: type
    run: Callable[[Context, Sequence[Item]], Sequence[Outcome]]
    store: Callable[[Storing, Transaction, Sequence[Result]], list[Done]]
    version: Callable[[Settings], str] | None = None
    switch: str | None = None
    waits: Callable[[Context], ImageParserError | None] | None = None
    stand_in: Callable[[Storing, Transaction, Sequence[Waiting]], None] | None = None
    most: Callable[[Context], int] | None = None
    embeds: bool = False

    @property
    def reads_files(self) -> bool:
        """Whether the phase opens the user's files; later ones work on what the library keeps."""
        return not self.needs


def version_key(phase: Phase, settings: Settings, models: Models) -> str:
    """Return the key under which a phase's results count as done."""
    if phase.version is not None:
        return phase.version(settings)
    if phase.slot is None:
        raise InternalError(f"phase {phase.id} has neither a version nor a model")
    return models.version_key(phase.slot)
