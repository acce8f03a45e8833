"""`package_export`: what the library knows of pictures, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser.errors import UsageError
from imageparser.ipc.op import Claims, op
from imageparser.ipc.packaging import PackageTold, told
from imageparser.ipc.protocol import DEFAULT_STEP, Done, PathText, Payload, Row, Step
from imageparser.library import collections, package_out
from imageparser.packages.export import Choice, Wishes, export, weigh
from imageparser.packages.layout import Chosen, Options
from imageparser.packages.reader import Package
from imageparser.pipeline.table import reading
from imageparser.search import language
from imageparser.search.candidates import members, of_collections
from imageparser.text import key_of

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.connection import Reader


class PackageExportPayload(Payload):
    """Where to, and what: a folder, a collection, a query or pictures by their numbers; without any the whole library.

    `share` leaves out where files lie, without `names` what they are called, too; `notes` are comments, too. A file
    that is there is written over only with `replace`. With `weigh` nothing is written: the counts, the size but for
    some bytes, and what stands in the way are told, and `package` is empty.
    """

    path: PathText
    folder: PathText | None = None
    collection: Row | None = None
    query: str | None = None
    ids: list[Row] | None = None
    thumbnails: bool = True
    vectors: bool = True
    share: bool = False
    names: bool = True
    notes: bool = True
    replace: bool = False
    weigh: bool = False
    progress_step: Step = DEFAULT_STEP


class PackageExportDone(Done, PackageTold):
    """The package that was written, or would be."""


@op(
    "package_export",
    payload=PackageExportPayload,
    done=PackageExportDone,
    claims=lambda payload: Claims(folders=(payload.path,), reads=("edits",)),
)
def package_export(job: Job, payload: PackageExportPayload) -> dict[str, Any]:
    """Write a package of pictures; it is there all at once or not at all."""
    if not payload.names and not payload.share:
        raise UsageError("names can be left out of a share only")
    target = Path(payload.path)
    options = Options(
        thumbnails=payload.thumbnails,
        vectors=payload.vectors,
        paths=not payload.share,
        names=payload.names,
        notes=payload.notes,
    )
    wishes = Wishes(options, payload.replace, reading(job.library.settings))
    database = job.library.database
    choice = _choice(database.read(), payload)
    if payload.weigh:
        manifest, size = weigh(database, target, choice, wishes, cancel=job.cancel, begin=job.begin, passed=job.passed)
        return told(manifest, payload.path, "", size)
    export(database, target, choice, wishes, cancel=job.cancel, begin=job.begin, passed=job.passed)
    with Package(target) as package:
        return told(package.manifest, payload.path, package.id, target.stat().st_size)


def _choice(reader: Reader, payload: PackageExportPayload) -> Choice:
    """Return what is to be exported.

    Raises:
        UsageError: more than one thing was chosen.
        NotFoundError: there is no such collection.
    """
    given = payload.model_dump(include={"folder", "collection", "query", "ids"}, exclude_none=True)
    if len(given) > 1:
        raise UsageError("one of folder, collection, query and ids at most")
    with reader.snapshot():
        if payload.folder is not None:
            return Choice(Chosen(what="folder", text=payload.folder), package_out.below(reader, key_of(payload.folder)))
        if payload.collection is not None:
            row = collections.get(reader, payload.collection)
            pictures = of_collections(reader, [row.id]).tolist()
            return Choice(Chosen(what="collection", text=row.name), pictures, collections.below(reader, row.id))
        if payload.query is not None:
            found = members(reader, language.parse(payload.query)).tolist()
            return Choice(Chosen(what="query", text=payload.query), found)
        if payload.ids is not None:
            return Choice(Chosen(what="ids"), payload.ids)
    return Choice(Chosen(what="library"))
