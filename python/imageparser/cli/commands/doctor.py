"""`imageparser doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import model_view, operation, output
from imageparser.errors import CancelledError
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, option

_UNIT = 1 << 20


def doctor(
    session: Session,
    *,
    repair: Annotated[bool, option("doctor.repair", "--repair")] = False,
    only: Annotated[list[str] | None, option("doctor.only", "--only", metavar="CODE")] = None,
    dry_run: Annotated[bool, option("dry_run", "--dry-run", "-n")] = False,
    quick: Annotated[bool, option("doctor.quick", "--quick")] = False,
    limit: Annotated[int, option("doctor.limit", "--limit", min=1)] = 20,
) -> int:
    """Check the library and, if asked, mend it; 1 if something is still wrong."""
    if repair or only:
        payload = {"only": only or None, "dry_run": dry_run, "limit": limit}
        done, found = operation.ask(session, "health_repair", payload)
    else:
        done, found = operation.ask(session, "health", {"quick": quick, "limit": limit}, reads=True)
    if done["cancelled"]:
        raise CancelledError
    session.answer(found, lambda console: draw(console, found))
    return int(not found["ok"])


def draw(console: Console, found: dict[str, Any]) -> None:
    """Draw what was found, with a few examples, what was done about it, and what is worth knowing."""
    for finding in found["findings"]:
        _draw(console, finding, "yellow")
    if found["notices"]:
        console.print(f"{tr('cli.doctor.notices')}:")
    for notice in found["notices"]:
        _draw(console, notice, None)
    model_view.renewals(console, found["serving"])
    if found.get("backup"):
        console.print(f"{tr('cli.doctor.backup')}: {output.one_line(found['backup'])}", markup=False)
    console.print(f"{tr('cli.doctor.disk')}: {_sizes(found['disk'])}", markup=False)
    console.print(tr("cli.doctor.well") if found["ok"] else tr("cli.doctor.ill"))


def _draw(console: Console, finding: dict[str, Any], style: str | None) -> None:
    name = f"{tr('doctor.' + finding['code'])} ({finding['code']})"
    console.print(f"{name}: {finding['count']}", style=style, markup=False)
    for example in finding["examples"]:
        console.print(f"  {output.one_line(example)}", markup=False)
    if finding["repaired"]:
        console.print(f"  {tr('cli.doctor.repaired')}: {finding['repaired']}", markup=False)


def _sizes(disk: dict[str, Any]) -> str:
    sizes = {name: size for name, size in disk.items() if name not in ("tables", "free") and size}
    told = [f"{name} {size / _UNIT:,.1f} MB" for name, size in sizes.items()]
    return ", ".join([*told, f"{tr('cli.doctor.free')} {disk['free'] / _UNIT:,.0f} MB"])
