"""Fields that operations on queries share: a query as text or as parts, and the pictures that a change is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imageparser.errors import UsageError
from imageparser.ipc.protocol import Done, PathText, Payload, Row, Shape, Text
from imageparser.search import language
from imageparser.search.candidates import members
from imageparser.text import key_of

if TYPE_CHECKING:
    from imageparser.ipc.job import Job
    from imageparser.search.language import Query

MAX_PAGE = 1_000


class QueryPart(Shape):
    """A word or a phrase with its `text`, or a filter with its `name` and `value`."""

    kind: Literal["word", "phrase", "filter"]
    text: str | None = None
    name: str | None = None
    value: str | None = None
    negated: bool = False


class QuerySort(Shape):
    """An order of results; without a direction its natural one, `seed` for a random one."""

    by: str
    descending: bool | None = None
    seed: Annotated[int, Field(ge=0, lt=10**18)] | None = None


class QueryForm(Shape):
    """A query taken apart, as programs build it from controls."""

    parts: list[QueryPart] = Field(default_factory=list)
    sort: QuerySort | None = None


class QueryNote(Shape):
    """Something of a query that was not understood and is searched for as it stands."""

    code: str
    text: str
    message: str


class ParsedQuery(Shape):
    """A query taken apart, with its text in canonical form."""

    text: str
    parts: list[QueryPart]
    sort: QuerySort | None
    notes: list[QueryNote]


class LanePayload(Payload):
    """A question that is asked while somebody types: a newer one of the same `lane` cancels those before it."""

    lane: Text | None = None


def lane_of(payload: LanePayload) -> str | None:
    """Return the lane of a question."""
    return payload.lane


class QueryPayload(Payload):
    """A query: a text of the query language, or its parts; both together add up."""

    query: str = ""
    form: QueryForm | None = None


def query_of(payload: QueryPayload) -> Query:
    """Return the query of a payload.

    Raises:
        UsageError: a part of the form is none.
    """
    if payload.form is None:
        return language.parse(payload.query)
    built = language.from_json(payload.form.model_dump(exclude_none=True))
    return built if not payload.query.strip() else language.parse(f"{payload.query} {language.show(built)}")


class ChosenPayload(Payload):
    """The pictures that something is about: those of `ids`, or all that `query` describes, each word of it included."""

    ids: list[Row] | None = None
    query: str | None = None


def chosen(job: Job, payload: ChosenPayload) -> list[int]:
    """Return the numbers of the pictures that were chosen.

    Raises:
        UsageError: neither numbers nor a query are given, or both.
    """
    if (payload.ids is None) == (payload.query is None):
        raise UsageError("ids or query is required, one of them")
    if payload.ids is not None:
        return payload.ids
    reader = job.library.database.read()
    with reader.snapshot():
        return [int(one) for one in members(reader, language.parse(payload.query or ""))]


class FolderPayload(ChosenPayload):
    """Pictures as above, or all those in and below a `folder`."""

    folder: PathText | None = None


def in_folder(job: Job, payload: FolderPayload) -> list[int]:
    """Return the numbers of the pictures that were chosen.

    Raises:
        UsageError: not exactly one of numbers, a query and a folder is given.
    """
    if sum(one is not None for one in (payload.ids, payload.query, payload.folder)) != 1:
        raise UsageError("ids, query or folder is required, one of them")
    if payload.folder is None:
        return chosen(job, payload)
    key = key_of(payload.folder)
    part = {"kind": "filter", "name": "folder", "value": key}
    reader = job.library.database.read()
    with reader.snapshot():
        return [int(one) for one in members(reader, language.from_json({"parts": [part]}))]


class EditDone(Done):
    """What was changed: `edit` is the number to take it back by, null where nothing changed."""

    changed: int
    edit: int | None


def parsed(query: Query) -> dict[str, Any]:
    """Return a query in the form of ParsedQuery."""
    return language.to_json(query)
