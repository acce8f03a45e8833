"""`imageparser facets [QUERY]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.record_view import heading, shown

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument


def facets(session: Session, *, query: Annotated[str, argument("facets.query", metavar="QUERY")] = "") -> int:
    """Count the values of the filters over the pictures of a query."""
    return operation.run(session, "facets", {"query": query}, draw, reads=True)


def draw(console: Console, answer: dict[str, Any]) -> None:
    """Draw each filter with its values and their counts."""
    console.print(f"{heading('total')}: {answer['total']}")
    for name, values in answer["facets"].items():
        if values:
            told = ", ".join(f"{shown(one['value'])} ({one['files']})" for one in values)
            console.print(f"{name}: {told}", markup=False)
