"""`imageparser diff A.psd B.psd`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import output
from imageparser.locale import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from imageparser.cli.session import Session, argument, option
    from imageparser.documents.diff import Difference


def diff(
    session: Session,
    *,
    a: Annotated[str, argument("diff.a", metavar="A.psd")],
    b: Annotated[str, argument("diff.b", metavar="B.psd")],
    out: Annotated[str | None, option("diff.out", "--out", "-o", metavar="HEAT.png")] = None,
    force: Annotated[bool, option("diff.force", "--force")] = False,
) -> int:
    """Tell what changed from one document to another, layer by layer; needs no library."""
    from imageparser.documents.diff import compare  # noqa: PLC0415  # keeps `--help` quick

    made = compare(a, b, out=out, force=force)
    session.answer(dict(made), lambda console: draw(console, made))
    return 0


def draw(console: Console, made: Difference) -> None:
    """Draw one line for each layer that differs, then how far the pictures do."""
    from rich.table import Table  # noqa: PLC0415  # programs that ask for JSON never pay for it
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for word, name, detail in _lines(made):
        table.add_row(word, Text(output.one_line(name)), Text(output.one_line(detail)))
    console.print(table)
    console.print(tr("cli.diff.unchanged", count=made["unchanged"]), markup=False)
    if made["picture"] is not None:
        share = f"{made['picture']['share'] * 100:.2f}"
        console.print(tr("cli.diff.picture", share=share, mean=f"{made['picture']['mean'] * 255:.2f}"), markup=False)
    for what in made["warnings"]:
        console.print(tr("cli.render.warning", what=output.one_line(what)), markup=False)


def _lines(made: Difference) -> Iterator[tuple[str, str, str]]:
    for layer in made["added"]:
        yield tr("cli.diff.added"), " / ".join([*layer["path"], layer["name"]]), layer["kind"]
    for layer in made["removed"]:
        yield tr("cli.diff.removed"), " / ".join([*layer["path"], layer["name"]]), layer["kind"]
    for entry in made["renamed"]:
        yield tr("cli.diff.renamed"), entry["from"], entry["to"]
    for entry in made["moved"]:
        yield tr("cli.diff.moved"), entry["name"], ", ".join(tr(f"diff.{how}") for how in entry["how"])
    for entry in made["changed"]:
        yield tr("cli.diff.changed"), entry["name"], ", ".join(tr(f"diff.{what}") for what in entry["what"])
