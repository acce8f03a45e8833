"""`watch`: which indexed folders are kept up to date by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imageparser.errors import NotFoundError
from imageparser.ipc import watcher
from imageparser.ipc.op import op
from imageparser.ipc.protocol import Done, PathText, Payload, Shape
from imageparser.library import runs, switches
from imageparser.text import key_of, path_text

if TYPE_CHECKING:
    from imageparser.ipc.job import Job


class WatchPayload(Payload):
    """The folder to watch from now on, or with `on` false no more; without one nothing is changed."""

    folder: PathText | None = None
    on: bool = True


class WatchedFolder(Shape):
    """An indexed folder, whether it is to be watched, whether this process does so, and why it cannot (a code)."""

    path: str
    on: bool
    watching: bool
    fault: str | None


class WatchDone(Done):
    """Every indexed folder."""

    folders: list[WatchedFolder]


@op("watch", payload=WatchPayload, done=WatchDone)
def watch(job: Job, payload: WatchPayload) -> dict[str, Any]:
    """Switch the watching of a folder on or off, and begin to watch what is on; the library remembers it."""
    database = job.library.database
    known = {key: path_text(raw) for key, raw in runs.by_key(database.read()).items()}
    if payload.folder is not None:
        key = key_of(payload.folder)
        if key not in known:
            raise NotFoundError("this is none of the indexed folders", path=payload.folder)
        database.write(lambda tx: switches.watch(tx, key, to=payload.on))
    states: dict[str, str | None] = {}
    if job.schedule is not None and not database.read_only:
        watching = watcher.of(job.schedule, lambda: job.library)
        watching.begin()
        states = watching.states()
    on = switches.watched(database.read())
    told = [
        {"path": path, "on": key in on, "watching": key in states, "fault": states.get(key)}
        for key, path in known.items()
    ]
    return {"folders": told}
