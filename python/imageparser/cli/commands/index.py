"""`imageparser index FOLDER...`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import output
from imageparser.cli.interrupt import Interruptible
from imageparser.cli.progress import duration, shown
from imageparser.locale import tr

if TYPE_CHECKING:
    from rich.console import Console

    from imageparser.cli.session import Session, argument, option
    from imageparser.facade import Library
    from imageparser.pipeline.report import IndexReport

_SHOWN = 20


def index(
    session: Session,
    *,
    folders: Annotated[list[str], argument("index.folders", metavar="FOLDER")],
    workers: Annotated[int | None, option("index.workers", "--workers", "-j", min=0)] = None,
    phases: Annotated[str | None, option("index.phases", "--phases", metavar="P,MC,VV,MV")] = None,
    exclude: Annotated[list[str] | None, option("index.exclude", "--exclude", "-x", metavar="GLOB")] = None,
    force: Annotated[bool, option("index.force", "--force")] = False,
    watch: Annotated[bool, option("index.watch", "--watch")] = False,
    no_progress: Annotated[bool, option("index.no_progress", "--no-progress")] = False,
) -> int:
    """Bring the library up to date with some folders."""
    options: dict[str, object] = {
        "workers": workers,
        "phases": phases.split(",") if phases is not None else None,
        "exclude": exclude or (),
        "force": force,
    }
    return run(session, folders, options, watch=watch, progress=not no_progress)


def run(session: Session, folders: list[str], options: dict[str, object], *, watch: bool, progress: bool) -> int:
    """Index once, or now and after every change, until done or interrupted."""
    with session.open() as library, Interruptible() as interrupt:
        if watch:
            interrupt.run(lambda: _watch(session, library, folders, options, interrupt, progress=progress))
        else:
            with shown(wanted=progress) as callback:
                report = interrupt.run(
                    lambda: library.index(folders, progress=callback, cancel=interrupt.token, **options)  # type: ignore[arg-type]
                )
            tell(session, report)
    return 130 if interrupt.received else 0


def _watch(
    session: Session,
    library: Library,
    folders: list[str],
    options: dict[str, object],
    interrupt: Interruptible,
    *,
    progress: bool,
) -> None:
    output.note(tr("cli.watch.begin", count=len(folders)))
    with shown(wanted=progress) as callback:
        library.watch(
            folders, lambda report: tell(session, report), progress=callback, cancel=interrupt.token, **options
        )
    output.note(tr("cli.watch.end"))


def tell(session: Session, report: IndexReport) -> None:
    """Write the report of one run."""
    session.answer(report.as_dict(), lambda console: draw(console, report))


def draw(console: Console, report: IndexReport) -> None:
    """Draw the report: what changed, what each phase did, and what went wrong."""
    if report.cancelled:
        console.print(tr("cli.index.cancelled"))
    if report.nothing_to_do and not report.cancelled:
        console.print(tr("cli.index.nothing", seen=report.seen, time=duration(report.elapsed_s)))
    else:
        counts = {name: getattr(report, name) for name in ("seen", "added", "changed", "moved", "gone", "unchanged")}
        console.print(tr("cli.index.summary", **counts))
        for name, did in report.phases.items():
            console.print(f"  {tr('phase.' + name)}: {tr('cli.index.phase', **did)}")
        console.print(tr("cli.index.time", time=duration(report.elapsed_s)))
    for kind, entries in (("skipped", report.skipped), ("failed", report.failed)):
        if entries:
            console.print(tr(f"cli.index.{kind}", count=len(entries)))
        for entry in entries[:_SHOWN]:
            reason = f"{output.one_line(entry['path'])}: {tr('error.' + entry['code'])}: {entry['reason']}"
            console.print(f"  {reason}", markup=False)
        if len(entries) > _SHOWN:
            console.print("  " + tr("cli.index.more", count=len(entries) - _SHOWN))
