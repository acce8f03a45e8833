"""`tag_export`: the tags of pictures, into the `.txt` beside them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imageparser.archive.report import Outcome, Status
from imageparser.exchange import tag_files
from imageparser.ipc.asking import FolderPayload, in_folder
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Details, Done
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job

_STATUS = {"new": Status.OK, "replaced": Status.OK, "failed": Status.ERROR, "exists": Status.CONFLICT}


class TagExportPayload(FolderPayload):
    """The pictures, and how their tags are written: between commas, blanks or on lines, with `_` for blanks if wished.

    With `kinds` a tag below `artist`, `character` or the like is written `artist:name`. A file that is there stays, but
    for `replace`, which keeps it as `.bak` beside the new one. `full` names the file `name.ext.txt`. With `dry_run`
    nothing is written.
    """

    sources: Annotated[list[Literal["user", "model", "file"]], Field(min_length=1)] = Field(
        default_factory=lambda: ["user"]  # type: ignore[arg-type]
    )
    separator: Literal["comma", "space", "line"] = "comma"
    underscores: bool = False
    kinds: bool = False
    replace: bool = False
    full: bool = False
    dry_run: bool = True


class TagExportDetails(Details):
    """What became of the file: new, replaced, same, exists or failed; and the text that it gets."""

    state: str
    text: str


class TagExportDone(Done):
    """How many files are new, replaced, as they were, left alone since there is one, and could not be written."""

    new: int
    replaced: int
    same: int
    exists: int
    failed: int
    without: int


@op(
    "tag_export",
    payload=TagExportPayload,
    done=TagExportDone,
    details=TagExportDetails,
    claims=lambda _: Claims(rows=("files",), reads=("edits",)),
)
def tag_export(job: Job, payload: TagExportPayload) -> dict[str, Any]:
    """Write the tags of pictures into text files beside them."""
    ids = in_folder(job, payload)
    job.begin(len(ids))
    options = payload.model_dump(exclude={"ids", "query", "folder"})
    counts: Counter[str] = Counter()
    for one in tag_files.Writing(job.library.database, **options).write(ids, cancel=job.cancel):
        counts[one.state] += 1
        if one.state == "nothing":
            job.passed(skipped=True)
            continue
        message = None if one.error is None else f"{one.error.code}: {one.error.message}"
        details = {"state": one.state, "text": one.text}
        source, target = path_text(one.place.raw), path_text(one.path)
        job.result(Outcome(_STATUS.get(one.state, Status.SKIP), source, target, message, details=details))
    states = ("new", "replaced", "same", "exists", "failed")
    return {**{state: counts[state] for state in states}, "without": counts["nothing"]}
