"""Live progress on stderr: bars on a terminal, plain lines elsewhere, nothing when it is not wanted."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import TYPE_CHECKING

from imageparser import clock
from imageparser.cli import output
from imageparser.locale import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from imageparser.pipeline.progress import Progress

    Callback = Callable[[Progress], None]

_LINE_SECONDS = 5.0
_RATE_SECONDS = 0.05  # before that a rate says nothing


def shown(*, wanted: bool) -> AbstractContextManager[Callback | None]:
    """Return the progress display that suits stderr; inside it is what the run reports to."""
    if not wanted:
        return nullcontext(None)
    return Bars() if sys.stderr.isatty() else Lines()


class Lines:
    """One plain line for each phase every few seconds and at its end."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._lock = Lock()

    def __enter__(self) -> Callback:
        return self._report

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        pass

    def _report(self, progress: Progress) -> None:
        now = clock.monotonic()
        with self._lock:
            due = now - self._last.setdefault(progress.phase, now) >= _LINE_SECONDS
            finished = progress.final and progress.done + progress.failed + progress.waiting > 0
            if due or finished:
                self._last[progress.phase] = now
                output.note(line(progress))


class Bars:
    """One bar for each phase, alive."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415  # only on a terminal
        from rich.progress import Progress as Display  # noqa: PLC0415

        texts = [TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[rest]}", style="dim")]
        name = TextColumn("{task.description}")
        self._display = Display(
            name, BarColumn(24), MofNCompleteColumn(), *texts, console=output.stderr(), refresh_per_second=8
        )
        self._tasks: dict[str, int] = {}
        self._lock = Lock()

    def __enter__(self) -> Callback:
        self._display.start()
        return self._report

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._display.stop()

    def _report(self, progress: Progress) -> None:
        with self._lock:
            if progress.phase not in self._tasks:
                if progress.total == 0:
                    return
                name = tr(f"phase.{progress.phase}")
                self._tasks[progress.phase] = self._display.add_task(name, total=None, rate="", rest="")
            self._display.update(
                self._tasks[progress.phase],  # type: ignore[arg-type]
                completed=progress.done + progress.failed,
                total=progress.total,
                rate=_rate(progress),
                rest=" ".join(filter(None, (_failed(progress), _waiting(progress), _rest(progress)))),
            )


def line(progress: Progress) -> str:
    """Return the state of a phase as one line."""
    parts = (_rate(progress), _failed(progress), _waiting(progress), _rest(progress))
    count = f"{progress.done + progress.failed}/{progress.total}"
    return " · ".join([f"{tr('phase.' + progress.phase)} {count}", *filter(None, parts)])


def duration(seconds: float) -> str:
    """Return a duration as people read it."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return tr("cli.duration.seconds", seconds=whole)
    if whole < 3600:
        return tr("cli.duration.minutes", minutes=whole // 60, seconds=whole % 60)
    return tr("cli.duration.hours", hours=whole // 3600, minutes=whole % 3600 // 60)


def _rate(progress: Progress) -> str:
    if progress.elapsed_s < _RATE_SECONDS:
        return ""
    return tr("cli.progress.rate", rate=f"{progress.rate:,.1f}")


def _failed(progress: Progress) -> str:
    return tr("cli.progress.failed", count=progress.failed) if progress.failed else ""


def _waiting(progress: Progress) -> str:
    if not progress.waiting:
        return ""
    return tr("cli.progress.waiting", count=progress.waiting, what=tr("error." + progress.code))


def _rest(progress: Progress) -> str:
    if progress.final or progress.eta_s is None:
        return ""
    return tr("cli.progress.eta", time=duration(progress.eta_s))
