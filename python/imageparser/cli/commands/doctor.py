"""`imageparser doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import model_view, output
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, option


def doctor(
    session: Session,
    *,
    repair: Annotated[bool, option("doctor.repair", "--repair")] = False,
) -> int:
    """Check the library and, if asked, mend it; 1 if something is still wrong."""
    with session.open(read_only=not repair) as library:
        found = library.doctor(repair=repair)
    session.answer(found, lambda console: draw(console, found))
    return int(not found["ok"])


def draw(console: Console, found: dict[str, Any]) -> None:
    """Draw what was found, with a few examples, and what was done about it."""
    for finding in found["findings"]:
        console.print(f"{tr('doctor.' + finding['code'])}: {finding['count']}", style="yellow", markup=False)
        for example in finding["examples"]:
            console.print(f"  {output.one_line(example)}", markup=False)
        if finding["repaired"]:
            console.print(f"  {tr('cli.doctor.repaired')}: {finding['repaired']}", markup=False)
    model_view.renewals(console, found["serving"])
    console.print(tr("cli.doctor.well") if found["ok"] else tr("cli.doctor.ill"))
