"""What the operations on packages share: what a package tells of itself, and who watches the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser.ipc.protocol import Shape
from imageparser.packages.take import Watch

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.packages.layout import Manifest


class PackageChosen(Shape):
    """What was chosen; a share does not tell the folder or the query."""

    what: Literal["library", "folder", "collection", "query", "ids"]
    text: str | None


class PackageOptions(Shape):
    """What went into the package; one without `paths` is a read-only share."""

    thumbnails: bool
    vectors: bool
    paths: bool
    names: bool
    notes: bool


class PackageCounts(Shape):
    """How much of each there is, captions by version key; `left_out` pictures were chosen and never read."""

    pictures: int
    marked: int
    tags: int
    collections: int
    presets: int
    captions: dict[str, int]
    vectors: int
    thumbnails: int
    left_out: int


class PackageVectors(Shape):
    """The vectors of one version key; `owner` tells whether they are of pictures or of pictures of layers."""

    kind: str
    version_key: str
    dim: int
    owner: Literal["file", "layer_picture"]
    count: int


class PackageTold(Shape):
    """A package: version of its format, what wrote it and when, what was chosen, and what is in it.

    `package` is the digest of the manifest, which names the digests of everything else; `roots` are the folders of the
    machine that it comes from.
    """

    path: str
    package: str
    bytes: int
    version: int
    program: str
    made_at: int
    chosen: PackageChosen
    options: PackageOptions
    roots: list[str]
    counts: PackageCounts
    vectors: list[PackageVectors]


def told(manifest: Manifest, path: str, package: str, size: int) -> dict[str, Any]:
    """Return a package in the form of PackageTold."""
    members = ("version", "program", "made_at", "chosen", "options", "roots", "counts", "vectors")
    values = manifest.model_dump(include=set(members))
    for one in values["vectors"]:
        del one["member"]
    return {"path": path, "package": package, "bytes": size, **{name: values[name] for name in members}}


def watch(job: Job) -> Watch:
    """Return what lets a job tell of its progress and be cancelled."""
    return Watch(job.cancel, job.begin, job.passed)
