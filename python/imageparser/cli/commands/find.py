"""`imageparser find "QUERY"`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import output
from imageparser.cli.record_view import shown
from imageparser.cli.references import references
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
    image: Annotated[list[str] | None, option("find.image", "--image", metavar="FILE")] = None,
    like: Annotated[list[str] | None, option("find.like", "--like", metavar="ID")] = None,
    layer: Annotated[list[str] | None, option("find.layer", "--layer", metavar="ID/LAYER")] = None,
    words: Annotated[list[str] | None, option("find.words", "--words", metavar="WORDS")] = None,
    not_image: Annotated[list[str] | None, option("find.not_image", "--not-image", metavar="FILE")] = None,
    not_like: Annotated[list[str] | None, option("find.not_like", "--not-like", metavar="ID")] = None,
    not_layer: Annotated[list[str] | None, option("find.not_layer", "--not-layer", metavar="ID/LAYER")] = None,
    not_words: Annotated[list[str] | None, option("find.not_words", "--not-words", metavar="WORDS")] = None,
    mode: Annotated[str, option("find.mode", "--mode", metavar="all|any")] = "all",
    sort: Annotated[str | None, option("find.sort", "--sort", metavar="ORDER")] = None,
    after: Annotated[str | None, option("find.after", "--after", metavar="NEXT")] = None,
    weight: Annotated[list[str] | None, option("find.weight", "--weight", metavar="AXIS=NUMBER")] = None,
    column: Annotated[list[str] | None, option("find.column", "--column", metavar="COLUMN=NUMBER")] = None,
    explain: Annotated[bool, option("find.explain", "--explain")] = False,
    everything: Annotated[bool, option("find.all", "--all")] = False,
) -> int:
    """Search a library."""
    wanted = (("--like", like), ("--image", image), ("--layer", layer), ("--words", words))
    unwanted = (("--not-like", not_like), ("--not-image", not_image), ("--not-layer", not_layer))
    compared = references([*wanted, *unwanted, ("--not-words", not_words)])
    if not query.strip() and not compared and not filters:
        raise UsageError(tr("cli.find.nothing_asked"))
    options: dict[str, Any] = {"weights": _numbers("--weight", weight), "columns": _numbers("--column", column)}
    options |= {"after": after, "explain": explain, "cut": not everything, "mode": mode}
    text = query if sort is None else f"{query} sort:{sort}"
    with session.open(read_only=True) as library:
        answer = library.find(text, top=top, filters=filters or (), references=compared, **options)
    session.answer(dict(answer), lambda console: draw(console, answer))
    return 0


def _numbers(name: str, given: list[str] | None) -> dict[str, float]:
    """Read `NAME=NUMBER` as often as it was given."""
    found: dict[str, float] = {}
    for one in given or ():
        key, _, number = one.partition("=")
        try:
            found[key] = float(number)
        except ValueError:
            raise UsageError(f"{name} {one}: {tr('cli.find.no_number')}") from None
    return found


def draw(console: Console, answer: FindAnswer) -> None:
    """Draw the results as a table, best first, with the rank on each axis."""
    from rich.table import Table  # noqa: PLC0415  # programs that ask for JSON never pay for it
    from rich.text import Text  # noqa: PLC0415

    for problem in answer["parsed"]["notes"]:
        console.print(tr("cli.find.not_understood", **problem), style="dim", markup=False)
    if answer["nothing_fits"]:
        console.print(tr("cli.find.nothing_fits"))
    listed = answer["results"] or answer["nearest"]
    if not listed:
        console.print(tr("cli.find.none"))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("#", justify="right", style="dim")
    table.add_column(tr("cli.find.id"), justify="right")
    for axis in ("visual", "meaning", "keyword"):
        table.add_column(tr(f"axis.{axis}"), justify="right")
    table.add_column(tr("cli.find.size"), justify="right")
    table.add_column(tr("cli.find.path"), overflow="fold")
    for place, result in enumerate(listed, start=1):
        ranks = [str(axis["rank"] or "–") for axis in result["axes"].values()]
        size = f"{result['width']}×{result['height']}"
        layer = f" › {result['layer']['name']}" if result["layer"] is not None else ""
        table.add_row(str(place), str(result["id"]), *ranks, size, Text(output.one_line(result["path"] + layer)))
        if result["why"] is not None:
            table.add_row(*[""] * 6, Text(reasons(result["why"]), style="dim"))
    console.print(table)
    notes = [tr(f"note.{note}") for note in answer["notes"]]
    console.print(
        "\n".join([tr("cli.find.summary", count=len(answer["results"]), ms=answer["took_ms"]), *notes]), style="dim"
    )
    if answer["next"] is not None:
        console.print(tr("cli.find.next", next=answer["next"]), style="dim", markup=False)


def reasons(why: dict[str, Any]) -> str:
    """Return why a picture was found, axis by axis, as one line."""
    told = [f"{tr(f'axis.{axis}')}: {shown(reason)}" for axis, reason in why.items()]
    return "; ".join(told)
