"""Put pictures that are there more than once into a folder of the user's choice; nothing is deleted."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imageparser.archive.journal import Request
from imageparser.archive.naming import composed_base
from imageparser.archive.plan import Wish
from imageparser.archive.report import Status
from imageparser.archive.sides import TAILS
from imageparser.archive.walk import Marks, Picture, absolute, marks_of, shown
from imageparser.archive.work import Decision, Options, Work
from imageparser.errors import ExistsError, NotFoundError, UsageError
from imageparser.library import duplicates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imageparser.archive.report import Report
    from imageparser.archive.walk import Folders
    from imageparser.library.connection import Database
    from imageparser.library.duplicates import Facts, Group


@dataclass(frozen=True, slots=True)
class SetAsideRequest:
    """Groups of which all but the kept picture go into `folder`."""

    groups: Sequence[Group]
    folder: str
    options: Options = field(default_factory=Options)


def set_aside(library: Database, request: SetAsideRequest, report: Report) -> dict[str, int | None]:
    """Move the others of each group with their side files; a dry run, the default, only tells what would be done.

    A picture goes only while the kept one is there, and only as it is known: one that has changed since stays. The
    job's number in the journal is returned; it is None where nothing was changed.

    Raises:
        UsageError: a picture is to be kept and not.
        NotFoundError: a picture is not in the library.
        ExistsError: the folder is a file.
        CancelledError: the report's token was raised.
    """
    folder = absolute(request.folder)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise ExistsError("the target is no folder", path=shown(folder))
    groups = [[group.keep, *group.others] for group in request.groups]
    members = [item for group in groups for item in group]
    if len(set(members)) != len(members):
        raise UsageError("groups: a picture stands in them twice")
    sources = {os.path.dirname(_path(file)) for file in _facts(library, members).values()}
    work = Work(library, Request("set_aside", folder, {"groups": groups}), request.options, report)
    work.recover(*sources)
    facts = _facts(library, members)  # an earlier run that was cut off has been brought to its end
    decisions = [_decide(facts[group[0]], facts[other], folder) for group in groups for other in group[1:]]
    work.pictures = [decision.picture for decision in decisions] + _beside(decisions, work.folders)
    report.begin(len(decisions))
    work.carry_out(decisions)
    return {"job": work.job}


def _facts(library: Database, members: Sequence[int]) -> dict[int, Facts]:
    facts = duplicates.facts(library.read(), members)
    for item in members:
        if item not in facts:
            raise NotFoundError(f"the library has no picture {item}")
    return facts


def _decide(kept: Facts, file: Facts, folder: str) -> Decision:
    path = _path(file)
    place, name = os.path.split(path)
    stem, tail = os.path.splitext(name)
    marks = marks_of(path)
    picture = Picture(place, name, stem, tail, file.key, marks or Marks(0, 0, 0))
    if marks is None:
        return _error(picture, "not_found", "the file is gone")
    if marks.size != file.size or marks.mtime_ns != file.mtime_ns:
        return _error(picture, "changed", "the file has changed since it was looked at")
    if marks_of(_path(kept)) is None:
        return _error(picture, "not_found", f"the picture that is kept is gone: {shown(_path(kept))}")
    if place == folder:
        return Decision(picture, Status.SKIP, "is there already")
    return Decision(picture, Status.OK, wish=Wish(picture, folder, composed_base(stem), name))


def _error(picture: Picture, code: str, message: str) -> Decision:
    return Decision(picture, Status.ERROR, f"{code}: {message}", {"code": code})


def _beside(decisions: Iterable[Decision], folders: Folders) -> list[Picture]:
    """Return the other files of the folders as pictures, so that a side file that is theirs, too, stays."""
    going = {(one.picture.folder, one.picture.name) for one in decisions}
    found = []
    for place in sorted({folder for folder, _ in going}):
        for name in folders.names(place):
            stem, tail = os.path.splitext(name)
            if tail.lower() not in TAILS and (place, name) not in going:
                found.append(Picture(place, name, stem, tail, "", Marks(0, 0, 0)))
    return found


def _path(file: Facts) -> str:
    return os.fsdecode(file.raw)
