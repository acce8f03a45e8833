"""`imageparser index FOLDER...`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from imageparser.cli import output
from imageparser.cli.interrupt import Interruptible
from imageparser.cli.progress import duration, shown
from imageparser.locale import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from imageparser.cli.session import Session, argument, option
    from imageparser.facade import Library
    from imageparser.pipeline.cost import LayerCost
    from imageparser.pipeline.report import FailedFile, IndexAnswer, Skipped

_SHOWN = 20


def index(
    session: Session,
    *,
    folders: Annotated[list[str], argument("index.folders", metavar="FOLDER")],
    workers: Annotated[int | None, option("index.workers", "--workers", "-j", min=0)] = None,
    phases: Annotated[str | None, option("index.phases", "--phases", metavar="P,MC,VV,MV,LV")] = None,
    exclude: Annotated[list[str] | None, option("index.exclude", "--exclude", "-x", metavar="GLOB")] = None,
    force: Annotated[bool, option("index.force", "--force")] = False,
    layer_vectors: Annotated[
        bool | None, option("index.layer_vectors", "--layer-vectors/--no-layer-vectors", show_default=False)
    ] = None,
    watch: Annotated[bool, option("index.watch", "--watch")] = False,
    no_progress: Annotated[bool, option("index.no_progress", "--no-progress")] = False,
) -> int:
    """Bring the library up to date with some folders."""
    options: dict[str, object] = {
        "workers": workers,
        "phases": phases.split(",") if phases is not None else None,
        "exclude": exclude or (),
        "force": force,
        "layer_vectors": layer_vectors,
    }
    if layer_vectors is not None:
        output.note(tr("cli.index.layers_on") if layer_vectors else tr("cli.index.layers_off"))
    return run(session, folders, options, watch=watch, progress=not no_progress)


def run(session: Session, folders: list[str], options: dict[str, object], *, watch: bool, progress: bool) -> int:
    """Index once, or now and after every change, until done or interrupted."""
    with session.open() as library, Interruptible() as interrupt:
        if watch:
            interrupt.run(lambda: _watch(session, library, folders, options, interrupt, progress=progress))
        else:
            with shown(wanted=progress) as callback:
                report = interrupt.run(
                    lambda: library.index(
                        folders,
                        progress=callback,
                        cancel=interrupt.token,
                        announce=announce,
                        **options,  # type: ignore[arg-type]
                    )
                )
            tell(session, report, cancelled=interrupt.received)
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
            folders,
            lambda report: tell(session, report, cancelled=interrupt.received),
            progress=callback,
            cancel=interrupt.token,
            announce=announce,
            **options,
        )
    output.note(tr("cli.watch.end"))


def announce(cost: LayerCost) -> None:
    """Write what looking at the layers will cost, before it begins."""
    if cost.layers:
        output.note(cost_line(cost.as_dict()))


def cost_line(cost: dict[str, Any]) -> str:
    """Return what looking at layers costs, as a sentence."""
    numbers = {"layers": f"{cost['layers']:,}", "files": f"{cost['files']:,}", "mb": f"{cost['megabytes']:,.1f}"}
    if cost["seconds"] is None:
        return tr("cli.index.layers_cost_untimed", **numbers)
    return tr("cli.index.layers_cost", time=duration(cost["seconds"]), **numbers)


def tell(session: Session, report: IndexAnswer, *, cancelled: bool) -> None:
    """Write the report of one run."""
    session.answer(dict(report), lambda console: draw(console, report, cancelled=cancelled))


def draw(console: Console, report: IndexAnswer, *, cancelled: bool) -> None:
    """Draw the report: what changed, what each phase did, and what went wrong."""
    took = duration(report["elapsed_s"])
    differs = any(report[name] for name in ("added", "changed", "moved", "gone"))
    worked = any(count for did in report["phases"].values() for count in did.values())
    if cancelled:
        console.print(tr("cli.index.cancelled"))
    if cancelled or differs or worked:
        console.print(tr("cli.index.summary", **report))
        for name, did in report["phases"].items():
            console.print(f"  {tr('phase.' + name)}: {tr('cli.index.phase', **did)}")
        console.print(tr("cli.index.time", time=took))
    else:
        console.print(tr("cli.index.nothing", seen=report["seen"], time=took))
    for name, waiting in report["waiting"].items():
        console.print(waiting_line(name, waiting), markup=False)
    if report["sidecars"]["read"]:
        console.print(tr("cli.index.sidecars", **report["sidecars"]))
    _draw_entries(console, "sidecars_failed", report["sidecars"]["failed"])
    _draw_entries(console, "skipped", report["skipped"])
    _draw_entries(console, "failed", report["failed"])


def waiting_line(phase: str, waiting: Mapping[str, Any]) -> str:
    """Return with how many files a phase waits, and why, as a sentence."""
    what = f"{tr('error.' + waiting['code'])} ({output.one_line(waiting['reason']).rstrip('.')})"
    return tr("cli.index.waiting", phase=tr("phase." + phase), files=f"{waiting['files']:,}", what=what)


def _draw_entries(console: Console, kind: str, entries: Sequence[Skipped | FailedFile]) -> None:
    if entries:
        console.print(tr(f"cli.index.{kind}", count=len(entries)))
    for entry in entries[:_SHOWN]:
        where, what = output.one_line(entry["path"]), tr("error." + entry["code"])
        console.print(f"  {where}: {what}: {entry['reason']}", markup=False)
    if len(entries) > _SHOWN:
        console.print("  " + tr("cli.index.more", count=len(entries) - _SHOWN))
