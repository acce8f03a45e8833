"""Take the numbers off the ends of names: `base@@@2` becomes `base` where that is free."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imageparser.archive.journal import Request
from imageparser.archive.naming import stripped
from imageparser.archive.plan import Wish
from imageparser.archive.report import Status
from imageparser.archive.walk import folder_of
from imageparser.archive.work import Decision, Options, Work

if TYPE_CHECKING:
    from imageparser.archive.report import Report
    from imageparser.archive.walk import Picture
    from imageparser.library.connection import Database


@dataclass(frozen=True, slots=True)
class StripRequest:
    """Where numbers are to be taken off."""

    folder: str
    options: Options = field(default_factory=Options)


def strip_suffix(library: Database, request: StripRequest, report: Report) -> dict[str, int | None]:
    """Take the numbers off the names below a folder; a dry run, the default, only tells what would be done.

    The job's number in the journal is returned; it is None where nothing was changed.

    Raises:
        NotFoundError: there is no such folder.
        CancelledError: the report's token was raised.
    """
    work = Work(library, Request("strip_suffix", folder_of(request.folder), {}), request.options, report)
    work.look()
    work.carry_out([_decide(picture) for picture in work.pictures])
    return {"job": work.job}


def _decide(picture: Picture) -> Decision:
    stem = stripped(picture.stem)
    if stem == picture.stem:
        return Decision(picture, Status.SKIP, "no suffix")
    if not stem.strip(". "):
        return Decision(picture, Status.SKIP, "nothing but a suffix")
    wish = Wish(picture, picture.folder, stem, stem + picture.tail, exact=True)
    return Decision(picture, Status.OK, wish=wish)
