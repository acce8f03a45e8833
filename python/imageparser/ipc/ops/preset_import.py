"""`preset_import`: read one variable out of a file of another tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from imageparser.archive import presets
from imageparser.ipc.fields import PlainValue  # noqa: TC001  # pydantic reads the annotation
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, PathText, Payload, Shape

if TYPE_CHECKING:
    from imageparser.ipc.job import Job

# The payload of `done` holds all of them; the log is for people.
_LOGGED = 100


class PresetImportPayload(Payload):
    """The file, and which of its variables; without one the first that it offers."""

    path: PathText
    variable: str | None = None


class Problem(Shape):
    """An entry that did not come in as it stands: `code` for programs, where it is, and a sentence."""

    code: str
    where: str
    message: str


class PresetImportDone(Done):
    """The variable, the kind of file, every variable that the file offers, and what was wrong with entries."""

    variable_name: str | None
    values: list[PlainValue]
    source_kind: str
    variables: list[str]
    problems: list[Problem]


@op(
    "preset_import",
    payload=PresetImportPayload,
    done=PresetImportDone,
    claims=lambda payload: Claims(folders=(payload.path,)),
)
def preset_import(job: Job, payload: PresetImportPayload) -> dict[str, Any]:
    """Read one variable out of a preset file of another tool."""
    found = presets.read(Path(payload.path), variable=payload.variable, cancel=job.cancel)
    for problem in found.problems[:_LOGGED]:
        job.log(f"{problem.where}: {problem.message}")
    job.passed(len(found.values))
    return found.payload()
