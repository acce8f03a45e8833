"""`imageparser layers FILE --out DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import output
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option
    from imageparser.documents.export import Export


def layers(
    session: Session,
    *,
    file: Annotated[str, argument("layers.file", metavar="FILE")],
    out: Annotated[str, option("layers.out", "--out", "-o", metavar="DIR")],
) -> int:
    """Write each layer of a document as a PNG; needs no library. 1 if one of them cannot be rendered."""
    from imageparser.documents.export import export_layers  # noqa: PLC0415  # keeps `--help` quick

    made = export_layers(file, out)
    session.answer(dict(made), lambda console: draw(console, made))
    return int(any(layer["error"] for layer in made["layers"]))


def draw(console: Console, made: Export) -> None:
    """Draw the layers as a table, bottom to top."""
    from rich.table import Table  # noqa: PLC0415  # programs that ask for JSON never pay for it
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(tr("cli.layers.id"), justify="right")
    table.add_column(tr("cli.layers.name"), overflow="fold")
    table.add_column(tr("cli.layers.kind"))
    table.add_column(tr("cli.layers.written"), overflow="fold")
    for layer in made["layers"]:
        written = layer["out"] or layer["error"] or tr("cli.layers.nothing")
        cells = (str(layer["id"]), layer["name"], layer["kind"], written)
        table.add_row(*(Text(output.one_line(cell)) for cell in cells))
    console.print(table)
    count = sum(layer["out"] is not None for layer in made["layers"])
    console.print(tr("cli.layers.done", count=count, out=output.one_line(made["out"])), markup=False)
