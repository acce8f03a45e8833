"""`package_inspect`: what a package holds, without taking it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser.ipc.op import Claims, op
from imageparser.ipc.packaging import PackageTold, told
from imageparser.ipc.protocol import DEFAULT_STEP, Done, PathText, Payload, Step
from imageparser.packages import check
from imageparser.packages.reader import Package

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class PackageInspectPayload(Payload):
    """Which package; `verify` reads all of it, else only its directory and manifest are looked at."""

    path: PathText
    verify: bool = True
    progress_step: Step = DEFAULT_STEP


class PackageInspectDone(Done, PackageTold):
    """The package, and whether all of it was read and found sound."""

    verified: bool


@op(
    "package_inspect",
    payload=PackageInspectPayload,
    done=PackageInspectDone,
    claims=lambda payload: Claims(folders=(payload.path,)),
)
def package_inspect(job: Job, payload: PackageInspectPayload) -> dict[str, Any]:
    """Tell what a package holds, after a check of everything in it."""
    path = Path(payload.path)
    with Package(path) as package:
        if payload.verify:
            job.begin(package.manifest.counts.pictures)
            check.whole(package, job.cancel, job.passed)
        return {**told(package.manifest, payload.path, package.id, path.stat().st_size), "verified": payload.verify}
