"""`history`: the searches that are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from imageparser import clock
from imageparser.ipc.op import Claims, op
from imageparser.ipc.protocol import Done, Payload, Shape, Text
from imageparser.library import searches

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class HistoryPayload(Payload):
    """What is to be done before the searches are told: `forget` some or `clear` all; `keep` switches remembering."""

    limit: Annotated[int, Field(ge=1, le=searches.MOST)] = 50
    forget: list[Text] = Field(default_factory=list)
    clear: bool = False
    keep: bool | None = None


class Searched(Shape):
    """A query, how often it was asked, and when last."""

    query: str
    uses: int
    at: str


class HistoryDone(Done):
    """The remembered searches, the latest first; `forgotten` counts those that went, `kept` says whether more come."""

    searches: list[Searched]
    forgotten: int
    kept: bool


@op("history", payload=HistoryPayload, done=HistoryDone, claims=lambda _payload: Claims(rows=("searches",)))
def history(job: Job, payload: HistoryPayload) -> dict[str, Any]:
    """Tell the searches that are remembered, forget them, switch remembering on or off."""
    database = job.library.database
    forgotten = 0
    if payload.keep is not None:
        keep = payload.keep
        database.write(lambda tx: searches.keep(tx, on=keep))
    if payload.clear:
        forgotten = searches.clear(database)
    elif payload.forget:
        forgotten = searches.forget(database, payload.forget)
    found = [{**one._asdict(), "at": clock.iso(one.at)} for one in searches.listed(database, payload.limit)]
    return {"searches": found, "forgotten": forgotten, "kept": searches.wanted(database.read())}
