"""`imageparser query QUERY`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.record_view import heading, shown, table

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option


def query(
    session: Session,
    *,
    text: Annotated[str, argument("query.text", metavar="QUERY")] = "",
    filters: Annotated[bool, option("query.filters", "--filters")] = False,
) -> int:
    """Take a query apart; with --filters list every filter with its names and values."""
    return operation.run(session, "query_parse", {"query": text, "filters": filters}, draw, reads=True)


def draw(console: Console, answer: dict[str, Any]) -> None:
    """Draw the parts of a query with what was not understood, and the table of filters where it was asked for."""
    parsed = answer["parsed"]
    console.print(f"{heading('query')}: {shown(parsed['text'])}", markup=False)
    for part in (*parsed["parts"], *parsed["notes"]):
        console.print(f"  {shown({name: one for name, one in part.items() if one not in (None, False)})}", markup=False)
    if answer.get("filters"):
        table(console, answer["filters"], ("name", "aliases", "form"))
        console.print(f"sort: {', '.join(answer['orders'])}")
