"""`root_problems`: what could not be read or done below a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser import upkeep
from imageparser.ipc.op import op
from imageparser.ipc.protocol import MAX_ROW, Done, PathText, Payload, Shape
from imageparser.library import notices
from imageparser.text import key_of

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class RootProblemsPayload(Payload):
    """A folder, else all of them; `limit` problems after the first `offset`."""

    folder: PathText | None = None
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1000
    offset: Annotated[int, Field(ge=0, le=MAX_ROW)] = 0


class RootProblem(Shape):
    """A file that a phase could not do after so many attempts, or without phase a path that was left out; and why."""

    path: str
    phase: str | None
    code: str
    reason: str
    attempts: int


class RootProblemsDone(Done):
    """The problems, failures first; how many there are of both kinds, and how many of each code."""

    problems: list[RootProblem]
    failed: int
    skipped: int
    codes: dict[str, int]


@op("root_problems", payload=RootProblemsPayload, done=RootProblemsDone)
def root_problems(job: Job, payload: RootProblemsPayload) -> dict[str, Any]:
    """Tell which files below a folder could not be read or described and which paths were left out, and why."""
    library = job.library
    reader = library.database.read()
    known = upkeep.known(library.database, library.models, library.settings)
    roots = None if payload.folder is None else [key_of(payload.folder)]
    failed = notices.failures(reader, known, roots)
    left_out = [{**one, "phase": None, "attempts": 0} for one in notices.skipped(reader, roots)]
    every: list[dict[str, Any]] = [*failed, *left_out]
    codes: dict[str, int] = {}
    for one in every:
        codes[one["code"]] = codes.get(one["code"], 0) + 1
    shown = every[payload.offset : payload.offset + payload.limit]
    return {"problems": shown, "failed": len(failed), "skipped": len(left_out), "codes": codes}
