"""`imageparser reports ...`: what index runs and scans did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import operation
from imageparser.cli.record_view import facts, rows_of, table
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option

_COLUMNS = ("id", "kind", "started_at", "elapsed_s", "seen", "added", "changed", "gone", "skipped", "failed", "roots")


def list_(
    session: Session,
    *,
    limit: Annotated[int, option("edits.limit", "--limit", min=1)] = 20,
    offset: Annotated[int, option("edits.offset", "--offset", min=0)] = 0,
) -> int:
    """List the reports, the newest first."""
    payload = {"limit": limit, "offset": offset}
    return operation.run(session, "report_list", payload, rows_of("reports", *_COLUMNS), reads=True)


def show(
    session: Session, *, report: Annotated[int | None, argument("reports.number", metavar="NUMBER")] = None
) -> int:
    """Tell one run with every path that was left out or failed, and why."""
    return operation.run(session, "report_show", {"report": report}, draw, reads=True)


def draw(console: Console, answer: dict[str, Any]) -> None:
    """Draw the numbers of a run, then what was left out and what failed."""
    facts(console, answer)
    if answer["error"]:
        console.print(f"{tr('error.' + answer['error']['code'])}: {answer['error']['message']}", markup=False)
    for name, columns in (("skips", ("path", "code", "reason")), ("failures", ("path", "phase", "code", "reason"))):
        if answer[name]:
            table(console, answer[name], columns)


COMMANDS = (("list", list_), ("show", show))
