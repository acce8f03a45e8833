"""`imageparser stats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.cli import model_view
from imageparser.cli.commands.index import cost_line, waiting_line
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session


def stats(session: Session) -> int:
    """Tell what is in the library, in numbers."""
    with session.open(read_only=True) as library:
        numbers = library.stats()
    session.answer(numbers, lambda console: draw(console, numbers))
    return 0


def draw(console: Console, numbers: dict[str, Any]) -> None:
    """Draw the numbers as lines, the phases as a table."""
    from rich.filesize import decimal  # noqa: PLC0415  # programs that ask for JSON never pay for it
    from rich.table import Table  # noqa: PLC0415

    disk = numbers["disk"]
    formats = ", ".join(f"{name} {count:,}" for name, count in numbers["formats"].items())
    lines = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    lines.add_column(style="dim", no_wrap=True)
    lines.add_column(overflow="fold")
    lines.add_row(tr("cli.stats.library"), numbers["library"])
    lines.add_row(tr("cli.stats.files"), f"{numbers['files']:,}")
    lines.add_row(tr("cli.stats.missing"), f"{numbers['missing']:,}")
    lines.add_row(tr("cli.stats.folders"), f"{numbers['folders']:,}")
    lines.add_row(tr("cli.stats.formats"), formats)
    lines.add_row(tr("cli.stats.layers"), layers_line(numbers))
    lines.add_row(tr("cli.stats.pictures_bytes"), decimal(disk["pictures_bytes"] or 0))
    lines.add_row(tr("cli.stats.library_bytes"), decimal(disk["library_bytes"]))
    lines.add_row(tr("cli.stats.thumbnails_bytes"), decimal(disk["thumbnails_bytes"]))
    console.print(lines)
    cost = numbers["layer_vectors"]
    if cost["layers"]:
        console.print(cost_line(cost) if cost["on"] else tr("cli.stats.layers_off", cost=cost_line(cost)), style="dim")
    phases = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    phases.add_column(tr("cli.stats.phase"))
    for state in ("done", "failed", "pending"):
        phases.add_column(tr(f"cli.stats.{state}"), justify="right")
    for name, counts in numbers["phases"].items():
        phases.add_row(name, *(f"{counts[state]:,}" for state in ("done", "failed", "pending")))
    console.print()
    console.print(phases)
    for name, waiting in numbers["waiting"].items():
        console.print(waiting_line(name, waiting), markup=False)
    model_view.renewals(console, numbers["serving"])


def layers_line(numbers: dict[str, Any]) -> str:
    """Return how many layers there are, in how many files, and how many of them the search knows by their looks."""
    facets, pictures = numbers["facets"], numbers["layer_pictures"]
    return tr(
        "cli.stats.layers_line",
        layers=f"{sum(facets['layers'].values()):,}",
        files=f"{facets['layered']:,}",
        seen=f"{pictures['layers']:,}",
    )
