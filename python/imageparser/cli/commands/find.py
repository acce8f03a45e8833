"""`imageparser find "QUERY"`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import output
from imageparser.errors import UsageError
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option
    from imageparser.search.find import FindAnswer


def find(
    session: Session,
    *,
    query: Annotated[str, argument("find.query", metavar="QUERY", show_default=False)] = "",
    top: Annotated[int, option("find.top", "--top", "-n", min=1, max=10_000)] = 20,
    filters: Annotated[list[str] | None, option("find.filter", "--filter", "-f", metavar="NAME=VALUE")] = None,
    image: Annotated[str | None, option("find.image", "--image", metavar="FILE")] = None,
    like: Annotated[int | None, option("find.like", "--like", metavar="ID", min=0)] = None,
) -> int:
    """Search a library."""
    if not query.strip() and image is None and like is None and not filters:
        raise UsageError(tr("cli.find.nothing_asked"))
    with session.open(read_only=True) as library:
        answer = library.find(query, top=top, filters=filters or (), image=image, like=like)
    session.answer(dict(answer), lambda console: draw(console, answer))
    return 0


def draw(console: Console, answer: FindAnswer) -> None:
    """Draw the results as a table, best first, with the rank on each axis."""
    from rich.table import Table  # noqa: PLC0415  # programs that ask for JSON never pay for it
    from rich.text import Text  # noqa: PLC0415

    for problem in answer["parsed"]["notes"]:
        console.print(tr("cli.find.not_understood", **problem), style="dim", markup=False)
    if not answer["results"]:
        console.print(tr("cli.find.none"))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("#", justify="right", style="dim")
    table.add_column(tr("cli.find.id"), justify="right")
    for axis in ("visual", "meaning", "keyword"):
        table.add_column(tr(f"axis.{axis}"), justify="right")
    table.add_column(tr("cli.find.size"), justify="right")
    table.add_column(tr("cli.find.path"), overflow="fold")
    for place, result in enumerate(answer["results"], start=1):
        ranks = [str(axis["rank"] or "–") for axis in result["axes"].values()]
        size = f"{result['width']}×{result['height']}"
        layer = f" › {result['layer']['name']}" if result["layer"] is not None else ""
        table.add_row(str(place), str(result["id"]), *ranks, size, Text(output.one_line(result["path"] + layer)))
    console.print(table)
    notes = [tr(f"note.{note}") for note in answer["notes"]]
    console.print(
        "\n".join([tr("cli.find.summary", count=len(answer["results"]), ms=answer["took_ms"]), *notes]), style="dim"
    )
