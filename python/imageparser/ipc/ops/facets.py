"""`facets`: how many pictures of a query have which value of the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.asking import QueryPayload, query_of
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Shape
from imageparser.library import facets as counted
from imageparser.search.candidates import members

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class FacetsPayload(QueryPayload):
    """The pictures that the query describes, each word of it included; without one, all."""


class FacetValue(Shape):
    """A value, as its filter takes it, with the number of pictures that have it."""

    value: str
    files: int


class FacetsDone(Done):
    """How many pictures there are, and by filter the values of most of them."""

    total: int
    facets: dict[str, list[FacetValue]]


@op("facets", payload=FacetsPayload, done=FacetsDone)
def facets(job: Job, payload: FacetsPayload) -> dict[str, Any]:
    """Count the values of the filters over the pictures of a query."""
    reader = job.library.database.read()
    with reader.snapshot():
        ids = members(reader, query_of(payload))
        found = counted.of_files(reader, ids)
    return {"total": len(ids), "facets": {name: [one._asdict() for one in some] for name, some in found.items()}}
