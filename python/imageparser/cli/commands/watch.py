"""`imageparser watch FOLDER...`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from imageparser.cli.commands import index
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
    no_progress: Annotated[bool, option("index.no_progress", "--no-progress")] = False,
) -> int:
    """Index now and after every change until interrupted; without folders, those that were indexed before."""
    chosen = folders or _known(session)
    options: dict[str, object] = {"workers": workers, "exclude": exclude or ()}
    return index.run(session, chosen, options, watch=True, progress=not no_progress)


def _known(session: Session) -> list[str]:
    with session.open(read_only=True) as library:
        folders = library.folders()
    if not folders:
        raise UsageError(tr("cli.watch.no_folders"))
    return folders
