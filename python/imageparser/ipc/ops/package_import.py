"""`package_import`: take what a package knows into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imageparser.errors import UsageError
from imageparser.ipc.op import Claims, op
from imageparser.ipc.packaging import watch
from imageparser.ipc.protocol import DEFAULT_STEP, Done, PathText, Payload, Shape, Step
from imageparser.packages import locate, take
from imageparser.packages.reader import Package

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class MappedRoot(Shape):
    """A folder of the machine that the package comes from, and where that is on this one."""

    theirs: PathText
    ours: PathText


class PackageImportPayload(Payload):
    """Which package; whose wording stands where the two differ, and where the pictures lie on this machine."""

    path: PathText
    policy: Literal["keep", "replace", "newest"] = "keep"
    roots: Annotated[list[MappedRoot], Field(max_length=1000)] = Field(default_factory=list)
    dry_run: bool = True
    progress_step: Step = DEFAULT_STEP


class PackageConflict(Shape):
    """A field of which library and package say different things; without a picture it is one of a list."""

    picture: int | None
    field: str
    ours: str
    theirs: str
    taken: bool


class PackageImportDone(Done):
    """What was done, or would be: pictures that were not known, that were, and those with and without a file here.

    `conflicts` counts by field, `unresolved` those in which the library's wording stands, `examples` are the first;
    `folders` are those of this machine that pictures were linked below: an index run over them records their states.
    `edits` are the changes of what is the user's own, to be taken back the last first.
    """

    package: str
    dry_run: bool
    new: int
    matched: int
    relinked: int
    away: int
    vectors: int
    thumbnails: int
    marked: int
    collections: int
    added: int
    presets: int
    unresolved: int
    conflicts: dict[str, int]
    examples: list[PackageConflict]
    edits: list[int]
    folders: list[str]


@op(
    "package_import",
    payload=PackageImportPayload,
    done=PackageImportDone,
    claims=lambda _: Claims(rows=("edits", "files")),
)
def package_import(job: Job, payload: PackageImportPayload) -> dict[str, Any]:
    """Take a package into the library, or tell what that would do; one that was broken off goes on."""
    if len({root.theirs for root in payload.roots}) < len(payload.roots):
        raise UsageError("roots: a folder is named twice")
    roots = locate.mapped({root.theirs: root.ours for root in payload.roots})
    wishes = take.Wishes(payload.policy, roots)
    work = take.look if payload.dry_run else take.take
    with Package(Path(payload.path)) as package:
        report = work(job.library.database, package, wishes, watch(job))
        if report.edits:
            job.library.sidecars.wake()
        return {"package": package.id, "dry_run": payload.dry_run, **report.as_dict()}
