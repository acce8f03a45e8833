"""`duplicates_apart`: what the user said is no duplicate, to be looked at and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser import clock
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Shape
from imageparser.library import duplicates
from imageparser.library.thumbnails import Thumbnails
from imageparser.text import path_text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.library.duplicates import Decision, Facts


class DuplicatesApartPayload(Payload):
    """A page of them, the newest first."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0)] = 0


class ApartPicture(Shape):
    """A picture that is kept apart from others."""

    id: int
    path: str
    digest: str | None
    thumbnail: str | None


class ApartDecision(Shape):
    """Pictures that were marked together; `pairs` of them are kept apart. `duplicates_mark` takes it back."""

    at: str
    pairs: int
    pictures: list[ApartPicture]


class DuplicatesApartDone(Done):
    """How often something was marked, in how many pairs; `next` is the `offset` of the next page, null on the last."""

    total: int
    pairs: int
    next: int | None
    decisions: list[ApartDecision]


@op(
    "duplicates_apart",
    payload=DuplicatesApartPayload,
    done=DuplicatesApartDone,
    claims=lambda _: Claims(reads=("edits",)),
)
def duplicates_apart(job: Job, payload: DuplicatesApartPayload) -> dict[str, Any]:
    """List the pictures that are marked as no duplicates of each other."""
    database = job.library.database
    end = payload.offset + payload.limit
    with database.read().snapshot() as reader:
        every = duplicates.decisions(reader)
        shown = every[payload.offset : end]
        facts = duplicates.facts(reader, {item for one in shown for item in one.ids})
    thumbnails = Thumbnails(database.thumbnails)
    return {
        "total": len(every),
        "pairs": sum(one.pairs for one in every),
        "next": end if end < len(every) else None,
        "decisions": [_told(one, facts, thumbnails) for one in shown],
    }


def _told(one: Decision, facts: dict[int, Facts], thumbnails: Thumbnails) -> dict[str, Any]:
    pictures = [_picture(facts[item], thumbnails) for item in one.ids]
    return {"at": clock.iso(one.at), "pairs": one.pairs, "pictures": pictures}


def _picture(file: Facts, thumbnails: Thumbnails) -> dict[str, Any]:
    digest = file.digest.hex() if file.digest else None
    return {"id": file.id, "path": path_text(file.raw), "digest": digest, "thumbnail": thumbnails.shown(digest)}
