"""`imageparser watch FOLDER...`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli import operation
from imageparser.cli.commands import index
from imageparser.cli.record_view import rows_of
from imageparser.errors import UsageError
from imageparser.locale import tr

if TYPE_CHECKING:
    from imageparser.cli.session import Session, argument, option


def watch(
    session: Session,
    *,
    folders: Annotated[list[str] | None, argument("watch.folders", metavar="FOLDER")] = None,
    exclude: Annotated[list[str] | None, option("index.exclude", "--exclude", "-x", metavar="GLOB")] = None,
    workers: Annotated[int | None, option("index.workers", "--workers", "-j", min=0)] = None,
    keep: Annotated[bool | None, option("watch.keep", "--keep/--no-keep", show_default=False)] = None,
    no_progress: Annotated[bool, option("index.no_progress", "--no-progress")] = False,
) -> int:
    """Index now and after every change until interrupted; without folders, those that were indexed before.

    With `keep` nothing is indexed here: the app watches the folders whenever it runs, or with False no more.
    """
    if keep is not None:
        return _switch(session, folders or _known(session), on=keep)
    chosen = folders or _known(session)
    options: dict[str, object] = {"workers": workers, "exclude": exclude or ()}
    return index.run(session, chosen, options, watch=True, progress=not no_progress)


def _switch(session: Session, folders: list[str], *, on: bool) -> int:
    draw = rows_of("folders", "path", "on")
    for folder in folders[:-1]:
        operation.ask(session, "watch", {"folder": folder, "on": on})
    return operation.run(session, "watch", {"folder": folders[-1], "on": on}, draw)


def _known(session: Session) -> list[str]:
    with session.open(read_only=True) as library:
        folders = library.folders()
    if not folders:
        raise UsageError(tr("cli.watch.no_folders"))
    return folders
