"""`build_nais`: make the values of a variable out of a folder of pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imageparser.archive.build import BuildRequest, Mode, build
from imageparser.ipc.fields import PlainValue  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import Claims, op
from imageparser.ipc.ops.preset_import import Problem  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.protocol import DEFAULT_STEP, Done, PathText, Payload, Shape, Step

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class BuildNaisPayload(Payload):
    """The folder; `mode` says what the pictures share and what a value keeps."""

    folder: PathText
    include_negative: bool = False
    mode: Literal["intersection", "union", "difference"] = "intersection"
    progress_step: Step = DEFAULT_STEP
    workers: Annotated[int, Field(ge=0, le=1024)] = 0


class BuildStats(Shape):
    """How many pictures there are and have tags, how many tags they share, how many values keep none."""

    total: int
    tagged: int
    common_count: int
    empty_unique: int


class BuildNaisDone(Done):
    """The variable named after the folder, what its pictures share, and values that get into each other's way."""

    variable_name: str | None
    values: list[PlainValue]
    common_tags: list[str]
    stats: BuildStats
    problems: list[Problem]


@op(
    "build_nais",
    payload=BuildNaisPayload,
    done=BuildNaisDone,
    claims=lambda payload: Claims(folders=(payload.folder,)),
)
def build_nais(job: Job, payload: BuildNaisPayload) -> dict[str, Any]:
    """Make a value of each picture of a folder, by the tags that it does not share with the others."""
    request = BuildRequest(
        folder=Path(payload.folder),
        include_negative=payload.include_negative,
        mode=Mode(payload.mode),
        threads=payload.workers,
        walking=job.library.settings.scan,
    )
    return build(job.library.database, request, job)
