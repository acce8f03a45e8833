"""Duplicates as messages tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import Field

from imageparser.ipc.asking import MAX_PAGE
from imageparser.ipc.protocol import Done, Payload, Row, Shape
from imageparser.library import duplicates as rows
from imageparser.library.thumbnails import Thumbnails
from imageparser.search.duplicates import groups
from imageparser.search.duplicates.groups import MOST_BITS, Wanted
from imageparser.text import path_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from imageparser.ipc.job import Job
    from imageparser.library.duplicates import Facts, Said
    from imageparser.search.duplicates.groups import Groups, Relation


Kind = Literal["exact", "pixels", "hash", "vector"]


def _usual() -> list[Kind]:
    return ["exact", "hash"]


class WantedPayload(Payload):
    """What counts as a duplicate, among the pictures that a query describes, or all; a page of the groups.

    `kinds`: exact (the same bytes), pixels (the same pixels), hash (perceptual hashes that differ in at most `bits`),
    vector (visual vectors with at least this `cosine`).
    """

    query: str = ""
    kinds: list[Kind] = Field(default_factory=_usual, min_length=1)
    bits: Annotated[int, Field(ge=0, le=MOST_BITS)] = 6
    cosine: Annotated[float, Field(ge=0.5, le=1)] = 0.97
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50
    offset: Annotated[int, Field(ge=0)] = 0


class Duplicate(Shape):
    """A picture of a group; `kind`, `bits` and `cosine` say how it is a duplicate of the group's `middle`.

    `user_tags`, `collections` (by number), `comments` and `noted` are what a merge would bring together.
    """

    id: int
    path: str
    kind: str
    bits: int | None
    cosine: float | None
    format: str | None
    width: int | None
    height: int | None
    layers: int | None
    bytes: int
    date_ms: int
    added_ms: int
    rating: int | None
    label: str | None
    tags: int
    digest: str
    thumbnail: str | None
    user_tags: list[str]
    collections: list[int]
    comments: int
    noted: bool


class DuplicatesPage(Done):
    """How many groups and pictures in them there are, and the bytes that all but the largest of each take.

    `crowded` pictures have more near ones than were looked at, `apart` pairs are marked as no duplicates. `notes` are
    codes (`note.*` of the locales), `next` is the `offset` of the next page, null on the last.
    """

    total: int
    pictures: int
    spare: int
    crowded: int
    apart: int
    notes: list[str]
    next: int | None


class Told(NamedTuple):
    """The pictures of a group: what the choice goes by, and what is told."""

    facts: Sequence[Facts]
    pictures: Sequence[dict[str, Any]]


class KeptGroup(Shape):
    """A picture to be kept, and the others of its group in the order in which they count."""

    keep: Row
    others: Annotated[list[Row], Field(min_length=1)]


def found_by(job: Job, payload: WantedPayload) -> tuple[Wanted, Groups]:
    """Return what was wanted, and the groups."""
    library = job.library
    wanted = Wanted(tuple(dict.fromkeys(payload.kinds)), payload.bits, payload.cosine, payload.query)
    sizes: list[int] = []

    def begin(more: int) -> None:
        sizes.append(more)
        job.begin(sum(sizes))

    watch = groups.Watch(job.cancel, begin, job.passed)
    return wanted, groups.find(library.database, library.models, library.memory, wanted, watch)


def page(payload: WantedPayload, found: Groups) -> tuple[Sequence[tuple[int, ...]], dict[str, Any]]:
    """Return the groups of a page, and what a page tells of all."""
    end = payload.offset + payload.limit
    return found.groups[payload.offset : end], {
        "total": len(found.groups),
        "pictures": sum(map(len, found.groups)),
        "spare": sum(found.spare),
        "crowded": found.crowded,
        "apart": found.apart,
        "notes": [f"duplicates_{note}" for note in found.notes],
        "next": end if end < len(found.groups) else None,
    }


def told(job: Job, wanted: Wanted, found: Groups, shown: Sequence[Sequence[int]]) -> list[Told]:
    """Return the facts and the messages of the pictures of some groups, the middle of each first."""
    library = job.library
    members = [item for group in shown for item in group]
    facts = rows.facts(library.database.read(), members)
    said = rows.said(library.database.read(), members)
    how = groups.relations(library.database, library.models, wanted, found, shown)
    thumbnails = Thumbnails(library.database.thumbnails)
    known = [[item for item in group if item in facts and item in how and item in said] for group in shown]
    return [
        Told([facts[item] for item in group], [_duplicate(facts[item], said[item], how, thumbnails) for item in group])
        for group in known
    ]


def merging(given: Sequence[KeptGroup]) -> list[rows.Group]:
    """Return groups as the library takes them."""
    return [rows.Group(group.keep, group.others) for group in given]


def _duplicate(file: Facts, said: Said, how: Mapping[int, Relation], thumbnails: Thumbnails) -> dict[str, Any]:
    kind, bits, cosine = how[file.id]
    return {
        "id": file.id,
        "path": path_text(file.raw),
        "kind": kind,
        "bits": bits,
        "cosine": None if cosine is None else round(cosine, 6),
        **{name: getattr(file, name) for name in ("format", "width", "height", "layers", "date_ms", "added_ms")},
        **{name: getattr(file, name) for name in ("rating", "label", "tags")},
        "bytes": file.size,
        "digest": file.digest.hex(),
        "thumbnail": thumbnails.shown(file.digest.hex()),
        "user_tags": list(said.tags),
        "collections": list(said.collections),
        "comments": said.comments,
        "noted": said.noted,
    }
