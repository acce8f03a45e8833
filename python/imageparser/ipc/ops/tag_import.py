"""`tag_import`: the tags of the `.txt` beside pictures, into the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from imageparser.archive.report import Outcome, Status
from imageparser.exchange import tag_files
from imageparser.ipc.asking import FolderPayload, in_folder
from imageparser.ipc.changes import journaled
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Details, Done
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser.exchange.tag_files import Wish
    from imageparser.ipc.job import Job

_TOLD = 1_000  # new tags by name


class TagImportPayload(FolderPayload):
    """The pictures whose tag files are read (`name.ext.txt`, else `name.txt`), and how.

    Tags stand between commas, blanks or on lines; `auto` looks. `kinds` says what becomes of `artist:name`: `tree`
    makes it a tag below `artist`, `drop` leaves the kind out, `keep` takes it into the name. `policy` is `add`, or
    `replace`, which takes the user's other tags away. With `dry_run` nothing changes.
    """

    separator: Literal["auto", "comma", "space", "line"] = "auto"
    kinds: Literal["tree", "drop", "keep"] = "tree"
    policy: Literal["add", "replace"] = "add"
    dry_run: bool = True


class TagImportDetails(Details):
    """The tags that the picture gets and those that it loses."""

    add: list[str]
    remove: list[str]


class TagImportDone(Done):
    """Tag files that were read, pictures without any, tags given and taken, and the tags that are new.

    `edit` is the number to take it back by.
    """

    files: int
    without: int
    added: int
    removed: int
    new_tags: list[str]
    edit: int | None


@op(
    "tag_import",
    payload=TagImportPayload,
    done=TagImportDone,
    details=TagImportDetails,
    claims=lambda _: Claims(rows=("edits", "files")),
)
def tag_import(job: Job, payload: TagImportPayload) -> dict[str, Any]:
    """Give pictures the tags of the text files beside them."""
    database = job.library.database
    ids = in_folder(job, payload)
    job.begin(len(ids))
    some: list[Wish] = []
    without = failed = 0
    options = {"separator": payload.separator, "kinds": payload.kinds, "replace": payload.policy == "replace"}
    for wish in tag_files.wishes(database, ids, cancel=job.cancel, **options):  # type: ignore[arg-type]
        if wish.path is None:
            without += 1
            job.passed(skipped=True)
            continue
        failed += wish.error is not None
        job.result(_told(wish, wish.path))
        some.append(wish)
    new_tags = tag_files.unknown(database.read(), some)[:_TOLD]
    edit = None
    if not payload.dry_run and not job.cancel.cancelled:
        summary = {"files": len(some) - failed, "policy": payload.policy}
        _, edit = journaled(job, summary, lambda tx, now: tag_files.apply(tx, some, now))
    added, removed = sum(len(wish.give) for wish in some), sum(len(wish.take) for wish in some)
    counts = {"files": len(some) - failed, "without": without, "added": added, "removed": removed}
    return {**counts, "new_tags": new_tags, "edit": edit}


def _told(wish: Wish, path: bytes) -> Outcome:
    details = {"add": [way[-1] for way in wish.give], "remove": list(wish.take)}
    status = Status.OK if wish.give or wish.take else Status.SKIP
    message = None
    if wish.error is not None:
        status, message = Status.ERROR, f"{wish.error.code}: {wish.error.message}"
    return Outcome(status, path_text(wish.place.raw), path_text(path), message, details=details)
