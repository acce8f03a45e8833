"""What the operations that move files have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from imageparser import clock
from imageparser.archive.thumbs import Marked, Thumbs
from imageparser.archive.work import Options
from imageparser.ipc.fields import ThumbPayload, Variable, plain, thumb_options
from imageparser.ipc.op import Claims
from imageparser.ipc.protocol import DEFAULT_STEP, Details, Done, PathText, Row, Shape, Step
from imageparser.library import journal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imageparser.archive.walk import Picture
    from imageparser.ipc.job import Job


MS_A_DAY = 24 * 3600 * 1000


class MovingPayload(ThumbPayload):
    """A folder, variables that say what pictures there are, and how the job behaves.

    `variable_specs` wins where it holds anything. With `specific` a value wins over others that match too where its
    tags are more than theirs.
    """

    folder: PathText
    variables: list[Variable] = Field(default_factory=list)
    variable_specs: list[Variable] = Field(default_factory=list)
    include_negative: bool = False
    specific: bool = False
    dry_run: bool = True
    progress_step: Step = DEFAULT_STEP
    resume_mode: bool = False
    resume_path: PathText | None = None
    checkpoint_step: Step = DEFAULT_STEP


class Near(Shape):
    """A value of which a part of the tags is there, and the tags that are missing."""

    variable: str
    value: str
    missing: list[str]


class Match(Shape):
    """A value that matches, with its tags."""

    variable: str
    value: str
    tags: list[str]


class MovingDetails(Details):
    """Why a picture stays: the nearest values of UNKNOWN, the matching ones of CONFLICT, the code of ERROR."""

    near: list[Near] | None = None
    matches: list[Match] | None = None
    code: str | None = None


class MovingDone(Done):
    """The number of the job in the journal, which `undo` takes back; null where nothing was changed."""

    job: Row | None = None


def claims(folder: str, *others: str, dry_run: bool) -> Claims:
    """Return what a job needs for itself: a dry run only that nobody moves its files meanwhile."""
    return Claims(folders=(folder, *others), rows=() if dry_run else ("files",))


def forget_old(job: Job, *, dry_run: bool) -> None:
    """Let the journal forget old jobs, after one that has added to it."""
    if dry_run:
        return
    keep = job.library.settings.journal
    before = clock.now_ms() - int(keep.keep_days * MS_A_DAY)
    job.library.database.write(lambda tx: journal.prune(tx, keep=keep.keep_jobs, before_ms=before))


def by_tags(job: Job, payload: MovingPayload) -> dict[str, Any]:
    """Return what the requests of all jobs that go by tags have in common."""
    return {
        "include_negative": payload.include_negative,
        "specific": payload.specific,
        "variables": [plain(variable) for variable in payload.variables],
        "variable_specs": [plain(variable) for variable in payload.variable_specs],
        "options": _options(job, payload),
    }


def _options(job: Job, payload: MovingPayload) -> Options:
    settings = job.library.settings
    wanted = thumb_options(payload, settings)
    thumbs = None if wanted is None else Thumbs(wanted, cancel=job.cancel)

    def previews(pictures: Sequence[Picture]) -> list[str | None]:
        marked = [Marked(p.key, p.raw, p.marks.size, p.marks.mtime_ns) for p in pictures]
        return [preview.path for preview in thumbs.previews(marked)] if thumbs else []

    return Options(
        dry_run=payload.dry_run,
        resume_mode=payload.resume_mode,
        resume_path=payload.resume_path,
        checkpoint_step=payload.checkpoint_step,
        previews=previews if thumbs else None,
        prune=thumbs.prune if thumbs else None,
        walking=settings.scan,
    )
