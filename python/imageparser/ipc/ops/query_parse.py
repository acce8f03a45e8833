"""`query_parse`: a query taken apart, or built from its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.ipc.asking import ParsedQuery, QueryPayload, parsed, query_of
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, Shape
from imageparser.search import filters
from imageparser.search.language import orders

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class QueryParsePayload(QueryPayload):
    """A query; with `filters` the table of filters and orders is told, too."""

    filters: bool = False


class KnownFilter(Shape):
    """A filter: its name, its other names, the kind of its values, and values to show."""

    name: str
    aliases: list[str]
    kind: str
    form: str


class QueryParseDone(Done):
    """The query taken apart, with its text; the filters and the orders that there are, where they were asked for."""

    parsed: ParsedQuery
    filters: list[KnownFilter] | None = None
    orders: list[str] | None = None


@op("query_parse", payload=QueryParsePayload, done=QueryParseDone)
def query_parse(_job: Job, payload: QueryParsePayload) -> dict[str, Any]:
    """Take a query apart, or build its text from its parts."""
    told: dict[str, Any] = {"parsed": parsed(query_of(payload))}
    if payload.filters:
        rows = filters.FILTERS
        told["filters"] = [
            {"name": row.name, "aliases": list(row.aliases), "kind": row.kind, "form": row.form} for row in rows
        ]
        told["orders"] = list(orders.DESCENDING)
    return told
